import { run } from "node:test";
import { spec } from "node:test/reporters";

/**
 * `npm test [-- FILES]`: every `*.test.ts` below `test/`, two files at a time. The counts are the last lines
 * printed. With ESPERA_DATA_REQUIRED=1 a skipped test fails the run: there nothing may be left out unseen. What is
 * skipped with “no runtime: …” is for a language that need not be installed; it is named and fails nothing.
 */
const patterns = process.argv.slice(2);
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
if (wanted) console.log(`\nSkipped, though ESPERA_DATA_REQUIRED=1:\n  ${skipped.join("\n  ")}`);
if (withoutRuntime.length > 0) console.log(`\nNot run:\n  ${withoutRuntime.join("\n  ")}`);
if (counts.tests === 0) console.log(`\nNo test found for ${patterns.join(" ") || "test/**/*.test.ts"}`);
const { tests: total, passed, cancelled, skipped: left, todo } = counts;
const failed = total - passed - cancelled - left - todo;
console.log(`\ntests ${total}\npass ${passed}\nfail ${failed + cancelled}\nskipped ${left}`);
process.exitCode = success && !wanted && counts.tests > 0 ? 0 : 1;
