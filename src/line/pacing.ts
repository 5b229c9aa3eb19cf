/** What dial pacing is told of a skill when a callback's turn has come. */
export interface PacingView {
  readonly freeAgents: number;
  /** Recent answers of the skill per ms; `null`: too few to say. */
  readonly answersPerMs: number | null;
  /** How long a phone may ring. */
  readonly ringForMs: number;
}

/**
 * How many attempts of a skill may be alive at once, return calls waiting in the queue included; at least 1, so
 * that a callback whose turn it is gets dialled. Pure.
 */
export type DialPacing = (view: PacingView) => number;

/**
 * As many as agents are free, or will come free while a phone rings and its owner presses the key: whoever picks
 * up is not put on hold again for long.
 */
export const paceByFreeAgents: DialPacing = ({ freeAgents, answersPerMs, ringForMs }) =>
  Math.max(1, freeAgents + Math.floor((answersPerMs ?? 0) * (ringForMs + CONFIRM_MS)));

/** From picking up to key 1. */
const CONFIRM_MS = 10_000;
