import type { OfferInputs } from "../events.ts";
import type { SkillSettings } from "../settings.ts";
import { type Call, lineOf, type SkillLine, type State } from "../state.ts";
import { heldOutOn } from "./held-out-days.ts";

/** The share of eligible callers who get no offer until enough of them got none, and after that. */
const FIRST_RATE = 0.1;
const LATER_RATE = 0.02;
/** Callers held out in a skill, each once a day, that are enough. */
const ENOUGH = 400;

/** By what a caller is held out, or is not; as it stands among the inputs of a decision. */
type HoldOutInputs = Required<Pick<OfferInputs, "draw" | "holdOutRate">> & Pick<OfferInputs, "heldOutToday">;

/** The share of a skill's eligible callers who get no offer now; 0 where there is no hold-out. */
export function holdOutRate(skill: Pick<SkillSettings, "holdOut">, line: Pick<SkillLine, "heldOut">): number {
  if (!skill.holdOut) return 0;
  return line.heldOut < ENOUGH ? FIRST_RATE : LATER_RATE;
}

/**
 * By what the side of an eligible caller follows; `null` where there is none to be on: the skill has no hold-out, or
 * nothing was drawn for them. Who withholds their number can't be kept on a side when they phone again, and would make the
 * group of those who were never asked one of those who were at last: they are always offered. Who phoned before midnight
 * and is decided on after it is on the side of the day on which they phoned.
 */
export function holdOutInputs(
  state: State,
  skill: SkillSettings,
  { person, draw, drawnFor }: Pick<Call, "person" | "draw" | "drawnFor">,
): HoldOutInputs | null {
  if (!skill.holdOut || person === null || draw === null) return null;
  return {
    draw,
    holdOutRate: holdOutRate(skill, lineOf(state, skill.id)),
    ...(heldOutOn(state.heldOut, drawnFor, person).includes(skill.id) ? { heldOutToday: true } : {}),
  };
}

/** Also after the rate fell: a caller who was held out in this skill stays so on the day of their draw. */
export function isHeldOut({ draw, holdOutRate: rate, heldOutToday }: HoldOutInputs): boolean {
  return heldOutToday === true || draw < rate;
}
