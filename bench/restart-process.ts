import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import { recover } from "../src/operation/recovery.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { settings } from "./large-centre.ts";

/** What it prints, as JSON: a process that restores a line from the journal in the directory of its first argument. */
export interface Restarted {
  /** From the start of the process, loading of modules included, until the line stands. */
  readonly readyMs: number;
  /** Of it, reading the checkpoint and applying the steps after it. */
  readonly recoveredMs: number;
  readonly stepsAfterCheckpoint: number;
  readonly open: number;
  /** Of the heap, by the whole line. */
  readonly bytes: number;
}

if (import.meta.main) process.stdout.write(JSON.stringify(await restart(process.argv[2]!)));

async function restart(directory: string): Promise<Restarted> {
  const store = await openSqliteStore({ directory });
  const [record] = await store.operations();
  const [run] = await store.runs(record!.id);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const begin = performance.now();
  const { state, lastSeq } = await recover(store, run!, settings);
  const readyMs = performance.now();
  collectGarbage();
  const bytes = process.memoryUsage().heapUsed - before;
  const stepsAfterCheckpoint = lastSeq - ((await store.checkpoint(run!))?.seq ?? 0);
  await store.close();
  return { readyMs, recoveredMs: readyMs - begin, stepsAfterCheckpoint, open: state.callbacks.size, bytes };
}
