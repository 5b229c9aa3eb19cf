import { mayOffer } from "../settings.ts";
import type { SkillLine, State } from "../state.ts";

/** Whether callers who wait in a line and were let pass may still be asked there. */
export function offersAgain(state: State, line: SkillLine): boolean {
  const skill = state.skillSettings.get(line.id);
  return state.canWithdraw && skill?.offerAgain === true && mayOffer(skill) && line.passedOver.size > 0;
}

/** When a line in which they may be is looked at next, after `now`, epoch ms: line and wait change with every fact. */
export function nextLookAgain(now: number): number {
  return (Math.floor(now / EVERY_MS) + 1) * EVERY_MS;
}

const EVERY_MS = 10_000;
