import { parentPort, workerData } from "node:worker_threads";
import { openReader } from "./connection.ts";
import type { Answer, Question } from "./reader-thread.ts";
import { Reports } from "./reports.ts";
import { SmartWaitSummer } from "./smart-wait-sums.ts";
import { Stories } from "./stories.ts";

/** The thread's side of `ReaderThread`: answers one question after the other on a connection of its own. */
const database = openReader((workerData as { file: string }).file);
const reports = new Reports(database);
const stories = new Stories(database);
const summer = new SmartWaitSummer(database);

parentPort?.on("message", (question: Question) => {
  parentPort?.postMessage(answer(question));
});

function answer({ id, ask }: Question): Answer {
  try {
    switch (ask.query) {
      case "smartWaitCounts":
        return { id, result: reports.smartWaitCounts(...ask.parameters) };
      case "serviceLevelCounts":
        return { id, result: reports.serviceLevelCounts(...ask.parameters) };
      case "callbacks":
        return { id, result: stories.callbacks(...ask.parameters) };
      case "callback":
        return { id, result: stories.callback(...ask.parameters) };
      case "call":
        return { id, result: stories.call(...ask.parameters) };
      case "callbackChanges":
        return { id, result: stories.callbackChanges(...ask.parameters) };
      case "smartWaitSums":
        return { id, result: summer.smartWaitSums(...ask.parameters) };
      case "person":
        return { id, result: stories.person(...ask.parameters) };
    }
  } catch (error) {
    return { id, problem: error instanceof Error ? error.message : String(error) };
  }
}
