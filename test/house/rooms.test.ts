import assert from "node:assert/strict";
import { test } from "node:test";
import { circles } from "./circles.ts";
import { files, read } from "./project.ts";
import { mayImport, roomOf, trespasses } from "./rooms.ts";

const sources = files.filter((file) => /^src\/.*\.ts$/.test(file));

test("every import runs downwards, and the core imports nothing from outside", () => {
  assert.ok(sources.length > 0);
  assert.deepEqual(
    sources.flatMap((file) => trespasses(file, read(file))),
    [],
  );
});

test("an import upwards, sideways or out of the core is noticed", () => {
  const wrong: [file: string, source: string][] = [
    ["src/line/apply.ts", 'import { Store } from "../journal/port.ts";'],
    ["src/journal/sqlite/store.ts", 'import type { Exchange } from "../../exchange/port.ts";'],
    ["src/lift/estimate.ts", 'export * from "../reports/table.ts";'],
    ["src/line/decide.ts", 'import { createHash } from "node:crypto";'],
    ["src/queueing/erlang.ts", 'import {\n  State,\n} from "../line/state.ts";'],
    ["src/line/wake.ts", "export const later = () => Date.now() + 1;"],
    ["src/line/draw.ts", "export const draw = Math.random;"],
    ["src/line/hours/day.ts", "export const day = new Temporal.PlainDate(2026, 3, 2);"],
    ["src/line/hours/zone.ts", "export type Zone = Intl.DateTimeFormat;"],
    ["src/line/hours/zone.ts", "export const date = (at: number) => new Date(at).toISOString();"],
    ["src/line/hours/zone.ts", "export const text = (at: number) => at.toLocaleString();"],
    ["src/line/hours/zone.ts", 'import { readZoneClock } from "../../time/zone-clock.ts";'],
    ["src/queueing/month.ts", "export const month = (day: Temporal.PlainDate) => day.month;"],
    ["src/api/routes.ts", 'const server = await import("../server/server.ts");'],
    ["src/api/routes.ts", 'import { root } from "../../test/house/project.ts";'],
    ["src/api/routes.ts", 'import type { State } from "../line/state.ts";'],
    ["src/server/watch.ts", "export const calls = (operation: Operation) => operation.coreState.calls;"],
    ["src/attic/old.ts", ""],
  ];
  for (const [file, source] of wrong) assert.equal(trespasses(file, source).length, 1, `${file}: ${source}`);
});

test("what the rooms allow is not complained about", () => {
  const right: [file: string, source: string][] = [
    ["src/line/apply.ts", 'import type { State } from "./state.ts";\n// says Date.now nowhere'],
    [
      "src/server/server.ts",
      'import { readFile } from "node:fs/promises";\nimport x from "../api/routes.ts";',
    ],
    ["src/command-line/running/start.ts", 'import { startServer } from "../server/server.ts";'],
  ];
  for (const [file, source] of right) assert.deepEqual(trespasses(file, source), []);
});

test("a room may not be allowed what would make a circle", () => {
  for (const [room, allowed] of Object.entries(mayImport))
    for (const other of allowed) assert.ok(!mayImport[other]?.includes(room), `${room} ⇄ ${other}`);
});

test("no file imports itself by way of others, not even a type", () => {
  const all = files.filter((file) => /\.tsx?$/.test(file));
  assert.deepEqual(circles(Object.fromEntries(all.map((file) => [file, read(file)]))), []);
});

test("a circle of imports is noticed, of types as well", () => {
  const found = circles({
    "src/a.ts": 'import { b } from "./folder/b.ts";',
    "src/folder/b.ts": 'import type { C } from "../c.ts";\nimport { d } from "./d.ts";',
    "src/c.ts": 'export { a } from "./a.ts";',
    "src/folder/d.ts": 'import { readFile } from "node:fs";',
  });
  assert.deepEqual(found, [["src/a.ts", "src/c.ts", "src/folder/b.ts"]]);
});

test("every folder below src is a room, and none is named for having no name", () => {
  assert.deepEqual(
    [...new Set(sources.map(roomOf))].filter((room) => !(room in mayImport)),
    [],
  );
  const nameless = /(^|\/)(utils?|helpers?|commons?|misc|shared|lib)(\/|\.ts$)/;
  assert.deepEqual(
    files.filter((file) => nameless.test(file)),
    [],
  );
});

test("the map in docs/architecture.md has a line for every folder below src, and for no other", () => {
  const folders = new Set(sources.map((file) => file.slice(0, file.lastIndexOf("/") + 1)));
  folders.delete("src/");
  const map = read("docs/architecture.md").split("## The folders")[1]!.split("\n## ")[0]!;
  const mapped = [...map.matchAll(/^\| `(src\/[^`]+)` \| \S/gm)].map((match) => match[1]!);
  assert.deepEqual(mapped, [...folders].sort());
});
