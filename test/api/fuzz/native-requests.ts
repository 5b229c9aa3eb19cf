import fc from "fast-check";
import type { DescribedOperation, Description } from "../v1-description.ts";
import { anyBody, hostileText } from "./hostile-values.ts";
import type { Plan } from "./plan.ts";
import { type Asking, asking, encoded, otherHeaders, pathEnd, queryOf } from "./request-parts.ts";

/** Which of what is known: `{{kind n}}`. */
const known = (kind: string) => fc.nat(40).map((n) => `{{${kind} ${n}}}`);

const id = fc.oneof(
  { weight: 6, arbitrary: known("callback") },
  { weight: 2, arbitrary: known("call") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "__proto__",
      "a/b",
      "%",
      "é\u0000",
      "nobody",
      "x".repeat(990),
      "x".repeat(1_200),
    ),
  },
  { weight: 1, arbitrary: hostileText },
);

/** Half of the values are right ones, so that what lies behind the form is reached. */
const rightValue: Readonly<Record<string, fc.Arbitrary<string>>> = {
  status: fc.constantFrom("open", "all", "YES", "OK", "FAIL", "NO USER", "STOP NEW"),
  skill: fc.constantFrom("1", "2", "alfa uno", "alfa dos", "beta uno"),
  from: fc.constantFrom("{{day -1}}", "{{day 0}}", "{{day -1}}T08:00:00-05:00"),
  to: fc.constantFrom("{{day 1}}", "{{day 0}}"),
  after: known("cursor"),
  changedSince: known("cursor"),
  limit: fc.constantFrom("1", "2", "1000"),
  by: fc.constantFrom("hour", "day", "weekday", "class"),
  lang: fc.constantFrom("es", "en", "both"),
};

const why = fc.constantFrom("so", "so", "so", "", "x".repeat(501), "x".repeat(17_000));
const version = fc.oneof({ weight: 4, arbitrary: known("version") }, { weight: 1, arbitrary: hostileText });
const order = fc.record({ why, version }, { requiredKeys: ["why"] });
const move = fc.record(
  {
    why,
    version,
    to: fc.constantFrom("{{day 1}}T17:00", "{{day 0}}", "2026-02-30", "9999-01-01"),
    skill: fc.constantFrom("alfa dos", "1", "nowhere"),
  },
  { requiredKeys: ["why", "version"] },
);
const search = fc.record(
  {
    number: fc.oneof(known("number"), fc.constantFrom("3001234567", "+573001234567", "0", "x"), hostileText),
    status: fc.constantFrom("all", "open", "any"),
    limit: fc.constantFrom(1, 1_000, 0, 1.5),
    after: known("cursor"),
  },
  { requiredKeys: ["number"] },
);
/** Few different ones: the same call again is one that is there already. */
const record = fc.record(
  {
    callId: fc.nat(30).map(String),
    arrivedAt: fc.constantFrom("2026-02-01T10:05:00", "2026-02-02T23:59:59.5Z", "2026-02-30", "1000-01-01"),
    skill: fc.constantFrom("1", "alfa uno", "beta uno", "nowhere"),
    waitS: fc.constantFrom(0, 12.5, -1, 1e7),
    outcome: fc.constantFrom("answered", "abandoned", "lost"),
    serviceS: fc.constantFrom(180, null),
    customer: fc.constantFrom("+573001234567", "'; --", "{{number 1}}"),
    extra: hostileText,
  },
  { requiredKeys: ["callId", "arrivedAt", "skill", "waitS", "outcome"] },
);
const rightRecord = fc.nat(30).map((n) => ({
  callId: String(n),
  arrivedAt: "2026-02-01T10:05:00",
  skill: "1",
  waitS: 3,
  outcome: "abandoned",
}));

/** A body that an operation may want, and the type that it is announced with. */
function wantedBody(path: string): fc.Arbitrary<{ body: Uint8Array; type: string }> {
  const json = (value: fc.Arbitrary<unknown>) =>
    value.map((one) => ({ body: Buffer.from(JSON.stringify(one)), type: "application/json" }));
  if (path.endsWith("/search")) return json(search);
  if (path.endsWith("/move")) return json(move);
  if (path.includes("{id}")) return json(order);
  const records = fc.array(fc.oneof(record, rightRecord), { minLength: 1, maxLength: 4 });
  const lines = fc.tuple(records, fc.constantFrom("\n", "\r\n", "\n\n"), fc.integer({ min: -40, max: 0 }));
  return fc.oneof(
    json(records),
    lines.map(([all, end, cut]) => {
      const text = all.map((one) => JSON.stringify(one)).join(end) + end;
      // Some break off in the middle of a record.
      return { body: Buffer.from(cut < -20 ? text.slice(0, cut) : text), type: "application/x-ndjson" };
    }),
  );
}

const anyType = fc.constantFrom(
  ..."application/json|application/x-ndjson|text/csv|text/plain|application/json; charset=x|multipart/form-data; boundary=x|x".split(
    "|",
  ),
  "",
);

/** For each operation of the description: as it wants to be asked, and nearly so. */
export function nativeRequests(description: Description): fc.Arbitrary<Plan> {
  return fc.constantFrom(...description.operations).chain(({ path, method, operation }) =>
    fc
      .record({
        verb: fc.oneof(
          { weight: 14, arbitrary: fc.constant<string>(method) },
          {
            weight: 1,
            arbitrary: fc.constantFrom(..."GET POST PUT DELETE HEAD OPTIONS PATCH TRACE PROPFIND".split(" ")),
          },
        ),
        id,
        end: pathEnd,
        query: queryOf(namesOf(operation), rightValue),
        asking: asking(4),
        headers: otherHeaders,
        content: fc.oneof(
          { weight: 3, arbitrary: method === "POST" ? wantedBody(path) : fc.constant(null) },
          { weight: 1, arbitrary: fc.record({ body: anyBody, type: anyType }) },
        ),
        chunks: fc.option(fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 4 }), { freq: 7 }),
      })
      .map((given) => planOf(given, { path, method, operation: operation.operationId })),
  );
}

interface Given {
  readonly verb: string;
  readonly id: string;
  readonly end: string;
  readonly query: string;
  readonly asking: Asking;
  readonly headers: Plan["headers"];
  readonly content: { readonly body: Uint8Array; readonly type: string } | null;
  readonly chunks: readonly number[] | null;
}

function planOf(given: Given, meant: { path: string; method: string; operation: string }): Plan {
  const { verb, id: named, end, query, content, chunks } = given;
  const part = encoded(named);
  // These are parts of an address that lead elsewhere.
  const isOnePart = !["", ".", ".."].includes(part);
  const isAsMeant = verb === meant.method && end === "" && (isOnePart || !meant.path.includes("{id}"));
  const type = content && content.type !== "" ? [["Content-Type", content.type] as const] : [];
  return {
    method: verb,
    target: meant.path.replace("{id}", () => part) + end + query,
    version: "1.1",
    headers: [["Host", "a"], ...given.asking.headers, ...type, ...given.headers],
    body: content?.body ?? null,
    chunks: content ? chunks : null,
    role: given.asking.role,
    operation: isAsMeant ? meant.operation : null,
  };
}

function namesOf({ parameters }: DescribedOperation): string[] {
  return parameters.filter((one) => one.in === "query").map(({ name }) => name);
}
