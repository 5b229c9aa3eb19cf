import { dialAheadRank } from "../queueing/dial-ahead.ts";

/** What dial pacing is told of a skill when a callback's turn has come. */
export interface PacingView {
  /** Agents who are free and whom no attempt of another skill claims. */
  readonly freeAgents: number;
  /**
   * How many busy agents will have come free, as a mean, by the time that whoever is dialled now has confirmed; those not
   * counted whom an attempt of another skill claims. 0 while too little is known of how long they talk.
   */
  readonly expectedReleases: number;
  /** How sure it must be that an agent is there then, above 0 and below 1. */
  readonly kappa: number;
}

/**
 * How many attempts of a skill may be alive that have no agent yet, return calls that wait in the queue included. 0: nobody is
 * dialled. Pure.
 */
export type DialPacing = (view: PacingView) => number;

/**
 * As many as agents are free, and as many more as agents come free, with probability κ, before the customer has confirmed. A
 * large team dials several ahead by it; a small one waits until an agent is free.
 */
export const paceByReleases: DialPacing = ({ freeAgents, expectedReleases, kappa }) =>
  freeAgents + dialAheadRank(expectedReleases, kappa);
