import type { AgentId, AttemptId, CallId, PersonId, SkillId } from "./ids.ts";
import type { Settings } from "./settings.ts";

/** What the number rules say of a number, judged where numbers are known; the core only sees the verdict. */
export type NumberVerdict = "dialable" | "anonymous" | "refused";

export interface Caller {
  readonly person: PersonId | null;
  readonly number: NumberVerdict;
}

/** What ended a question without a key, or that a key did. */
export type ChoiceSource = "key" | "timeout" | "hung-up" | "deadline";
export type Choice = "yes" | "no" | "silent";

export type AgentStatus = "free" | "ringing" | "busy" | "wrap-up" | "paused" | "away";

/** How a dialling went on, or what ended it. */
export type AttemptProgress = "ringing" | "answered" | "confirmed" | AttemptFailure;
export type AttemptFailure = "busy" | "no-answer" | "machine" | "failed" | "invalid" | "declined" | "hung-up";

/** Where the exchange sees a call, or the leg of an attempt, in a snapshot. */
export type CallSighting = "in-dialogue" | "waiting" | "ringing" | "talking";

export interface SnapshotCall {
  /** A call's id, or the attempt's id for the leg of a return call. */
  readonly call: CallId | AttemptId;
  readonly skill: SkillId;
  readonly sighting: CallSighting;
  readonly agent?: AgentId;
  readonly caller: Caller;
  readonly place: number;
}

export interface SnapshotAgent {
  readonly agent: AgentId;
  readonly skills: readonly SkillId[];
  readonly status: AgentStatus;
}

/** The leg of a return call that reached an agent; who it was is not always known. */
export interface ServedLeg {
  readonly attempt: AttemptId;
  readonly agent?: AgentId;
}

/** A recorded call taken as history, after it ended. Times are epoch ms. */
export interface RecordedCall {
  readonly call: CallId;
  readonly skill: SkillId;
  readonly person: PersonId | null;
  readonly arrivedAt: number;
  readonly waitMs: number;
  readonly outcome: "answered" | "abandoned";
  readonly handleMs: number | null;
  readonly agent: AgentId | null;
}

/**
 * What happened, in the exchange's words. In facts about queue and agents `call` is a call's id or, for the leg
 * of a return call, its attempt's id.
 */
export type FactBody =
  /** A call asks to be passed or offered. */
  | { readonly type: "call-arrived"; readonly call: CallId; readonly skill: SkillId; readonly caller: Caller }
  | { readonly type: "question-began"; readonly call: CallId }
  | {
      readonly type: "choice-made";
      readonly call: CallId;
      readonly choice: Choice;
      readonly source: ChoiceSource;
    }
  /** In the exchange's queue. A call that nobody announced is announced by this. */
  | {
      readonly type: "call-joined";
      readonly call: CallId | AttemptId;
      readonly skill: SkillId;
      readonly caller: Caller;
    }
  /** The exchange's queue would not take, or gave up, the call; it is still on the phone. */
  | {
      readonly type: "call-left";
      readonly call: CallId | AttemptId;
      readonly why: "full" | "empty" | "timeout";
    }
  | { readonly type: "call-rung"; readonly call: CallId | AttemptId; readonly agent: AgentId }
  | { readonly type: "ring-missed"; readonly call: CallId | AttemptId; readonly agent: AgentId }
  | { readonly type: "call-answered"; readonly call: CallId | AttemptId; readonly agent: AgentId }
  /** The phone is down, whoever put it down. */
  | { readonly type: "call-ended"; readonly call: CallId | AttemptId }
  | {
      readonly type: "agent-changed";
      readonly agent: AgentId;
      readonly skills: readonly SkillId[];
      readonly status: AgentStatus;
    }
  | { readonly type: "attempt-progressed"; readonly attempt: AttemptId; readonly progress: AttemptProgress }
  /** All that the exchange holds, seen at once; what it does not name is not there any more. */
  | {
      readonly type: "snapshot";
      readonly calls: readonly SnapshotCall[];
      readonly agents: readonly SnapshotAgent[];
      /** Attempts that are being dialled or answered and not yet seated in a queue. */
      readonly attempts: readonly {
        readonly attempt: AttemptId;
        readonly progress: "dialling" | AttemptProgress;
      }[];
      /** Legs that an agent answered and that are over, or no longer in a queue; told for a while, and again. */
      readonly served?: readonly ServedLeg[];
    }
  /** Time passed; the core asked for this by `nextWake`. */
  | { readonly type: "woke" }
  | { readonly type: "settings-adopted"; readonly settings: Settings }
  | { readonly type: "call-recorded"; readonly recorded: RecordedCall };

/** `at` is the time of reception in Espera, never decreasing in a run; `exchangeAt` the exchange's own time. */
export type Fact = FactBody & { readonly at: number; readonly exchangeAt?: number };
