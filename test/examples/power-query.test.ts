import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { firstUnbalanced, unknownNames, wordsOf } from "./m-words.ts";

// Power Query runs inside Excel and Power BI only. What can be known without it: that the program consists of words of
// the language, that what is opened is closed, that no name is misspelt, and what it asks for.
const source = readFileSync(new URL("../../examples/poll.pq", import.meta.url), "utf8");
const words = wordsOf(source);

test("the example in Power Query closes what it opens and uses no name that nobody gave", () => {
  assert.equal(firstUnbalanced(words), null);
  assert.deepEqual(unknownNames(words), []);
});

test("a missing bracket, a let without in, a text without end and a misspelt name are noticed", () => {
  for (const [right, wrong] of [
    ["Attempts then\n", "Attempts\n"],
    ["})", "}"],
    ["\nin\n", "\n"],
    ["(2, attempt - 1))", "2, attempt - 1))"],
  ] as const) {
    assert.ok(source.includes(right), right);
    assert.notEqual(firstUnbalanced(wordsOf(source.replace(right, wrong))), null, right);
  }
  assert.throws(() => wordsOf(source.replace('"diagram_2"', '"diagram_2')));
  assert.deepEqual(unknownNames(wordsOf("let Rows = 1 in Rowz + Text.From(#date)")), ["line 1: Rowz"]);
});

test("it asks for diagram_2 with the three parameters and the token's header, and takes a 404 for an answer", () => {
  const written = words.map(({ text }) => text).join(" ");
  assert.match(written, /Query = \[ api = "diagram_2" , date_ini = DateIni , date_end = DateEnd \]/);
  assert.match(written, /First = if From = null then Date.AddDays \( Today , - 1 \) else/);
  assert.match(
    written,
    /if DayAsked = Today then DateTime.ToText \( Now , "HHmmss" , "en-US" \) else "235959"/,
  );
  assert.match(written, /Table.Combine \( List.Transform \( Days , RowsOf \) \)/);
  assert.match(written, /Headers = \[ #"wolkvox-token" = EsperaToken \]/);
  assert.match(written, /ManualStatusHandling = \{ [^}]*\b404\b/);
});
