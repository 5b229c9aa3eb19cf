import type { QueueParameters } from "./erlang/erlang-a.ts";
import { atMostOne } from "./numerics/at-most-one.ts";
import { neighbourhood, talbotStep } from "./numerics/talbot.ts";
import { type Advanced, type Rewards, uniformised } from "./numerics/uniformisation.ts";
import { mustBePositive, mustBeWhole, mustNotBeNegative } from "./parameter-error.ts";
import {
  departureRate,
  knownState,
  measuresOfState,
  mustBeState,
  type QueueState,
  type StateMeasures,
  serviceLevels,
} from "./waits/queue-state.ts";

/** A stretch of time in which nothing about the line changes. Here `agents` may be 0: nobody is there yet. */
export interface QueuePeriod extends QueueParameters {
  readonly duration: number;
}

/** What meets a caller at the end of the periods, and the state of the line then. */
export interface TransientMeasures extends StateMeasures {
  readonly state: QueueState;
}

/** The service level of all who call within the periods. */
export interface ExpectedServiceLevel {
  /** Answered within the threshold, of all who are expected to call; `null` when nobody is. */
  readonly serviceLevel: number | null;
  /** Expected numbers. */
  readonly offered: number;
  readonly answeredWithin: number;
  readonly state: QueueState;
}

/**
 * The law of the number in system after the periods, one after the other: transient M/M/n+M with rates and agents
 * that are constant in each. When agents leave between two periods, those they were serving go to the head of the
 * line; when agents come, they take from it. Absolute error below 1e-10, mostly near 1e-13, so that of a
 * probability below 1e-8 no digits are promised. Near where the line tends
 * to it costs a fraction of a millisecond however long the period is; far from it, the number of things that happen
 * times the spread of the line: some six milliseconds for 1,000 agents who begin with nobody, seconds for ten hours of a line
 * of that size that grows without end.
 *
 * @param begin the number in system, or its law
 * @throws ParameterError
 */
export function stateAfter(begin: number | QueueState, periods: readonly QueuePeriod[]): QueueState {
  let state = begun(begin, periods);
  for (const period of periods) state = advance(state, period, null).state;
  return state;
}

/**
 * What meets somebody who calls at the end of the periods. Their own wait is calculated with the agents and rates of the
 * last one, as if they stayed.
 *
 * @param begin the number in system, or its law
 * @param periods at least one; its duration may be 0
 * @throws ParameterError
 */
export function transientErlangA(
  begin: number | QueueState,
  periods: readonly QueuePeriod[],
  threshold: number,
): TransientMeasures {
  mustNotBeNegative("threshold", threshold);
  mustBeWhole("periods", periods.length, 1);
  const state = stateAfter(begin, periods);
  return { ...measuresOfState(state, periods.at(-1)!, threshold), state };
}

/**
 * The service level of those who call within the periods: the time average of the service level at each moment,
 * weighted by the rate at which callers arrive. The wait of each is calculated with the agents and rates of the period
 * in which they call.
 *
 * @param begin the number in system, or its law
 * @throws ParameterError
 */
export function expectedServiceLevel(
  begin: number | QueueState,
  periods: readonly QueuePeriod[],
  threshold: number,
): ExpectedServiceLevel {
  mustNotBeNegative("threshold", threshold);
  let state = begun(begin, periods);
  let [offered, answeredWithin] = [0, 0];
  for (const period of periods) {
    const advanced = advance(state, period, (from, to) => serviceLevels(period, threshold, from, to));
    state = advanced.state;
    offered += period.arrivalRate * period.duration;
    answeredWithin += period.arrivalRate * advanced.reward;
  }
  const serviceLevel = offered === 0 ? null : atMostOne(answeredWithin / offered);
  return { serviceLevel, offered, answeredWithin, state };
}

function begun(begin: number | QueueState, periods: readonly QueuePeriod[]): QueueState {
  for (const { agents, arrivalRate, serviceRate, patienceRate, duration } of periods) {
    mustBeWhole("agents", agents, 0);
    mustNotBeNegative("arrivalRate", arrivalRate);
    mustBePositive("serviceRate", serviceRate);
    mustNotBeNegative("patienceRate", patienceRate);
    mustNotBeNegative("duration", duration);
  }
  if (typeof begin !== "number") {
    mustBeState(begin);
    return begin;
  }
  mustBeWhole("begin", begin, 0);
  return knownState(begin);
}

/**
 * One period. While the line is far from where it tends to, ticks of time are followed; once it is near, and more than
 * a few hundred would still have to be, one step takes it to the end.
 */
function advance(begin: QueueState, period: QueuePeriod, rewards: Rewards | null): Advanced {
  let state = begin;
  let reward = 0;
  for (let left = period.duration; left > 0; ) {
    const highest = state.from + state.probabilities.length - 1;
    const rate = period.arrivalRate + departureRate(period, Math.max(highest, period.agents));
    const near = left * rate > FEW ? neighbourhood(state, period, left, MOST) : null;
    const atOnce = near !== null && near.distance < NEAR;
    const duration = atOnce ? left : Math.min(left, CHUNK / rate);
    const advanced = atOnce
      ? talbotStep(state, period, duration, rewards, near)
      : uniformised(state, period, duration, rewards);
    state = advanced.state;
    reward += advanced.reward;
    left -= duration;
  }
  return { state, reward };
}

/** Ticks. */
const FEW = 150;
const CHUNK = 300;
const NEAR = 1e6;
const MOST = 1_000_000;
