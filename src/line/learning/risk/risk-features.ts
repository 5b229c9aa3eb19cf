import type { Target } from "../../settings.ts";
import type { LocalInterval } from "./interval.ts";
import { type IntervalTally, justBefore, knownLately } from "./interval-tally.ts";
import type { RiskView } from "./risk-view.ts";
import { forecastCalls, type UsualCourse, usualLevel } from "./usual-course.ts";

/** What the risk is estimated from. */
export const RISK_FEATURE_NAMES = [
  "one",
  "usual level of the interval",
  "surplus of the last intervals",
  "level of late",
  "predicted wait",
  "callers in line",
  "callers to come",
  "agents free",
  "expected margin at the end",
  "margin so far",
  "margin of the interval before",
] as const;

/** The features, each of the order of 1; levels are taken relative to the target's share. */
export function riskFeatures(
  tally: IntervalTally,
  course: UsualCourse,
  target: Target,
  { at, interval, waitingSince, waitMs, freeAgents }: RiskView,
): number[] {
  const { share, withinMs } = target;
  const count = tally.running?.interval.start === interval.start ? tally.running : null;
  const [offered, met] = [count?.offered ?? 0, count?.met ?? 0];
  const waiting = waitingSince.filter((since) => since >= interval.start);
  const open = waiting.filter((since) => at - since <= withinMs).length;
  const known = offered - open;
  const usual = usualLevel(course, interval);
  const last = justBefore(tally, interval);
  const before = last.calls > 0 ? last.level : usual;
  const lately = knownLately(tally, at);
  const tooLate = waitingSince.filter((since) => at - since > withinMs).length;
  const late = clipped((lately.inTime + 2 * before + usual) / (lately.known + tooLate + 3));
  const rest = callsToCome(tally, course, interval, at);
  const total = Math.max(1, offered + rest);
  return [
    1,
    2 * (usual - share),
    4 * course.surplus,
    4 * (late - share),
    Math.log1p(waitMs / withinMs),
    Math.log1p(waitingSince.length),
    Math.log1p(rest) / 2,
    Math.log1p(freeAgents) * 0.7,
    (4 * (met + (open + rest) * late - share * total)) / total,
    (met - share * known) / Math.sqrt(known + 1),
    0.3 * (before - share) * Math.sqrt(last.calls),
  ];
}

/** How many will yet call in the interval: the forecast, and what came so far. */
export function callsToCome(
  tally: IntervalTally,
  course: UsualCourse,
  interval: LocalInterval,
  at: number,
): number {
  const length = interval.end - interval.start;
  const elapsed = Math.max(0, at - interval.start);
  const offered = tally.running?.interval.start === interval.start ? tally.running.offered : 0;
  const forecast = Math.max(
    LEAST_FORECAST,
    forecastCalls(course, interval) ??
      Math.max(justBefore(tally, interval).calls, (offered * length) / Math.max(LEAST_ELAPSED_MS, elapsed)),
  );
  const rate = (FORECAST_WEIGHT + offered) / ((FORECAST_WEIGHT * length) / forecast + elapsed);
  return rate * Math.max(0, length - elapsed);
}

function clipped(level: number): number {
  return Math.min(0.98, Math.max(0.02, level));
}

/** The forecast is worth as many calls as were counted. */
const FORECAST_WEIGHT = 12;
const LEAST_FORECAST = 0.3;
/** One call in the first second does not say that there will be one in each. */
const LEAST_ELAPSED_MS = 300_000;
