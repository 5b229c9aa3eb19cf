import type { LiftDefinition } from "../line/settings.ts";
import { type LiftCall, SHORT_ABANDON_MS } from "./lift-call.ts";

/**
 * The service levels that stand side by side. *Promise*: callers who accepted count as served in time when their promise was kept.
 * *Strict*: only an agent within the time of the target counts, from arrival. *Live*: callers who accepted are left out.
 */
export const DEFINITIONS = ["promise", "strict", "live"] as const satisfies readonly LiftDefinition[];
export type Definition = LiftDefinition;

/** How many calls count, and how many of them were served in time. Fractions where it is a mean of several runs. */
export interface Level {
  readonly met: number;
  readonly counted: number;
}

const MET: Level = { met: 1, counted: 1 };
const MISSED: Level = { met: 0, counted: 1 };
export const NOT_COUNTED: Level = { met: 0, counted: 0 };

/** What a call that happened adds to the level of each definition; `withinMs`: the time of its target. */
export function levelsOf(call: LiftCall, withinMs: number): Readonly<Record<Definition, Level>> {
  const { callback, waitMs, answered } = call;
  if (!callback) {
    const level = liveLevel(answered, waitMs, withinMs);
    return { promise: level, strict: level, live: level };
  }
  const inTime = callback.connectedMs !== null && callback.connectedMs <= withinMs;
  return {
    promise: callback.promiseKept ? MET : MISSED,
    strict: inTime ? MET : MISSED,
    live: NOT_COUNTED,
  };
}

/** What a caller who stayed on the phone adds. */
export function liveLevel(answered: boolean, waitMs: number, withinMs: number): Level {
  if (answered) return waitMs <= withinMs ? MET : MISSED;
  return waitMs < SHORT_ABANDON_MS ? NOT_COUNTED : MISSED;
}

/** The service level with smart wait less that without, in percentage points. */
export function liftOf(withSmartWait: Level, without: Level): number {
  return 100 * (shareOf(withSmartWait) - shareOf(without));
}

/** 0 where no call counts. */
export function shareOf({ met, counted }: Level): number {
  return counted > 0 ? met / counted : 0;
}

export function sumOf(levels: Iterable<Level>): Level {
  let met = 0;
  let counted = 0;
  for (const level of levels) {
    met += level.met;
    counted += level.counted;
  }
  return { met, counted };
}
