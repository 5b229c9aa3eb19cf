import type { CallbackId, CallId, SkillId } from "../../../line/ids.ts";
import type { CallerClass } from "../../../line/settings.ts";

/** What a caller does when they are asked, `afterMs` after the question began. */
export interface QuestionBehaviour {
  readonly afterMs: number;
  readonly does: "yes" | "no" | "silent" | "hang-up";
  /** What they do with all that is asked after a yes; left out: they agree to what is proposed. */
  readonly details?: DetailsBehaviour;
}

/** What may be asked of a caller after they said yes. */
export type DetailsStep = "later" | "number" | "keying" | "name";

/** What a caller who said yes does in the rest of the dialogue, as far as it is asked of them. */
export interface DetailsBehaviour {
  /** From the beginning of each further question to its key. */
  readonly answersAfterMs: number;
  /** From being asked for another number to its last digit. */
  readonly keysAfterMs: number;
  /** Which of the later times they pick, counted from 0, the last where there are fewer; `null`: none. */
  readonly later: number | null;
  /** The numbers they key, one after each that is refused; with none, the number that is proposed is right. */
  readonly keys: readonly string[];
  readonly saysName: boolean;
  /** Where they do nothing any more, or hang up. A name that is not said keeps nobody from going on. */
  readonly stops: { readonly at: DetailsStep; readonly how: "silent" | "hang-up" } | null;
}

/** What happens when a customer is dialled. */
export interface ReturnCall {
  /** From the order until the phone rings, or until the network answers for it. */
  readonly afterMs: number;
  /** How long it rings before somebody, or a machine, picks up. */
  readonly ringMs: number;
  /**
   * `hang-up`: picks up and hangs up instead of confirming. `declined`: says that they are not the person. `silent`: a
   * person who listens and presses nothing.
   */
  readonly does:
    | "confirm"
    | "declined"
    | "no-answer"
    | "busy"
    | "machine"
    | "silent"
    | "failed"
    | "invalid"
    | "hang-up";
  /**
   * Of somebody who would confirm: where later times are offered they ask for one, and pick this, counted from 0, the
   * last where there are fewer; or they ask for them and say nothing more, or hang up.
   */
  readonly later?: number | "silent" | "hang-up";
  /** From picking up until it shows what they, or the machine, do. */
  readonly confirmAfterMs: number;
  /** How long they wait for an agent, once they have shown what they do, before they hang up. */
  readonly patienceMs: number;
}

/** Somebody who asked to be called back. */
export interface Customer {
  /** How long an agent talks with them. */
  readonly handleMs: number;
  /** What their `n`-th attempt (from 1) meets. */
  returnCall(n: number): ReturnCall;
  /** The agent who talks with them first passes them on; left out: they do not. */
  readonly transfer?: Transfer;
}

/** An agent passes the person they talk with to the queue of another skill. */
export interface Transfer {
  readonly to: SkillId;
  /** From the answer. */
  readonly afterMs: number;
  /** How long they stay in the other queue without an agent. */
  readonly patienceMs: number;
}

/** A caller who waits presses the key to be asked. */
export interface QueueKey {
  /** From when they first came into the queue; they press it once. */
  readonly afterMs: number;
  /** What they do with the question that they asked for. */
  readonly question: QuestionBehaviour;
}

/** Whether and when a caller phones again of their own accord. */
export interface Redial {
  /** After they gave up; `null`: they do not. */
  readonly afterAbandonMs: number | null;
  /** After they heard that they will be called back, unless that happens sooner; `null`: they wait for it. */
  readonly afterYesMs: number | null;
  /** The call that they then make. */
  call(at: number): SimulatedCaller;
}

/** One inbound call with all that its caller will do, whatever is done to them. */
export interface SimulatedCaller extends Customer {
  readonly call: CallId;
  /** Epoch ms. */
  readonly at: number;
  readonly skill: SkillId;
  /** `null`: withheld. */
  readonly number: string | null;
  /** By whose credit the exchange seats them; left out: none. */
  readonly class?: CallerClass;
  /** How long they stay without an agent, from their arrival. */
  readonly patienceMs: number;
  readonly question: QuestionBehaviour;
  /** Left out: they press nothing. */
  readonly queueKey?: QueueKey;
  /** They come into the queue by a way on which Espera is not asked, as a call from another office does. */
  readonly unannounced?: true;
  /** `null`: they never phone again. */
  readonly redial: Redial | null;
}

/** Who phones, and what they do. */
export interface Traffic {
  /** The next caller, in ascending order of arrival; `null` when no more come. */
  next(): SimulatedCaller | null;
  /**
   * The customer of a callback, also of one that was registered before this exchange began: the exchange asks
   * here, so that it needs no memory of its own.
   */
  customer(callback: CallbackId, skill: SkillId): Customer;
}
