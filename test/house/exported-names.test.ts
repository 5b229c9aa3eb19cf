import assert from "node:assert/strict";
import { test } from "node:test";
import { namesThatNobodyImports, namesWithTwoMeanings } from "./exported-names.ts";
import { files, read } from "./project.ts";

test("one exported name means one thing in the whole tree", () => {
  const sources = files.filter((file) => /^(src|page)\/.*\.tsx?$/.test(file));
  assert.ok(sources.length > 0);
  assert.deepEqual(namesWithTwoMeanings(Object.fromEntries(sources.map((file) => [file, read(file)]))), []);
});

test("a name that two files export is noticed, whatever it is the name of; one that is handed on is not", () => {
  assert.deepEqual(
    namesWithTwoMeanings({
      "src/a.ts": "export type Line = string;\nexport function* line() {}\nexport const one = 1;",
      "src/b.ts": "export class Line {}\nexport async function line() {}\nconst one = 2;",
      "src/c.ts": 'export { one } from "./a.ts";\nexport type { Line } from "./b.ts";',
    }),
    [
      { name: "Line", files: ["src/a.ts", "src/b.ts"] },
      { name: "line", files: ["src/a.ts", "src/b.ts"] },
    ],
  );
});

test("nothing is exported that no other file imports", () => {
  const sources = files.filter((file) => /\.(ts|tsx|js)$/.test(file));
  assert.ok(sources.length > 0);
  assert.deepEqual(namesThatNobodyImports(Object.fromEntries(sources.map((file) => [file, read(file)]))), []);
});

test("an export that only its own file or a comment names is noticed, but not in a file that is handed on whole", () => {
  assert.deepEqual(
    namesThatNobodyImports({
      "src/a.ts":
        "export type Line = string;\nexport const line: Line = String(1);\nexport function place() {}",
      "src/b.ts": 'import { place } from "./a.ts";\n/** Not line. */\nplace();',
      "src/index.ts": 'export * from "./numbers/erlang.ts";',
      "src/numbers/erlang.ts": "export function erlang() {}",
    }),
    [
      { name: "Line", file: "src/a.ts" },
      { name: "line", file: "src/a.ts" },
    ],
  );
});
