import type { SkillId } from "../ids.ts";
import { MOST_CREDIT_MS } from "../settings.ts";
import { lineOf, type State } from "../state.ts";

/** Remembers that somebody of this place was rung for, as long as anybody could be overtaken by it. */
export function noteRung(state: State, skill: SkillId, place: number, id: string): void {
  const line = lineOf(state, skill);
  if (line.open === 0) return;
  line.rung.add(place, id);
  // Nobody who could still be overtaken stands before the place of a callback that expired a day ago.
  const oldest = place - state.settings.callbackExpiresAfterMs - REMEMBER_CLOSED_MS - MOST_CREDIT_MS;
  line.rung.dropBefore(oldest);
}

/** Nobody is left who could be overtaken once a skill has no open callback. */
export function forgetRungWithoutOpen(state: State, skill: SkillId): void {
  const line = lineOf(state, skill);
  if (line.open === 0) line.rung.clear();
}

/** A fact of a call that ended is not waited for longer than an hour. */
export const REMEMBER_CLOSED_MS = 3_600_000;
