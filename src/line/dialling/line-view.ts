import type { CallId } from "../ids.ts";
import type { LineView, WaitingCaller } from "../learning/line-view.ts";
import type { Callback, State } from "../state.ts";

/**
 * Everybody who waits in an operation at `at` (epoch ms), on the phone or to be called back, except the caller `without`, and
 * the agents.
 */
export function lineViewOf(state: State, at: number, without?: CallId): LineView {
  return {
    at,
    // Gathered only when asked for: not every judgement looks at the line.
    get waiting() {
      return whoWaits(state, without);
    },
    agents: { [Symbol.iterator]: () => state.agents.values() },
  };
}

function whoWaits({ skills, calls, callbacks }: State, without?: CallId): WaitingCaller[] {
  const all: WaitingCaller[] = [];
  for (const { live, asked, waiting, dialled } of skills.values()) {
    for (const order of [live, asked])
      for (const { id } of order) {
        if (id === without) continue;
        const call = calls.get(id);
        const callback = callbacks.get(id);
        if (callback?.phase === "in-line") all.push({ ...standing(callback), pickUp: 1 });
        else if (call) {
          const { skill, class: name, person, place, arrivedAt } = call;
          all.push({ skill, class: name, person, place, since: arrivedAt });
        }
      }
    for (const order of [waiting, dialled])
      for (const { id } of order) all.push({ ...standing(callbacks.get(id)!), pickUp: PICKED_UP });
  }
  return all;
}

/** A callback as somebody who waits. Its place already includes the credit of its class. */
function standing({ skill, person, place, arrivedAt }: Callback): WaitingCaller {
  return { skill, class: null, person, place, since: arrivedAt };
}

/** The share of return calls that come to an agent once it is their turn: what centres report. */
export const PICKED_UP = 0.93;
