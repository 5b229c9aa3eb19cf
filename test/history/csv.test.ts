import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CsvSplitter, NotCsv } from "../../src/history/csv/csv.ts";
import { csvTable } from "../../src/history/csv/csv-table.ts";

function read(pieces: readonly string[], separator = ",") {
  const splitter = new CsvSplitter(separator);
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}

/** The records of a table from the header whose first column is `one` on. */
async function table(pieces: readonly string[], separator?: string) {
  async function* text() {
    yield* pieces;
  }
  const records = [];
  const isHeader = (fields: readonly string[]) => fields[0] === "one" && fields.length === 3;
  for await (const some of csvTable(text(), { separator, isHeader })) records.push(...some);
  return records;
}

function inPieces(text: string, cuts: readonly number[]): string[] {
  const at = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => text.slice(at[index]!, end));
}

const field = fc.string({
  unit: fc.constantFrom("a", "7", "ñ", " ", ",", ";", "\t", "|", '"', "\n", "\r", ":", "-"),
  maxLength: 6,
});

test("what any writer of CSV writes is read back, however the text is cut into pieces", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(field, { minLength: 3, maxLength: 3 }), { maxLength: 8 }),
      fc.constantFrom(",", ";", "\t", "|"),
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.boolean(),
      fc.boolean(),
      fc.array(fc.nat(), { maxLength: 6 }),
      fc.constantFrom("", "sep=", '"Calls of March"'),
      async (rows, separator, lineEnd, mark, lastEnd, cuts, above) => {
        const header = ["one", "two", "three"];
        const written = [header, ...rows].map((row) =>
          row
            .map((value) =>
              /[,;|\t"\r\n]/.test(value) || value === "" ? `"${value.replaceAll('"', '""')}"` : value,
            )
            .join(separator),
        );
        const first = above === "" ? [] : [above === "sep=" ? `sep=${separator}` : above];
        const lines = [...first, ...written];
        const text = (mark ? "\ufeff" : "") + lines.join(lineEnd) + (lastEnd ? lineEnd : "");
        const records = await table(inPieces(text, cuts));
        assert.deepEqual(
          records.map((record) => record.fields),
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
  const splitter = new CsvSplitter(",");
  assert.throws(() => {
    for (let piece = 0; piece < 100; piece++) splitter.push("x".repeat(10_000));
  }, NotCsv);
});

test("the separator is the one with which a record is the header, whatever else stands in the lines above", async () => {
  const fields = async (text: string, separator?: string) =>
    (await table([text], separator)).map((record) => record.fields);
  assert.deepEqual(await fields("Report, of, many, commas\none;two;three\n1;2,5;3\n"), [
    ["one", "two", "three"],
    ["1", "2,5", "3"],
  ]);
  assert.deepEqual(await fields("sep=;\r\none;two;three\r\n1;2;3\r\n"), [
    ["one", "two", "three"],
    ["1", "2", "3"],
  ]);
  assert.deepEqual(await fields("one~two~three\n1~2~3", "~"), [
    ["one", "two", "three"],
    ["1", "2", "3"],
  ]);
  assert.deepEqual(await fields("a;b\n1;2"), [
    ["a", "b"],
    ["1", "2"],
  ]);
});
