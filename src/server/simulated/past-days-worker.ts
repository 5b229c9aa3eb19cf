import { parentPort, workerData } from "node:worker_threads";
import { storeLocation } from "../../configuration/store-location.ts";
import { openStore } from "../../journal/open-store.ts";
import type { PastDaysWanted } from "./past-days.ts";
import { simulatePastDay } from "./simulation.ts";

// The thread that lives through past days: on its own connection, in short transactions, so that the operation that
// runs meanwhile hardly waits for the journal.
/** About 8 ms of writing. */
const STEPS_AT_ONCE = 1_000;
const { directory, past, dates } = workerData as PastDaysWanted;
const store = await openStore(storeLocation(directory));
try {
  for (const date of dates) {
    await simulatePastDay(store, past, date, { stepsAtOnce: STEPS_AT_ONCE });
    parentPort?.postMessage(date);
  }
} finally {
  await store.close();
}
