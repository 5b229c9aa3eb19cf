import { wadeDeepLine } from "./erlang/deep-line.ts";
import { normalAtMost } from "./laws/normal-law.ts";
import { mustBePositive, mustBeProbability, mustBeWhole, mustNotBeNegative } from "./parameter-error.ts";
import { expectedServiceLevel, type QueuePeriod } from "./transient.ts";
import type { StaffChange } from "./waits/service-capacity.ts";
import type { InLine } from "./waits/survival-weighted-queue.ts";
import { answeredWithinByPosition } from "./waits/tagged-caller.ts";

/** An interval, such as a half-hour, as it stands now. Times in one unit. */
export interface IntervalSoFar {
  /** Since it began, and until it ends. */
  readonly elapsed: number;
  readonly remaining: number;
  /** Who called in it so far, those who still wait included. */
  readonly offered: number;
  /** Of them, who were answered within the threshold. */
  readonly answeredWithin: number;
  /** Agents who are in calls now. */
  readonly busy: number;
  /** Everybody in the line, from its head on, whenever they came. */
  readonly line: readonly InLine[];
}

export interface IntervalOutlook {
  /** In order of time; rounded to whole agents. */
  readonly staff: readonly StaffChange[];
  readonly serviceRate: number;
  readonly patienceRate: number;
  readonly threshold: number;
  /** Of the interval's calls, as forecast: the rate, and its coefficient of variation from one such interval to another. */
  readonly forecast: { readonly arrivalRate: number; readonly variation: number };
}

export interface ExpectedInterval {
  /** Answered within the threshold of all who will have called when the interval ends; 1 when nobody will have. */
  readonly serviceLevel: number;
  /** Callers who are expected by then. */
  readonly offered: number;
  /** The forecast after what has been seen of the interval. */
  readonly arrivalRate: number;
}

/** A probability that counts for nothing. */
const NEVER = 1e-9;

/**
 * What an interval's service level is expected to end at: who was answered in time, who in the line will be (exact for
 * exponential handle times and patience), and who is yet to call, by the transient of the line from where it stands.
 *   SL = (M + Σ P(answered in T − e, position) + λ (t1 − t) · s) / (A + λ (t1 − t))
 * The rate is the forecast's, a gamma law, after A arrivals: λ = (1/cv² + A) / (1/(cv² λ_f) + t − t0).
 * Callbacks in the line count as places before others, not as calls of the interval. Those who are in line are calculated with
 * the agents of now; those who call later, with the agents of that time.
 *
 * @throws ParameterError
 */
export function expectedInterval(soFar: IntervalSoFar, outlook: IntervalOutlook): ExpectedInterval {
  check(soFar, outlook);
  const { elapsed, remaining, offered, answeredWithin, busy, line } = soFar;
  const { threshold } = outlook;
  const arrivalRate = learnedRate(soFar, outlook.forecast);
  const periods = periodsOf(outlook, arrivalRate, remaining);
  const now = periods[0]!;

  const inTime = answeredWithinByPosition(now, threshold, now.agents > 0 ? line.length : 0);
  let answered = answeredWithin;
  for (const [position, one] of line.entries()) {
    // With the whole threshold before them they would not be.
    if (!(inTime[position]! > NEVER)) break;
    if (!("elapsed" in one) || one.elapsed >= threshold || one.elapsed > elapsed) continue;
    answered += answeredWithinByPosition(now, threshold - one.elapsed, position + 1)[position]!;
  }
  // An agent who is about to leave and finishes their call keeps nobody waiting.
  const inSystem = line.length > 0 ? now.agents + line.length : Math.min(busy, now.agents);
  const { after, state } = wadeDeepLine(inSystem, now, threshold);
  const rest = [{ ...now, duration: now.duration - after }, ...periods.slice(1)];
  answered += expectedServiceLevel(state, rest, threshold).answeredWithin;
  const all = offered + arrivalRate * remaining;
  return { serviceLevel: all > 0 ? Math.min(1, answered / all) : 1, offered: all, arrivalRate };
}

/** The probability that the interval ends under its target, when such expectations err by that standard deviation. */
export function riskOf(expected: number, target: number, deviation: number): number {
  mustBeProbability("expected", expected);
  mustBeProbability("target", target);
  mustBePositive("deviation", deviation);
  return normalAtMost((target - expected) / deviation);
}

function learnedRate(
  { elapsed, offered }: IntervalSoFar,
  { arrivalRate, variation }: IntervalOutlook["forecast"],
): number {
  // Nothing can be learned of a rate that is known, or of none.
  if (variation === 0 || arrivalRate === 0) return arrivalRate;
  const weight = 1 / variation ** 2;
  return (weight + offered) / (weight / arrivalRate + elapsed);
}

/** The rest of the interval, cut where the staff changes. */
function periodsOf(
  { staff, serviceRate, patienceRate }: IntervalOutlook,
  arrivalRate: number,
  remaining: number,
): QueuePeriod[] {
  const agents = Math.round(staff.findLast(({ from }) => from <= 0)?.agents ?? 0);
  const changes = staff.filter(({ from }) => from > 0 && from < remaining);
  return [{ from: 0, agents }, ...changes].map((change, index) => ({
    agents: Math.round(change.agents),
    arrivalRate,
    serviceRate,
    patienceRate,
    duration: (changes[index]?.from ?? remaining) - change.from,
  }));
}

function check(soFar: IntervalSoFar, { threshold, patienceRate, forecast }: IntervalOutlook): void {
  mustNotBeNegative("elapsed", soFar.elapsed);
  mustNotBeNegative("remaining", soFar.remaining);
  mustBeWhole("offered", soFar.offered, 0);
  mustBeWhole("answeredWithin", soFar.answeredWithin, 0);
  mustBeWhole("busy", soFar.busy, 0);
  for (const one of soFar.line)
    if ("elapsed" in one) mustNotBeNegative("elapsed", one.elapsed);
    else mustBeProbability("pickUp", one.pickUp);
  mustNotBeNegative("threshold", threshold);
  mustNotBeNegative("patienceRate", patienceRate);
  mustNotBeNegative("arrivalRate", forecast.arrivalRate);
  mustNotBeNegative("variation", forecast.variation);
}
