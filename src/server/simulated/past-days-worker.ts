import { parentPort, workerData } from "node:worker_threads";
import { openSqliteStore } from "../../journal/sqlite/store.ts";
import type { PastDaysWanted } from "./past-days.ts";
import { simulatePastDay } from "./simulation.ts";

// The thread that lives through past days: on its own connection, in short transactions, so that the operation that
// runs meanwhile hardly waits for the journal.
/** About 8 ms of writing. */
const STEPS_AT_ONCE = 1_000;
const { directory, past, dates } = workerData as PastDaysWanted;
const store = await openSqliteStore({ directory });
try {
  for (const date of dates) {
    await simulatePastDay(store, past, date, STEPS_AT_ONCE);
    parentPort?.postMessage(date);
  }
} finally {
  await store.close();
}
