import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { test } from "node:test";
import { anchors, fences, links } from "./markdown.ts";
import { files, read, root } from "./project.ts";

const documents = files.filter((file) => file.endsWith(".md"));

/** Relative links of one document that lead nowhere. */
function broken(document: string, markdown: string): string[] {
  return links(markdown).filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? document : posix.join(posix.dirname(document), path);
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && target.endsWith(".md") && !anchors(read(target)).has(anchor);
  });
}

test("every relative link in a document leads to a file, and to a heading in it", () => {
  assert.ok(documents.includes("README.md") && documents.includes("README.es.md"));
  assert.deepEqual(
    documents.flatMap((document) => broken(document, read(document)).map((link) => `${document} → ${link}`)),
    [],
  );
});

test("every test that a document names is there", () => {
  const named = documents.flatMap((document) =>
    [...read(document).matchAll(/`(test\/[\w/-]+\.(?:test|asterisk)\.ts)`/g)].map(([, path]) => path!),
  );
  assert.ok(named.length > 30);
  assert.deepEqual(
    named.filter((path) => !existsSync(join(root, path))),
    [],
  );
});

test("a link that leads nowhere is noticed, one in code is not a link", () => {
  assert.deepEqual(broken("docs/x.md", "[a](absent.md) [b](../README.md#no-such) ![c](../no.svg)"), [
    "absent.md",
    "../README.md#no-such",
    "../no.svg",
  ]);
  assert.deepEqual(
    broken("docs/x.md", "`[a](absent.md)`\n```text\n[b](absent.md)\n```\n[c](../README.md)"),
    [],
  );
});

test("every decision record has its four parts and is numbered without gaps", () => {
  const records = documents.filter((file) => /^docs\/adr\/\d{4}-/.test(file));
  assert.deepEqual(
    records.map((file) => Number(file.slice(9, 13))),
    records.map((_, index) => index + 1),
  );
  for (const record of records) {
    const found = anchors(read(record));
    for (const part of ["context", "options", "decision", "consequences"])
      assert.ok(found.has(part), `${record} has no “${part}”`);
  }
});

test("a fenced block knows its language, its attributes and the output that follows", () => {
  const [first, second] = fences('# x\n```sh no-test="why not"\na\nb\n```\n\n```json\n{}\n```\n');
  assert.equal(first?.text, "a\nb");
  assert.equal(first?.attributes["no-test"], "why not");
  assert.equal(first?.line, 2);
  assert.equal(first?.output?.text, "{}");
  assert.equal(second?.language, "json");
});
