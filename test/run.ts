import { mkdirSync } from "node:fs";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

/**
 * `npm test [-- FILES]`: every `*.test.ts` below `test/`, two files at a time. At the end stand the names of the tests and
 * suites that were skipped, and the counts; a suite that is skipped counts as one test. With ESPERA_DATA_REQUIRED=1 a
 * skipped test fails the run: there nothing may be left out unseen. What is skipped with “no runtime: …” is for a language
 * that need not be installed; it is named and fails nothing.
 */
const patterns = process.argv.slice(2);
// Each file, and each command that one types, is a process: what one compiled the others need not.
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(
  new URL("../node_modules/.cache/compiled", import.meta.url),
);
mkdirSync(process.env["NODE_COMPILE_CACHE"], { recursive: true });
const tests = run({
  globPatterns: patterns.length > 0 ? patterns : ["test/**/*.test.ts"],
  concurrency: 2,
});

let counts = { tests: 0, passed: 0, cancelled: 0, skipped: 0, todo: 0 };
let success = false;
const skipped: string[] = [];
const withoutRuntime: string[] = [];
const note = (test: { name: string; file?: string; skip?: string | boolean | undefined }) => {
  if (test.skip === undefined || test.skip === false) return;
  if (String(test.skip).startsWith("no runtime: ")) withoutRuntime.push(`${test.name}: ${test.skip}`);
  else skipped.push(`${test.name} (${test.file ?? "?"})`);
};
tests.on("test:pass", note);
tests.on("test:fail", note);
tests.on("test:summary", (summary) => {
  if (summary.file !== undefined) return;
  counts = summary.counts;
  success = summary.success;
});

for await (const text of tests.compose(new spec())) process.stdout.write(text);

const wanted = process.env["ESPERA_DATA_REQUIRED"] === "1" && skipped.length > 0;
if (skipped.length > 0)
  console.log(`\nSkipped${wanted ? ", though ESPERA_DATA_REQUIRED=1" : ""}:\n  ${skipped.join("\n  ")}`);
if (withoutRuntime.length > 0) console.log(`\nNot run:\n  ${withoutRuntime.join("\n  ")}`);
if (counts.tests === 0) console.log(`\nNo test found for ${patterns.join(" ") || "test/**/*.test.ts"}`);
const { tests: total, passed, cancelled, skipped: left, todo } = counts;
const failed = total - passed - cancelled - left - todo;
const leftOut = skipped.length + withoutRuntime.length;
console.log(
  `\ntests ${total + leftOut - left}\npass ${passed}\nfail ${failed + cancelled}\nskipped ${leftOut}`,
);
process.exitCode = success && !wanted && counts.tests > 0 ? 0 : 1;
