import fc from "fast-check";
import { hostileText } from "./hostile-values.ts";
import type { Plan } from "./plan.ts";
import { type RoleName, roles } from "./roles.ts";

/** How a request says whose it is. */
export interface Asking {
  readonly headers: Plan["headers"];
  readonly role: RoleName | null;
}

const names = Object.keys(roles) as RoleName[];

/**
 * A token shown as it should be, mostly a good one; and in strange forms, twice, or garbled. `bearers`: of eight, how many show
 * it as a bearer, which the compatible family does not know.
 */
export const asking = (bearers: number): fc.Arbitrary<Asking> =>
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc
        .tuple(
          fc.oneof(
            { weight: 5, arbitrary: fc.constantFrom<RoleName>("whole", "masked") },
            { weight: 3, arbitrary: fc.constantFrom(...names) },
          ),
          fc.nat(7),
        )
        .map(([role, n]) => shown(role, n < bearers)),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom<Plan["headers"]>(
          [["Authorization", "Basic Og=="]],
          [["Authorization", "bearer   {{token whole}}"]],
          [["Authorization", "Bearer {{token read}} {{token whole}}"]],
          [
            ["authorization", "Bearer {{token reports}}"],
            ["wolkvox-token", "{{token orders}}"],
          ],
          [
            ["wolkvox-token", "{{token whole}}"],
            ["wolkvox-token", "{{token whole}}"],
          ],
          [
            ["wolkvox_server", "0017"],
            ["WOLKVOX-TOKEN", "{{token whole}}"],
          ],
          [["wolkvox-token", "{{token whole}}, {{token whole}}"]],
          [["Cookie", "wolkvox-token={{token whole}}"]],
        )
        .map((headers) => ({ headers, role: null })),
    },
  );

function shown(role: RoleName, bearer: boolean): Asking {
  if (role === "none") return { headers: [], role };
  const token = role === "garbled" ? "esp_000000000000_{{token whole}}" : `{{token ${role}}}`;
  return { headers: [bearer ? ["Authorization", `Bearer ${token}`] : ["wolkvox-token", token]], role };
}

/** Headers that mean nothing here, or something that is not had here; none changes where a request ends. */
export const otherHeaders: fc.Arbitrary<Plan["headers"]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.oneof(
        fc
          .constantFrom(
            ...'If-Match: *|If-Match: "1"|If-Match: W/"1"|If-Match: 1, 2|If-Match: |Last-Event-ID: 0|Last-Event-ID: 1e9'.split(
              "|",
            ),
            ..."Last-Event-ID: {{event 0}}|Accept: text/html|Accept: */*;q=0|Range: bytes=0-1|If-None-Match: *".split(
              "|",
            ),
            ..."Content-Encoding: gzip|Content-Encoding: identity|Expect: 100-continue|Expect: x|Accept-Encoding: gzip, br".split(
              "|",
            ),
            ..."X-Forwarded-For: 10.0.0.1|X-Real-IP: 10.0.0.1|Forwarded: for=10.0.0.1|X-HTTP-Method-Override: DELETE".split(
              "|",
            ),
            ..."Cookie: a=b|Origin: null|Origin: https://evil.example|TE: trailers|Connection: close|Connection: keep-alive".split(
              "|",
            ),
            ..."Host: b|Host: |accept-version: 2.0.0|Access-Control-Request-Method: DELETE|Via: 1.1 x".split(
              "|",
            ),
            "X: \u00ff\u00fe",
            `X: ${"y".repeat(3_000)}`,
            `X: ${"y".repeat(17_000)}`,
          )
          .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)] as const),
        fc.stringMatching(/^[!-~]{0,40}$/).map((value) => ["X-Any", value] as const),
      ),
      { maxLength: 3 },
    ),
  },
);

/** What follows a path: mostly nothing. */
export const pathEnd: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: fc.constant("") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ..."/ /x /.. /. // %00 %zz %2e%2e%2f %c0%af ;x #x \\ /%2e %E0%A4%A /../../healthz".split(" "),
    ),
  },
);

/** A query of these parameters and others: right ones, hostile ones, repeated, empty, without end. */
export function queryOf(
  parameters: readonly string[],
  rightValue: Readonly<Record<string, fc.Arbitrary<string>>>,
): fc.Arbitrary<string> {
  const right = (name: string) => rightValue[name] ?? hostileText;
  const pair = (name: string) =>
    fc
      .oneof({ weight: 5, arbitrary: right(name) }, { weight: 1, arbitrary: hostileText })
      .map((value) => [name, value]);
  const named =
    parameters.length > 0
      ? fc.subarray([...parameters]).chain((some) => fc.tuple(...some.map(pair)))
      : fc.constant([]);
  const more = fc.array(
    fc
      .tuple(fc.constantFrom(...parameters, "x", "", "__proto__", "api[]"), hostileText)
      .map(([name, value]) => [name, value]),
    { maxLength: 3 },
  );
  const text = (pairs: readonly (readonly string[])[]) =>
    pairs.map((one) => one.map(encoded).join("=")).join("&");
  return fc.oneof(
    { weight: 10, arbitrary: named.map((pairs) => (pairs.length === 0 ? "" : `?${text(pairs)}`)) },
    { weight: 2, arbitrary: fc.tuple(named, more).map(([one, other]) => `?${text([...one, ...other])}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "?",
        "?&&&",
        "?=",
        "?%",
        "?a=%E0%A4%A",
        "?a[b]=c",
        "??",
        `?${"a=1&".repeat(1_500)}`,
        `?x=${"y".repeat(9_000)}`,
      ),
    },
  );
}

/** As a part of an address; what is to be filled in stays as it is. */
export function encoded(text: string): string {
  return /^\{\{[^}]+\}\}/.test(text) ? text : encodeURIComponent(text.toWellFormed());
}
