import type { CentreAgent, LineDay } from "./centre-day.ts";
import { EventHeap } from "./event-heap.ts";
import { IdleAgents } from "./idle-agents.ts";

/**
 * Runs one day of a centre again and again, each time with other patience and handle times. A caller is served by the agent who
 * has been idle longest of those who serve them and rank them first, or waits until an agent takes them, or until their patience ends. At equal times
 * agents come before callers, in the order of their numbers, and a caller whose patience ends at the moment an agent is there is served.
 *
 * It follows what happens in order of time, and allocates nothing in a run. Where callers are served in the order in which they come, whatever
 * their lanes, the recursion of waiting times does the same sooner: each caller takes the agent who is available first.
 */
export class LineRun {
  /** When each caller came to an agent, of the last run; `NaN` for those who gave up or were never served. */
  readonly starts: Float64Array;
  /** Who served each caller, of the last run; -1 where `starts` is `NaN`. */
  readonly servedBy: Int32Array;

  readonly #arrivals: Float64Array;
  readonly #places: Float64Array;
  readonly #lanes: Int32Array;
  readonly #agentCount: number;
  /** The callers of each lane, lane after lane; lane `l` from `#laneFrom[l]` on. */
  readonly #inLane: Int32Array;
  readonly #laneFrom: Int32Array;
  /** Of each lane, in `#inLane`: the first who may wait, and behind the last who has come. */
  readonly #heads: Int32Array;
  readonly #tails: Int32Array;
  /** The lanes of each agent by their rank, agent after agent; those of `a` from `#agentLanesFrom[a]` on. */
  readonly #agentLanes: Int32Array;
  readonly #agentLanesFrom: Int32Array;
  /** Who serves what: at `agent * lanes + lane` the rank, from 1; 0: not at all. */
  readonly #ranks: Uint8Array;
  readonly #laneCount: number;
  /** The stretches of each agent, agent after agent; those of `a` from `#stretchesFrom[a]` on. */
  readonly #stretchFrom: Float64Array;
  readonly #stretchTo: Float64Array;
  readonly #stretchesFrom: Int32Array;
  /** The stretch in which each agent is, or the next. */
  readonly #stretch: Int32Array;
  /** When agents begin a stretch, or are there again after a call. */
  readonly #coming: EventHeap;
  readonly #idle: IdleAgents;
  /** Whether callers are served in the order in which they come. */
  readonly #inOrder: boolean;
  /** From when each agent is available; infinite after the last stretch. */
  readonly #availableAt: Float64Array;

  constructor(day: LineDay) {
    const { arrivals, places, lanes, agents } = day;
    const callers = arrivals.length;
    this.#arrivals = arrivals;
    this.#places = places;
    this.#lanes = lanes;
    this.#agentCount = agents.length;
    this.starts = new Float64Array(callers);
    this.servedBy = new Int32Array(callers);

    const laneCount = Math.max(0, ...agents.flatMap((agent) => agent.lanes), ...new Set(lanes)) + 1;
    this.#laneCount = laneCount;
    this.#laneFrom = new Int32Array(laneCount + 1);
    for (const lane of lanes) this.#laneFrom[lane + 1]!++;
    for (let lane = 0; lane < laneCount; lane++) this.#laneFrom[lane + 1]! += this.#laneFrom[lane]!;
    this.#inLane = new Int32Array(callers);
    const next = this.#laneFrom.slice();
    for (let caller = 0; caller < callers; caller++) this.#inLane[next[lanes[caller]!]!++] = caller;
    this.#heads = new Int32Array(laneCount);
    this.#tails = new Int32Array(laneCount);

    this.#agentLanes = Int32Array.from(agents.flatMap(byRank));
    this.#agentLanesFrom = offsetsOf(agents.map((agent) => agent.lanes.length));
    this.#ranks = new Uint8Array(agents.length * laneCount);
    for (const [agent, { lanes: served, ranks }] of agents.entries())
      for (const [at, lane] of served.entries())
        this.#ranks[agent * laneCount + lane] = 1 + (ranks?.[at] ?? 0);

    const stretches = agents.flatMap((agent) => agent.stretches);
    this.#stretchFrom = Float64Array.from(stretches, ({ from }) => from);
    this.#stretchTo = Float64Array.from(stretches, ({ to }) => to);
    this.#stretchesFrom = offsetsOf(agents.map((agent) => agent.stretches.length));
    this.#stretch = new Int32Array(agents.length);
    this.#coming = new EventHeap(agents.length);
    this.#idle = new IdleAgents(agents.length);
    this.#inOrder =
      places.every((place, caller) => caller === 0 || places[caller - 1]! <= place) &&
      agents.every(({ ranks = [] }) => ranks.every((rank) => rank === ranks[0]));
    this.#availableAt = new Float64Array(agents.length);
  }

  /**
   * Runs the day. Both are by caller, in ms: how long each would wait (`Infinity`: for ever), and how long each keeps an agent,
   * the agent's work afterwards included.
   */
  run(patience: Float64Array, handles: Float64Array): void {
    this.starts.fill(Number.NaN);
    this.servedBy.fill(-1);
    if (this.#inOrder) this.#recur(patience, handles);
    else this.#follow(patience, handles);
  }

  /** Each caller in turn takes the agent who is available first, or gives up before. */
  #recur(patience: Float64Array, handles: Float64Array): void {
    const arrivals = this.#arrivals;
    const lanes = this.#lanes;
    const availableAt = this.#availableAt;
    const agents = this.#agentCount;
    const ranks = this.#ranks;
    const laneCount = this.#laneCount;
    const stretch = this.#stretch;
    const stretchTo = this.#stretchTo;
    const starts = this.starts;
    const servedBy = this.servedBy;
    for (let agent = 0; agent < agents; agent++) {
      stretch[agent] = this.#stretchesFrom[agent]!;
      availableAt[agent] = this.#firstStretchOf(agent);
    }
    const callers = arrivals.length;
    for (let caller = 0; caller < callers; caller++) {
      const now = arrivals[caller]!;
      const lane = lanes[caller]!;
      let first: number;
      let firstAt: number;
      for (;;) {
        first = -1;
        firstAt = Number.POSITIVE_INFINITY;
        for (let agent = 0, rank = lane; agent < agents; agent++, rank += laneCount) {
          const at = availableAt[agent]!;
          if (at < firstAt && ranks[rank] !== 0) {
            first = agent;
            firstAt = at;
          }
        }
        if (first < 0 || firstAt >= now || stretchTo[stretch[first]!]! > now) break;
        // Idle when the stretch ended: available again since the next began, which may be before now. Another agent may be first then.
        const next = this.#stretchAt(first, now);
        availableAt[first] = next < 0 ? Number.POSITIVE_INFINITY : this.#stretchFrom[next]!;
      }
      const start = Math.max(firstAt, now);
      if (first < 0 || start > now + patience[caller]!) continue;
      starts[caller] = start;
      servedBy[caller] = first;
      availableAt[first] = this.#backAt(first, start + handles[caller]!);
    }
  }

  /** When the first stretch of an agent begins; infinite where there is none. */
  #firstStretchOf(agent: number): number {
    const first = this.#stretchesFrom[agent]!;
    return first < this.#stretchesFrom[agent + 1]! ? this.#stretchFrom[first]! : Number.POSITIVE_INFINITY;
  }

  /** From when an agent whose call ends is available: a break that came due meanwhile begins then, and keeps its length. Infinite after the last stretch. */
  #backAt(agent: number, callEnds: number): number {
    const last = this.#stretchesFrom[agent + 1]! - 1;
    let stretch = this.#stretch[agent]!;
    let at = callEnds;
    for (; this.#stretchTo[stretch]! <= at; stretch++) {
      if (stretch === last) return Number.POSITIVE_INFINITY;
      at += this.#stretchFrom[stretch + 1]! - this.#stretchTo[stretch]!;
    }
    this.#stretch[agent] = stretch;
    return at;
  }

  #follow(patience: Float64Array, handles: Float64Array): void {
    this.#reset();
    const arrivals = this.#arrivals;
    const coming = this.#coming;
    const callers = arrivals.length;
    for (let caller = 0; caller < callers; caller++) {
      const now = arrivals[caller]!;
      while (coming.nextTime <= now) this.#agentComes(patience, handles);
      this.#callerComes(caller, now, handles);
    }
    while (coming.nextTime < Number.POSITIVE_INFINITY) this.#agentComes(patience, handles);
  }

  #reset(): void {
    this.#heads.set(this.#laneFrom.subarray(0, this.#laneCount));
    this.#tails.set(this.#heads);
    this.#coming.clear();
    this.#idle.clear();
    for (let agent = 0; agent < this.#agentCount; agent++) {
      const first = this.#stretchesFrom[agent]!;
      this.#stretch[agent] = first;
      const from = this.#firstStretchOf(agent);
      if (from < Number.POSITIVE_INFINITY) this.#coming.push(from, agent);
    }
  }

  #callerComes(caller: number, now: number, handles: Float64Array): void {
    const lane = this.#lanes[caller]!;
    const tail = ++this.#tails[lane]!;
    const idle = this.#idle;
    let chosen = -1;
    let chosenRank = NO_RANK;
    for (let agent = idle.longest; agent >= 0 && chosenRank > 1; ) {
      const rank = this.#ranks[agent * this.#laneCount + lane]!;
      if (rank > 0 && rank < chosenRank) {
        if (this.#stretchTo[this.#stretch[agent]!]! <= now) {
          this.#leaves(agent, now);
          // The ones that were chosen so far are chosen again.
          chosen = -1;
          chosenRank = NO_RANK;
          agent = idle.longest;
          continue;
        }
        chosen = agent;
        chosenRank = rank;
      }
      agent = idle.after(agent);
    }
    if (chosen < 0) return;
    // Those who still stand in the lane have given up: else the agent would not be idle.
    this.#heads[lane] = tail;
    idle.remove(chosen);
    this.starts[caller] = now;
    this.servedBy[caller] = chosen;
    const back = this.#backAt(chosen, now + handles[caller]!);
    if (back < Number.POSITIVE_INFINITY) this.#coming.push(back, chosen);
  }

  /** An agent was left idle when a stretch ended, and comes with the next: that may have begun since, unnoticed. */
  #leaves(agent: number, now: number): void {
    this.#idle.remove(agent);
    const stretch = this.#stretchAt(agent, now);
    if (stretch < 0) return;
    const from = this.#stretchFrom[stretch]!;
    if (from <= now) this.#idle.add(agent, from);
    else this.#coming.push(from, agent);
  }

  /** The stretch of an agent that has not ended; -1 when the last has. */
  #stretchAt(agent: number, now: number): number {
    const end = this.#stretchesFrom[agent + 1]!;
    let stretch = this.#stretch[agent]!;
    while (stretch < end && this.#stretchTo[stretch]! <= now) stretch++;
    this.#stretch[agent] = stretch;
    return stretch < end ? stretch : -1;
  }

  /** The next agent is there after a call or begins a stretch: takes the first in place, or stays idle. */
  #agentComes(patience: Float64Array, handles: Float64Array): void {
    const coming = this.#coming;
    const now = coming.nextTime;
    const agent = coming.nextNumber;
    const stretch = this.#stretchAt(agent, now);
    if (stretch < 0) {
      coming.pop();
      return;
    }
    const from = this.#stretchFrom[stretch]!;
    if (from > now) {
      coming.replaceNext(from, agent);
      return;
    }
    const caller = this.#firstFor(agent, now, patience);
    if (caller < 0) {
      coming.pop();
      this.#idle.add(agent, now);
      return;
    }
    this.#heads[this.#lanes[caller]!]!++;
    this.starts[caller] = now;
    this.servedBy[caller] = agent;
    const back = this.#backAt(agent, now + handles[caller]!);
    if (back < Number.POSITIVE_INFINITY) coming.replaceNext(back, agent);
    else coming.pop();
  }

  /** The caller that an agent takes of those who still wait; -1 when there is none. */
  #firstFor(agent: number, now: number, patience: Float64Array): number {
    const end = this.#agentLanesFrom[agent + 1]!;
    let first = -1;
    let firstRank = NO_RANK;
    for (let at = this.#agentLanesFrom[agent]!; at < end; at++) {
      const lane = this.#agentLanes[at]!;
      const rank = this.#ranks[agent * this.#laneCount + lane]!;
      if (rank > firstRank) return first;
      const caller = this.#firstOf(lane, now, patience);
      if (caller >= 0 && (first < 0 || this.#isBefore(caller, first))) {
        first = caller;
        firstRank = rank;
      }
    }
    return first;
  }

  /** Of one place, who came first, or stands first in the arrays. */
  #isBefore(caller: number, other: number): boolean {
    const apart = this.#places[caller]! - this.#places[other]!;
    return apart < 0 || (apart === 0 && caller < other);
  }

  /** The first of a lane who still waits; those before have given up and are passed for good. */
  #firstOf(lane: number, now: number, patience: Float64Array): number {
    const tail = this.#tails[lane]!;
    let head = this.#heads[lane]!;
    for (; head < tail; head++) {
      const caller = this.#inLane[head]!;
      if (this.#arrivals[caller]! + patience[caller]! >= now) {
        this.#heads[lane] = head;
        return caller;
      }
    }
    this.#heads[lane] = head;
    return -1;
  }
}

const NO_RANK = 256;

/** The lanes of an agent, the first in rank first. */
function byRank({ lanes, ranks = [] }: CentreAgent): number[] {
  const order = [...lanes.keys()].sort((one, other) => (ranks[one] ?? 0) - (ranks[other] ?? 0));
  return order.map((at) => lanes[at]!);
}

/** Where the pieces of such lengths begin when they are laid one after the other, and where the last ends. */
function offsetsOf(lengths: readonly number[]): Int32Array {
  const offsets = new Int32Array(lengths.length + 1);
  for (const [index, length] of lengths.entries()) offsets[index + 1] = offsets[index]! + length;
  return offsets;
}
