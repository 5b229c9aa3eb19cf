import { parentPort, workerData } from "node:worker_threads";
import { Fault } from "../../../faults/faults.ts";
import type { WrittenRows } from "../../rows/report-rows.ts";
import { openReader } from "../database/connection.ts";
import { asJournalFault } from "../database/journal-fault.ts";
import { answerTo } from "./answers.ts";
import { BEGUN, type ReaderAnswer, type ReaderQuestion } from "./reader-thread.ts";

/** The thread's side of `ReaderThread`: answers one question after the other on a connection of its own. */
const database = openReader((workerData as { file: string }).file);

parentPort?.on("message", ({ id, ask }: ReaderQuestion) => {
  try {
    const result = answerTo(ask, database);
    // Rows are moved, not copied.
    const moved = ask.query === "writeRows" ? buffersOf(result as WrittenRows) : [];
    parentPort?.postMessage({ id, result } satisfies ReaderAnswer, moved);
  } catch (error) {
    const fault = asJournalFault(error);
    const problem = error instanceof Error ? error.message : String(error);
    const { code, details } = fault instanceof Fault ? fault : new Fault("reader-stopped", { problem });
    parentPort?.postMessage({ id, code, details } satisfies ReaderAnswer);
  }
});
parentPort?.postMessage(BEGUN);

function buffersOf(written: WrittenRows): ArrayBuffer[] {
  return typeof written === "string" ? [] : written.chunks.map(({ buffer }) => buffer);
}
