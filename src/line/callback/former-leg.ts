import { ASKED_WITHIN_MS } from "../call/dialogue-deadlines.ts";
import type { Settings } from "../settings.ts";
import { type Callback, isAlive, type State } from "../state.ts";

/**
 * Until when the phone of a callback's person may still be in use by a leg that was given up or taken back without the
 * exchange's word that it is over, epoch ms; 0: by none. A person has one phone: legs of their other callbacks count.
 */
export function formerLegUntil(state: State, callback: Callback): number {
  const { person, shared } = callback;
  let until = legUntil(state, callback);
  for (const id of shared ? [] : (state.callbacksOf.get(person) ?? [])) {
    const other = state.callbacks.get(id);
    if (other?.person === person) until = Math.max(until, legUntil(state, other));
  }
  return until;
}

/**
 * By then it rings no more, and nobody is being asked on it. A leg that confirmed meanwhile is in the queue, of which the
 * exchange reports, or the next snapshot after its connection broke.
 */
function legUntil({ settings }: State, { phase, attempts, attemptOver, dialledAt }: Callback): number {
  if (attempts === 0 || attemptOver || isAlive(phase)) return 0;
  return dialledAt + pickedUpWithinMs(settings) + ASKED_WITHIN_MS;
}

/** From dialling until somebody has picked up or nobody will, ms, generously. */
export function pickedUpWithinMs({ attempts }: Settings): number {
  return attempts.ringForMs + 30_000;
}
