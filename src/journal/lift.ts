import type { AgentStatus } from "../line/facts.ts";
import type { AgentId, SkillId } from "../line/ids.ts";

/** A call as the measure of the lift needs it. Times are epoch ms. */
export interface LiftCallRow {
  readonly run: number;
  readonly id: string;
  readonly skill: SkillId;
  /** The opaque id of who called; `null`: an anonymous caller. */
  readonly person: string | null;
  readonly arrivedAt: number;
  /** When the wait on the phone ended: by an agent, by saying yes, or with the call; `null`: it goes on. */
  readonly waitedUntil: number | null;
  /** `null`: it is not known to have joined the queue. */
  readonly joinedAt: number | null;
  /** When an agent's phone first rang for it; `null`: it is not known to have rung. */
  readonly rungAt: number | null;
  readonly answered: 0 | 1;
  /** Of the agent who answered, on the phone or as a callback. */
  readonly agent: string | null;
  /** With the agent, ms; `null` where it is not known or goes on. */
  readonly handleMs: number | null;
  readonly questionAt: number | null;
  /** When the offer was withheld at random. */
  readonly heldOutAt: number | null;
  /** It asked for a callback, and was not answered on the phone after all. */
  readonly accepted: 0 | 1;
  readonly firstDialledAt: number | null;
  readonly connectedAt: number | null;
  /** From key 1 to the agent, ms. */
  readonly secondWaitMs: number | null;
  /** The first attempt came by the latest time that was promised, and the promise was no wide one. */
  readonly calledInTime: 0 | 1;
}

/** What the exchange reported of an agent. */
export interface AgentReport {
  /** Epoch ms. */
  readonly at: number;
  readonly agent: AgentId;
  /** `null`: they answered a call that was passed on to them. */
  readonly skills: readonly SkillId[] | null;
  readonly status: AgentStatus;
}

/** What calls add to the service level. Sums, so that those of ranges add up; fractions where it is a mean of several lives. */
export interface LiftSums {
  readonly promiseMet: number;
  readonly strictMet: number;
  /** Of the live, who asked for no callback. */
  readonly liveMet: number;
  readonly counted: number;
  readonly liveCounted: number;
  readonly withoutMet: number;
  readonly withoutCounted: number;
}

/** A call with what it adds. */
export interface LiftOfCall extends LiftSums {
  readonly run: number;
  readonly id: string;
  readonly skill: SkillId;
  readonly arrivedAt: number;
}

/** In percentage points; `null` where it is not known. */
interface LiftInterval {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

type Definitions<T> = Readonly<Record<"promise" | "strict" | "live", T>>;

/** What the newest days together say of a skill. Lifts and errors are percentage points. */
export interface LiftMeasured {
  readonly skill: SkillId;
  /** The calls that arrived from then to then (exclusive), epoch ms. */
  readonly from: number;
  readonly to: number;
  /** The version of the method. */
  readonly method: number;
  /** Days with an offer or a held-out caller. */
  readonly days: number;
  readonly heldOut: number;
  readonly lift: Definitions<LiftInterval>;
  readonly bounds: Definitions<{ readonly low: number; readonly high: number }>;
  readonly validationError: number;
  /** Of callers who gave up and are known, how many called again within the hour; left out: an older Espera measured it, and did not count. */
  readonly redials?: { readonly gaveUp: number; readonly calledAgain: number };
}

/** The lift of a skill: the sums of a range, and what the newest days say of how far they can be trusted. */
export interface LiftOfSkill {
  readonly skill: SkillId;
  /** `null`: no call of the range was measured. */
  readonly sums: LiftSums | null;
  /** `null`: the skill was never measured. */
  readonly measured: LiftMeasured | null;
}

/** A stretch of time that was measured again. */
export interface LiftWritten {
  /** What is known of calls that arrived from then to then (exclusive), epoch ms, is replaced. */
  readonly from: number;
  readonly to: number;
  readonly calls: readonly LiftOfCall[];
  /** The local day, if this is all of it. */
  readonly day: string | null;
  readonly method: number;
}

/** What the lift is measured from, and where it is kept. */
export interface LiftRecords {
  /** The calls that arrived from `from` to `to` (exclusive), epoch ms, in order of arrival, for the measure of the lift. */
  liftCalls(operation: number, from: number, to: number): Promise<LiftCallRow[]>;
  /**
   * What was reported of agents in a run from `from` to `to` (exclusive), epoch ms, in order; nothing where not all its steps since `from` are kept. It looks
   * through the steps: dear.
   */
  agentReports(operation: number, run: number, from: number, to: number): Promise<AgentReport[]>;
  /** When the first call of the operation arrived, epoch ms; `null`: none did. */
  firstArrival(operation: number): Promise<number | null>;
  /** The local days (`YYYY-MM-DD`) whose lift was measured to their end by this version of the method. */
  liftDays(operation: number, method: number): Promise<ReadonlySet<string>>;
  /** Replaces the lift of a stretch of time, with its sums. */
  writeLift(operation: number, written: LiftWritten): Promise<void>;
  /** Replaces what the newest days together say of each skill. */
  writeLiftMeasures(operation: number, measures: readonly LiftMeasured[]): Promise<void>;
}
