import assert from "node:assert/strict";
import { test } from "node:test";
import { HANGS_AFTER_MS } from "../../hanging.ts";
import { FuzzRun } from "./fuzz-run.ts";
import { grownOf, type Progress, ProgressFile } from "./progress.ts";

/** Requests in all. */
const WANTED = Number(process.env["ESPERA_FUZZ"] ?? 2_000);
const SEED = Number(process.env["ESPERA_FUZZ_SEED"] ?? 1);
/** Where a long run keeps how far it is. */
const FILE = process.env["ESPERA_FUZZ_FILE"];
const LOOK_EVERY = Math.min(5_000, WANTED / 2);
/** Until the server has begun its threads and filled what it keeps. */
const WARMING_UP = Math.min(5_000, WANTED / 10);

test(`${WANTED} requests of no good will to a real server: no fault of its own, no wrong answer, no leak`, {
  timeout: WANTED > 100_000 ? undefined : HANGS_AFTER_MS,
}, async (context) => {
  const file = new ProgressFile(FILE, SEED);
  const { progress } = file;
  const run = await FuzzRun.start(progress);
  let errors: string[];
  try {
    await run.until(progress.requests + WARMING_UP);
    while (progress.requests < WANTED && !run.hasFailed) {
      await run.until(Math.min(WANTED, progress.requests + LOOK_EVERY));
      file.save();
      context.diagnostic(lineOf(progress));
    }
  } finally {
    file.save();
    errors = await run.stop();
  }
  assert.deepEqual(progress.failures, []);
  assert.deepEqual(errors, [], "errors in the server's log");
  const { heapMiB, processMiB, descriptors } = grownOf(progress.held);
  assert.ok(heapMiB < 30, `the heap grew by ${heapMiB} MiB`);
  assert.ok(processMiB < 150, `the process grew by ${processMiB} MiB`);
  assert.ok(descriptors < 20, `${descriptors} descriptors stay open`);
  // It was no wall that they ran against: all were answered in many ways.
  const reached = [
    ...[200, 400, 401, 403, 404, 405, 413, 415, 422].map((status) => `native ${status}`),
    ...[200, 400, 401, 403, 404, 405].map((status) => `compatible ${status}`),
  ];
  assert.deepEqual(
    reached.filter((what) => !progress.seen[what]),
    [],
    JSON.stringify(progress.seen),
  );
});

function lineOf({ requests, held, failures, seen }: Progress): string {
  const { heapBytes, rssBytes, descriptors } = held.at(-1)!;
  const mib = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
  return `${requests} requests, ${failures.length} failures, heap ${mib(heapBytes)}, process ${mib(rssBytes)}, ${descriptors} descriptors, ${JSON.stringify(seen)}`;
}
