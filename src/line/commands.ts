import type { AttemptId, CallbackId, CallId, PersonId, SkillId } from "./ids.ts";
import type { SaidSpan } from "./judgement/said-span.ts";
import type { QueueName } from "./queue-name.ts";

/**
 * What the exchange is to do. All but `dial` and `turn-away` are sent at least once, are idempotent, and are derived again from
 * state after a restart; `dial` is sent at most once: it is never repeated, an unknown result uses the attempt up.
 * `place` is an arrival time in epoch ms: earlier is served first.
 */
export type Command =
  /** Let the call into the queue at its place without asking. */
  | { readonly type: "pass"; readonly call: CallId; readonly skill: SkillId; readonly place: number }
  /** Ask whether it wants to be called back; until it answers it keeps its place. */
  | {
      readonly type: "offer";
      readonly call: CallId;
      readonly skill: SkillId;
      readonly place: number;
      readonly dialogue: OfferDialogue;
    }
  /** Take the waiting call out of the queue and ask it, unless an agent is rung for it; it keeps its place. */
  | {
      readonly type: "withdraw";
      readonly call: CallId;
      readonly skill: SkillId;
      readonly place: number;
      readonly dialogue: OfferDialogue;
    }
  /** What becomes of the number that they keyed: it will be called, or they are to key another one. */
  | { readonly type: "judge-number"; readonly call: CallId; readonly accepted: boolean }
  /** Put a call, or the confirmed leg of a return call, into the queue at its place. */
  | {
      readonly type: "seat";
      readonly call: CallId | AttemptId;
      readonly skill: SkillId;
      readonly place: number;
    }
  /** Say that the callback is registered and by when, then end the call. */
  | { readonly type: "thank"; readonly call: CallId; readonly fromAt: number; readonly untilAt: number }
  /**
   * Say to a customer that the queue turned away when they are called again (epoch ms; `null`: they are not), then end the
   * leg. It is not derived again: an exchange that does not get it says so without a time.
   */
  | { readonly type: "turn-away"; readonly call: AttemptId; readonly againAt: number | null }
  /**
   * Hold an agent for a callback: of those who come free, one is kept from everybody who stands behind this place of the
   * line, for so long from now. Said again it holds on, at the place that is said then, and of what it is not said again it
   * lets go.
   */
  | {
      readonly type: "reserve";
      readonly callback: CallbackId;
      readonly skill: SkillId;
      readonly place: number;
      readonly forMs: number;
    }
  /** Hold no agent for it any more. */
  | { readonly type: "release"; readonly callback: CallbackId; readonly skill: SkillId }
  /** End the leg of an attempt that is not wanted any more. Never sent for a caller. */
  | { readonly type: "hang-up"; readonly attempt: AttemptId }
  | {
      readonly type: "dial";
      readonly attempt: AttemptId;
      readonly callback: CallbackId;
      readonly person: PersonId;
      readonly skill: SkillId;
      /** Into which of its queues, where it has several. */
      readonly queue?: QueueName;
      readonly place: number;
      readonly ringForMs: number;
      readonly dialogue: ReturnDialogue;
    };

/** What the question to a caller is made of. */
export interface OfferDialogue {
  /** How long they would wait on the phone, ms; `null`: not known. */
  readonly waitMs: number | null;
  /** Between which times that wait ends, where it is known well enough to be said. */
  readonly waitSpan?: SaidSpan;
  readonly confirmNumber: boolean;
  readonly otherNumber: boolean;
  /** The number they call from may not be called, or is not known: they are asked for another one at once. */
  readonly keyNumber?: true;
  readonly recordName: boolean;
  readonly laterMs: readonly number[];
}

/** What the person who picks up a return call is asked. */
export interface ReturnDialogue {
  /**
   * When their recorded name may be played: `first`, where the number dialled is the one that called; `after-key`, once
   * they pressed 1, where it is another one. `null`: there is none.
   */
  readonly name: "first" | "after-key" | null;
  /** After how many ms they may ask to be called instead, ascending. */
  readonly laterMs: readonly number[];
}
