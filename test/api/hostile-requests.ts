import fc from "fast-check";
import type { Description } from "./v1-description.ts";

/** What somebody sends who knows the description of the native API, and means no good. */
export interface HostileRequest {
  /** The operation that it is meant for, where it is asked as it should be; else `null`. */
  readonly operation: string | null;
  readonly bytes: Buffer;
  /** The server may wait for more, or take it for more than one request. */
  readonly broken: boolean;
}

const text = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom("2026-03-02", "2026-02-30", "0000-00-00", "9999-12-31T23:59:60Z", "2026-03-02T10:00+99:00"),
  fc.constantFrom(
    "1",
    "-1",
    "1e9",
    "NaN",
    "open",
    "all",
    "OK",
    "hour",
    "es",
    "skill 1",
    "1772000000000.3.1-5",
  ),
  fc.constantFrom(
    "0/1/ana",
    "9".repeat(40),
    "' OR 1=1 --",
    "../../etc/passwd",
    "\u0000",
    "\ud800",
    "__proto__",
  ),
);
const value = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.constant(null),
  fc.json(),
  fc.array(text, { maxLength: 2 }),
);
const member = fc.constantFrom(
  ..."why version to skill callId arrivedAt waitS outcome serviceS customer agent constructor __proto__".split(
    " ",
  ),
);
/** Nearly what an order wants, and nearly records of calls: what lies behind the form is to be reached. */
const why = fc.constantFrom("so", "so", "", "x".repeat(501), "x".repeat(20_000));
const version = fc.oneof(fc.nat(40), value);
const order = fc.record({ why, version }, { requiredKeys: ["why"] });
const move = fc.record(
  {
    why,
    version,
    to: fc.constantFrom("2026-03-02T17:00", "2026-02-30"),
    skill: fc.constantFrom("2", "nowhere"),
  },
  { requiredKeys: ["why"] },
);
const records = fc.array(
  fc.record({
    callId: fc.constantFrom("1", "2", " "),
    arrivedAt: fc.constantFrom("2026-02-01T10:05:00", "2026-02-30"),
    skill: fc.constantFrom("1", "skill 2", "nowhere"),
    waitS: fc.constantFrom(0, 12.5, -1),
    outcome: fc.constantFrom("answered", "abandoned"),
  }),
  { minLength: 1, maxLength: 3 },
);
const anything = fc.oneof(
  fc.dictionary(member, value, { maxKeys: 5 }).map((one) => JSON.stringify(one)),
  fc.array(fc.dictionary(member, value, { maxKeys: 8 }), { maxLength: 3 }).map((all) => JSON.stringify(all)),
  fc.string({ unit: "binary" }),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(
    "",
    "[",
    "null",
    '{"__proto__":{"why":"x"}}',
    '{"why":"\u0000","version":1e400}',
    "[".repeat(5_000),
    `{"why":"${"x".repeat(20_000)}"}`,
    '{"why":"so","version":1,"version":2}',
  ),
);
const id = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("ana", "eva", "zoe", "leo", "nobody") },
  fc.constantFrom("__proto__", "a/b", ".", "..", "%", "é\u0000", ""),
  fc.string({ maxLength: 40 }),
  fc.constantFrom("x".repeat(990), "x".repeat(1_200), "é".repeat(400)),
);
const headers = fc.array(
  fc.constantFrom(
    ...'If-Match: *|If-Match: "1"|If-Match: W/"1"|If-Match: 1, 2|If-Match: |Last-Event-ID: 0|Last-Event-ID: 1e9'.split(
      "|",
    ),
    ..."Content-Encoding: gzip|Content-Encoding: identity|Expect: 100-continue|Accept: text/html|Range: bytes=0-1".split(
      "|",
    ),
    ..."X-Forwarded-For: 10.0.0.1|Cookie: a=b|Origin: null|Upgrade: websocket|Accept-Encoding: gzip, br|TE: trailers".split(
      "|",
    ),
    `X: ${"y".repeat(3_000)}`,
    "X: \u00ff\u00fe",
  ),
  { maxLength: 3 },
);

/** Requests that hold together as HTTP: for every operation of the description, rightly and wrongly asked. */
function wellFramed(description: Description, token: string): fc.Arbitrary<HostileRequest> {
  const authorization = fc.oneof(
    { weight: 8, arbitrary: fc.constant(`Authorization: Bearer ${token}\r\n`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "",
        "Authorization: Bearer x\r\n",
        `Authorization: Bearer ${token}x\r\n`,
        "Authorization: Basic Og==\r\n",
        `wolkvox-token: ${token}\r\n`,
        `wolkvox-token: ${token}\r\nwolkvox-token: ${token}\r\n`,
      ),
    },
  );
  return fc.constantFrom(...description.operations).chain(({ path, method, operation }) => {
    const named = operation.parameters.filter((one) => one.in === "query").map((one) => one.name);
    return fc
      .record({
        verb: fc.oneof(
          { weight: 9, arbitrary: fc.constant(method as string) },
          {
            weight: 1,
            arbitrary: fc.constantFrom("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE"),
          },
        ),
        id,
        suffix: fc.oneof(
          { weight: 9, arbitrary: fc.constant("") },
          { weight: 1, arbitrary: fc.constantFrom("/", "/x", "/..", "%00", "%zz", ";x", "//", "#x") },
        ),
        query: fc.array(
          fc.tuple(
            named.length > 0 ? fc.constantFrom(...named, "x") : text,
            fc.oneof(text, fc.constant("2026-03-02")),
          ),
          { maxLength: 5 },
        ),
        authorization,
        headers,
        type: fc.oneof(
          { weight: 3, arbitrary: fc.constant("application/json") },
          fc.constantFrom(
            "application/x-ndjson",
            "text/plain",
            "application/json; charset=x",
            "multipart/x",
            "",
          ),
        ),
        body: fc.oneof(
          (path.endsWith("/move") ? move : path.includes("{id}") ? order : records).map((one: object) =>
            JSON.stringify(one),
          ),
          anything,
        ),
      })
      .map((given) => {
        const address = path.replace("{id}", encodeURIComponent(given.id.toWellFormed())) + given.suffix;
        const search = given.query
          .map((pair) => pair.map((part) => encodeURIComponent(part.toWellFormed())).join("="))
          .join("&");
        const content = given.verb === "POST" ? Buffer.from(given.body) : null;
        const framing = content
          ? `${given.type === "" ? "" : `Content-Type: ${given.type}\r\n`}Content-Length: ${content.length}\r\n`
          : "";
        const head =
          `${given.verb} ${address}${search === "" ? "" : `?${search}`} HTTP/1.1\r\nHost: a\r\n` +
          `${given.authorization}${given.headers.map((one) => `${one}\r\n`).join("")}${framing}\r\n`;
        const asItShould =
          given.verb === method && given.suffix === "" && !["", ".", ".."].includes(given.id.toWellFormed());
        return {
          operation: asItShould ? operation.operationId : null,
          bytes: Buffer.concat([Buffer.from(head, "latin1"), ...(content ? [content] : [])]),
          broken: false,
        };
      });
  });
}

/** The same, cut, doubled, with wrong lengths, or with bytes of no meaning in it. */
function illFramed(well: fc.Arbitrary<HostileRequest>): fc.Arbitrary<HostileRequest> {
  const piece = fc.oneof(
    fc.constantFrom(
      "Content-Length: 99999999999\r\n",
      "Content-Length: -1\r\n",
      "Transfer-Encoding: chunked\r\n",
      "fffffffff\r\n",
      "\r\n",
      "\r\n\r\n",
      "\0",
      " HTTP/9.9\r\n",
    ),
    fc.uint8Array({ minLength: 1, maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
  );
  return fc
    .tuple(well, piece, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean())
    .map(([one, added, where, cut]) => {
      const at = Math.floor(where * one.bytes.length);
      const rest = cut ? [] : [one.bytes.subarray(at)];
      const bytes = Buffer.concat([one.bytes.subarray(0, at), Buffer.from(added), ...rest]);
      return { operation: null, bytes, broken: true };
    });
}

export function hostileRequests(description: Description, token: string): fc.Arbitrary<HostileRequest> {
  const well = wellFramed(description, token);
  return fc.oneof({ weight: 9, arbitrary: well }, { weight: 1, arbitrary: illFramed(well) });
}
