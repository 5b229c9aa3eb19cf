import { Fault } from "../../faults/faults.ts";
import { type BadRow, type CallLog, isBadRow, type LoggedCall } from "../../history/call-log.ts";
import type { HistoryNote } from "../../history/history-notes.ts";
import type { AgentEvent } from "../../history/queue-log/agent-events.ts";
import { surveyed } from "../../operation/imports/import-survey.ts";
import { noneKnown } from "../../operation/imports/known-calls.ts";
import { refuseLostOutcome, refuseRows } from "../../operation/imports/refusals.ts";
import type { HistoryFile } from "../as-it-was/whole-history.ts";
import type { LoggedPresence } from "../centre/agent-day.ts";
import { type DayCalls, GatheredDays, HELD_CALLS, type LoggedDay } from "../centre/day-calls.ts";
import { LoggedAgents } from "../centre/logged-agents.ts";
import { type RecordSurvey, RecordSurveyor } from "../centre/record-survey.ts";
import { SortedDays } from "../centre/sorted-days.ts";

/** Recorded calls that can be read again and again. */
export interface Recording {
  /** The files, each to be read from its beginning. */
  readonly open: () => Promise<readonly HistoryFile[]>;
  /** IANA: days are local to it. */
  readonly timeZone: string;
  /** Whether rows that cannot be used are left out. */
  readonly skipBad: boolean;
}

/** What a recording as a whole shows, and what of it is left out. */
export interface SurveyedRecording {
  readonly survey: RecordSurvey;
  readonly badRows: number;
  readonly notes: readonly HistoryNote[];
}

/** A recording whose days can be lived through. */
export interface OpenRecording extends SurveyedRecording {
  /** Its days, one after the other. What was written of agents is to be asked for before the next day is. */
  readonly days: () => AsyncGenerator<RecordedCentreDay>;
  /** Once no day is wanted any more. */
  readonly close: () => void;
}

/** A day with what its phone system wrote of its agents. */
interface RecordedCentreDay {
  readonly day: DayCalls;
  readonly logged: (agent: string) => LoggedPresence | null;
}

type Take = (calls: readonly LoggedCall[], said: readonly AgentEvent[]) => void;

/**
 * Surveys a recording, which may be in any order: of one in order of time the open days are held, a long one in no order is sorted on the disk. Faults:
 * those of reading, `recording-rows-bad` unless bad rows are left out, `recording-outcome-lost`,
 * `recording-invalid` where there are no calls, and `sorting-impossible`. `heldCalls`: so many are held before a day is over.
 */
export async function surveyRecording(recording: Recording, heldCalls = HELD_CALLS): Promise<OpenRecording> {
  const found = await surveyInOrder(recording, heldCalls);
  if (!found) return surveySorted(recording, heldCalls);
  // Made here, where nothing of what was surveyed is in reach: it would be held as long as the days are.
  const days = () => centreDays(daysInOrder(recording, heldCalls));
  return { ...found, days, close: () => {} };
}

/** `null`: the recording is long, and in no order of time. */
async function surveyInOrder(recording: Recording, heldCalls: number): Promise<SurveyedRecording | null> {
  const surveyor = new RecordSurveyor();
  const gathered = new GatheredDays(recording.timeZone, heldCalls);
  const read = await readThrough(recording, (calls, said) => surveyor.addAll(gathered.add(calls, said)));
  surveyor.addAll(gathered.end());
  return gathered.isDisordered ? null : { ...read, survey: surveyor.end() };
}

async function surveySorted(recording: Recording, heldCalls: number): Promise<OpenRecording> {
  const sorted = new SortedDays(recording.timeZone, heldCalls);
  const close = () => sorted.close();
  try {
    const read = await readThrough(recording, (calls, said) => sorted.add(calls, said));
    const survey = surveyOf(sorted.days());
    return { ...read, survey, days: () => centreDays(sorted.days()), close };
  } catch (error) {
    close();
    throw error;
  }
}

function surveyOf(days: Iterable<LoggedDay>): RecordSurvey {
  const surveyor = new RecordSurveyor();
  surveyor.addAll(days);
  return surveyor.end();
}

/** Reads all files once, and says what of them is left out. */
async function readThrough(
  recording: Recording,
  take: Take,
): Promise<Pick<SurveyedRecording, "badRows" | "notes">> {
  const notes: HistoryNote[] = [];
  let badRows = 0;
  for (const { name: file, log } of await recording.open()) {
    const survey = await surveyed({ ...log, rows: passing(log, take) }, noneKnown);
    if (survey.leftOut.rows > 0 && !recording.skipBad) throw refuseRows(file, survey.leftOut);
    const lost = refuseLostOutcome(file, survey);
    if (lost) throw lost;
    if (survey.calls === 0) throw new Fault("recording-invalid", { file, problem: "it has no calls" });
    badRows += survey.leftOut.rows;
    notes.push(...survey.notes);
  }
  return { badRows, notes };
}

async function* passing(log: CallLog, take: Take): CallLog["rows"] {
  for await (const piece of log.rows) {
    take(piece.flatMap(usable), log.agentEvents?.() ?? []);
    yield piece;
  }
}

async function* daysInOrder({ open, timeZone }: Recording, heldCalls: number): AsyncGenerator<LoggedDay> {
  const days = new GatheredDays(timeZone, heldCalls);
  for (const { log } of await open())
    for await (const rows of log.rows) yield* days.add(rows.flatMap(usable), log.agentEvents?.());
  yield* days.end();
}

/** Days come in order; of agents something may be said on days without calls. */
async function* centreDays(
  days: AsyncIterable<LoggedDay> | Iterable<LoggedDay>,
): AsyncGenerator<RecordedCentreDay> {
  const agents = new LoggedAgents();
  for await (const day of days) {
    agents.forget(day.from);
    agents.take(day.said);
    const logged = (agent: string) => agents.of(agent, day.from, day.to);
    if (day.calls.length > 0) yield { day, logged };
  }
}

function usable(row: LoggedCall | BadRow): LoggedCall[] {
  return isBadRow(row) ? [] : [row];
}
