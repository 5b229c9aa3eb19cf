import { workerData } from "node:worker_threads";
import { storeLocation } from "../../configuration/store-location.ts";
import { openStore } from "../../journal/open-store.ts";
import { measureOperation } from "../../lift/operation-lift.ts";
import type { LiftWanted } from "./lift-job.ts";

// The thread that measures the lift of an operation once, on its own connection.
const { directory, record, now } = workerData as LiftWanted;
const store = await openStore(storeLocation(directory));
try {
  await measureOperation(store, record, now);
} finally {
  await store.close();
}
