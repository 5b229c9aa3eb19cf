import type { Measures } from "./measures.ts";

/** Why nothing may be concluded from a model. Misses are model minus record. */
export type ReplayDoubt =
  | { readonly kind: "level"; readonly missPoints: number }
  | { readonly kind: "abandonment"; readonly missPoints: number }
  | { readonly kind: "wait"; readonly missS: number }
  | { readonly kind: "daily-levels"; readonly missPoints: number }
  | { readonly kind: "few-waits"; readonly calls: number }
  | { readonly kind: "agents-unknown"; readonly share: number }
  | { readonly kind: "called-back"; readonly share: number };

/** How a model stands against its record. */
export interface Reproduction {
  readonly record: Measures;
  readonly model: Measures;
  /** Root mean square of the misses of the level, over days with at least {@link FULL_DAY} calls, in points; `null`: there are none. */
  readonly dailyMissPoints: number | null;
  /** Recorded calls that waited longer than the target allows, or gave up. */
  readonly waited: number;
  /** Of the answered calls, whose agent the record does not know, from 0 to 1. */
  readonly unknownAgents: number;
  /** Of all calls, those of customers who were called back, from 0 to 1. */
  readonly calledBack: number;
}

/** The level of a day with fewer calls is chance. */
export const FULL_DAY = 200;
const LEVEL_POINTS = 2;
const ABANDONMENT_POINTS = 1.5;
const WAIT_S = 5;
const WAIT_SHARE = 0.1;
const DAILY_POINTS = 5;
const LEAST_WAITS = 200;
const MOST_UNKNOWN = 0.2;
/** Where more were called back, the line without smart wait would have been another: they are out of it. */
const MOST_CALLED_BACK = 0.02;

/** What keeps a model from being believed; nothing where it may be. */
export function replayDoubts({
  record,
  model,
  dailyMissPoints,
  waited,
  unknownAgents,
  calledBack,
}: Reproduction): ReplayDoubt[] {
  const doubts: ReplayDoubt[] = [];
  const points = (one: number | null, other: number | null) => 100 * ((one ?? 0) - (other ?? 0));
  const level = points(model.serviceLevelStrict, record.serviceLevelStrict);
  const abandonment = points(model.abandonedShare, record.abandonedShare);
  const missS = (model.meanWaitS ?? 0) - (record.meanWaitS ?? 0);
  if (waited < LEAST_WAITS) doubts.push({ kind: "few-waits", calls: waited });
  if (unknownAgents > MOST_UNKNOWN) doubts.push({ kind: "agents-unknown", share: unknownAgents });
  if (calledBack > MOST_CALLED_BACK) doubts.push({ kind: "called-back", share: calledBack });
  if (Math.abs(level) > LEVEL_POINTS) doubts.push({ kind: "level", missPoints: level });
  if (Math.abs(abandonment) > ABANDONMENT_POINTS)
    doubts.push({ kind: "abandonment", missPoints: abandonment });
  if (Math.abs(missS) > Math.max(WAIT_S, WAIT_SHARE * (record.meanWaitS ?? 0)))
    doubts.push({ kind: "wait", missS });
  if (dailyMissPoints !== null && dailyMissPoints > DAILY_POINTS)
    doubts.push({ kind: "daily-levels", missPoints: dailyMissPoints });
  return doubts;
}
