import { glob } from "node:fs/promises";
import { run } from "node:test";
import { spec } from "node:test/reporters";

/**
 * `npm run test:asterisk [-- FILES]`: every `*.asterisk.ts` below `test/asterisk/`, one file at a time, against a real
 * Asterisk (built on the first run; needs root). The counts are the last lines printed.
 */
const wanted = process.argv.slice(2);
const files = wanted.length > 0 ? wanted : await Array.fromAsync(glob("test/asterisk/**/*.asterisk.ts"));
const tests = run({ files: files.sort(), concurrency: false, timeout: 600_000 });

let counts = { tests: 0, passed: 0, cancelled: 0, skipped: 0, todo: 0 };
let success = false;
tests.on("test:summary", (summary) => {
  if (summary.file !== undefined) return;
  counts = summary.counts;
  success = summary.success;
});

for await (const text of tests.compose(new spec())) process.stdout.write(text);

const { tests: total, passed, cancelled, skipped, todo } = counts;
const failed = total - passed - cancelled - skipped - todo;
console.log(`\ntests ${total}\npass ${passed}\nfail ${failed + cancelled}\nskipped ${skipped}`);
process.exitCode = success && total > 0 ? 0 : 1;
