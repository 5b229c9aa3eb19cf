import { Fault } from "../../faults/faults.ts";
import { type BadRow, type CallLog, isBadRow, type LoggedCall } from "../../history/call-log.ts";
import type { HistoryNote } from "../../history/history-notes.ts";
import { surveyed } from "../../operation/imports/import-survey.ts";
import { noneKnown } from "../../operation/imports/known-calls.ts";
import { refuseLostOutcome, refuseRows } from "../../operation/imports/refusals.ts";
import type { HistoryFile } from "../as-it-was/whole-history.ts";
import type { LoggedPresence } from "../centre/agent-day.ts";
import { type DayCalls, GatheredDays } from "../centre/day-calls.ts";
import { LoggedAgents } from "../centre/logged-agents.ts";
import { type RecordSurvey, RecordSurveyor } from "../centre/record-survey.ts";

/** Recorded calls that can be read again and again. */
export interface Recording {
  /** The files, each to be read from its beginning. */
  readonly open: () => Promise<readonly HistoryFile[]>;
  /** IANA: days are local to it. */
  readonly timeZone: string;
  /** Whether rows that cannot be used are left out. */
  readonly skipBad: boolean;
}

/** What a recording as a whole tells, and what of it is left out. */
export interface SurveyedRecording {
  readonly survey: RecordSurvey;
  readonly badRows: number;
  /** Calls that stand days away from their place in a very long recording. */
  readonly late: number;
  readonly notes: readonly HistoryNote[];
}

/**
 * Reads a recording once. Faults: those of reading, `recording-rows-bad` unless bad rows are left out, `recording-outcome-lost`, and
 * `recording-invalid` where there are no calls.
 */
export async function surveyRecording(recording: Recording): Promise<SurveyedRecording> {
  const surveyor = new RecordSurveyor();
  const days = new GatheredDays(recording.timeZone);
  const take = (over: readonly DayCalls[]) => {
    for (const day of over) surveyor.add(day);
  };
  const notes: HistoryNote[] = [];
  let badRows = 0;
  for (const { name: file, log } of await recording.open()) {
    const rows = passing(log.rows, (calls) => take(days.add(calls)));
    const survey = await surveyed({ ...log, rows }, noneKnown);
    if (survey.leftOut.rows > 0 && !recording.skipBad) throw refuseRows(file, survey.leftOut);
    const lost = refuseLostOutcome(file, survey);
    if (lost) throw lost;
    if (survey.calls === 0) throw new Fault("recording-invalid", { file, problem: "it has no calls" });
    badRows += survey.leftOut.rows;
    notes.push(...survey.notes);
  }
  take(days.end());
  return { survey: surveyor.end(), badRows, late: days.late, notes };
}

/** A day with what its phone system wrote of its agents. */
interface RecordedCentreDay {
  readonly day: DayCalls;
  readonly logged: (agent: string) => LoggedPresence | null;
}

/** The days of a recording, one after the other. What was written of agents is to be asked for before the next day is. */
export async function* daysOf({ open, timeZone }: Recording): AsyncGenerator<RecordedCentreDay> {
  const days = new GatheredDays(timeZone);
  const agents = new LoggedAgents();
  const given = function* (over: readonly DayCalls[]) {
    for (const day of over) {
      agents.forget(day.from - KEPT_MS);
      yield { day, logged: (agent: string) => agents.of(agent, day.from, day.to) };
    }
  };
  for (const { log } of await open())
    for await (const rows of log.rows) {
      agents.take(log.agentEvents?.() ?? []);
      yield* given(days.add(rows.flatMap(usable)));
    }
  yield* given(days.end());
}

/** Of agents as much is kept, before a day that is given out. */
const KEPT_MS = 2 * 86_400_000;

async function* passing(
  rows: CallLog["rows"],
  look: (calls: readonly LoggedCall[]) => void,
): CallLog["rows"] {
  for await (const piece of rows) {
    look(piece.flatMap(usable));
    yield piece;
  }
}

function usable(row: LoggedCall | BadRow): LoggedCall[] {
  return isBadRow(row) ? [] : [row];
}
