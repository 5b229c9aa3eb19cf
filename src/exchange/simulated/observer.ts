import type { AgentId, AttemptId, CallbackId, CallId, SkillId } from "../../line/ids.ts";
import type { Utterance } from "../dialogue/utterances.ts";

/** What a person on the phone heard: what was said to them, music in a queue, or that nobody can attend. */
export type Heard = Utterance | { readonly what: "queue-music" } | { readonly what: "sorry" };

/** What a person on the phone did. */
export type Did =
  | { readonly what: "pressed"; readonly keys: string }
  | { readonly what: "said-name" }
  /** They put the phone down themselves. */
  | { readonly what: "hung-up" };

/** How the ringing of a customer's phone ended. */
export type RingEnd = "picked-up" | "not-answered" | "cancelled";

/**
 * What people outside saw, whatever Espera knows or believes of it: the judge when Espera is killed or its
 * reports are lost. Times are epoch ms; a `call` may be the leg of an attempt.
 */
export interface Observer {
  heard(call: CallId | AttemptId, what: Heard, at: number): void;
  did(call: CallId | AttemptId, what: Did, at: number): void;
  /** A customer's phone begins to ring. */
  rang(number: string, attempt: AttemptId, at: number): void;
  rangUntil(attempt: AttemptId, how: RingEnd, at: number): void;
  /** It came into the queue of a skill, at a place. */
  queued(call: CallId | AttemptId, skill: SkillId, place: number, at: number): void;
  /** An agent's phone begins to ring for it. */
  rungFor(call: CallId | AttemptId, agent: AgentId, at: number): void;
  /** An agent and the person on the phone began to talk. */
  served(call: CallId | AttemptId, agent: AgentId, at: number): void;
  /** The phone is down. */
  ended(call: CallId | AttemptId, at: number): void;
  /** An agent of a skill is held for a callback, from the callers behind this place. */
  held(callback: CallbackId, skill: SkillId, place: number, at: number): void;
  /** Not any more. */
  letGo(callback: CallbackId, at: number): void;
  /** The phone system went down with all its calls. */
  wentDown(at: number): void;
}
