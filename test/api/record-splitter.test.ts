import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { RecordSplitter, type WrittenRecord } from "../../src/api/v1/uploads/record-splitter.ts";
import { Fault } from "../../src/faults/faults.ts";

type Form = "list" | "lines";

/** The text cut into pieces of these lengths, again and again. */
function split(
  form: Form,
  text: string | Buffer,
  lengths: readonly number[] = [65_536],
): readonly WrittenRecord[] {
  const splitter = new RecordSplitter(form);
  const bytes = Buffer.from(text);
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const end = at + lengths[n % lengths.length]!;
    splitter.push(bytes.subarray(at, end));
    at = end;
  }
  return splitter.end();
}

const texts = (records: readonly WrittenRecord[]) => records.map(({ bytes }) => bytes?.toString().trim());
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (fault) {
    if (fault instanceof Fault) return fault.message;
    throw fault;
  }
  return "";
};

/** Values as records are, and others: with all that JSON writes between quotes. */
const value = fc.jsonValue({ maxDepth: 3 }).filter((one) => JSON.stringify(one).split(/[,[{]/).length < 60);
const lengths = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 5 });
const gap = fc.constantFrom("", " ", "\n", "\r\n\t ", "   ");

describe("an upload cut into its records", () => {
  it("has the values of a list, in whatever pieces they come and whatever is blank between them", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), gap, lengths, (values, blank, pieces) => {
        const text = `${blank}[${values.map((one) => `${blank}${JSON.stringify(one)}${blank}`).join(",")}]${blank}`;
        const records = split("list", text, pieces);
        assert.deepEqual(
          records.map(({ line, bytes }) => [line, JSON.parse(bytes!.toString())]),
          values.map((one, n) => [n + 1, JSON.parse(JSON.stringify(one))]),
        );
      }),
    );
  });

  it("has the lines that are not blank, by their numbers, in whatever pieces they come", () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(value), { maxLength: 20 }),
        lengths,
        fc.boolean(),
        (lines, pieces, ended) => {
          const written = lines.map((one) => (one === null ? " \r" : JSON.stringify(one)));
          fc.pre(lines.some((one) => one !== null));
          const records = split("lines", `${written.join("\n")}${ended ? "\n" : ""}`, pieces);
          assert.deepEqual(
            records.map(({ line, bytes }) => [line, bytes!.toString()]),
            written.flatMap((text, n) => (text === " \r" ? [] : [[n + 1, text]])),
          );
        },
      ),
    );
  });

  it("is refused as no list wherever JSON would be, or is left to be parsed", () => {
    for (const text of [
      "",
      " ",
      "{}",
      "1",
      "[",
      "[1",
      "[1,",
      '["]',
      "[1]]",
      "[1] x",
      "[{]}]",
      "[1}",
      "\ufeff\ufeff[]",
      "[[1]",
    ])
      assert.match(
        refusal(() => split("list", text)),
        /a JSON list|no JSON/,
        text,
      );
    assert.match(
      refusal(() => split("list", "[ ]")),
      /no records/,
    );
    assert.match(
      refusal(() => split("lines", "\n \n\t")),
      /no records/,
    );
    assert.deepEqual(texts(split("list", "[1,]")), ["1", ""]);
    assert.deepEqual(texts(split("list", "[,1 2]")), ["", "1 2"]);
  });

  it("takes a mark of the byte order off its beginning, and nothing like it", () => {
    for (const pieces of [[1], [2], [100]])
      assert.deepEqual(texts(split("list", "\ufeff[1]", pieces)), ["1"]);
    for (const half of [
      [0xef, 0x5b, 0x5d],
      [0xef, 0xbb, 0x5b, 0x5d],
    ])
      assert.match(
        refusal(() => split("list", Buffer.from(half))),
        /no JSON/,
      );
  });

  it("is refused at its 10,001st record, before the rest has come", () => {
    for (const [form, one] of [
      ["list", "[],"],
      ["list", "1,"],
      ["list", ","],
      ["lines", "x\n"],
    ] as const) {
      const splitter = new RecordSplitter(form);
      if (form === "list") splitter.push(Buffer.from("["));
      splitter.push(Buffer.from(one.repeat(10_000)));
      assert.match(
        refusal(() => splitter.push(Buffer.from(one))),
        /at most 10000 records/,
        form + one,
      );
    }
  });

  it("keeps nothing of a record that is more than one can be, and goes on behind it", () => {
    const long = `{"agent":"${"é".repeat(9_000)}"}`;
    const deep = "[".repeat(200) + "]".repeat(200);
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`k${n}`, 1])));
    const number = "1".repeat(1_000_000);
    for (const pieces of [[1_000], [65_536]]) {
      const list = split("list", `[1,${[long, deep, wide, number].join(",")},2]`, pieces);
      const lines = split("lines", ["1", long, deep, wide, number, "2"].join("\n"), pieces);
      for (const records of [list, lines])
        assert.deepEqual(
          records.map(({ line, bytes, tooMuch }) => [line, bytes?.toString() ?? tooMuch]),
          [
            [1, "1"],
            [2, "bytes"],
            [3, "values"],
            [4, "values"],
            [5, "bytes"],
            [6, "2"],
          ],
        );
    }
  });

  it("takes commas, brackets and escaped quotes in texts for what they are", () => {
    const text = JSON.stringify(`[{,}]"\\"\\\\,`.repeat(100));
    assert.deepEqual(texts(split("list", `[${text},${text}]`, [7])), [text, text]);
    assert.deepEqual(texts(split("lines", `${text}\n${text}`, [7])), [text, text]);
  });
});
