import { workerData } from "node:worker_threads";
import { WriteTurn } from "../../src/journal/sqlite/database/write-turn.ts";

/** Writes in a thread beside the one that decides: notes when it wanted to, and which write of all its own was; or dies in it. */
const { memory, notes, dies } = workerData as {
  memory: SharedArrayBuffer;
  notes: SharedArrayBuffer;
  dies: boolean;
};
const cells = new Int32Array(notes);
Atomics.store(cells, 0, 1);
Atomics.notify(cells, 0);
new WriteTurn(memory).later(() => {
  if (dies) process.exit();
  Atomics.store(cells, 2, Atomics.add(cells, 1, 1) + 1);
});
