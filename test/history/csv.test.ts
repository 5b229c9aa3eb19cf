import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CsvSplitter, NotCsv } from "../../src/history/csv.ts";

function read(pieces: readonly string[]) {
  const splitter = new CsvSplitter();
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}

function inPieces(text: string, cuts: readonly number[]): string[] {
  const at = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => text.slice(at[index]!, end));
}

const field = fc.string({
  unit: fc.constantFrom("a", "7", "ñ", " ", ",", ";", "\t", '"', "\n", "\r", ":", "-"),
  maxLength: 6,
});

test("what any writer of CSV writes is read back, however the text is cut into pieces", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(field, { minLength: 3, maxLength: 3 }), { maxLength: 8 }),
      fc.constantFrom(",", ";", "\t"),
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.boolean(),
      fc.boolean(),
      fc.array(fc.nat(), { maxLength: 6 }),
      (rows, separator, lineEnd, mark, lastEnd, cuts) => {
        const header = ["one", "two", "three"];
        const written = [header, ...rows].map((row) =>
          row
            .map((value) =>
              /[,;\t"\r\n]/.test(value) || value === "" ? `"${value.replaceAll('"', '""')}"` : value,
            )
            .join(separator),
        );
        const text = (mark ? "\ufeff" : "") + written.join(lineEnd) + (lastEnd ? lineEnd : "");
        assert.deepEqual(
          read(inPieces(text, cuts)).map((record) => record.fields),
          [header, ...rows],
        );
      },
    ),
  );
});

test("records carry the line on which they begin, also after blank lines and line breaks in fields", () => {
  const records = read(['a,b\r\n\r\n"x\r\ny",1\r\n   \r\n2,3']);
  assert.deepEqual(
    records.map(({ line, fields }) => [line, ...fields]),
    [
      [1, "a", "b"],
      [3, "x\r\ny", "1"],
      [6, "2", "3"],
    ],
  );
});

test("a quote inside an unquoted field is a character, and swallows nothing after it", () => {
  assert.deepEqual(
    read(['a,b\n5" pipe,1\nx,y\n']).map((record) => record.fields),
    [
      ["a", "b"],
      ['5" pipe', "1"],
      ["x", "y"],
    ],
  );
});

test("a quote that is never closed is refused with the line where it was opened", () => {
  assert.throws(
    () => read(['a,b\n1,2\n3,"4\n5,6\n']),
    (error) => error instanceof NotCsv && error.line === 3,
  );
});

test("a record without an end is refused before it fills the memory", () => {
  const splitter = new CsvSplitter();
  assert.throws(() => {
    for (let piece = 0; piece < 100; piece++) splitter.push("x".repeat(10_000));
  }, NotCsv);
});
