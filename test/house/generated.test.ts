import assert from "node:assert/strict";
import { test } from "node:test";
import { generatedDocuments, regenerate } from "../../docs/generate.ts";
import { faults } from "../../src/line/faults.ts";
import { files, read } from "./project.ts";

test("what the documentation takes from the code is what the code says now", () => {
  for (const document of generatedDocuments) {
    const text = read(`docs/${document}`);
    assert.ok(text.includes("<!-- generated "), document);
    assert.equal(text, regenerate(text), `docs/${document}: run node docs/generate.ts`);
  }
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

test("docs/errors.md and the catalogue of faults name the same codes", () => {
  const documented = [...read("docs/errors.md").matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1]!);
  assert.deepEqual(documented, Object.keys(faults));
});

test("every code of the catalogue is raised somewhere, and no other", () => {
  const raised = new Set<string>();
  for (const file of files.filter((name) => /^src\/.*\.ts$/.test(name)))
    for (const match of read(file).matchAll(/new Fault\(\s*"([a-z-]+)"/g)) raised.add(match[1]!);
  assert.deepEqual([...raised].sort(), Object.keys(faults).sort());
});

test("the glossary explains every reason for an offer and for an end, and no other", () => {
  const events = read("src/line/events.ts");
  const membersOf = (type: string) => {
    const union = new RegExp(`export type ${type} =([^;]+);`).exec(events)?.[1] ?? "";
    return [...union.matchAll(/"([a-z-]+)"/g)].map((match) => match[1]!).sort();
  };
  const reasons = read("docs/glossary.md")
    .split(/^## /m)
    .filter((section) => section.startsWith("Why "));
  const explained = reasons.map((section) =>
    [...section.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1]!).sort(),
  );
  assert.deepEqual(explained, [membersOf("OfferReason"), membersOf("EndReason")]);
});
