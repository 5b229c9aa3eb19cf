import type { AttemptId, CallbackId, CallId, PersonId, SkillId } from "./ids.ts";

/**
 * What the exchange is told. All but `dial` are sent at least once, are idempotent, and are derived again from
 * state after a restart; `dial` is sent at most once: it is never repeated, an unknown result uses the attempt up.
 * `place` is an arrival time in epoch ms: earlier is served first.
 */
export type Command =
  /** Let the call into the queue at its place without asking. */
  | { readonly type: "pass"; readonly call: CallId; readonly skill: SkillId; readonly place: number }
  /** Ask whether it wants to be called back; until it answers it keeps its place. */
  | { readonly type: "offer"; readonly call: CallId; readonly skill: SkillId; readonly place: number }
  /** Put a call, or the confirmed leg of a return call, into the queue at its place. */
  | {
      readonly type: "seat";
      readonly call: CallId | AttemptId;
      readonly skill: SkillId;
      readonly place: number;
    }
  /** Say that the callback is registered and by when, then end the call. */
  | { readonly type: "thank"; readonly call: CallId; readonly fromAt: number; readonly untilAt: number }
  /** End the leg of an attempt that is not wanted any more. Never sent for a caller. */
  | { readonly type: "hang-up"; readonly attempt: AttemptId }
  | {
      readonly type: "dial";
      readonly attempt: AttemptId;
      readonly callback: CallbackId;
      readonly person: PersonId;
      readonly skill: SkillId;
      readonly place: number;
      readonly ringForMs: number;
    };
