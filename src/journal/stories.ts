import type { AttemptResult, CallOutcome, FinalStatus, OfferReason, OrderOutcome } from "../line/events.ts";
import type { Choice, ChoiceSource, SupervisorAct } from "../line/facts.ts";
import type { AgentId, AttemptId, CallbackId, CallId, PersonId, SkillId } from "../line/ids.ts";
import type { CallbackRecord } from "./rows/callback-members.ts";
import type { DecisionRow } from "./rows/projection.ts";

export type { CallbackRecord } from "./rows/callback-members.ts";

/** Which callbacks a list shows; what is left out does not limit it. */
export interface CallbacksWanted {
  /** Open ones of the live run only; or ended ones only. */
  readonly open?: boolean;
  readonly status?: FinalStatus;
  /** The skill in whose line it stands. */
  readonly skill?: SkillId;
  /** One of the skills in whose lines it stands. */
  readonly skills?: readonly SkillId[];
  /** Those that are to call one of these. */
  readonly persons?: readonly PersonId[];
  /** By the arrival of the call, epoch ms: `from` inclusive, `to` exclusive. */
  readonly from?: number;
  readonly to?: number;
  /** `next` of the page before; anything else is refused, see `partsOfCursor`. */
  readonly after?: string;
  /** At most so many; 100 when left out. */
  readonly limit?: number;
  /** Whether numbers are included. */
  readonly numbers?: boolean;
}

export interface CallbackPage {
  readonly callbacks: readonly CallbackRecord[];
  /** Asks for what comes after these; `null` when nothing does. */
  readonly next: string | null;
}

/** An inbound call. */
export interface CallRecord {
  readonly run: number;
  readonly id: CallId;
  readonly skill: SkillId;
  /** Of the caller; `null`: none. */
  readonly class: string | null;
  readonly arrivedAt: number;
  readonly questionAt: number | null;
  /** When the question was put a second time. */
  readonly askedAgainAt: number | null;
  readonly choice: Choice | null;
  readonly choiceSource: ChoiceSource | null;
  readonly choiceAt: number | null;
  /** The prompt with its version, and the key by which they consented. */
  readonly consentPrompt: string | null;
  readonly consentKey: string | null;
  readonly joinedAt: number | null;
  readonly rungAt: number | null;
  readonly answeredAt: number | null;
  readonly agent: AgentId | null;
  /** What people called the agent then. */
  readonly agentName: string | null;
  readonly endedAt: number | null;
  readonly outcome: CallOutcome | null;
}

export interface AttemptRecord {
  readonly id: AttemptId;
  /** From 1. */
  readonly n: number;
  readonly skill: SkillId;
  readonly dialledAt: number;
  readonly ringingAt: number | null;
  readonly answeredAt: number | null;
  readonly confirmedAt: number | null;
  readonly inLineAt: number | null;
  readonly joinedAt: number | null;
  readonly agent: AgentId | null;
  /** What people called the agent then. */
  readonly agentName: string | null;
  readonly endedAt: number | null;
  readonly result: AttemptResult | null;
  /** When the phone was down after an agent had answered. */
  readonly talkEndedAt: number | null;
  /** It is, and nobody said since when. */
  readonly talkLost: boolean;
  /** From key 1 to the agent's answer, or to hanging up, ms; `null` as with `CallbackRecord`. */
  readonly secondWaitMs: number | null;
}

/** A decision with what was known when it was made. */
export type DecisionRecord = Pick<
  DecisionRow,
  "at" | "subject" | "kind" | "decision" | "reason" | "settingsVersion"
> & {
  readonly inputs: Readonly<Record<string, unknown>>;
};

export interface OrderRecord {
  readonly order: string;
  readonly at: number;
  readonly callback: CallbackId;
  readonly act: SupervisorAct["type"];
  readonly notBefore: number | null;
  readonly skill: SkillId | null;
  readonly author: string;
  readonly why: string;
  readonly outcome: OrderOutcome;
}

/** All that is known of one callback; lists are in the order in which things happened. */
export interface CallbackStory {
  readonly callback: CallbackRecord;
  /** The call that asked for it; `null` where its row is another call's by now. */
  readonly call: CallRecord | null;
  readonly attempts: readonly AttemptRecord[];
  /** Those on the call, and those on the callback. */
  readonly decisions: readonly DecisionRecord[];
  readonly orders: readonly OrderRecord[];
}

/** A call with what was decided on it and on its callback, in the order in which it happened. */
export interface CallStory {
  readonly call: CallRecord;
  readonly decisions: readonly DecisionRecord[];
}

/** Which calls a list shows; what is left out does not limit it. */
export interface RecentCallsWanted {
  /** One of the skills that the call came to. */
  readonly skills?: readonly SkillId[];
  readonly limit: number;
}

/** A call as a list shows it. */
export interface RecentCall {
  readonly id: CallId;
  readonly skill: SkillId;
  readonly arrivedAt: number;
  /** Of the caller; `null` where it was withheld, or the caller was erased. */
  readonly number: string | null;
  readonly choice: Choice | null;
  readonly outcome: CallOutcome | null;
  /** Why the call was offered a return call or let pass, the newest decision; `null`: nobody decided on it. */
  readonly offerReason: OfferReason | null;
}

/** Callbacks of the live run that changed, in the order of their versions. */
export interface CallbackChanges {
  readonly callbacks: readonly CallbackRecord[];
  /** The last step of the live run; 0 where there is none. What changed later has a higher version. */
  readonly asOf: number;
}

/** All that is held of a person in one operation. */
export interface PersonData {
  /** The ids by which the steps name them. */
  readonly persons: readonly PersonId[];
  readonly number: string;
  readonly firstSeenAt: number;
  readonly calls: readonly CallRecord[];
  /** Of calls that they made, and of those in which somebody else keyed their number. */
  readonly callbacks: readonly CallbackStory[];
}
