import type { CallbackId, CallId, SkillId } from "../../line/ids.ts";

/** What a caller does when he is asked, `afterMs` after the question began. */
export interface QuestionBehaviour {
  readonly afterMs: number;
  readonly does: "yes" | "no" | "silent" | "hang-up";
}

/** What happens when a customer is dialled. */
export interface ReturnCall {
  /** From the order until the phone rings, or until the network answers for it. */
  readonly afterMs: number;
  /** How long it rings before somebody, or a machine, picks up. */
  readonly ringMs: number;
  /** `hang-up`: picks up and hangs up instead of confirming. `declined`: says that he is not the person. */
  readonly does: "confirm" | "declined" | "no-answer" | "busy" | "machine" | "failed" | "invalid" | "hang-up";
  /** From picking up until it shows what he, or the machine, does. */
  readonly confirmAfterMs: number;
  /** How long he waits for an agent, once he has shown what he does, before he hangs up. */
  readonly patienceMs: number;
}

/** Somebody who asked to be called back. */
export interface Customer {
  /** How long an agent talks with him. */
  readonly handleMs: number;
  /** What his `n`-th attempt (from 1) meets. */
  returnCall(n: number): ReturnCall;
}

/** Whether and when a caller phones again of his own accord. */
export interface Redial {
  /** After he gave up; `null`: he does not. */
  readonly afterAbandonMs: number | null;
  /** After he was told that he will be called back, unless that happens sooner; `null`: he waits for it. */
  readonly afterYesMs: number | null;
  /** The call that he then makes. */
  call(at: number): SimulatedCaller;
}

/** One inbound call with all that its caller will do, whatever is done to him. */
export interface SimulatedCaller extends Customer {
  readonly call: CallId;
  /** Epoch ms. */
  readonly at: number;
  readonly skill: SkillId;
  /** `null`: withheld. */
  readonly number: string | null;
  /** How long he stays without an agent, from his arrival. */
  readonly patienceMs: number;
  readonly question: QuestionBehaviour;
  /** `null`: he never phones again. */
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
