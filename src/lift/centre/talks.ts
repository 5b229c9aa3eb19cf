import { spreadOverFewest, type Talk } from "../../replay/centre/agent-day.ts";
import { median } from "../laws/order-statistics.ts";
import type { LiftCall, LiftDay } from "../lift-call.ts";

/** From when a call kept its agent, which is before the talk: their phone rang, or they were held for a return call. */
export type AgentTalk = Talk<LiftCall>;

/** How long an agent was held for the one who was called back, before the two were joined: 0 where none was. */
export type Hold = (call: LiftCall) => number;

/** The talks of each agent of a day, in order. Calls whose agent is not known are given to as few agents as could have had them. */
export function talksByAgent(calls: LiftDay, hold: Hold): AgentTalk[][] {
  const named = new Map<string, AgentTalk[]>();
  const unknown: AgentTalk[] = [];
  for (const call of calls) {
    const talk = talkOf(call, hold(call));
    if (!talk) continue;
    const { agent } = call;
    if (agent === null) unknown.push(talk);
    else if (named.has(agent)) named.get(agent)!.push(talk);
    else named.set(agent, [talk]);
  }
  return [...[...named.values()].map(inOrder), ...spreadOverFewest(inOrder(unknown))];
}

/**
 * How long agents are held for return calls, found from the calls: the usual time from dialling until both are joined, if hardly any
 * agent was in another call when their customer was dialled. Where agents were, customers wait for them, and nobody is held.
 * Customers who were reached by a later attempt are left out, because only the moment of the first attempt is known.
 */
export function holdOf(days: readonly LiftDay[]): Hold {
  const found: { readonly lag: number; readonly busy: boolean }[] = [];
  for (const calls of days) {
    for (const talks of talksByAgent(calls, () => 0)) {
      for (const [index, { from, call }] of talks.entries()) {
        if (call.agent === null || call.callback?.firstDialMs == null) continue;
        const dialledAt = call.arrivedAt + call.callback.firstDialMs;
        const before = talks[index - 1];
        const busy = before !== undefined && before.to > dialledAt && from > dialledAt;
        found.push({ lag: call.callback.connectedMs! - call.callback.firstDialMs, busy });
      }
    }
  }
  const usual = median(found.map(({ lag }) => lag));
  const first = found.filter(({ lag }) => lag <= LONGEST_LAG * usual);
  if (first.length === 0 || first.filter(({ busy }) => busy).length > MOST_BUSY * first.length)
    return () => 0;
  return ({ callback }) => {
    if (callback?.firstDialMs == null) return 0;
    const lag = callback.connectedMs === null ? usual : callback.connectedMs - callback.firstDialMs;
    return lag <= LONGEST_LAG * usual ? lag : usual;
  };
}

/** What takes so many times as long as usual was another attempt. */
const LONGEST_LAG = 2;
/** Of the agents who took a callback, so many may have been in a call when it was dialled. */
const MOST_BUSY = 0.2;

function talkOf(call: LiftCall, holdMs: number): AgentTalk | null {
  const { answered, callback, arrivedAt, waitMs, ringMs } = call;
  if (!answered || (callback && callback.connectedMs === null)) return null;
  const joinedAt = arrivedAt + (callback?.connectedMs ?? waitMs);
  return { from: joinedAt - holdMs - (ringMs ?? 0), to: joinedAt + (call.handleMs ?? 0), call };
}

function inOrder(talks: AgentTalk[]): AgentTalk[] {
  return talks.sort((one, other) => one.from - other.from);
}
