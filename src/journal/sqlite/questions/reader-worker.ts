import { parentPort, workerData } from "node:worker_threads";
import { Fault } from "../../../faults/faults.ts";
import type { WrittenRows } from "../../rows/report-rows.ts";
import { openReader } from "../database/connection.ts";
import { damageIn } from "../database/damage.ts";
import { asJournalFault } from "../database/journal-fault.ts";
import { LiftReader } from "../lift-reader.ts";
import { writeRows } from "../written-rows.ts";
import { CallCounter } from "./call-sums.ts";
import { type Answer, type Ask, BEGUN, type Question } from "./reader-thread.ts";
import { Reports } from "./reports.ts";
import { SmartWaitSummer } from "./smart-wait-sums.ts";
import { Stories } from "./stories.ts";

/** The thread's side of `ReaderThread`: answers one question after the other on a connection of its own. */
const database = openReader((workerData as { file: string }).file);
const reports = new Reports(database);
const lift = new LiftReader(database);
const stories = new Stories(database);
const counter = new CallCounter(database);
const summer = new SmartWaitSummer(database);

parentPort?.on("message", ({ id, ask }: Question) => {
  try {
    const result = resultOf(ask);
    // Rows are moved, not copied.
    const moved = ask.query === "writeRows" ? buffersOf(result as WrittenRows) : [];
    parentPort?.postMessage({ id, result } satisfies Answer, moved);
  } catch (error) {
    const fault = asJournalFault(error);
    const problem = error instanceof Error ? error.message : String(error);
    const { code, details } = fault instanceof Fault ? fault : new Fault("reader-stopped", { problem });
    parentPort?.postMessage({ id, code, details } satisfies Answer);
  }
});
parentPort?.postMessage(BEGUN);

function resultOf(ask: Ask): unknown {
  switch (ask.query) {
    case "smartWaitCounts":
      return reports.smartWaitCounts(...ask.parameters);
    case "serviceLevelCounts":
      return reports.serviceLevelCounts(...ask.parameters);
    case "liftOfSkills":
      return lift.liftOfSkills(...ask.parameters);
    case "loadSums":
      return reports.loadSums(...ask.parameters);
    case "callbacks":
      return stories.callbacks(...ask.parameters);
    case "callback":
      return stories.callback(...ask.parameters);
    case "recentCalls":
      return stories.recentCalls(...ask.parameters);
    case "call":
      return stories.call(...ask.parameters);
    case "callbackChanges":
      return stories.callbackChanges(...ask.parameters);
    case "smartWaitSums":
      return summer.smartWaitSums(...ask.parameters);
    case "person":
      return stories.person(...ask.parameters);
    case "callSums":
      return counter.callSums(...ask.parameters);
    case "lastCalls":
      return counter.lastCalls(...ask.parameters);
    case "writeRows":
      return writeRows(database, ...ask.parameters);
    case "damage":
      return damageIn(database, ...ask.parameters);
    default:
      return ask satisfies never;
  }
}

function buffersOf(written: WrittenRows): ArrayBuffer[] {
  return typeof written === "string" ? [] : written.chunks.map(({ buffer }) => buffer);
}
