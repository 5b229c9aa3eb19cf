import { localDate } from "../hours/local-date.ts";
import type { State } from "../state.ts";
import { tallyOf, usualDay } from "./day-tally.ts";

/** How many callbacks an operation has registered on a local day, and how many it may; `atMost` is `null` without a ceiling. */
interface DayCeiling {
  readonly registered: number;
  readonly atMost: number | null;
}

/**
 * The ceiling of the local day of `at`, epoch ms. It bounds what callers who show numbers of others, or numbers that cost, can
 * make the operation dial: nobody is offered a return call above it, and everybody who was promised one is called.
 */
export function dayCeilingOf(state: State, at: number): DayCeiling {
  const { settings, today } = state;
  const date = localDate(state, at);
  const { registered } = tallyOf(today, date);
  const { perDay } = settings.limits;
  if (perDay !== "usual") return { registered, atMost: perDay };
  const usual = Math.ceil(TIMES_USUAL * (usualDay(today, date) ?? 0));
  return { registered, atMost: Math.max(LEAST_CEILING, usual) };
}

/** A bad day has that many more than a usual one. */
const TIMES_USUAL = 3;
const LEAST_CEILING = 50;
