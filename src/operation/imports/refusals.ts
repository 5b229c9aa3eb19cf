import { Fault } from "../../faults/faults.ts";
import type { Journal } from "../../journal/port/journal.ts";
import type { OperationRecord, Registry } from "../../journal/port/registry.ts";
import { localDateOf } from "../../time/local-time.ts";
import { stepOf } from "./import-run.ts";
import type { LeftOut, Survey } from "./import-survey.ts";
import type { ImportWanted } from "./import-wanted.ts";

/**
 * Refuses a file that was imported whole, has rows or outcomes that cannot be used, or brings no call. Faults: `recording-known`,
 * `recording-rows-bad`, `recording-outcome-lost`, `recording-nothing-new`, `recording-invalid`.
 */
export async function refuseUnusable(
  { store, file, operation, skipBad }: ImportWanted,
  known: OperationRecord | undefined,
  survey: Survey,
): Promise<void> {
  if (known) await refuseKnown(store, known, file, survey.digest);
  if (survey.leftOut.rows > 0 && !skipBad) throw refuseRows(file, survey.leftOut);
  const lost = refuseLostOutcome(file, survey);
  if (lost) throw lost;
  if (survey.calls > 0) return;
  if (survey.known > 0) throw new Fault("recording-nothing-new", { file, operation, calls: survey.known });
  throw new Fault("recording-invalid", { file, problem: "it has no calls" });
}

async function refuseKnown(
  store: Journal & Registry,
  operation: OperationRecord,
  file: string,
  digest: string,
): Promise<void> {
  const run = (await store.runs(operation.id)).find((one) => one.name === digest);
  if (!run?.complete) return;
  const last = await stepOf(store, run, run.lastSeq);
  const when = last ? localDateOf(last.fact.at, operation.timeZone) : "?";
  throw new Fault("recording-known", { file, operation: operation.name, when, calls: run.lastSeq - 1 });
}

/** The fault of a file with rows that cannot be used. */
export function refuseRows(file: string, { rows, byReason, first }: LeftOut): Fault {
  const lines = first.map(({ line, reason }) => `\n  line ${line}: ${reason}`).join("");
  const counts = [...byReason].map(([reason, count]) => `\n  ${count} × ${reason}`).join("");
  const problems = rows > first.length ? `${lines}\n  …${counts}` : lines;
  return new Fault("recording-rows-bad", { file, count: rows, problems });
}

/** The fault of a file from which a whole outcome would be left out, or `null`: what is left would describe another centre. */
export function refuseLostOutcome(file: string, { lostOutcomes, calls, known }: Survey): Fault | null {
  const [lost] = lostOutcomes;
  if (!lost || calls + known === 0) return null;
  const [word, { rows, reason }] = lost;
  const outcome = word === "" ? "(empty)" : word.slice(0, LONGEST_WORD);
  return new Fault("recording-outcome-lost", { file, count: rows, outcome, reason });
}

const LONGEST_WORD = 30;
