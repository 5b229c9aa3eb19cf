import assert from "node:assert/strict";
import { test } from "node:test";
import { generatedDocuments, generatedFiles, regenerate } from "../../docs/generate.ts";
import { configurationKeys } from "../../src/configuration/configuration-keys.ts";
import { keyTextInSpanish, spanishKeyTexts } from "../../src/configuration/configuration-words.ts";
import { type FaultCode, faults } from "../../src/faults/faults.ts";
import { reasons } from "../../src/reports/reasons.ts";
import { spanishFaults } from "../../src/words/problems/fault-sentences.ts";
import { files, read } from "./project.ts";

test("what the documentation takes from the code is what the code says now", () => {
  for (const document of generatedDocuments) {
    const text = read(`docs/${document}`);
    assert.ok(text.includes("<!-- generated "), document);
    assert.equal(text, regenerate(document, text), `docs/${document}: run node docs/generate.ts`);
  }
});

test("what is generated whole is what the code says now", () => {
  for (const [name, text] of Object.entries(generatedFiles))
    assert.equal(read(`docs/${name}`), text(), `docs/${name}: run node docs/generate.ts`);
});

test("no document but these has generated parts, and every mark is closed", () => {
  for (const document of files.filter((file) => file.endsWith(".md"))) {
    const begins = [...read(document).matchAll(/<!-- generated ([^>]+) -->/g)].map((match) => match[1]);
    const ends = [...read(document).matchAll(/<!-- end of ([^>]+) -->/g)].map((match) => match[1]);
    assert.deepEqual(begins, ends, document);
    if (begins.length > 0)
      assert.ok(
        generatedDocuments.some((name) => document === `docs/${name}`),
        document,
      );
  }
});

test("the table of keys has its Spanish, text by text: with the same values and links, and none that is left over", () => {
  const texts = configurationKeys.flatMap(({ written, byDefault, meaning }) => [
    written,
    byDefault ?? "required",
    meaning,
  ]);
  const named = (text: string) => [...text.matchAll(/`[^`]+`/g)].map(([code]) => code).sort();
  const linked = (text: string) => [...text.matchAll(/\]\((\w*)/g)].map(([, page]) => page);
  for (const text of texts) {
    const spanish = keyTextInSpanish(text);
    assert.ok(spanish, `src/configuration/configuration-words.ts has no Spanish for “${text}”`);
    assert.deepEqual([named(spanish), linked(spanish)], [named(text), linked(text)], text);
  }
  assert.deepEqual(
    Object.keys(spanishKeyTexts).filter((text) => !texts.includes(text)),
    [],
  );
  assert.equal(keyTextInSpanish("a text that is new"), null);
});

test("docs/errors.md and the catalogue of faults name the same codes", () => {
  const documented = [...read("docs/errors.md").matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1]!);
  assert.deepEqual(documented, Object.keys(faults));
});

test("a fault gives the same details in both languages, and names the same options and headers", () => {
  const told = (sentence: string) =>
    [
      ...new Set(
        sentence.match(/\{\w+\}|--[a-z-]+|\b[A-Z]+_[A-Z_]+|\bI[a-z]+-[A-Z][a-z]+|\bwolkvox-token\b/g),
      ),
    ].sort();
  for (const [code, sentence] of Object.entries(faults))
    assert.deepEqual(told(spanishFaults[code as FaultCode]), told(sentence), code);
});

test("every code of the catalogue is raised somewhere, and no other", () => {
  const raised = new Set<string>();
  for (const file of files.filter((name) => /^src\/.*\.ts$/.test(name)))
    for (const match of read(file).matchAll(/new Fault\(\s*"([a-z-]+)"/g)) raised.add(match[1]!);
  assert.deepEqual([...raised].sort(), Object.keys(faults).sort());
});

test("docs/reasons.md lists every reason that the core may give, and no other", () => {
  const events = read("src/line/events.ts") + read("src/line/facts.ts");
  const membersOf = (type: string): string[] => {
    const union = new RegExp(`\\btype ${type} =([^;]+);`).exec(events)?.[1] ?? "";
    const named = union.replaceAll(/"[^"]*"/g, "").match(/\b[A-Z]\w+/g) ?? [];
    return [
      ...[...union.matchAll(/"([a-z-]+)"/g)].map((match) => match[1]!),
      ...named.flatMap(membersOf),
    ].sort();
  };
  const document = read("docs/reasons.md");
  const listed = (kind: string) => {
    const part = document.split(`<!-- generated ${kind} reasons -->`)[1]?.split("<!-- end of")[0] ?? "";
    return [...part.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1]!).sort();
  };
  const types = {
    offer: "OfferReason",
    choice: "ChoiceSource",
    number: "KeyedNumberReason",
    call: "CallOutcome",
    dial: "DialReason",
    attempt: "AttemptResult",
    rest: "RestReason",
    end: "EndReason",
    order: "OrderOutcome",
  };
  for (const [kind, type] of Object.entries(types)) {
    assert.ok(membersOf(type).length > 2, type);
    assert.deepEqual(listed(kind), membersOf(type), kind);
  }
});

test("every reason is one sentence in each language, and no two codes of a kind say the same", () => {
  for (const [kind, catalogue] of Object.entries(reasons))
    for (const language of ["es", "en"] as const) {
      const sentences = Object.values(catalogue).map((sentence) => sentence[language]);
      for (const sentence of sentences) assert.match(sentence, /^\p{Lu}[^.]+\.$/u, kind);
      assert.equal(new Set(sentences).size, sentences.length, `${kind}: ${language}`);
    }
});
