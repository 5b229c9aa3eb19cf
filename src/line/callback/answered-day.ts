import { nextDialTime } from "../hours/calling-hours.ts";
import { localDate, nextMidnight } from "../hours/local-date.ts";
import { rulePacks } from "../hours/rule-packs.ts";
import { tallyOf } from "../offer/day-tally.ts";
import type { Callback } from "../state.ts";
import type { Conclusion } from "./conclusion.ts";

/**
 * When a person may be dialled again who picked up today, where their skill's rules let an answer end the day: epoch ms,
 * or `never` when no hours allow it. `null`: nothing keeps them from being dialled today.
 */
export function dayAfterAnswer({ state, at }: Conclusion, callback: Callback): number | "never" | null {
  const { today } = state;
  const pack = state.skillSettings.get(callback.skill)?.rulePack ?? "none";
  if (!rulePacks[pack].answeredEndsDay) return null;
  const date = localDate(state, at);
  // Behind a number that many share another may have picked up: what counts is this callback alone.
  const answered = callback.shared
    ? callback.answeredOn === date
    : tallyOf(today, date).of(callback.person).answered;
  if (!answered) return null;
  const { skill, zones } = callback;
  return nextDialTime(state, { skill, zones }, nextMidnight(state, at)) ?? "never";
}
