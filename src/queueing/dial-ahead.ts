import { lowerGamma, upperGamma } from "./laws/incomplete-gamma.ts";
import {
  mustBePositive,
  mustBeProbability,
  mustBeWhole,
  mustNotBeAbove,
  mustNotBeNegative,
} from "./parameter-error.ts";

/** What a unit of time costs: a customer's, waiting after they picked up, and an agent's, held idle for them. */
export interface WaitingCosts {
  readonly customer: number;
  readonly agent: number;
}

/**
 * How sure it must be that an agent is there for who picks up: the newsvendor's critical ratio, c_w / (c_w + c_i). 0.5 where
 * both cost the same.
 */
export function criticalRatio({ customer, agent }: WaitingCosts): number {
  mustNotBeNegative("customer", customer);
  mustNotBeNegative("agent", agent);
  mustBePositive("customer + agent", customer + agent);
  return customer / (customer + agent);
}

/**
 * The rank of the agent, in the order of coming free, for which a callback is dialled ahead of its turn: the largest m for which
 * P(Poisson(expectedReleases) ≥ m) ≥ ratio, 0 when not even the first is sure enough. `expectedReleases` is how many agents
 * come free while a phone rings until its owner has confirmed (ν R). At most a million. The ratio is above 0, at most 1:
 * nothing is as sure as 1.
 */
export function dialAheadRank(expectedReleases: number, ratio: number): number {
  mustNotBeNegative("expectedReleases", expectedReleases);
  mustBeProbability("ratio", ratio);
  mustBePositive("ratio", ratio);
  mustNotBeAbove("expectedReleases", expectedReleases, MOST_RELEASES);
  if (ratio === 1) return 0;
  // P(Poisson(x) ≥ m) = P(m, x) falls in m; the smaller of the two tails is the precise one.
  const sureEnough = (rank: number) =>
    ratio < 0.5
      ? lowerGamma(rank, expectedReleases) >= ratio
      : upperGamma(rank, expectedReleases) <= 1 - ratio;
  let low = 0;
  let high = 1;
  while (sureEnough(high)) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (sureEnough(middle)) low = middle;
    else high = middle;
  }
  return low;
}

const MOST_RELEASES = 1_000_000;

export interface DialView {
  /** From {@link dialAheadRank}, plus the agents who are idle now. */
  readonly rank: number;
  /** Callbacks whose phone rings. */
  readonly ringing: number;
  /** Callbacks that were picked up and wait for an agent, or are being asked. */
  readonly pickedUp: number;
  /** That a phone that rings is picked up and confirmed. */
  readonly pickUpProbability: number;
}

/** From this probability on no more are dialled than are wanted: a customer who picks up to silence costs more. */
const RELIABLE = 0.7;

/**
 * How many more callbacks to dial now. Callbacks that ring or were picked up count against the rank; only where fewer than 0.7 are
 * picked up, is a phone counted as that part of one, so that 1/q are dialled for each that is wanted, rounded down.
 */
export function dialsNow({ rank, ringing, pickedUp, pickUpProbability }: DialView): number {
  mustBeWhole("rank", rank, 0);
  mustBeWhole("ringing", ringing, 0);
  mustBeWhole("pickedUp", pickedUp, 0);
  mustBeProbability("pickUpProbability", pickUpProbability);
  mustBePositive("pickUpProbability", pickUpProbability);
  const wanted = rank - pickedUp;
  const phones = pickUpProbability < RELIABLE ? Math.floor(wanted / pickUpProbability) : wanted;
  return Math.max(0, phones - ringing);
}

export interface ReservationView {
  /** How long the phone of the callback whose turn it is will ring yet, until its owner has confirmed, as a mean. */
  readonly remainingRing: number;
  /** Completions of all agents in a unit of time, ν. */
  readonly releaseRate: number;
  readonly costs: WaitingCosts;
}

/**
 * Whether an agent who comes free, while a callback rings that stands before the next live caller, is held for it: when the
 * agent idles for less, as a mean, than the customer would wait for the next one to come free, each at its cost:
 * E[remaining ring] ≤ (c_w / c_i) / ν. Always where an agent's time costs nothing or nobody else will come free.
 */
export function holdForCallback({ remainingRing, releaseRate, costs }: ReservationView): boolean {
  mustNotBeNegative("remainingRing", remainingRing);
  mustNotBeNegative("releaseRate", releaseRate);
  mustNotBeNegative("customer", costs.customer);
  mustNotBeNegative("agent", costs.agent);
  return remainingRing * costs.agent * releaseRate <= costs.customer;
}
