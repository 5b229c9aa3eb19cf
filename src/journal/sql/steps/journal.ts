import type { Journal } from "../../port/journal.ts";
import { haveLiveCalls, importedCallsAt } from "../questions/known-calls.ts";
import { dropRun, openRun, runNamed, runs } from "../registry/runs.ts";
import type { Runner } from "../script.ts";
import { type Moment, openAudit } from "./audit.ts";
import { soundCheckpoint } from "./checkpoints.ts";
import { forgetSteps } from "./kept-steps.ts";
import { orderStanding } from "./orders.ts";
import { readSteps } from "./steps.ts";

/** The runs and steps, except for how they are appended. `moment` opens a connection of an audit's own. */
export function journalOf(
  { read, readMoment, write }: Runner,
  moment: () => Promise<Moment>,
): Omit<Journal, "append"> {
  return {
    openRun: async (operation, wanted) =>
      (await read(runNamed(operation, wanted.name))) ?? (await write(() => openRun(operation, wanted))),
    runs: (operation) => read(runs(operation)),
    dropRun: (run) => write(() => dropRun(run)),
    steps: (run, afterSeq) => readSteps(read, run, afterSeq),
    checkpoint: (run) => readMoment(soundCheckpoint(run)),
    forgetSteps: (run, before, limit) => write(() => forgetSteps(run, before, limit)),
    orderStanding: (run, order) => read(orderStanding(run, order)),
    audit: async (run) => openAudit(await moment(), run),
    importedCallsAt: (operation, moments) => read(importedCallsAt(operation, moments)),
    haveLiveCalls: (operation, calls) => read(haveLiveCalls(operation, calls)),
  };
}
