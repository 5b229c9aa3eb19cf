import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { turnMemory, WriteTurn } from "../../src/journal/sqlite/database/write-turn.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";

/** A thread that writes in turns with the others that have the memory. Its notes: it wants to; writes so far; which was its own. */
function writing(memory: SharedArrayBuffer, { dies = false } = {}) {
  const notes = new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT);
  const worker = new Worker(new URL("./write-turn-worker.ts", import.meta.url), {
    workerData: { memory, notes, dies },
  });
  return { notes: new Int32Array(notes), ended: once(worker, "exit") };
}

test("while the thread that decides writes, another one waits, and then writes", {
  timeout: HANGS_AFTER_MS,
}, async () => {
  const memory = turnMemory();
  const turn = new WriteTurn(memory);
  const other = writing(memory);
  const own = turn.first(() => {
    Atomics.wait(other.notes, 0, 0);
    return Atomics.add(other.notes, 1, 1) + 1;
  });
  await other.ended;
  assert.equal(own, 1);
  assert.equal(other.notes[2], 2);
});

test("a thread that dies while it writes keeps nobody from writing", {
  timeout: HANGS_AFTER_MS,
}, async () => {
  const memory = turnMemory();
  await writing(memory, { dies: true }).ended;
  const other = writing(memory);
  await other.ended;
  assert.equal(other.notes[2], 1);
  await writing(memory, { dies: true }).ended;
  assert.equal(
    new WriteTurn(memory).first(() => "written"),
    "written",
  );
});
