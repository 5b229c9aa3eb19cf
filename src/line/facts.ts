import type { ZoneClock } from "./hours/zone-clock.ts";
import type { AgentId, AttemptId, CallbackId, CallId, PersonId, SkillId } from "./ids.ts";
import type { SkillOutlook } from "./outlook/skill-outlook.ts";
import type { QueueName } from "./queue-name.ts";
import type { CallerClass, Settings } from "./settings.ts";

/**
 * What the number rules say of a number, judged where numbers are known; the core only sees the verdict. `anonymous`:
 * there is none, or what there is cannot be a telephone. `own`: it is one of the operation's own.
 */
export type NumberVerdict = "dialable" | "anonymous" | "own" | "refused";

/** Whether an exchange can hold an agent for a return call: everywhere, nowhere, or in these skills. */
export type Reservable = boolean | readonly SkillId[];

export interface Caller {
  readonly person: PersonId | null;
  readonly number: NumberVerdict;
  /** The number is one that many people share. */
  readonly shared?: true;
  /** IANA zones in which the owner of the number may be, where their clocks are not those of the operation. */
  readonly zones?: readonly string[];
  /**
   * Of one who calls and whose number is known: drawn for them for the local day, from 0 inclusive to 1 exclusive. The
   * same in all their calls of the day, whatever their skill.
   */
  readonly draw?: number;
  /** Of one who calls: the class that the exchange knows them by. */
  readonly class?: CallerClass;
}

/** What ended a question without a key, or that a key did. */
export type ChoiceSource = "key" | "timeout" | "hung-up" | "deadline";
export type Choice = "yes" | "no" | "silent";

export type AgentStatus = "free" | "ringing" | "busy" | "wrap-up" | "paused" | "away";

/** How a dialling went on, or what ended it. */
export type AttemptProgress = "ringing" | "answered" | "confirmed" | "snoozed" | AttemptFailure;
/**
 * `turned-away`: the customer was ready, and the queue would not have them or gave them up. `declined`: not the person who
 * asked for it. `refused`: not dialled, for the rules refuse the number now.
 * `over-limit`: not dialled, for it was dialled too often lately.
 */
export type AttemptFailure =
  | "busy"
  | "no-answer"
  | "machine"
  | "failed"
  | "invalid"
  | "declined"
  | "hung-up"
  | "turned-away"
  | "refused"
  | "over-limit";

/** Where the exchange sees a call, or the leg of an attempt, in a snapshot. */
export type CallSighting = "in-dialogue" | "waiting" | "ringing" | "talking";

export interface SnapshotCall {
  /** A call's id, or the attempt's id for the leg of a return call. */
  readonly call: CallId | AttemptId;
  readonly skill: SkillId;
  readonly queue?: QueueName;
  readonly sighting: CallSighting;
  readonly agent?: AgentId;
  readonly caller: Caller;
  readonly place: number;
}

/** Which words they heard and which key they pressed. */
export interface Consent {
  /** The prompt's name with its version, such as `question@1`. */
  readonly prompt: string;
  readonly key: string;
}

export interface SupervisorOrder {
  /** Names the order, so that it is carried out once however often it is given. */
  readonly order: string;
  readonly callback: CallbackId;
  readonly act: SupervisorAct;
  readonly author: string;
  /** Why, in their words; names and numbers do not belong in it. */
  readonly why: string;
  /** The callback changed since the supervisor looked at it: nothing is done. */
  readonly outdated?: true;
}

export type SupervisorAct =
  | { readonly type: "cancel" }
  /** To another time (epoch ms), or to the end of another skill's line, or both. */
  | { readonly type: "move"; readonly notBefore?: number; readonly skill?: SkillId }
  /** Dialled as soon as the rules allow, even before its turn; the customer keeps their place in the queue. */
  | { readonly type: "call-now" };

export interface SnapshotAgent {
  readonly agent: AgentId;
  /** As people call them, where the exchange has a name; several may have the same. */
  readonly name?: string;
  readonly skills: readonly SkillId[];
  readonly status: AgentStatus;
}

/** The leg of a return call that reached an agent; who it was is not always known. */
export interface ServedLeg {
  readonly attempt: AttemptId;
  readonly agent?: AgentId;
  /** It is on the phone still, where they were passed on to. */
  readonly alive?: true;
  /** When it was over, epoch ms by the exchange's own time; it may be known to the second only. */
  readonly endedAt?: number;
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
  | {
      readonly type: "call-arrived";
      readonly call: CallId;
      readonly skill: SkillId;
      readonly queue?: QueueName;
      readonly caller: Caller;
    }
  | { readonly type: "question-began"; readonly call: CallId }
  | {
      readonly type: "choice-made";
      readonly call: CallId;
      readonly choice: Choice;
      readonly source: ChoiceSource;
      /** With yes: the proof of consent, and what else they chose. */
      readonly consent?: Consent;
      /** With yes: they asked to be called so many ms later, instead of at their place. */
      readonly laterMs?: number;
      /** With yes: their name was recorded, under the id of the call. */
      readonly nameRecorded?: true;
    }
  /** Being asked, they keyed the number at which they want to be called. */
  | { readonly type: "number-keyed"; readonly call: CallId; readonly callee: Caller }
  /** Waiting in the queue, they pressed the key to be asked; they are out of the queue now. */
  | {
      readonly type: "offer-requested";
      readonly call: CallId;
      readonly skill: SkillId;
      readonly queue?: QueueName;
      readonly caller: Caller;
    }
  /** In the exchange's queue. A call that nobody announced is announced by this. */
  | {
      readonly type: "call-joined";
      readonly call: CallId | AttemptId;
      readonly skill: SkillId;
      readonly queue?: QueueName;
      readonly caller: Caller;
    }
  /**
   * An agent who talked to a customer phoned a queue, and put the customer through while that phone call waited there:
   * from now on the customer, who is known as `by`, stands where `call` stood.
   */
  | {
      readonly type: "call-replaced";
      readonly call: CallId;
      readonly by: CallId;
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
  /** The phone is down, on whichever side. */
  | { readonly type: "call-ended"; readonly call: CallId | AttemptId }
  | {
      readonly type: "agent-changed";
      readonly agent: AgentId;
      /** As people call them, where the exchange has a name; several may have the same. */
      readonly name?: string;
      readonly skills: readonly SkillId[];
      readonly status: AgentStatus;
    }
  | {
      readonly type: "attempt-progressed";
      readonly attempt: AttemptId;
      readonly progress: AttemptProgress;
      /** With `snoozed`: after how many ms they want to be called. */
      readonly laterMs?: number;
    }
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
      /** Legs that an agent answered and that are over, or in no queue any more; reported for a while, and again. */
      readonly served?: readonly ServedLeg[];
      /** Whether the exchange can take a waiting caller out of its queue, to ask them. */
      readonly canWithdraw?: boolean;
      /** Whether it can hold an agent for a return call; left out: it can't. */
      readonly canReserve?: Reservable;
      /** Whether it can place return calls; left out: yes. */
      readonly canDial?: boolean;
    }
  /** Nothing is heard of the exchange, and nothing asked of it, until its next snapshot. */
  | { readonly type: "exchange-lost" }
  /** A supervisor wants something done with a callback. */
  | ({ readonly type: "supervisor-ordered" } & SupervisorOrder)
  /** All that was known of a person was erased: they cannot be called any more. */
  | { readonly type: "person-erased"; readonly person: PersonId }
  /** What the running half hours of skills are expected to come to, computed beside the facts from the line as it stood at `asOf`, epoch ms. */
  | { readonly type: "outlook"; readonly asOf: number; readonly skills: readonly SkillOutlook[] }
  /** Time passed; the core asked for this by `nextWake`. */
  | { readonly type: "woke" }
  | { readonly type: "settings-adopted"; readonly settings: Settings }
  /**
   * A newer Espera goes on from a checkpoint of an older one: the state as it read it. What the older one did not keep
   * starts over with it, so it is a fact, and the events from the first on give the same state as the checkpoint does.
   */
  | { readonly type: "state-adopted"; readonly checkpoint: string }
  | { readonly type: "call-recorded"; readonly recorded: RecordedCall };

/**
 * `at` is the time of reception in Espera, never decreasing in a run; `exchangeAt` the exchange's own time. `clocks`: of zones that
 * count from now on and were not known, or not for long enough.
 */
export type Fact = FactBody & {
  readonly at: number;
  readonly exchangeAt?: number;
  readonly clocks?: readonly ZoneClock[];
};
