import { mustBeQueue, type QueueParameters } from "../erlang/erlang-a.ts";
import { mustBeWhole, mustNotBeNegative } from "../parameter-error.ts";

/** What awaits one caller in the line, from now on. */
export interface TaggedCaller {
  /** Answered before their whole wait, the elapsed one included, passes the threshold. */
  readonly probabilityOfAnswerWithin: number;
  /** Answered at all, rather than giving up. */
  readonly probabilityOfService: number;
  /** How long they still wait if they never give up: mean and variance. */
  readonly meanOfferedWait: number;
  readonly varianceOfOfferedWait: number;
  /** How long they still wait, until they are answered or give up; and if they are answered. */
  readonly meanWait: number;
  readonly meanWaitIfServed: number;
}

/**
 * A caller with `ahead` others before them in a line of M/M/n+M whose agents are all busy. The line before them is
 * emptied by services and by those who give up, at the rate n·serviceRate + i·patienceRate with i before them, so that
 * their wait is a sum of independent exponential times and exp(-patienceRate · wait) has a Beta law (with patience 0 the
 * wait an Erlang law). Exponential patience does not age: of their elapsed wait only what is left of the threshold counts.
 *
 * @param threshold of the whole wait; `elapsed` of it has passed
 * @throws ParameterError
 */
export function taggedCaller(
  parameters: QueueParameters,
  {
    ahead,
    elapsed,
    threshold,
  }: { readonly ahead: number; readonly elapsed: number; readonly threshold: number },
): TaggedCaller {
  mustBeQueue(parameters);
  mustBeWhole("ahead", ahead, 0);
  mustNotBeNegative("elapsed", elapsed);
  mustNotBeNegative("threshold", threshold);
  const { agents, serviceRate, patienceRate } = parameters;
  const capacity = agents * serviceRate;
  let [mean, variance, meanIfServed] = [0, 0, 0];
  for (let before = ahead; before >= 0; before--) {
    const time = 1 / (capacity + before * patienceRate);
    mean += time;
    variance += time * time;
    meanIfServed += 1 / (capacity + (before + 1) * patienceRate);
  }
  return {
    probabilityOfAnswerWithin:
      threshold < elapsed ? 0 : answeredWithinByPosition(parameters, threshold - elapsed, ahead + 1)[ahead]!,
    probabilityOfService: capacity / (capacity + (ahead + 1) * patienceRate),
    meanOfferedWait: mean,
    varianceOfOfferedWait: variance,
    // Each of those who stand in line, themselves included, is the next to leave it with the same chance.
    meanWait: (ahead + 1) / (capacity + (ahead + 1) * patienceRate),
    meanWaitIfServed: meanIfServed,
  };
}

/**
 * The probability that a caller is answered within that time, for each number of callers before them from 0 to
 * `positions` - 1: r/(r+j+1) · I_z(j+1, r+1) with r = n·serviceRate/patienceRate, z = 1 - exp(-patienceRate · within) and
 * I the incomplete beta function, which is the tail of a negative binomial law (Poisson without patience). Its
 * probabilities are one running product; below its median they are added up from 0, above it from the far end, so that
 * small probabilities keep their precision.
 */
export function answeredWithinByPosition(
  { agents, serviceRate, patienceRate }: QueueParameters,
  within: number,
  positions: number,
): Float64Array {
  const capacity = agents * serviceRate;
  if (capacity === 0) return new Float64Array(positions);
  const answered = tails(capacity + patienceRate, patienceRate, within, positions);
  for (let ahead = 0; ahead < positions; ahead++)
    answered[ahead] = (answered[ahead]! * capacity) / (capacity + (ahead + 1) * patienceRate);
  return answered;
}

/** The same for one who never gives up: P(offered wait ≤ within) by the number of callers before them. */
export function offeredWithinByPosition(
  { agents, serviceRate, patienceRate }: QueueParameters,
  within: number,
  positions: number,
): Float64Array {
  return tails(agents * serviceRate, patienceRate, within, positions);
}

/**
 * P(X > j) for j from 0, X the events until `within` of a birth process whose rate is `rate` + i · `step` after i
 * events: P(X = i+1) / P(X = i) = (rate + i · step) · s / (i + 1), s = (1 - exp(-step · within)) / step.
 */
function tails(rate: number, step: number, within: number, positions: number): Float64Array {
  const span = step === 0 ? within : -Math.expm1(-step * within) / step;
  const ratio = (events: number) => ((rate + events * step) * span) / (events + 1);
  // Probabilities are kept as `value · exp(offset)`; while there are none to speak of the offset is far below 0.
  let offset = -rate * within;
  let value = 1;
  let sum = 0;
  const tail = new Float64Array(positions);
  const single = new Float64Array(positions);
  let half = positions;
  for (let events = 0; events < positions; events++) {
    sum += value;
    const below = sum * Math.exp(offset);
    single[events] = value * Math.exp(offset);
    tail[events] = 1 - below;
    if (below > 0.5 && half === positions) half = events;
    value *= ratio(events);
    if (sum > LARGE) {
      sum /= LARGE;
      value /= LARGE;
      offset += Math.log(LARGE);
    }
  }
  if (half === positions) return tail;
  if (tail[positions - 1]! < 0.1) {
    // From above: all but none, less each number up to the last. Precise unless hardly anything is left.
    const some = -Math.expm1(-rate * within);
    let beyond = some;
    for (let events = 1; events < positions; events++) beyond -= single[events]!;
    if (beyond < some * HARDLY_ANYTHING) {
      // So far out that the terms of what is beyond fall quickly; nearer they may not, and be billions.
      beyond = 0;
      let term = value * Math.exp(offset);
      for (let events = positions; term > beyond * 1e-18; events++) {
        beyond += term;
        term *= ratio(events);
      }
    }
    tail[positions - 1] = beyond;
  }
  for (let events = positions - 2; events >= half; events--)
    tail[events] = tail[events + 1]! + single[events + 1]!;
  return tail;
}

const LARGE = 2 ** 500;
const HARDLY_ANYTHING = 0.01;
