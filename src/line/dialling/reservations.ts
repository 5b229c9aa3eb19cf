import type { Conclusion } from "../callback/conclusion.ts";
import type { Command } from "../commands.ts";
import type { CallbackId } from "../ids.ts";
import { claimsAgent, type SkillLine, type State } from "../state.ts";
import { reservesIn } from "./pace-view.ts";

type Reserve = Extract<Command, { type: "reserve" }>;

/** How often a reservation is renewed, ms: it lasts for as long as Espera lives. */
export const RESERVED_AGAIN_AFTER_MS = 5_000;
/** How long an exchange holds an agent if the reservation is not renewed, ms. */
const RESERVED_FOR_MS = 3 * RESERVED_AGAIN_AFTER_MS;

/**
 * Has the exchange hold an agent for each callback that is being dialled, and for those to be dialled when the next
 * agent comes free, and for nobody else. The place in line is reserved before an agent comes free, because afterwards a later caller
 * would already have that agent. The next callbacks stand behind customers who are being called already, whatever their places:
 * an agent kept from those customers would idle for somebody who is not dialled yet.
 */
export function reserveFor(out: Conclusion, line: SkillLine, next: readonly CallbackId[]): void {
  // The usual case: no agent is to be held, and none is.
  if (next.length === 0 && line.dialled.size === 0 && line.reserved.size === 0) return;
  const { state } = out;
  const wanted = new Map<CallbackId, number>();
  if (reservesIn(state, line)) {
    for (const { id, place } of line.dialled) wanted.set(id, place);
    const lastCalled = lastPlaceOfClaims(state, line);
    for (const id of next) wanted.set(id, Math.max(state.callbacks.get(id)!.place, lastCalled));
  }
  for (const callback of line.reserved.keys())
    if (!wanted.has(callback)) {
      out.event({ type: "reservation-ended", callback, skill: line.id });
      out.command({ type: "release", callback, skill: line.id });
    }
  for (const [callback, place] of wanted)
    if (line.reserved.get(callback) !== place) {
      out.event({ type: "reservation-began", callback, skill: line.id, place });
      out.command(reserve(line, callback, place));
    }
}

/** The last place among the attempts without an agent; minus infinity: there is none. */
function lastPlaceOfClaims(state: State, { dialled, legs }: SkillLine): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const { place } of dialled) last = Math.max(last, place);
  for (const { id, place } of legs)
    if (claimsAgent(state.callbacks.get(id)!.phase)) last = Math.max(last, place);
  return last;
}

/** All agents that the exchange is to hold now. */
export function reservationsIn(state: State): Reserve[] {
  const commands: Reserve[] = [];
  for (const line of state.skills.values())
    for (const [callback, place] of line.reserved) commands.push(reserve(line, callback, place));
  return commands;
}

function reserve({ id: skill }: SkillLine, callback: CallbackId, place: number): Reserve {
  return { type: "reserve", callback, skill, place, forMs: RESERVED_FOR_MS };
}
