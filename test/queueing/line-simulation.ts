import type { Random } from "../../src/queueing/random.ts";

/** Somebody who came to the line. */
export interface Arrival {
  readonly at: number;
  /** How long they wait at most; infinite for a callback that will be picked up, 0 for one that will not. */
  readonly patience: number;
  readonly callback: boolean;
  /** The wait until their turn, whether or not they are still there then. */
  readonly offeredWait: number;
  /** When they are seen no more in the line. */
  readonly leaves: number;
  /** They still waited, or picked up, when their turn came. */
  readonly served: boolean;
  /** When their call ends; of who is not served, when they are seen no more. */
  readonly ends: number;
}

/** What is seen by somebody who comes. */
export interface Seen {
  readonly at: number;
  /** In order of arrival. */
  readonly ahead: readonly Arrival[];
  /** Who entered service last, if anybody did. */
  readonly lastServed: Arrival | null;
  /** How long each agent has been in their call; none for who is idle. */
  readonly handling: readonly number[];
}

export interface LineModel {
  readonly arrivals: number;
  readonly gap: () => number;
  readonly handle: () => number;
  readonly patience: () => number;
  /** Of each agent, from when until when they take calls; they finish the one they are in. */
  readonly agents: readonly { readonly from: number; readonly until: number }[];
  /** The probability that who comes is a callback keeping its place, and then that it is picked up. */
  readonly callbacks?: { readonly share: number; readonly pickUp: number; readonly random: Random };
}

interface Agent {
  free: number;
  readonly until: number;
}

interface Handled {
  readonly caller: Arrival;
  readonly from: number;
  readonly until: number;
}

/**
 * One line, first come first served, agents alike: since nobody's wait depends on who comes later, each arrival's turn
 * is known as soon as they come (Kiefer and Wolfowitz 1955, with impatience): the first agent to come free of those
 * that the ones before left. `visit` gets what is seen at each arrival and what came of it.
 */
export function simulateLine(model: LineModel, visit: (seen: Seen, arrival: Arrival) => void): void {
  const agents: Agent[] = model.agents.map(({ from, until }) => ({ free: from, until }));
  let line: Arrival[] = [];
  let handled: Handled[] = [];
  let lastServed: Arrival | null = null;
  let at = 0;
  for (let index = 0; index < model.arrivals; index++) {
    at += model.gap();
    const callback =
      model.callbacks !== undefined && model.callbacks.random.uniform() < model.callbacks.share;
    const patience = callback
      ? model.callbacks!.random.uniform() < model.callbacks!.pickUp
        ? Number.POSITIVE_INFINITY
        : 0
      : model.patience();
    let first: Agent | undefined;
    for (const agent of agents) {
      if (Math.max(agent.free, at) >= agent.until) continue;
      if (first === undefined || agent.free < first.free) first = agent;
    }
    const turn = first ? Math.max(at, first.free) : Number.POSITIVE_INFINITY;
    const offeredWait = turn - at;
    const served = patience > offeredWait || (callback ? patience > 0 : false);
    // A callback is in the line until its turn, picked up or not.
    const leaves = served || callback ? turn : at + patience;
    const ends = served ? turn + model.handle() : leaves;
    const arrival: Arrival = { at, patience, callback, offeredWait, leaves, served, ends };

    line = line.filter((one) => one.leaves > at);
    for (const { caller, from } of handled)
      if (from <= at && from > (lastServed?.leaves ?? -1)) lastServed = caller;
    handled = handled.filter(({ until }) => until > at);
    const handling = handled.filter(({ from }) => from <= at).map(({ from }) => at - from);
    visit({ at, ahead: line, lastServed, handling }, arrival);

    if (served && first) {
      first.free = ends;
      handled.push({ caller: arrival, from: turn, until: ends });
    }
    line.push(arrival);
  }
}
