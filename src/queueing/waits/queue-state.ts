import { mustBeQueue, type QueueParameters } from "../erlang/erlang-a.ts";
import { atMostOne } from "../numerics/at-most-one.ts";
import { growsWithoutEnd, mustBeWhole, ParameterError } from "../parameter-error.ts";
import { answeredWithinByPosition } from "./tagged-caller.ts";

/** A law of the number in system: those who are served, and those who wait. Beyond what is listed nobody is. */
export interface QueueState {
  /** The number in system that the first probability is of. */
  readonly from: number;
  readonly probabilities: Float64Array;
}

/** What meets somebody who calls when the line is in that state. */
export interface StateMeasures {
  /** The probability that they are answered within the threshold. */
  readonly serviceLevel: number;
  readonly probabilityOfWaiting: number;
  readonly probabilityOfAbandonment: number;
  /** Callers who wait, and callers in system, on average. */
  readonly meanQueue: number;
  readonly meanInSystem: number;
}

/** So many in system, for certain. */
export function knownState(inSystem: number): QueueState {
  return { from: inSystem, probabilities: Float64Array.of(1) };
}

/**
 * The steady state of M/M/n+M: the law of the number in system, by products outwards from the likeliest number.
 * Numbers less likely than 1e-30 of that one are left out.
 *
 * @throws ParameterError, `too-many-states` when more than a few million numbers would be listed
 */
export function steadyState(parameters: QueueParameters): QueueState {
  mustBeQueue(parameters);
  const { agents, arrivalRate, serviceRate, patienceRate } = parameters;
  const capacity = agents * serviceRate;
  if (patienceRate === 0 && arrivalRate >= capacity) throw growsWithoutEnd();
  const likeliest =
    arrivalRate < capacity
      ? Math.floor(arrivalRate / serviceRate)
      : agents + Math.floor((arrivalRate - capacity) / patienceRate);
  const above: number[] = [];
  for (let count = likeliest + 1, weight = 1; ; count++) {
    weight *= arrivalRate / departureRate(parameters, count);
    if (weight < NEGLIGIBLE) break;
    above.push(weight);
    if (above.length > MOST) throw new ParameterError("too-many-states", "patienceRate", TOO_MANY);
  }
  const below: number[] = [];
  for (let count = likeliest, weight = 1; count > 0; count--) {
    weight *= departureRate(parameters, count) / arrivalRate;
    if (weight < NEGLIGIBLE) break;
    below.push(weight);
    if (below.length > MOST) throw new ParameterError("too-many-states", "patienceRate", TOO_MANY);
  }
  const weights = Float64Array.from([...below.reverse(), 1, ...above]);
  const total = weights.toSorted().reduce((sum, weight) => sum + weight, 0);
  return { from: likeliest - below.length, probabilities: weights.map((weight) => weight / total) };
}

/** Throws a ParameterError unless it is a law: a whole number of at least 0 to begin with, probabilities that sum to about 1. */
export function mustBeState({ from, probabilities }: QueueState): void {
  mustBeWhole("begin.from", from, 0);
  let sum = 0;
  for (const probability of probabilities) {
    if (!(probability >= 0 && probability <= 1 + STATE_ROUNDING)) throw noState();
    sum += probability;
  }
  if (Math.abs(sum - 1) > STATE_ROUNDING) throw noState();
}

function noState(): ParameterError {
  return new ParameterError("not-a-probability", "begin", "begin is no law: its probabilities must sum to 1");
}

/** How fast somebody leaves, served or not, while so many are in system. */
export function departureRate(
  { agents, serviceRate, patienceRate }: QueueParameters,
  inSystem: number,
): number {
  return inSystem <= agents
    ? inSystem * serviceRate
    : agents * serviceRate + (inSystem - agents) * patienceRate;
}

/** The probability of an answer within the threshold for somebody who finds so many in system, from `from` to `to`. */
export function serviceLevels(
  parameters: QueueParameters,
  threshold: number,
  from: number,
  to: number,
): Float64Array {
  const { agents } = parameters;
  const levels = new Float64Array(to - from + 1).fill(1);
  if (to < agents) return levels;
  const waiting = answeredWithinByPosition(parameters, threshold, to - agents + 1);
  for (let count = Math.max(from, agents); count <= to; count++)
    levels[count - from] = waiting[count - agents]!;
  return levels;
}

/** What the state means to somebody who calls now, if the agents stay as they are. */
export function measuresOfState(
  state: QueueState,
  parameters: QueueParameters,
  threshold: number,
): StateMeasures {
  const { from, probabilities } = state;
  const { agents, serviceRate, patienceRate } = parameters;
  const levels = serviceLevels(parameters, threshold, from, from + probabilities.length - 1);
  const capacity = agents * serviceRate;
  const sums = {
    serviceLevel: 0,
    probabilityOfWaiting: 0,
    probabilityOfAbandonment: 0,
    meanQueue: 0,
    meanInSystem: 0,
  };
  for (const [index, probability] of probabilities.entries()) {
    const count = from + index;
    sums.serviceLevel += probability * levels[index]!;
    sums.meanInSystem += probability * count;
    if (count < agents) continue;
    const leaving = (count - agents + 1) * patienceRate;
    sums.probabilityOfWaiting += probability;
    sums.probabilityOfAbandonment += leaving === 0 ? 0 : (probability * leaving) / (capacity + leaving);
    sums.meanQueue += probability * (count - agents);
  }
  return {
    ...sums,
    serviceLevel: atMostOne(sums.serviceLevel),
    probabilityOfWaiting: atMostOne(sums.probabilityOfWaiting),
    probabilityOfAbandonment: atMostOne(sums.probabilityOfAbandonment),
  };
}

/** By how much the probabilities of a calculated law may be off. */
const STATE_ROUNDING = 1e-6;
const NEGLIGIBLE = 1e-30;
const MOST = 4_000_000;
const TOO_MANY = "The line is so long and patience so great that there are too many states to list";
