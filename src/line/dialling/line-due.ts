import { handleTime } from "../../queueing/estimators/handle-time.ts";
import { formerLegUntil } from "../callback/former-leg.ts";
import { closingTime, mayDial } from "../hours/calling-hours.ts";
import type { Judgements } from "../judgement/judgements.ts";
import { knownHandleTimes, USUAL_HANDLE_MS } from "../learning/learned.ts";
import { nextLookAgain, offersAgain } from "../offer/offers-again.ts";
import type { Settings } from "../settings.ts";
import type { Callback, SkillLine, State } from "../state.ts";
import { disciplineOf, LOOKED_AT, type TurnView } from "./discipline.ts";
import { nextPaceAt } from "./pace-view.ts";

/** What a discipline sees of a line at `at`, epoch ms. */
export function turnViewOf(state: State, line: SkillLine, at: number): TurnView {
  return {
    line,
    callbacks: state.callbacks,
    at,
    leadMs: leadOf(state.settings),
    agentWithinMs: agentWithin(line),
  };
}

/** From when on a customer who has just put the phone down may be called, epoch ms. */
export function readyAt({ phoneDownAt }: Callback): number {
  return phoneDownAt + BREATHER_MS;
}

/** When something in a skill's line falls due by time alone, epoch ms; infinite: never. May lie in the past. */
export function dueTimeOf(state: State, line: SkillLine, now: number, judgements: Judgements): number {
  const { settings } = state;
  const skill = state.skillSettings.get(line.id);
  let next = Number.POSITIVE_INFINITY;
  const askAfterMs = state.canWithdraw ? (skill?.queueOffers.afterMs ?? null) : null;
  const unasked = askAfterMs === null ? undefined : line.unasked.first();
  if (unasked && askAfterMs !== null) next = unasked.place + askAfterMs;
  if (offersAgain(state, line)) next = Math.min(next, nextLookAgain(now));
  if (line.waiting.size === 0) return next;
  const called = { skill: line.id, zones: null };
  // Outside calling hours, look again tomorrow at the latest: it may open on another day.
  if (!mayDial(state, called, now)) return Math.min(next, now + DAY_MS);
  // Nobody is dialled so shortly before closing that the phone could not ring to its end.
  const closes = closingTime(state, called, now);
  if (closes !== null) next = Math.min(next, closes - settings.attempts.ringForMs);
  return state.canDial ? Math.min(next, nextTurnIn(state, line, now, judgements)) : next;
}

/** When the next turn comes, or a customer whose turn it is may be called. */
function nextTurnIn(state: State, line: SkillLine, now: number, judgements: Judgements): number {
  const discipline = disciplineOf(state.skillSettings.get(line.id));
  const view = turnViewOf(state, line, now);
  let next = discipline.nextTurn(view) ?? Number.POSITIVE_INFINITY;
  let looked = 0;
  let waitsForAgent = false;
  // The customer whose turn it is may be on the phone elsewhere, and those behind them go first.
  for (const { id, needs } of discipline.turns(view)) {
    if (looked++ === LOOKED_AT) break;
    const callback = state.callbacks.get(id)!;
    const ready = Math.max(readyAt(callback), formerLegUntil(state, callback));
    if (ready > now) next = Math.min(next, ready);
    else waitsForAgent ||= needs === "agent";
  }
  return waitsForAgent ? Math.min(next, nextPaceAt(state, line, now, judgements) ?? next) : next;
}

/** From dialling to standing in the queue, ms, at the longest. */
function leadOf({ attempts }: Settings): number {
  return attempts.ringForMs + CONFIRM_MS;
}

/** Three times the mean time between two releases: an agent comes free within it with 95 %, if handle times are exponential. */
function agentWithin({ agents, learned }: SkillLine): number {
  const law = knownHandleTimes(learned);
  const meanMs = law ? handleTime(law).mean : USUAL_HANDLE_MS;
  return Math.round((3 * meanMs) / Math.max(1, agents.size));
}

/** From picking up to key 1. */
const CONFIRM_MS = 10_000;
/** From putting the phone down until it may ring again. */
const BREATHER_MS = 3_000;
const DAY_MS = 86_400_000;
