import type { CumulativeHazard } from "../laws/cumulative-hazard.ts";
import { mustBeWhole, mustNotBeNegative } from "../parameter-error.ts";
import type { Completions } from "./survival-weighted-queue.ts";

/** Of an interval between completions: those left beyond it no longer count. */
const NOBODY = 1e-4;
const PANELS = 24;

/**
 * When the agents who are in calls come free, from how long they have been in them: mean and spread of the times of the
 * first `count` completions, everybody freed taking a new call at once. For few agents (up to about ten) and handle
 * times that are not exponential; with many the calls of all together complete as if they were (Whitt 1999).
 *
 * The first is exact: P(none by t) = Π F(e + t) / F(e) over the agents. After each completion the agents are taken as they
 * are on average: each in their old call with the probability that it was not them who came free.
 */
export function completionTimes(
  hazard: CumulativeHazard,
  elapsed: readonly number[],
  count: number,
): Completions {
  mustBeWhole("count", count, 0);
  for (const age of elapsed) mustNotBeNegative("elapsed", age);
  const ages = [...elapsed];
  const weights = ages.map(() => 1);
  const times: number[] = [];
  const variations: number[] = [];
  let time = 0;
  while (times.length < count && ages.length > 0) {
    const { mean, square, shares } = next(hazard, ages, weights, hazard.mean / elapsed.length);
    time += mean;
    times.push(time);
    variations.push(square / mean ** 2 - 1);
    for (let i = 0; i < ages.length; i++) {
      weights[i] = Math.max(0, weights[i]! - shares[i]!);
      ages[i]! += mean;
    }
    ages.push(0);
    weights.push(1);
  }
  return { times, variations };
}

/**
 * The time until the next completion of agents of these ages, each there with their weight: E[X] = ∫ P(X > t) dt and
 * E[X²] = ∫ 2t P(X > t) dt by Simpson's rule up to where nobody is left, and how probably it is each one's.
 */
function next(hazard: CumulativeHazard, ages: readonly number[], weights: readonly number[], scale: number) {
  const now = ages.map((age) => hazard.at(age));
  const grown = (i: number, t: number) => weights[i]! * (hazard.at(ages[i]! + t) - now[i]!);
  let end = scale;
  while (Math.exp(-ages.reduce((sum, _, i) => sum + grown(i, end), 0)) > NOBODY) end *= 1.5;

  const step = end / (2 * PANELS);
  const shares = ages.map(() => 0);
  const before = ages.map(() => 0);
  let [mean, square, left] = [0, 0, 1];
  for (let point = 0; point <= 2 * PANELS; point++) {
    let total = 0;
    const risks: number[] = [];
    for (let i = 0; i < ages.length; i++) {
      const risk = grown(i, point * step);
      risks.push(risk - before[i]!);
      before[i] = risk;
      total += risk;
    }
    const survival = Math.exp(-total);
    // What ends in this step is each one's in the measure in which their hazard grew.
    const grew = risks.reduce((sum, risk) => sum + risk, 0);
    if (grew > 0) for (let i = 0; i < ages.length; i++) shares[i]! += ((left - survival) * risks[i]!) / grew;
    left = survival;
    const weight = ((point === 0 || point === 2 * PANELS ? 1 : point % 2 === 1 ? 4 : 2) * step) / 3;
    mean += weight * survival;
    square += 2 * point * step * weight * survival;
  }
  return { mean, square, shares };
}
