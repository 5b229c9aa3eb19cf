import { closingTime, mayDial } from "./calling-hours.ts";
import { disciplineOf } from "./discipline.ts";
import type { Settings } from "./settings.ts";
import type { SkillLine, State } from "./state.ts";

/** From dialling to standing in the queue, ms, at the longest. */
export function leadOf({ attempts }: Settings): number {
  return attempts.ringForMs + CONFIRM_MS;
}

/** When something of a skill's line is due by time alone, epoch ms; infinite: never. May lie in the past. */
export function dueTimeOf(state: State, line: SkillLine, now: number): number {
  const { settings } = state;
  const skill = state.skillSettings.get(line.id);
  let next = Number.POSITIVE_INFINITY;
  const askAfterMs = state.canWithdraw ? (skill?.queueOffers.afterMs ?? null) : null;
  const unasked = askAfterMs === null ? undefined : line.unasked.first();
  if (unasked && askAfterMs !== null) next = unasked.place + askAfterMs;
  if (line.waiting.size === 0) return next;
  const called = { skill: line.id, zones: null };
  // Where no hours are in sight, they may be on another day.
  if (!mayDial(settings, called, now)) return Math.min(next, now + DAY_MS);
  // Dialled until so shortly before closing that a phone can ring to its end.
  const closes = closingTime(settings, called, now);
  if (closes !== null) next = Math.min(next, closes - settings.attempts.ringForMs);
  return Math.min(next, disciplineOf(skill).nextTurn(line, leadOf(settings), now) ?? next);
}

/** From picking up to key 1. */
const CONFIRM_MS = 10_000;
const DAY_MS = 86_400_000;
