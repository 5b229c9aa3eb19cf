import type { CumulativeHazard } from "../laws/cumulative-hazard.ts";
import type { HandleTimeLaw } from "../laws/handle-time-law.ts";
import { mustNotBeNegative } from "../parameter-error.ts";

/**
 * The probability that a call that has lasted for `elapsed` ends `within` the time that follows, [S(e) − S(e + within)] / S(e);
 * 0 where the law says that none lasts so long: of such a call nothing is known. Times in one unit.
 */
export function releaseProbability(law: HandleTimeLaw, elapsed: number, within: number): number {
  mustNotBeNegative("elapsed", elapsed);
  mustNotBeNegative("within", within);
  const lasts = law.survival(elapsed);
  return lasts > 0 ? 1 - law.survival(elapsed + within) / lasts : 0;
}

const PARTS = 32;
/** Parts taken together where each agent is looked at. */
const TOGETHER = 4;

/**
 * How many completions are expected of busy agents within a time such as a phone's ring time: of each, from how long they
 * have been in their call, whether it ends, [F(e + within) − F(e)] / [1 − F(e)], and, where the time is long enough for that,
 * how many more they complete. With exponential handle times this is agents · within / mean handle time (ν R) whatever
 * has elapsed, to a thousandth up to a whole handle time. `elapsed` has one entry for each busy agent. Times in one unit.
 */
export function expectedReleases(
  hazard: CumulativeHazard,
  elapsed: readonly number[],
  within: number,
): number {
  mustNotBeNegative("within", within);
  const renewals = renewalFunction(hazard, within / PARTS);
  const parts = PARTS / TOGETHER;
  /** By part in which a call ends: that completion, and those that follow in the time that is left. */
  const worth = Array.from({ length: parts }, (_, part) => {
    const left = PARTS - (part + 1) * TOGETHER;
    return 1 + average(renewals.slice(left, left + TOGETHER + 1));
  });
  let expected = 0;
  for (const age of elapsed) {
    mustNotBeNegative("elapsed", age);
    const begin = hazard.at(age);
    let stillIn = 1;
    for (const [part, each] of worth.entries()) {
      const stays = Math.exp(begin - hazard.at(age + ((part + 1) * within) / parts));
      expected += (stillIn - stays) * each;
      stillIn = stays;
    }
  }
  return expected;
}

/** Mean completions of who begins a call now, by the end of each part: m(t) = F(t) + ∫ m(t − u) dF(u), by trapezoids. */
function renewalFunction(hazard: CumulativeHazard, step: number): number[] {
  const done = Array.from({ length: PARTS + 1 }, (_, i) => 1 - Math.exp(-hazard.at(i * step)));
  const renewals = [0];
  for (let i = 1; i <= PARTS; i++) {
    const first = done[1]! - done[0]!;
    let sum = done[i]! + (first * renewals[i - 1]!) / 2;
    for (let u = 2; u <= i; u++)
      sum += ((done[u]! - done[u - 1]!) * (renewals[i - u]! + renewals[i - u + 1]!)) / 2;
    // The half of the first part that stands on both sides.
    renewals.push(sum / (1 - first / 2));
  }
  return renewals;
}

function average(values: readonly number[]): number {
  const ends = (values[0]! + values.at(-1)!) / 2;
  return (values.reduce((sum, value) => sum + value, 0) - ends) / (values.length - 1);
}
