import type { CentreDay } from "./centre-day.ts";
import { EventHeap } from "./event-heap.ts";
import { IdleAgents } from "./idle-agents.ts";

/**
 * Runs one day of a centre again and again, each time with other patience and handle times. A caller is served by the agent who
 * has been idle longest of those who serve them, or waits until an agent takes them, or until their patience ends. At equal times
 * agents come before callers, in the order of their numbers, and a caller whose patience ends at the moment an agent is there is served.
 *
 * It follows what happens in order of time, and allocates nothing in a run.
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
  /** The lanes of each agent, agent after agent; those of `a` from `#agentLanesFrom[a]` on. */
  readonly #agentLanes: Int32Array;
  readonly #agentLanesFrom: Int32Array;
  /** Who serves what: 1 at `agent * lanes + lane`. */
  readonly #serves: Uint8Array;
  readonly #laneCount: number;
  /** The stretches of each agent, agent after agent; those of `a` from `#stretchesFrom[a]` on. */
  readonly #stretchFrom: Float64Array;
  readonly #stretchTo: Float64Array;
  readonly #stretchesFrom: Int32Array;
  /** The stretch in which each agent is, or the next. */
  readonly #stretch: Int32Array;
  /** When agents begin a stretch or end a call. */
  readonly #coming: EventHeap;
  readonly #idle: IdleAgents;

  constructor(day: CentreDay) {
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

    this.#agentLanes = Int32Array.from(agents.flatMap((agent) => agent.lanes));
    this.#agentLanesFrom = offsetsOf(agents.map((agent) => agent.lanes.length));
    this.#serves = new Uint8Array(agents.length * laneCount);
    for (const [agent, { lanes: served }] of agents.entries())
      for (const lane of served) this.#serves[agent * laneCount + lane] = 1;

    const stretches = agents.flatMap((agent) => agent.stretches);
    this.#stretchFrom = Float64Array.from(stretches, ({ from }) => from);
    this.#stretchTo = Float64Array.from(stretches, ({ to }) => to);
    this.#stretchesFrom = offsetsOf(agents.map((agent) => agent.stretches.length));
    this.#stretch = new Int32Array(agents.length);
    this.#coming = new EventHeap(agents.length);
    this.#idle = new IdleAgents(agents.length);
  }

  /**
   * Runs the day. Both are by caller, in ms: how long each would wait (`Infinity`: for ever), and how long each keeps an agent,
   * the agent's work afterwards included.
   */
  run(patience: Float64Array, handles: Float64Array): void {
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
    this.starts.fill(Number.NaN);
    this.servedBy.fill(-1);
    this.#heads.set(this.#laneFrom.subarray(0, this.#laneCount));
    this.#tails.set(this.#heads);
    this.#coming.clear();
    this.#idle.clear();
    for (let agent = 0; agent < this.#agentCount; agent++) {
      const first = this.#stretchesFrom[agent]!;
      this.#stretch[agent] = first;
      if (first < this.#stretchesFrom[agent + 1]!) this.#coming.push(this.#stretchFrom[first]!, agent);
    }
  }

  #callerComes(caller: number, now: number, handles: Float64Array): void {
    const lane = this.#lanes[caller]!;
    const tail = ++this.#tails[lane]!;
    const idle = this.#idle;
    for (let agent = idle.longest; agent >= 0; ) {
      if (this.#serves[agent * this.#laneCount + lane] !== 1) {
        agent = idle.after(agent);
        continue;
      }
      const stretch = this.#stretch[agent]!;
      if (this.#stretchTo[stretch]! > now) {
        // Whoever still stands in the lane has given up: else the agent would not be idle.
        this.#heads[lane] = tail;
        idle.remove(agent);
        this.starts[caller] = now;
        this.servedBy[caller] = agent;
        this.#coming.push(now + handles[caller]!, agent);
        return;
      }
      this.#leaves(agent, now);
      agent = idle.longest;
    }
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

  /** The next agent ends a call or begins a stretch: takes the first in place, or stays idle. */
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
    coming.replaceNext(now + handles[caller]!, agent);
  }

  /** The caller whom an agent takes of those who still wait; -1 when there is none. */
  #firstFor(agent: number, now: number, patience: Float64Array): number {
    const end = this.#agentLanesFrom[agent + 1]!;
    let first = -1;
    let firstPlace = Number.POSITIVE_INFINITY;
    for (let at = this.#agentLanesFrom[agent]!; at < end; at++) {
      const caller = this.#firstOf(this.#agentLanes[at]!, now, patience);
      if (caller >= 0 && (first < 0 || this.#places[caller]! < firstPlace)) {
        first = caller;
        firstPlace = this.#places[caller]!;
      }
    }
    return first;
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

/** Where the pieces of such lengths begin when they are laid one after the other, and where the last ends. */
function offsetsOf(lengths: readonly number[]): Int32Array {
  const offsets = new Int32Array(lengths.length + 1);
  for (const [index, length] of lengths.entries()) offsets[index + 1] = offsets[index]! + length;
  return offsets;
}
