import type { Command } from "../line/commands.ts";
import type { Event } from "../line/events.ts";
import type { Fact } from "../line/facts.ts";
import type { CallbackId, CallId, PersonId, SkillId } from "../line/ids.ts";
import type { LocalMonth } from "../line/local-month.ts";
import type { Settings } from "../line/settings.ts";
import type { LiftCallRow, LiftMeasured, LiftOfSkill, LiftWritten } from "./lift.ts";
import type { LoadSums } from "./load-sums.ts";
import type { Changes, DecisionRow, OrderRow, Patch } from "./rows/projection.ts";
import type { CallSums, CallSumsWanted, RowLimits, RowsWanted, WrittenRows } from "./rows/report-rows.ts";
import type { SmartWaitSums, SmartWaitWanted } from "./smart-wait-sums.ts";
import type {
  CallbackChanges,
  CallbackPage,
  CallbackStory,
  CallbacksWanted,
  CallStory,
  PersonData,
  RecentCall,
  RecentCallsWanted,
} from "./stories.ts";

/** One fact with all that followed from it. */
export interface Step {
  /** From 1, without gaps, in its run. */
  readonly seq: number;
  readonly fact: Fact;
  readonly events: readonly Event[];
  readonly commands: readonly Command[];
  readonly coreVersion: number;
  readonly settingsVersion: number;
}

export interface OperationRecord {
  readonly id: number;
  readonly name: string;
  /** IANA name; dates in requests and reports are local to it. */
  readonly timeZone: string;
  /** Whether its calls are simulated: said wherever its numbers are shown. */
  readonly simulated: boolean;
  /** 32 bytes: the key of the hash by which people are found. */
  readonly personKey: Uint8Array;
}

/**
 * A run is one unbroken life of one core: its steps are numbered from 1 and its state begins empty. An operation
 * has one `live` run; `generated` days, and `imported` files of recorded calls, are runs of their own, so that
 * history may come in after the present without touching it. Reports tell nothing of an imported run that is not
 * complete: a file becomes history whole or not at all.
 */
export interface Run {
  readonly operation: number;
  readonly id: number;
  readonly kind: "live" | "generated" | "imported";
  /** Unique in the operation: `live`, the generated day, or the digest of the imported file. */
  readonly name: string;
  /** The last durable step; 0 when there is none. */
  readonly lastSeq: number;
  /** Whether it will get no more steps. */
  readonly complete: boolean;
  /** The first step that is kept: those before it were archived, or kept long enough. */
  readonly firstSeq: number;
  /** When it began, epoch ms, once its first step is not kept any more; `null`: its first step says so. */
  readonly beganAt: number | null;
}

/** The state at the end of a closed month of a live run: from it the run goes on without the steps before. */
export interface Seal {
  /** In the operation's zone. */
  readonly month: LocalMonth;
  /** The last step of the month. */
  readonly seq: number;
  /** As `line/checkpoint.ts` writes it. */
  readonly state: string;
}

/** Steps that were taken out of a run into a file, or put back from it. */
export interface ArchivedSteps {
  readonly operation: string;
  readonly from: number;
  readonly to: number;
  /** The last month in it. */
  readonly month: LocalMonth;
}

/** A person first seen in a batch; durable together with the steps that name him. */
export interface NewPerson {
  readonly id: PersonId;
  /** Hex of HMAC-SHA-256(personKey, number). */
  readonly numberHash: string;
  /** E.164, or as the exchange gave it when it is no valid number. */
  readonly number: string;
  readonly firstSeenAt: number;
}

/** A number as it is kept. */
export type KeptNumber = Pick<NewPerson, "number" | "numberHash">;

/** What becomes durable together, or not at all. */
export interface Batch {
  readonly steps: readonly Step[];
  readonly changes: Changes;
  readonly people: readonly NewPerson[];
  /** State after the last step of the batch, as `line/checkpoint.ts` writes it. */
  readonly checkpoint?: string;
  /** Of the months that these steps closed. */
  readonly seals?: readonly Seal[];
  /** The run gets no more steps after these. */
  readonly completes?: boolean;
}

export interface TokenRecord extends TokenSettings {
  readonly id: string;
  readonly operation: number;
  readonly createdAt: number;
  readonly revokedAt: number | null;
  /** To the minute; `null`: not yet. */
  readonly lastUsedAt: number | null;
  /** SHA-256 of the secret part, 32 bytes. */
  readonly secretHash: Uint8Array;
}

/**
 * What a token may do: read reports; read lines, callbacks and calls as they are now; order something done to a callback;
 * upload recorded calls.
 */
export const tokenScopes = ["reports", "read", "orders", "upload"] as const;
export type TokenScope = (typeof tokenScopes)[number];

/** What may be chosen for a token, and changed later. */
export interface TokenSettings {
  readonly label: string;
  readonly scopes: readonly TokenScope[];
  /** Epoch ms of the machine's clock, from which on it is no longer good; `null`: never. */
  readonly expiresAt: number | null;
  /** Compatible API: `code` as a string instead of a number. */
  readonly codeAsString: boolean;
  /** Compatible API: an empty range is answered 200 with no records instead of 404. */
  readonly emptyAsSuccess: boolean;
  /** Numbers of people are told in part only. */
  readonly masksNumbers: boolean;
  /** How many requests it may make at the same time. */
  readonly atOnce: 1 | 2;
  /** Addresses and networks (CIDR) from which it is good; none: from everywhere. */
  readonly addresses: readonly string[];
}

/** Requests of one local day of an operation. */
export interface DayUse {
  /** Set aside for servers to give out: at least as many as they gave out. */
  readonly reserved: number;
  /** By token, as of the last time that more were set aside. */
  readonly uses: ReadonlyMap<string, number>;
}

/** Per skill, what `diagram_2` counts. */
export interface SmartWaitCounts {
  readonly skill: SkillId;
  readonly treatment: number;
  readonly yes: number;
  readonly recallOk: number;
  /** Ended otherwise, as `countedAs` has it. */
  readonly recallFail: number;
}

/** Calls of a skill by what became of them: `offered` = `answered` + `answeredByReturnCall` + `abandoned` + `open`. */
export interface ServiceLevelCounts {
  readonly skill: SkillId;
  readonly name: string;
  readonly offered: number;
  /** By an agent, on the call itself. */
  readonly answered: number;
  /** Its return call was joined to an agent. */
  readonly answeredByReturnCall: number;
  /** It ended without an agent: hung up, turned out by the queue, lost, or not reached by a return call. */
  readonly abandoned: number;
  /** On the phone, or waiting to be called back. */
  readonly open: number;
  /** Of the abandoned: asked for a return call that ended without an agent. */
  readonly notReached: number;
  /** Asked for a return call, whatever became of it. */
  readonly accepted: number;
  /** With an agent within the threshold of the arrival, on the call or on its return call. */
  readonly answeredWithinThreshold: number;
  /** Of those that asked for no return call: answered within the threshold. */
  readonly liveWithinThreshold: number;
  /**
   * Answered within the threshold; or called back no later than was promised and with an agent within the threshold of
   * key 1, where the promise was narrow: within five minutes, or a quarter of the wait, of when it was expected.
   */
  readonly promisesMet: number;
  /** From arrival to the agent, ms, of all `answered` together, and of all `answeredByReturnCall`. */
  readonly answerMs: number;
  readonly returnMs: number;
}

/**
 * The questions that reports ask. Ranges are epoch ms, `from` inclusive and `to` exclusive, by the moment the call
 * arrived. Answered on connections of their own, never on the one that writes.
 */
export interface ReadModels {
  /** Skills with at least one treatment in the range, ascending. Faults: `query-stopped` once `signal` says so. */
  smartWaitCounts(
    operation: number,
    from: number,
    to: number,
    signal?: AbortSignal,
  ): Promise<SmartWaitCounts[]>;
  /** Skills with at least one call in the range, ascending. */
  serviceLevelCounts(
    operation: number,
    from: number,
    to: number,
    thresholdMs: number,
  ): Promise<ServiceLevelCounts[]>;
  /**
   * The lift of the skills that have a measured call in the range, or were measured, ascending. Faults: `query-stopped` once `signal`
   * says so.
   */
  liftOfSkills(operation: number, from: number, to: number, signal?: AbortSignal): Promise<LiftOfSkill[]>;
  /** What calls ask of agents, by skill and quarter of an hour in which a call arrived, ascending by both. */
  loadSums(operation: number, from: number, to: number): Promise<LoadSums[]>;
  /**
   * Callbacks of the operation, the newest arrival first. With a `signal` it is asked beside questions that are answered
   * soon. Faults: `query-stopped` once it says so.
   */
  callbacks(operation: number, wanted: CallbacksWanted, signal?: AbortSignal): Promise<CallbackPage>;
  /** All that is known of one callback, or `null`. His number is in it only where `numbers` asks for it. */
  callback(
    operation: number,
    id: CallbackId,
    options?: { readonly numbers?: boolean },
  ): Promise<CallbackStory | null>;
  /** Calls of the operation, the newest arrival first, with what was decided of the offer. */
  recentCalls(operation: number, wanted: RecentCallsWanted): Promise<RecentCall[]>;
  /** A call with what was decided on it, or `null`. Faults: `query-stopped` once `signal` says so. */
  call(operation: number, id: CallId, signal?: AbortSignal): Promise<CallStory | null>;
  /**
   * Callbacks of the live run whose version is above `after`, with their numbers: `limit` of them, or more where one step
   * changed many. Fewer than `limit`: there are no others.
   */
  callbackChanges(
    operation: number,
    wanted: { readonly after: number; readonly limit: number },
  ): Promise<CallbackChanges>;
  /** All that is held of whoever is found by the hash of his number; `null` when nobody is. */
  person(operation: number, numberHash: string): Promise<PersonData | null>;
  /** Calls counted by skill and group, ascending by both. Faults: `query-stopped` once `signal` says so. */
  callSums(operation: number, wanted: CallSumsWanted, signal: AbortSignal): Promise<CallSums[]>;
  /** Rows of a report as text, written beside everything else. Faults: `query-stopped` once `signal` says so. */
  writeRows(
    operation: number,
    wanted: RowsWanted,
    limits: RowLimits,
    signal: AbortSignal,
  ): Promise<WrittenRows>;
  /**
   * Grows whenever a row of a treated call that arrived from `from` (inclusive) to `to` (exclusive), epoch ms, may read
   * otherwise, in whatever process; other calls of these days make it grow too. Cheap.
   */
  rowsVersion(operation: number, from: number, to: number): number;
  /** When the last call came to each of these skills, epoch ms; a skill that had none is not in the answer. */
  lastCalls(
    operation: number,
    skills: readonly SkillId[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<SkillId, number>>;
  /** What smart wait did, by skill and quarter of an hour. Faults: `query-stopped` once `signal` says so. */
  smartWaitSums(operation: number, wanted: SmartWaitWanted, signal: AbortSignal): Promise<SmartWaitSums>;
  /** Grows whenever a count that `smartWaitCounts` answers may have changed, in whatever process. Cheap. */
  countsVersion(operation: number): number;
  close(): Promise<void>;
}

/** By what a recorded call may be known again. */
export interface CallLike {
  /** Of the log, or of the exchange. */
  readonly id: string;
  readonly skill: SkillId;
  /** Epoch ms. */
  readonly arrivedAt: number;
}

/** A count that is not what the operation's rows give when they are counted anew. */
export interface WrongCount {
  readonly level: "minute" | "hour" | "day";
  /** Epoch ms of the block's start. */
  readonly start: number;
  readonly skill: SkillId;
  readonly kept: Omit<SmartWaitCounts, "skill">;
  readonly counted: Omit<SmartWaitCounts, "skill">;
}

/** State after a step, as `line/checkpoint.ts` writes it. */
export interface KeptCheckpoint {
  readonly seq: number;
  readonly state: string;
  /** Whether it is what was written, by its hash. */
  readonly isSound: boolean;
}

/** A run as of one moment, for `verify`: what it reads belongs together, whatever is appended meanwhile. */
export interface Audit {
  /** The run as of that moment. */
  readonly run: Run;
  /** Tells `onDamage` of each step that is not what was written, by its running hash. */
  steps(afterSeq: number, onDamage: (seq: number) => void): AsyncIterable<readonly Step[]>;
  /** The checkpoints and seals kept, newest first. */
  checkpoints(): Promise<KeptCheckpoint[]>;
  /** Rows of the run by id, without their keys; an id without a row is not in the answer. */
  rows(table: "calls" | "callbacks" | "attempts", ids: Iterable<string>): Promise<Map<string, Patch>>;
  /** How many rows the run has. */
  rowTotals(): Promise<Record<"calls" | "callbacks" | "attempts" | "decisions" | "orders", number>>;
  /** Decisions of the steps from `fromSeq` to `toSeq`, both inclusive, in order. */
  decisions(fromSeq: number, toSeq: number): Promise<DecisionRow[]>;
  /** The same of supervisors' orders. */
  orders(fromSeq: number, toSeq: number): Promise<OrderRow[]>;
  /** At most `limit` wrong counts of the operation, of all its runs, in the blocks that touch the range. */
  wrongCounts(range: { from: number; to: number } | null, limit: number): Promise<WrongCount[]>;
  close(): Promise<void>;
}

/** The journal of all operations. Everything is durable when its promise is fulfilled. */
export interface Store {
  /** Finds the operation by name or makes it. */
  openOperation(wanted: { name: string; timeZone: string; simulated: boolean }): Promise<OperationRecord>;
  operations(): Promise<OperationRecord[]>;
  /** Finds the run by name or makes it. */
  openRun(operation: number, wanted: { kind: Run["kind"]; name: string }): Promise<Run>;
  runs(operation: number): Promise<Run[]>;
  /**
   * Takes an incomplete generated or imported run out again, with all its rows. Refused for any other run (`run-kept`).
   * The people whom it brought stay until they are forgotten or erased: another run may have met them too.
   */
  dropRun(run: Run): Promise<void>;

  /** Rejects with `journal-conflict`, and writes nothing, unless the first step follows the last durable one. */
  append(run: Run, batch: Batch): Promise<void>;
  /**
   * Steps after `afterSeq`, in order, in chunks. Faults: `journal-damaged` at a step that is not what was written,
   * `steps-archived` where they are not kept any more.
   */
  steps(run: Run, afterSeq: number): AsyncIterable<readonly Step[]>;
  /** The newest checkpoint, or seal, that is what was written, or `null`. */
  checkpoint(run: Run): Promise<{ seq: number; state: string } | null>;

  /**
   * Moves the steps of the live run that lie before the last one of the newest sealed month before `before` into a new
   * `file`. They are in the file before they leave the journal, so that nothing is lost whenever it dies. Faults:
   * `journal-not-sealed`, `archive-target-exists`, `archived-meanwhile`, `output-unwritable`, `journal-damaged`.
   */
  archive(run: Run, before: LocalMonth, file: string): Promise<ArchivedSteps>;
  /**
   * Puts archived steps back. Faults: `archive-not-found`, `archive-unreadable`, `archive-not-next` unless the journal begins
   * where they end, `operation-unknown`.
   */
  restore(file: string): Promise<ArchivedSteps>;
  /**
   * Deletes steps as `archive` moves them, at most `limit` each time; gives how many. 0 where there are none to delete, or
   * no month before `before` is sealed.
   */
  forgetSteps(run: Run, before: LocalMonth, limit: number): Promise<number>;

  /** The newest settings of the operation, or `null`. */
  settings(operation: number): Promise<Settings | null>;
  /** Every version with the moment at which it was kept (epoch ms), the newest first. */
  settingsVersions(operation: number): Promise<{ readonly at: number; readonly settings: Settings }[]>;
  /** Keeps a new version; `settings.version` must be the next one. */
  addSettings(operation: number, settings: Settings, at: number): Promise<void>;

  /** For each of these skills and moments, the ids of the calls that a run which was imported whole has there. */
  importedCallsAt(
    operation: number,
    moments: readonly Omit<CallLike, "id">[],
  ): Promise<readonly (readonly CallId[])[]>;
  /** For each of these, whether Espera saw a call of this id in that skill, within the hour. */
  haveLiveCalls(operation: number, calls: readonly CallLike[]): Promise<readonly boolean[]>;

  findPerson(operation: number, numberHash: string): Promise<PersonId | null>;
  /** The number of a person, and the hash by which it is found; `null` after they were erased. */
  numberOf(operation: number, person: PersonId): Promise<KeptNumber | null>;
  /** Everybody after `after` in the order of their ids, at most `limit`. */
  numbers(
    operation: number,
    asked: { readonly after: PersonId | null; readonly limit: number },
  ): Promise<readonly (KeptNumber & { readonly id: PersonId })[]>;
  /** Every id under which the steps name whoever is found by this hash. */
  personsOf(operation: number, numberHash: string): Promise<PersonId[]>;
  /**
   * How often the number was dialled since `since` (epoch ms): by all operations on real phones together, whatever
   * their run; for a run of a simulated operation, in that run alone.
   */
  diallingsOf(run: Run, number: string, since: number): Promise<number>;

  /**
   * Takes people out, number and hash, so that their ids lead nowhere; no count and no replay changes.
   * `clean`: no file of the journal holds their numbers any more, nor the other `traces`. It is false where another
   * process kept reading what was there before: erase again, with the numbers as traces, to try once more.
   */
  erasePeople(
    operation: number,
    people: readonly PersonId[],
    traces?: readonly string[],
  ): Promise<{ erased: number; clean: boolean }>;
  /** Imported runs that are under way bring nobody from now on whose number has one of these hashes. */
  keepOutOfImports(operation: number, numberHashes: readonly string[]): Promise<void>;
  /**
   * Of the next `limit` people after `after` in the order of their ids, those who have no open callback and neither
   * called nor were to be called since `since` (epoch ms). `next` is where to go on, `null` after the last.
   */
  unusedPeople(
    operation: number,
    asked: { readonly since: number; readonly after: PersonId | null; readonly limit: number },
  ): Promise<{ people: PersonId[]; next: PersonId | null }>;
  /** Takes people out as `erasePeople` does, without looking whether the file still holds a trace of them. */
  forgetPeople(operation: number, people: readonly PersonId[]): Promise<void>;
  /** Callbacks with a recorded name that ended before `endedBefore` (epoch ms) and are not marked yet, at most `limit`. */
  recordedNames(operation: number, endedBefore: number, limit: number): Promise<CallbackId[]>;
  /** Notes that these recorded names are gone. */
  markNamesDeleted(operation: number, callbacks: readonly CallbackId[], at: number): Promise<void>;

  /** The calls that arrived from `from` to `to` (exclusive), epoch ms, in order of arrival, for the measure of the lift. */
  liftCalls(operation: number, from: number, to: number): Promise<LiftCallRow[]>;
  /** When the first call of the operation arrived, epoch ms; `null`: none did. */
  firstArrival(operation: number): Promise<number | null>;
  /** The local days (`YYYY-MM-DD`) whose lift was measured to their end by this version of the method. */
  liftDays(operation: number, method: number): Promise<ReadonlySet<string>>;
  /** Replaces the lift of a stretch of time, with its sums. */
  writeLift(operation: number, written: LiftWritten): Promise<void>;
  /** Replaces what the newest days together say of each skill. */
  writeLiftMeasures(operation: number, measures: readonly LiftMeasured[]): Promise<void>;

  addToken(token: TokenRecord): Promise<void>;
  tokens(operation?: number): Promise<TokenRecord[]>;
  /** `false` when there is no such token or it was revoked before. */
  revokeToken(id: string, at: number): Promise<boolean>;
  /** Changes what was chosen for a token; `false` when there is no such token or it was revoked. */
  changeToken(id: string, settings: Partial<TokenSettings>): Promise<boolean>;
  /** Notes that a token was used then (epoch ms). */
  noteTokenUse(id: string, at: number): Promise<void>;
  /** Synchronous and cheap: asked for every request, so that a revocation counts at once in every process. */
  token(id: string): TokenRecord | null;

  /** What was set aside of the requests of a local day (`YYYY-MM-DD`), and what tokens used of it. */
  dayUse(operation: number, day: string): Promise<DayUse>;
  /**
   * Sets requests of that day aside, at most `wanted`, and never more than `limit` in all: gives how many. Less than 0
   * gives back what was not given out. `uses`, by token, are added to what is known.
   */
  reserveRequests(
    operation: number,
    day: string,
    asked: { readonly wanted: number; readonly limit: number; readonly uses: ReadonlyMap<string, number> },
  ): Promise<number>;

  readModels(): ReadModels;
  audit(run: Run): Promise<Audit>;
  /**
   * What the database finds wrong in its own file, a sentence each; looked for in a thread of its own. `thorough`: also whether
   * its indexes say what its tables do.
   */
  damage(wanted: { readonly thorough: boolean }): Promise<string[]>;
  /** A consistent copy into `file` while everything goes on. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}
