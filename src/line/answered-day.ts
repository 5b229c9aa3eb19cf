import { nextDialTime } from "./calling-hours.ts";
import type { Conclusion } from "./conclusion.ts";
import { tallyOf } from "./day-tally.ts";
import { localDate, nextMidnight } from "./local-date.ts";
import { rulePacks } from "./rule-packs.ts";
import type { Callback } from "./state.ts";

/**
 * When a person may be dialled again who picked up today, where his skill's rules let an answer end the day: epoch ms,
 * or `never` when no hours allow it. `null`: nothing keeps him from being dialled today.
 */
export function dayAfterAnswer({ state, at }: Conclusion, callback: Callback): number | "never" | null {
  const { settings, today } = state;
  const pack = state.skillSettings.get(callback.skill)?.rulePack ?? "none";
  if (!rulePacks[pack].answeredEndsDay) return null;
  const date = localDate(settings.timeZone, at);
  // Behind a number that many share another may have picked up: what counts is this callback alone.
  const answered = callback.shared
    ? callback.answeredOn === date
    : tallyOf(today, date).of(callback.person).answered;
  if (!answered) return null;
  const { skill, zones } = callback;
  return nextDialTime(settings, { skill, zones }, nextMidnight(settings.timeZone, at)) ?? "never";
}
