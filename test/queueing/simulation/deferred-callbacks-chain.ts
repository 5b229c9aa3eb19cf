import type { DeferredModel } from "./deferred-callbacks.ts";
import { solve } from "./linear-equations.ts";

/** Exact measures of the deferred model, all per arriving caller but the queues. */
interface DeferredExact {
  readonly waiting: number;
  readonly offered: number;
  readonly accepted: number;
  readonly abandoned: number;
  readonly answeredWithin: number;
  readonly liveQueue: number;
  readonly callbackQueue: number;
  readonly callbackDelay: number;
  readonly occupancy: number;
}

/**
 * The two-dimensional chain (callers busy or waiting live, callbacks waiting) solved exactly. A level, the number of callbacks, is left
 * downwards only when exactly `reserved` + 1 agents have become free, and then always into the same state of the level below. So the first
 * passage down is known without iterating (Neuts 1981, G of rank one), what goes up from a level comes back to one state, and
 * level 0 seen alone is a chain by itself; all levels above follow by one matrix of rates.
 */
export function deferredExactly(model: DeferredModel): DeferredExact {
  const { agents, arrivalRate, serviceRate, patienceRate, threshold, offeredFromQueue, accepted, reserved } =
    model;
  const queue = 60;
  const states = agents + queue + 1;
  const least = agents - reserved;
  const departures = (x: number) =>
    Math.min(x, agents) * serviceRate + Math.max(0, x - agents) * patienceRate;
  const offers = (x: number) => x >= agents && x - agents >= offeredFromQueue;
  const up = (x: number) => (offers(x) ? arrivalRate * accepted : 0);
  const joins = (x: number) => (x === states - 1 ? 0 : arrivalRate - up(x));

  // Level 0 with all time spent above it cut out: who goes up comes back at `least`.
  const alone = generator(states, 0);
  for (let x = 0; x < states; x++) alone[x]![least]! += up(x);
  const zero = stationary(alone);

  // Above: the time spent in each state of a level from entering it until it is left downwards, and in terms of the level below.
  const size = states - least;
  const within = generator(size, least);
  for (let x = 0; x < size; x++) within[x]![0]! += up(least + x);
  within[0]![0]! -= departures(least);
  const inwards = (above: readonly number[], from: number) => {
    // Solves v · (−within) = what comes up.
    const comes = Array.from({ length: size }, (_, x) => {
      const state = least + x;
      return state >= agents ? above[state - from]! * up(state) : 0;
    });
    return solve(
      within.map((_, row) => within.map((line) => -line[row]!)),
      comes,
    );
  };
  const visits: number[][] = [];
  let level = inwards(zero, 0);
  let mass = total(zero);
  for (;;) {
    visits.push(level);
    mass += total(level);
    if (total(level) < 1e-18 * mass) break;
    level = inwards(level, least);
  }

  const served = servedWithin(agents * serviceRate, patienceRate, threshold, queue + 1);
  let [waiting, offered, abandoned, answeredWithin, liveQueue, callbackQueue, busy] = [0, 0, 0, 0, 0, 0, 0];
  const visit = (x: number, callbacks: number, probability: number) => {
    callbackQueue += callbacks * probability;
    busy += Math.min(x, agents) * probability;
    liveQueue += Math.max(0, x - agents) * probability;
    abandoned += (Math.max(0, x - agents) * patienceRate * probability) / arrivalRate;
    if (x < agents) {
      answeredWithin += probability;
      return;
    }
    waiting += probability;
    if (offers(x)) offered += probability;
    answeredWithin += probability * (1 - up(x) / arrivalRate) * served[x - agents]!;
  };
  zero.forEach((probability, x) => {
    visit(x, 0, probability / mass);
  });
  visits.forEach((states, below) => {
    states.forEach((probability, x) => {
      visit(least + x, below + 1, probability / mass);
    });
  });
  return {
    waiting,
    offered,
    accepted: offered * accepted,
    abandoned,
    answeredWithin,
    liveQueue,
    callbackQueue,
    callbackDelay: callbackQueue / (arrivalRate * offered * accepted),
    occupancy: busy / agents,
  };

  function generator(length: number, from: number): number[][] {
    const rates = Array.from({ length }, () => Array<number>(length).fill(0));
    for (let i = 0; i < length; i++) {
      const x = from + i;
      if (i < length - 1) rates[i]![i + 1] = joins(x);
      if (i > 0) rates[i]![i - 1] = departures(x);
      rates[i]![i] = -(i < length - 1 ? joins(x) : 0) - (i > 0 ? departures(x) : 0) - up(x);
    }
    return rates;
  }
}

/** The probabilities π with π · rates = 0, summing to 1 before the levels above are added. */
function stationary(rates: readonly (readonly number[])[]): number[] {
  const equations = rates.map((_, row) => rates.map((line) => line[row]!));
  equations[0] = rates.map(() => 1);
  return solve(
    equations,
    rates.map((_, row) => (row === 0 ? 1 : 0)),
  );
}

/**
 * P(answered within the threshold) of somebody who finds so many waiting before them: stages of leaving, each with the rate at
 * which the line before them moves, raced by their own patience, in 2,000 steps of Runge and Kutta.
 */
function servedWithin(rate: number, patienceRate: number, threshold: number, positions: number): number[] {
  // By stages left to go, themselves the last; what is served is collected.
  const slope = (state: Float64Array) => {
    const change = new Float64Array(positions + 1);
    // state[j + 1]: the one with j before them being answered in what time is left; state[0]: answered.
    for (let j = 0; j < positions; j++) {
      const leaves = rate + (j + 1) * patienceRate;
      const moves = rate + j * patienceRate;
      change[j + 1] = moves * state[j]! - leaves * state[j + 1]!;
    }
    return change;
  };
  let state = new Float64Array(positions + 1);
  state[0] = 1;
  const steps = 2000;
  const step = threshold / steps;
  const plus = (one: Float64Array, other: Float64Array, times: number) =>
    one.map((value, i) => value + times * other[i]!);
  for (let i = 0; i < steps; i++) {
    const a = slope(state);
    const b = slope(plus(state, a, step / 2));
    const c = slope(plus(state, b, step / 2));
    const d = slope(plus(state, c, step));
    state = state.map((value, j) => value + (step / 6) * (a[j]! + 2 * b[j]! + 2 * c[j]! + d[j]!));
  }
  return Array.from(state.subarray(1));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
