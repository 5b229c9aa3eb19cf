import type { CallbackId, CallId, SkillId } from "../../line/ids.ts";
import type { LiftOfSkill } from "../lift.ts";
import type { LoadSums } from "../load-sums.ts";
import type { CallSums, CallSumsWanted, RowLimits, RowsWanted, WrittenRows } from "../rows/report-rows.ts";
import type { SmartWaitSums, SmartWaitWanted } from "../smart-wait-sums.ts";
import type {
  CallbackChanges,
  CallbackPage,
  CallbackStory,
  CallbacksWanted,
  CallStory,
  PersonData,
  RecentCall,
  RecentCallsWanted,
} from "../stories.ts";

/**
 * The questions that reports ask. Ranges are epoch ms, `from` inclusive and `to` exclusive, by the moment the call
 * arrived. Answered beside what is written, which waits for none of them.
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
  /** All that is known of one callback, or `null`. The number is in it only where `numbers` asks for it. */
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
  /** All that is held of the people who are found by the hash of their number; `null` when nobody is. */
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
  rowsVersion(operation: number, from: number, to: number): number | Promise<number>;
  /** When the last call came to each of these skills, epoch ms; a skill that had none is not in the answer. */
  lastCalls(
    operation: number,
    skills: readonly SkillId[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<SkillId, number>>;
  /** What smart wait did, by skill and quarter of an hour. Faults: `query-stopped` once `signal` says so. */
  smartWaitSums(operation: number, wanted: SmartWaitWanted, signal: AbortSignal): Promise<SmartWaitSums>;
  /** Grows whenever a count that `smartWaitCounts` answers, a lift or the settings may have changed, in whatever process. Cheap. */
  countsVersion(operation: number): number | Promise<number>;
  close(): Promise<void>;
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
