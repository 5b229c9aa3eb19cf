import type { Promised } from "./callback/promised.ts";
import type {
  AgentStatus,
  AttemptFailure,
  Caller,
  Choice,
  ChoiceSource,
  Consent,
  NumberVerdict,
  RecordedCall,
  Reservable,
  SupervisorOrder,
} from "./facts.ts";
import type { ZoneClock } from "./hours/zone-clock.ts";
import type { AgentId, AttemptId, CallbackId, CallId, PersonId, SkillId } from "./ids.ts";
import type { SaidSpan } from "./judgement/said-span.ts";
import type { SkillOutlook } from "./outlook/skill-outlook.ts";
import type { AutoRule, SwitchReason } from "./outlook/switch-state.ts";
import type { QueueName } from "./queue-name.ts";
import type { JudgementName, Settings } from "./settings.ts";

/** The final statuses of a callback, by the names reports use. */
export type FinalStatus = "OK" | "FAIL" | "NO USER" | "STOP NEW";

/**
 * How a call ended. `accepted`: it asked to be called back. `left`: the queue would not take it or gave it up, and no
 * agent answered it. `lost`: its end was never reported.
 */
export type CallOutcome = "answered" | "abandoned" | "accepted" | "left" | "lost";

/** Stable codes of the reason for an offer or for letting a call pass. */
export type OfferReason =
  | "wait-long"
  | "wait-short"
  | "wait-unknown"
  | "agent-free"
  | "smart-wait-off"
  | "shadow"
  | "not-at-risk"
  | "number-anonymous"
  | "number-refused"
  | "number-own"
  | "already-registered"
  | "already-being-asked"
  | "outside-calling-hours"
  | "promise-unkeepable"
  | "skill-unknown"
  | "registration-closed"
  | "skill-closed"
  | "too-many-pending"
  | "promise-too-late"
  | "held-out"
  | "number-limit"
  | "day-limit"
  | "turn-near"
  | "asked-before"
  | "passed-on"
  | "waited-long"
  | "asked-for"
  | "wait-grew"
  | "switched-on"
  | "key-off";

/** Stable codes of why a callback ended. */
export type EndReason =
  | "cancelled"
  | "closed"
  | "duplicate"
  | "number-refused"
  | "over-limit"
  | "person-erased"
  | "joined"
  | "attempts-used-up"
  | "number-invalid"
  | "not-the-person"
  | "attended-before"
  | "expired";

/** What was known when a call was decided on. Times in ms; `null`: not known. */
export interface OfferInputs {
  readonly ahead: number;
  readonly freeAgents: number;
  readonly answersPerMinute: number | null;
  readonly predictedWaitMs: number | null;
  /** Within which times the wait ends, as it is promised and said; where that was learned. Since version 17 of the core. */
  readonly predictedSpan?: SaidSpan;
  readonly thresholdMs: number | null;
  /** Which judgement predicted the wait and said whether the caller is worth asking. Since version 13 of the core. */
  readonly judgement?: JudgementName;
  /** In mode `auto`, since version 16 of the core: by which rule smart wait was on or off, and since when (epoch ms). */
  readonly autoRule?: AutoRule;
  readonly autoSince?: number | null;
  /** The risk that the half hour ends below the target, as it was known; and the one above which it is on, or below which it is off again. */
  readonly risk?: number | null;
  readonly riskThreshold?: number;
  /** What was drawn for the caller for the day, where the skill has a hold-out and they were eligible. */
  readonly draw?: number;
  /** Whose draw was below it was held out, and who was already held out today in this skill. */
  readonly holdOutRate?: number;
  readonly heldOutToday?: true;
  /** Callbacks registered on the day, and how many may be, where that is why the call is not asked. */
  readonly registeredToday?: number;
  readonly dayCeiling?: number;
}

/** What was known when smart wait switched itself on or off. Times in ms; `null`: not known. */
interface SwitchInputs {
  /** That the half hour ends below the target, 0 to 1, and the threshold that it crossed. */
  readonly risk: number | null;
  readonly threshold: number;
  /** Of the half hour so far: answered within the target's time, and who came. */
  readonly level: number | null;
  readonly offered: number | null;
  /** Logged in, and not in a pause. */
  readonly agents: number;
  /** When the line stood as the risk was estimated from, epoch ms. */
  readonly asOf: number | null;
  readonly leastOnMs: number;
}

/** What was known when a callback's turn came. */
export interface DialInputs {
  readonly aliveInSkill: number;
  readonly aliveAtMost: number;
  readonly freeAgents: number;
  readonly answersPerMinute: number | null;
  /** Alive attempts of the skill without an agent: each claims one. Since version 9 of the core, as what follows. */
  readonly claims?: number;
  /** How many busy agents will have come free by the time that the customer has confirmed, as a mean. */
  readonly expectedReleases?: number;
  /** How sure it must be that an agent is there then, above 0 and below 1. */
  readonly kappa?: number;
  /** From dialling to key 1, as a mean, ms. */
  readonly leadMs?: number;
  /** Which judgement said how many may be alive. Since version 13 of the core. */
  readonly judgement?: JudgementName;
  /** Why now: its turn, the end of its promise, or a supervisor. */
  readonly why: DialReason;
}

/** Stable codes of why a number that a caller keyed is taken, or not; `not-taken`: it may be called, but not so. */
export type KeyedNumberReason = NumberVerdict | "not-taken";

/** Stable codes of why a callback is dialled at this moment. */
export type DialReason =
  | "turn-came"
  | "agent-soon"
  | "promise-ends"
  | "agents-idle"
  | "window-ends"
  | "supervisor";

/** Stable codes of why a callback is put off to a later moment. */
export type RestReason = "retry" | "snoozed" | "closed" | "moved" | "chosen" | "answered-today";

/** What became of a supervisor's order. */
export type OrderOutcome = "done" | OrderRefusal;

/** Stable codes of why a supervisor's order is not carried out. */
export type OrderRefusal =
  | "callback-unknown"
  | "changed-meanwhile"
  | "being-called"
  | "on-phone"
  | "attempts-used-up"
  | "outside-calling-hours"
  | "serving-closed"
  | "exchange-away"
  | "nobody-logged-in"
  | "enough-alive"
  | "skill-unknown"
  | "already-registered"
  | "time-past"
  | "time-too-late";

/** An attempt's end: what the phone did, or that nothing was heard of it, or that Espera took it back. */
export type AttemptResult = AttemptFailure | "snoozed" | "unknown" | "withdrawn" | "joined";

/** What the core concluded. Events carry all that `apply` and the read models need: no look-up of the past. */
export type Event =
  | { readonly type: "settings-adopted"; readonly settings: Settings }
  /** An older Espera left this state, as a checkpoint in the form of the one that went on from it. */
  | { readonly type: "state-adopted"; readonly checkpoint: string }
  | {
      readonly type: "call-arrived";
      readonly call: CallId;
      readonly skill: SkillId;
      readonly queue?: QueueName;
      readonly person: PersonId | null;
      readonly number: NumberVerdict;
      readonly shared?: true;
      readonly zones?: readonly string[];
      readonly draw?: number;
      readonly class?: string;
      /** Before this fact where the exchange had it in line unseen. */
      readonly arrivedAt: number;
      readonly place: number;
      readonly announced: boolean;
    }
  /** A deadline had closed it, and it is heard of again. */
  | {
      readonly type: "call-reopened";
      readonly call: CallId;
      readonly skill: SkillId;
      readonly person: PersonId | null;
      readonly number: NumberVerdict;
      readonly shared?: true;
      readonly zones?: readonly string[];
      readonly draw?: number;
      readonly class?: string;
      readonly arrivedAt: number;
      readonly place: number;
    }
  /** It overflowed, or was transferred, to the queue of another skill. */
  | { readonly type: "call-moved"; readonly call: CallId; readonly skill: SkillId }
  /**
   * The caller of `by` was put through to where this call stood: what the exchange reports of `by` is from now on about
   * this one, which goes on at its place.
   */
  | {
      readonly type: "call-replaced";
      readonly call: CallId;
      readonly by: CallId;
      readonly person: PersonId | null;
      readonly number: NumberVerdict;
      readonly shared?: true;
      readonly zones?: readonly string[];
    }
  | {
      readonly type: "call-decided";
      readonly call: CallId;
      readonly skill: SkillId;
      readonly decision: "offer" | "pass";
      readonly reason: OfferReason;
      readonly inputs: OfferInputs;
      /** What the caller is promised if they say yes, epoch ms; of an offer since version 13 of the core. */
      readonly promised?: Promised;
    }
  /** Waiting in the queue it asked to be asked, and was taken out of it. */
  | { readonly type: "offer-requested"; readonly call: CallId }
  | {
      readonly type: "question-began";
      readonly call: CallId;
      readonly skill: SkillId;
      readonly arrivedAt: number;
      /** It had been asked before: the call is treated once. */
      readonly again?: true;
    }
  /** They keyed the number at which they want to be called. */
  | {
      readonly type: "number-keyed";
      readonly call: CallId;
      readonly callee: Caller;
      readonly accepted: boolean;
    }
  | {
      readonly type: "choice-made";
      readonly call: CallId;
      readonly skill: SkillId;
      readonly arrivedAt: number;
      readonly choice: Choice;
      readonly source: ChoiceSource;
      readonly consent?: Consent;
    }
  | {
      readonly type: "callback-registered";
      readonly callback: CallbackId;
      readonly skill: SkillId;
      readonly queue?: QueueName;
      readonly person: PersonId;
      /** Of the call. */
      readonly class?: string;
      readonly arrivedAt: number;
      readonly place: number;
      readonly promisedFrom: number;
      readonly promisedUntil: number;
      readonly expiresAt: number;
      /** The number is one that many share: nobody is recognised by it. */
      readonly shared?: true;
      readonly zones?: readonly string[];
      /** The number was keyed, and is not the one that called. */
      readonly otherNumber?: true;
      /** Who called, then: they are recognised as well. */
      readonly by?: PersonId;
      readonly nameRecorded?: true;
      /** Somebody waits at the number already: it ends at once, and counts only for the caller who keyed it. */
      readonly duplicate?: true;
    }
  /**
   * All that was known of a person was erased while they were on the phone, or somebody who had keyed their number was: from
   * now on they call as one who withholds their number, and nobody is called at the number that was keyed.
   */
  | { readonly type: "caller-erased"; readonly person: PersonId }
  | { readonly type: "call-joined"; readonly call: CallId }
  | {
      readonly type: "call-left";
      readonly call: CallId | AttemptId;
      readonly why: "full" | "empty" | "timeout";
    }
  | { readonly type: "call-rung"; readonly call: CallId; readonly agent: AgentId; readonly first: boolean }
  | { readonly type: "ring-missed"; readonly call: CallId | AttemptId; readonly agent: AgentId }
  | {
      readonly type: "call-answered";
      readonly call: CallId;
      readonly skill: SkillId;
      readonly agent: AgentId;
      readonly agentName?: string;
      readonly arrivedAt: number;
      /** An agent had answered it before, in another queue. */
      readonly again: boolean;
    }
  | {
      readonly type: "call-closed";
      readonly call: CallId;
      readonly skill: SkillId;
      readonly arrivedAt: number;
      readonly outcome: CallOutcome;
      /** Nobody reported its end: a deadline did. It may be heard of again. */
      readonly presumed: boolean;
    }
  | {
      readonly type: "agent-changed";
      readonly agent: AgentId;
      readonly name?: string;
      readonly skills: readonly SkillId[];
      readonly status: AgentStatus;
      /** They are free of a call, and nobody saw since when: how long it lasted is not known. */
      readonly unseen?: true;
    }
  | {
      readonly type: "attempt-dialled";
      readonly callback: CallbackId;
      readonly attempt: AttemptId;
      readonly n: number;
      readonly skill: SkillId;
      readonly inputs: DialInputs;
    }
  | {
      readonly type: "attempt-progressed";
      readonly callback: CallbackId;
      readonly attempt: AttemptId;
      readonly progress: "ringing" | "answered" | "confirmed" | "in-line" | "rung" | "left" | "joined";
      readonly agent?: AgentId;
      readonly agentName?: string;
      /** With `in-line`: after a ring that nobody took. */
      readonly again?: boolean;
      /** With `joined`: `talk-ended` follows. Before version 5 of the core it did not. */
      readonly talk?: true;
    }
  | {
      readonly type: "attempt-ended";
      readonly callback: CallbackId;
      readonly attempt: AttemptId;
      readonly result: AttemptResult;
    }
  /** The leg of an attempt that had ended without the exchange's word, given up or taken back: it is over as well. */
  | { readonly type: "leg-ended"; readonly callback: CallbackId; readonly attempt: AttemptId }
  /**
   * The phone that an attempt joined to an agent is down. `endedAt`: since then; `null`: it is over, and when is not
   * known.
   */
  | {
      readonly type: "talk-ended";
      readonly callback: CallbackId;
      readonly attempt: AttemptId;
      readonly endedAt: number | null;
    }
  /** The callback rests until `notBefore`; then it stands at `place`. Until then it keeps the one it had. */
  | {
      readonly type: "callback-rested";
      readonly callback: CallbackId;
      readonly notBefore: number;
      readonly place: number;
      readonly why?: RestReason;
      /** When it expires, where that changes. */
      readonly expiresAt?: number;
    }
  /** It stands in the line of another skill now; what it counted as, it counts as still. */
  | { readonly type: "callback-moved"; readonly callback: CallbackId; readonly skill: SkillId }
  /**
   * It was cancelled, or its person erased, while they were on their way to an agent: it ends so when that way ends
   * without one.
   */
  | {
      readonly type: "callback-cancelled";
      readonly callback: CallbackId;
      readonly reason: "cancelled" | "person-erased";
    }
  /**
   * What the exchange can do beyond the least. `canDial`: return calls can't be placed at present.
   */
  | {
      readonly type: "exchange-known";
      readonly canWithdraw: boolean;
      readonly canReserve: Reservable;
      readonly canDial?: false;
    }
  /** What the clocks of these zones show, for a while. */
  | { readonly type: "clocks-known"; readonly clocks: readonly ZoneClock[] }
  /** The exchange is to hold an agent for a callback, at this place of the line, or not any more. */
  | {
      readonly type: "reservation-began";
      readonly callback: CallbackId;
      readonly skill: SkillId;
      readonly place: number;
    }
  | { readonly type: "reservation-ended"; readonly callback: CallbackId; readonly skill: SkillId }
  /** What the running half hours of skills are expected to come to. */
  | { readonly type: "outlook-noted"; readonly asOf: number; readonly skills: readonly SkillOutlook[] }
  /** In mode `auto` smart wait switched itself on or off. */
  | {
      readonly type: "smart-wait-switched";
      readonly skill: SkillId;
      readonly on: boolean;
      readonly why: SwitchReason;
      readonly inputs: SwitchInputs;
    }
  /** What became of a supervisor's order. */
  | ({ readonly type: "supervisor-answered"; readonly outcome: OrderOutcome } & SupervisorOrder)
  /** Back in the line, at this place. */
  | { readonly type: "callback-returned"; readonly callback: CallbackId; readonly place: number }
  /** Its person phones: nothing is dialled meanwhile. */
  | { readonly type: "callback-on-phone"; readonly callback: CallbackId; readonly call: CallId }
  /** Its person was attended by another call while their return call was on its way to an agent. */
  | { readonly type: "callback-attended"; readonly callback: CallbackId }
  /**
   * Callers who arrived later were rung first: while it was being dialled and asked, or while it still waited for
   * its turn to be given (pacing, hours, no agent). Concluded when that time ends.
   */
  | {
      readonly type: "callback-overtaken";
      readonly callback: CallbackId;
      readonly while: "dialled" | "held-back";
      /** How many overtook it in that way, all its life. */
      readonly total: number;
    }
  | {
      readonly type: "callback-ended";
      readonly callback: CallbackId;
      readonly skill: SkillId;
      readonly arrivedAt: number;
      readonly status: FinalStatus;
      readonly reason: EndReason;
    }
  | { readonly type: "call-recorded"; readonly recorded: RecordedCall };
