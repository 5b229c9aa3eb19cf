import type { GroupedRange } from "../../../journal/rows/report-rows.ts";
import type { Target } from "../../../line/settings.ts";
import { agentsNeeded } from "../../../queueing/erlang/staffing.ts";
import { meanDuration } from "../mean-duration.ts";
import { callReport, hourText, skillIdOf } from "./call-report.ts";

/**
 * `skill_5`, the work of each hour of one day: one row per skill and hour with a call in it, ascending by both, with the
 * people who called and the agents that the hour takes.
 */
export const skill5 = callReport({
  groupOf: ({ hour }) => hour,
  callers: true,
  mostDays: 1,
  row: ({ calls, skill, ranges }) => ({
    skill_id: skillIdOf(calls),
    hour: hourText(calls.group),
    inbound_calls: String(calls.inbound),
    inbound_calls_unique_customers: String(calls.callers),
    aht: meanDuration(calls.handleMs),
    agents_needed: String(
      agentsFor(calls.inbound / lengthOf(ranges, calls.group), calls.handleMs ?? 0, skill?.target ?? USUAL),
    ),
  }),
});

/**
 * The agents needed where nobody gives up (Erlang C). `arrivalRate` in calls per ms, `handleMs` the mean
 * time with an agent: where none is known there is no work to calculate with, and it is 0.
 */
function agentsFor(arrivalRate: number, handleMs: number, { share, withinMs }: Target): number {
  if (handleMs <= 0) return 0;
  const line = { arrivalRate, serviceRate: 1 / handleMs, patienceRate: 0 };
  return agentsNeeded(line, withinMs, { serviceLevel: Math.min(share, ALMOST_ALL) }).agents;
}

/** How much of the range belongs to an hour of the clock, ms: less where the range cuts it, twice as much where it comes twice. */
function lengthOf(ranges: readonly GroupedRange[], hour: number): number {
  return ranges.reduce((sum, { from, to, group }) => (group === hour ? sum + to - from : sum), 0);
}

/** All callers in time is what no number of agents can promise. */
const ALMOST_ALL = 0.9999;
/** For a skill that the settings have no more. */
const USUAL: Target = { share: 0.8, withinMs: 20_000 };
