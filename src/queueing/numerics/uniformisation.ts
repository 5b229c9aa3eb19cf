import type { QueueParameters } from "../erlang/erlang-a.ts";
import { departureRate, type QueueState } from "../waits/queue-state.ts";

/** A line after a while, and what it was worth meanwhile. */
export interface Advanced {
  readonly state: QueueState;
  /** The integral over the time of the expected reward. */
  readonly reward: number;
}

/** What each number in system from `from` to `to` is worth. */
export type Rewards = (from: number, to: number) => Float64Array;

/**
 * Moves the law of the number in system on by randomisation (Jensen 1953, Grassmann 1977): the chain is looked at
 * when a Poisson process ticks at least as fast as anything can happen, and the number of ticks is averaged over.
 * Every step adds positive numbers only. Numbers in system less likely than 1e-22 are not followed, so the cost is
 * that of the numbers about which the law is.
 */
export function uniformised(
  begin: QueueState,
  parameters: QueueParameters,
  duration: number,
  rewards: Rewards | null,
): Advanced {
  const { arrivalRate } = parameters;
  const highest = begin.from + begin.probabilities.length - 1;
  const last = highestWithin(parameters, highest, duration);
  // Where nothing can happen any ticking will do.
  const ticking = arrivalRate + departureRate(parameters, last) || 1 / duration;
  const { ticks, more } = tickLaw(ticking * duration);
  const first = Math.max(0, begin.from - ticks.length);

  const size = last - first + 1;
  const down = new Float64Array(size + 2);
  const stay = new Float64Array(size + 2);
  const up = arrivalRate / ticking;
  for (let index = 0; index < size; index++) {
    down[index] = departureRate(parameters, first + index) / ticking;
    stay[index] = 1 - up - down[index]!;
  }
  const worth = rewards?.(first, last);
  // From `low` to `high` the law is followed, one further to both sides with each tick.
  let low = begin.from - first;
  let high = highest - first;
  const law = new Float64Array(size + 2);
  law.set(begin.probabilities, low);
  const after = new Float64Array(size + 2);
  let reward = 0;
  for (let tick = 0; tick < ticks.length; tick++) {
    const probability = ticks[tick]!;
    if (probability > 0)
      for (let index = low; index <= high; index++) after[index]! += probability * law[index]!;
    if (worth) {
      let value = 0;
      for (let index = low; index <= high; index++) value += law[index]! * worth[index]!;
      reward += value * more[tick]!;
    }
    let before = 0;
    const to = Math.min(high + 1, size - 1);
    low = Math.max(low - 1, 0);
    for (let index = low; index <= to; index++) {
      const here = law[index]!;
      law[index] = here * stay[index]! + before * up + law[index + 1]! * down[index + 1]!;
      before = here;
    }
    high = to;
    while (law[low]! < UNFOLLOWED && low < high) law[low++] = 0;
    while (law[high]! < UNFOLLOWED && low < high) law[high--] = 0;
  }
  return { state: trimmed(first, after), reward: reward / ticking };
}

/**
 * The number in system that is not passed within the duration. It is no more than the callers who come; and it is less
 * likely than in the steady state of a line that never falls below where this one begins.
 */
function highestWithin(parameters: QueueParameters, begin: number, duration: number): number {
  const births = parameters.arrivalRate * duration;
  const reach = begin + Math.ceil(births + 10 * Math.sqrt(births) + 40);
  let [weight, total] = [1, 1];
  for (let count = begin + 1; count < reach; count++) {
    weight *= parameters.arrivalRate / departureRate(parameters, count);
    total += weight;
    if (weight < total * UNFOLLOWED) return count;
  }
  return reach;
}

/** The law of the number of ticks: the probability of each, and that there are more. */
function tickLaw(mean: number): { ticks: Float64Array; more: Float64Array } {
  const likeliest = Math.floor(mean);
  const above: number[] = [];
  for (let count = likeliest + 1, weight = mean / count; weight > UNLIKELY; weight *= mean / ++count)
    above.push(weight);
  const ticks = new Float64Array(likeliest + 1 + above.length);
  ticks[likeliest] = 1;
  ticks.set(above, likeliest + 1);
  for (let count = likeliest, weight = count / mean; count > 0 && weight > UNLIKELY; weight *= --count / mean)
    ticks[count - 1] = weight;
  const more = new Float64Array(ticks.length);
  let beyond = 0;
  for (let count = ticks.length - 1; count >= 0; count--) {
    more[count] = beyond;
    beyond += ticks[count]!;
  }
  for (let count = 0; count < ticks.length; count++) {
    ticks[count]! /= beyond;
    more[count]! /= beyond;
  }
  return { ticks, more };
}

/** Without the numbers at both ends that are too unlikely to follow. */
function trimmed(from: number, law: Float64Array): QueueState {
  let low = 0;
  let high = law.length - 1;
  while (low < high && law[low]! < UNFOLLOWED) low++;
  while (high > low && law[high]! < UNFOLLOWED) high--;
  return { from: from + low, probabilities: law.slice(low, high + 1) };
}

const UNFOLLOWED = 1e-22;
const UNLIKELY = 1e-22;
