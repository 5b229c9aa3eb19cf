import type { CallId } from "../ids.ts";
import type { LineView, WaitingCaller } from "../learning/line-view.ts";
import type { Callback, State } from "../state.ts";

/**
 * Everybody who waits in an operation at `at` (epoch ms), on the phone or to be called back, but the caller `without`, and the
 * agents.
 */
export function lineViewOf(state: State, at: number, without?: CallId): LineView {
  const waiting = { [Symbol.iterator]: () => whoWaits(state, without) };
  return { at, waiting, agents: { [Symbol.iterator]: () => state.agents.values() } };
}

function* whoWaits({ skills, calls, callbacks }: State, without?: CallId): Generator<WaitingCaller> {
  for (const { live, asked, waiting, dialled } of skills.values()) {
    for (const order of [live, asked])
      for (const { id } of order) {
        const callback = callbacks.get(id);
        const call = calls.get(id);
        if (id === without) continue;
        if (callback?.phase === "in-line") yield { ...standing(callback), pickUp: 1 };
        else if (call) {
          const { skill, class: name, person, place, arrivedAt } = call;
          yield { skill, class: name, person, place, since: arrivedAt };
        }
      }
    for (const { id } of waiting) yield { ...standing(callbacks.get(id)!), pickUp: PICKED_UP };
    for (const { id } of dialled) yield { ...standing(callbacks.get(id)!), pickUp: PICKED_UP };
  }
}

/** A callback has the credit of its class in its place already. */
function standing({ skill, person, place, arrivedAt }: Callback): WaitingCaller {
  return { skill, class: null, person, place, since: arrivedAt };
}

/** Of 100 return calls that reach their turn, how many come to an agent: 93 by what centres report. */
export const PICKED_UP = 0.93;
