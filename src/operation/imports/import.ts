import { randomUUID } from "node:crypto";
import { setImmediate as othersWork } from "node:timers/promises";
import { Fault } from "../../faults/faults.ts";
import {
  type CallLog,
  callLogFile,
  isBadRow,
  type LoggedCall,
  type Reading,
} from "../../history/call-log.ts";
import type { HistoryNote } from "../../history/history-notes.ts";
import { withSkillNames } from "../../history/skill-names.ts";
import type { OperationRecord, Run, Step, Store } from "../../journal/port.ts";
import { Changes, project } from "../../journal/rows/projection.ts";
import { writeCheckpoint } from "../../line/checkpoint.ts";
import { CORE_VERSION } from "../../line/core-version.ts";
import { decide } from "../../line/decide.ts";
import type { Fact, FactBody, RecordedCall } from "../../line/facts.ts";
import type { SkillId } from "../../line/ids.ts";
import type { Settings } from "../../line/settings.ts";
import { emptyState, type State } from "../../line/state.ts";
import { localDateOf } from "../../time/local-time.ts";
import { defaultSettings } from "../default-settings.ts";
import { People } from "../people.ts";
import { recover } from "../recovery.ts";
import { settingsWithSkills } from "./import-skills.ts";
import { type LeftOut, refuseLostOutcome, refuseRows, type Survey, surveyed } from "./import-survey.ts";
import { type KnownAmong, keptId, knownCallsOf, noneKnown } from "./known-calls.ts";

export interface ImportWanted {
  readonly store: Store;
  /** The operation's name; it is made when there is none. */
  readonly operation: string;
  /** By which messages name what is imported. */
  readonly file: string;
  /** Gives the calls, each time from the first; they are read from `file` when it is left out. */
  readonly log?: (timeZone: string) => CallLog;
  /** How `file` is read where it does not say so itself. */
  readonly reading?: Reading;
  /** Calls that are made durable at a time; between two such batches others work. */
  readonly atATime?: number;
  /** IANA zone of the file's times. Default: the operation's own; of a new operation, `DEFAULT_TIME_ZONE`. */
  readonly timeZone?: string;
  /** What skills the codes of the file are; others are skills of their own name. */
  readonly skillNames?: ReadonlyMap<string, string>;
  /** Leave rows out that cannot be used, instead of refusing the file. */
  readonly skipBad?: boolean;
  /** Told after every batch. */
  readonly onProgress?: (done: { readonly calls: number; readonly total: number }) => void;
  /** Epoch ms, by default the machine's. */
  readonly now?: () => number;
}

export interface Imported {
  readonly operation: { readonly id: number; readonly name: string };
  /** The zone in which the file's times were read. */
  readonly timeZone: string;
  /** Calls that the file gave to the operation. */
  readonly calls: number;
  /** Calls of the file that the operation had before: they are counted once. */
  readonly known: number;
  /** Of them, those that an import which was cut off had taken already. */
  readonly takenBefore: number;
  readonly leftOut: LeftOut;
  /** What is to be known of the file. */
  readonly notes: readonly HistoryNote[];
}

/** The zone of an operation that nobody gave one. */
const DEFAULT_TIME_ZONE = "America/Bogota";
const BATCH = 1_000;
const CHECKPOINT_EVERY = 10 * BATCH;

/**
 * Takes a file of recorded calls into an operation's journal, as a run of its own that is named by the digest of the
 * file: step 1 adopts the settings, step n + 1 records the n-th usable row that is new. An import that was cut off goes on where
 * it was when it is asked for again, and until its end reports tell none of its calls; a file that was imported whole
 * is refused (`recording-known`). Calls that another file has brought, or that Espera saw itself, are left out; a file of
 * nothing else is refused (`recording-nothing-new`). Skills that the operation does not know are added to its settings,
 * without smart wait.
 *
 * The file is read more than once, and nothing is written before it was read whole: an unusable file
 * (`recording-unreadable`, `recording-invalid`, `recording-rows-bad`, `recording-outcome-lost`, `time-zone-unknown`)
 * changes nothing.
 */
export async function importCallLog(wanted: ImportWanted): Promise<Imported> {
  const { store, file } = wanted;
  const known = (await store.operations()).find((one) => one.name === wanted.operation);
  const timeZone = wanted.timeZone ?? known?.timeZone ?? DEFAULT_TIME_ZONE;
  const log = logOf(wanted, timeZone);
  const knownAmong = known ? await knownCallsOf(store, known) : noneKnown;
  const survey = await surveyed(log(), knownAmong);

  if (known) await refuseKnown(store, known, file, survey.digest);
  if (survey.leftOut.rows > 0 && !wanted.skipBad) throw refuseRows(file, survey.leftOut);
  const lost = refuseLostOutcome(file, survey);
  if (lost) throw lost;
  refuseEmpty(wanted, survey);

  const operation =
    known ?? (await store.openOperation({ name: wanted.operation, timeZone, simulated: false }));
  const run = await store.openRun(operation.id, { kind: "imported", name: survey.digest });
  const now = wanted.now ?? Date.now;
  const journal =
    run.lastSeq > 0
      ? await resumed(store, operation, run)
      : begun(run, await settingsWithSkills(store, operation, survey.skills, now()), now());
  const takenBefore = Math.max(0, run.lastSeq - 1);

  const { calls: total } = survey;
  await take(wanted, operation, journal, { log: log(), knownAmong, total, takenBefore, now });
  return {
    operation: { id: operation.id, name: operation.name },
    timeZone,
    calls: survey.calls,
    known: survey.known,
    takenBefore,
    leftOut: survey.leftOut,
    notes: survey.notes,
  };
}

/** Gives the calls, each time from the first, with the names of the operation's skills. */
function logOf({ file, log, reading, skillNames }: ImportWanted, timeZone: string): () => CallLog {
  const read = log ? () => log(timeZone) : callLogFile(file, timeZone, reading);
  return skillNames ? () => withSkillNames(read(), skillNames) : read;
}

function refuseEmpty({ file, operation }: ImportWanted, { calls, known }: Survey): void {
  if (calls > 0) return;
  if (known > 0) throw new Fault("recording-nothing-new", { file, operation, calls: known });
  throw new Fault("recording-invalid", { file, problem: "it has no calls" });
}

async function refuseKnown(
  store: Store,
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

/** The run's journal while it is written. */
interface RunJournal {
  readonly run: Run;
  readonly state: State;
  readonly settings: Settings;
  /** Concluded and not yet durable. */
  readonly steps: Step[];
  lastAt: number;
  lastSeq: number;
  /** The last durable call, which the file must give again at its place. */
  readonly lastCall: RecordedCall | null;
}

function begun(run: Run, settings: Settings, at: number): RunJournal {
  const journal: RunJournal = {
    run,
    state: emptyState(settings),
    settings,
    steps: [],
    lastAt: at,
    lastSeq: 0,
    lastCall: null,
  };
  conclude(journal, { type: "settings-adopted", settings }, at);
  return journal;
}

async function resumed(store: Store, operation: OperationRecord, run: Run): Promise<RunJournal> {
  // The run's first step adopts its own settings, whatever the state begins with.
  const { state, lastAt, lastSeq } = await recover(store, run, defaultSettings(operation.timeZone));
  const last = await stepOf(store, run, lastSeq);
  return {
    run,
    state,
    settings: state.settings,
    steps: [],
    lastAt,
    lastSeq,
    lastCall: last?.fact.type === "call-recorded" ? last.fact.recorded : null,
  };
}

async function stepOf(store: Store, run: Run, seq: number): Promise<Step | null> {
  for await (const steps of store.steps(run, seq - 1)) return steps[0] ?? null;
  return null;
}

function conclude(journal: RunJournal, body: FactBody, at: number): void {
  journal.lastAt = Math.max(journal.lastAt, at);
  const fact: Fact = { ...body, at: journal.lastAt };
  const { events, commands } = decide(journal.state, fact);
  journal.steps.push({
    seq: ++journal.lastSeq,
    fact,
    events,
    commands,
    coreVersion: CORE_VERSION,
    settingsVersion: journal.settings.version,
  });
}

async function take(
  wanted: ImportWanted,
  operation: OperationRecord,
  journal: RunJournal,
  given: {
    log: CallLog;
    knownAmong: KnownAmong;
    total: number;
    takenBefore: number;
    now: () => number;
  },
): Promise<void> {
  const { store, file, onProgress, atATime = BATCH } = wanted;
  const people = new People(store, operation, randomUUID);
  const skillIds = new Map(journal.settings.skills.map((skill) => [skill.name, skill.id]));
  let nth = 0;

  const flush = async (completes: boolean) => {
    const steps = journal.steps.splice(0);
    const changes = new Changes();
    for (const step of steps) project(changes, step, step.events);
    const checkpoint = completes || journal.lastSeq % CHECKPOINT_EVERY === 0;
    await store.append(journal.run, {
      steps,
      changes,
      people: people.takeUnsaved(),
      ...(checkpoint ? { checkpoint: writeCheckpoint(journal.state) } : {}),
      ...(completes ? { completes } : {}),
    });
    onProgress?.({ calls: journal.lastSeq - 1, total: given.total });
    await othersWork();
  };

  const changed = () => new Fault("recording-changed", { file });
  const { log } = given;
  if (given.takenBefore > given.total) throw changed();
  for await (const rows of log.rows) {
    const known = await given.knownAmong(rows);
    for (const row of rows) {
      if (isBadRow(row) || known.has(row)) continue;
      nth++;
      if (nth < given.takenBefore) continue;
      const skill = skillIds.get(row.skill);
      if (skill === undefined) throw changed();
      if (nth === given.takenBefore) {
        if (!isSameCall(journal.lastCall, recordedOf(row, journal.run.name, skill, null))) throw changed();
        continue;
      }
      const person = row.customer === null ? null : await people.find(row.customer, row.arrivedAt);
      const recorded = recordedOf(row, journal.run.name, skill, person);
      conclude(journal, { type: "call-recorded", recorded }, given.now());
      if (journal.lastSeq % atATime === 0) await flush(false);
    }
  }
  if (nth !== given.total || log.digest() !== journal.run.name) throw changed();
  await flush(true);
}

function recordedOf(
  row: LoggedCall,
  digest: string,
  skill: SkillId,
  person: RecordedCall["person"],
): RecordedCall {
  return {
    call: keptId(digest, row.callId),
    skill,
    person,
    arrivedAt: row.arrivedAt,
    waitMs: row.waitMs,
    outcome: row.outcome,
    handleMs: row.handleMs,
    agent: row.agent,
  };
}

function isSameCall(one: RecordedCall | null, other: RecordedCall): boolean {
  return one?.call === other.call && one.arrivedAt === other.arrivedAt && one.skill === other.skill;
}
