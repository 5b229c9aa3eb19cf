import { addTo, type FadingSum, newSum, sumAt } from "../statistics/fading-sum.ts";

/** What goes on in all lines of an operation. A plain JSON object; the `note…` functions change it, in place. */
export interface Activity {
  /** Calls that came, over five minutes and over half an hour. */
  readonly came: FadingSum;
  readonly cameLong: FadingSum;
  /** Calls that were taken after a wait, over five minutes. */
  readonly started: FadingSum;
  /** How far behind their place, credit included, callers were when they were taken, ms, and how many, over two minutes. */
  readonly reach: FadingSum;
  readonly reached: FadingSum;
  /** Handle times, ms, and how many, over a day. */
  readonly handleTimes: FadingSum;
  readonly handled: FadingSum;
}

export function newActivity(): Activity {
  return {
    came: newSum(),
    cameLong: newSum(),
    started: newSum(),
    reach: newSum(),
    reached: newSum(),
    handleTimes: newSum(),
    handled: newSum(),
  };
}

export function noteCall({ came, cameLong }: Activity, now: number): void {
  addTo(came, 1, now, MINUTES_MS);
  addTo(cameLong, 1, now, HALF_HOUR_MS);
}

/** A caller was taken after a wait, so far behind their place. */
export function noteStart({ started, reach, reached }: Activity, reachMs: number, now: number): void {
  addTo(started, 1, now, MINUTES_MS);
  addTo(reach, reachMs, now, REACH_MS);
  addTo(reached, 1, now, REACH_MS);
}

/** An agent was done with a call after so long. */
export function noteHandled(activity: Activity, handleMs: number, now: number): void {
  const longest = LONGEST_HANDLE * usualHandle(activity, now);
  addTo(activity.handleTimes, Math.min(handleMs, longest), now, DAY_MS);
  addTo(activity.handled, 1, now, DAY_MS);
}

/** How long a call takes, ms. */
export function usualHandle({ handleTimes, handled }: Activity, now: number): number {
  return (
    (sumAt(handleTimes, now, DAY_MS) + PRIOR_HANDLED * PRIOR_HANDLE_MS) /
    (sumAt(handled, now, DAY_MS) + PRIOR_HANDLED)
  );
}

/** The calls and starts as they have faded by now, and the mean reach, ms; 0 where nobody was taken lately. */
export function activityAt({ came, cameLong, started, reach, reached }: Activity, now: number) {
  const count = sumAt(reached, now, REACH_MS);
  return {
    came: sumAt(came, now, MINUTES_MS),
    cameLong: sumAt(cameLong, now, HALF_HOUR_MS),
    started: sumAt(started, now, MINUTES_MS),
    reach: count > LEAST_REACHED ? sumAt(reach, now, REACH_MS) / count : 0,
  };
}

const MINUTES_MS = 300_000;
const HALF_HOUR_MS = 1_800_000;
const REACH_MS = 120_000;
const DAY_MS = 86_400_000;
const LEAST_REACHED = 0.1;
const PRIOR_HANDLE_MS = 240_000;
const PRIOR_HANDLED = 3;
/** A call that is longer than so many usual ones counts as that long. */
const LONGEST_HANDLE = 10;
