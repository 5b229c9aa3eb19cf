import { parentPort, workerData } from "node:worker_threads";
import { openReader } from "./connection.ts";
import type { Answer, Question } from "./reader-thread.ts";
import { Reports } from "./reports.ts";

/** The thread's side of `ReaderThread`: answers one question after the other on a connection of its own. */
const reports = new Reports(openReader((workerData as { file: string }).file));

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
    }
  } catch (error) {
    return { id, problem: error instanceof Error ? error.message : String(error) };
  }
}
