import fc from "fast-check";

const MEMBERS =
  "why version to skill callId arrivedAt waitS outcome serviceS customer agent number status limit after constructor __proto__".split(
    " ",
  );

/** Controls, halves of pairs, marks that turn and join, and what looks like syntax. */
const strange = fc.constantFrom(
  ..."\u0000 \u0001 \u0007 \t \n \r \u001b \u007f \u0085 \u200d \u202e \u2028 \ufeff \ufffe \ud800 \udc00 é ñ ß İ 💥 한 a 0".split(
    " ",
  ),
  ..."\" ' \\ / % & = ? # ; { } [ ] < > $ * + - . : | ~".split(" "),
  " ",
);

/** Text for a place that wants a date, a name, a number or an id: right ones, nearly right ones, and none. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: strange, maxLength: 20 }),
  fc.constantFrom(
    ..."2026-03-02|2026-02-30|0000-00-00|9999-12-31T23:59:60Z|2026-03-02T10:00+99:00|2026-11-01T01:30[America/New_York]".split(
      "|",
    ),
    ..."20260301000000|20261130235959|20260230000000|99999999999999|00000000000000|2026030100000|-0260301000000".split(
      "|",
    ),
  ),
  fc.constantFrom(
    ..."1|-1|1e9|NaN|0x10|open|all|ALL|OK|NO USER|hour|weekday|es|both|alfa uno|beta dos|1772000000000.3.1-5".split(
      "|",
    ),
  ),
  fc.constantFrom(
    "0/1/ana",
    "9".repeat(40),
    "' OR 1=1 --",
    "../../etc/passwd",
    "\u0000",
    "\ud800",
    "\u202e\u200d💥",
    "__proto__",
    "=cmd|'/c calc'!A1",
    "{{7*7}}%{7*7}",
    "<script>alert(1)</script>",
  ),
  fc.constantFrom("x".repeat(2_100), "é".repeat(700)),
);

const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.integer(),
  fc.double(),
  fc.constant(null),
  fc.json({ maxDepth: 3 }),
  fc.array(hostileText, { maxLength: 2 }),
);

/** Bodies that are meant for nobody: deep, wide, truncated, doubled members, no JSON, no text. */
export const anyBody: fc.Arbitrary<Uint8Array> = fc
  .oneof(
    fc
      .dictionary(fc.oneof(fc.constantFrom(...MEMBERS), hostileText), hostileValue, { maxKeys: 6 })
      .map((one) => JSON.stringify(one)),
    fc
      .array(fc.dictionary(fc.constantFrom(...MEMBERS), hostileValue, { maxKeys: 8 }), { maxLength: 3 })
      .map((all) => JSON.stringify(all)),
    fc.string({ unit: strange }),
    fc.uint8Array({ maxLength: 60 }),
    fc.constantFrom(
      "",
      "[",
      "null",
      "\ufeff{}",
      '{"__proto__":{"why":"x"}}',
      '{"constructor":{"prototype":{"x":1}},"why":"so","version":1}',
      '{"why":"\u0000","version":1e400}',
      "[".repeat(5_000),
      '{"a":'.repeat(3_000),
      `{"why":"${"x".repeat(20_000)}"}`,
      `{${Array.from({ length: 1_500 }, (_, n) => `"k${n}":${n}`).join()}}`,
      '{"why":"so","version":1,"version":2}',
      '{"why":"so","version":',
      "callId,arrivedAt,skill\n1,2026-02-01T10:05:00,1\n",
    ),
    // Bytes that are no UTF-8, in a place where text is wanted.
    fc.constant(Buffer.from('{"why":"\xff\xfe\xc0\xaf","version":1}', "latin1")),
  )
  .map((body) => (typeof body === "string" ? Buffer.from(body) : body));
