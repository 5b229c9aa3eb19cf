/** One inbound contact; unique in an operation, given by the exchange. */
export type CallId = string;
/** A callback carries the id of the call that asked for it: one call registers at most one. */
export type CallbackId = CallId;
/** One dialling of a callback; it also names the phone leg that the dialling makes. */
export type AttemptId = string;
export type AgentId = string;
/** Opaque key into `people`; the core never sees a number. */
export type PersonId = string;
/** The number by which reports name a skill. */
export type SkillId = number;

/** The id of a callback's n-th attempt (from 1): derived, so that a replay and a restart name it alike. */
export function attemptIdOf(callback: CallbackId, n: number): AttemptId {
  return `${callback}~${n}`;
}

/** What an attempt's id is made of, or `undefined` when the id is not an attempt's. */
export function partsOfAttempt(attempt: AttemptId): { callback: CallbackId; n: number } | undefined {
  const match = /^(.+)~([1-9]\d{0,3})$/s.exec(attempt);
  return match ? { callback: match[1]!, n: Number(match[2]) } : undefined;
}
