import type { SkillId } from "../../../line/ids.ts";
import type { Timer } from "../../../time/clock.ts";
import type { AgentAtWork, PhoneCall } from "../phone-call.ts";
import type { Switchboard } from "../switchboard.ts";

/** What a queue has done, an agent's phone rung, or a caller turned out because no agent is left; and what it asks. */
interface QueueWatcher {
  readonly ring: (call: PhoneCall, agent: AgentAtWork) => void;
  readonly turnOut: (call: PhoneCall) => void;
  /** How many agents are held back from the caller at this place, or from everybody. */
  readonly heldBefore: (place?: number) => number;
}

/**
 * One queue, as app_queue keeps it: ordered by place, the earlier first, and by joining among equals. It looks for
 * agents once per poll and not in the instant in which one becomes free; several callers at its head are rung
 * for at once when several agents are free, so that the order of places holds for first rings, not for answers.
 */
export class Queue {
  readonly skill: SkillId;
  /** Agents of this skill, logged in or not. */
  readonly members: readonly AgentAtWork[];
  /** In order, those being rung for included. */
  readonly line: PhoneCall[] = [];
  readonly #switchboard: Switchboard;
  readonly #tell: QueueWatcher;
  readonly #others: (skill: SkillId) => Queue | undefined;
  readonly #phase: number;
  #poll: Timer | null = null;
  #joins = 0;

  constructor(
    skill: SkillId,
    members: readonly AgentAtWork[],
    switchboard: Switchboard,
    tell: QueueWatcher,
    others: (skill: SkillId) => Queue | undefined,
  ) {
    this.skill = skill;
    this.members = members;
    this.#switchboard = switchboard;
    this.#tell = tell;
    this.#others = others;
    const phase = switchboard.random.stream("poll", skill).uniform();
    this.#phase = Math.floor(phase * switchboard.options.pollMs);
  }

  /** How many agents it could do with, for everybody or for the callers before a place. */
  wanted(before = Number.POSITIVE_INFINITY): number {
    return (
      this.line.filter((call) => waits(call) && call.place < before).length + this.#tell.heldBefore(before)
    );
  }

  /** Why the queue would refuse a caller now; `null` when it would not. */
  refuses(): "full" | "empty" | null {
    const { maxLength, joinEmpty } = this.#switchboard.options;
    if (!joinEmpty && this.#isEmpty()) return "empty";
    return maxLength !== null && this.line.length >= maxLength ? "full" : null;
  }

  /** Puts the call in at its place. When it is the first that waits, an agent is looked for at once. */
  join(call: PhoneCall): void {
    call.joined = this.#joins++;
    let index = this.line.length;
    while (index > 0 && isBefore(call, this.line[index - 1]!)) index--;
    this.line.splice(index, 0, call);
    if (this.line.find(waits) === call) this.#look();
    else this.wake();
  }

  leave(call: PhoneCall): void {
    this.line.splice(this.line.indexOf(call), 1);
    this.wake();
  }

  /** Something changed: the queue looks for agents at its next poll, if there is somebody to look for. */
  wake(): void {
    if (this.#poll || !this.line.some(waits) || !this.members.some(isFree)) return;
    this.#poll = this.#switchboard.at(this.#nextPoll(), () => {
      this.#poll = null;
      this.#look();
    });
  }

  /** An agent logged out: if it was the last, everybody who waits is turned out at the next poll. */
  mayBeEmpty(): void {
    if (!this.#isEmpty()) return;
    this.#switchboard.at(this.#nextPoll(), () => {
      if (this.#isEmpty()) for (const call of this.line.filter(waits)) this.#tell.turnOut(call);
    });
  }

  #isEmpty(): boolean {
    return this.members.every((agent) => agent.status === "away");
  }

  #nextPoll(): number {
    const { pollMs } = this.#switchboard.options;
    const polls = Math.floor((this.#switchboard.clock.now() - this.#phase) / pollMs) + 1;
    return this.#phase + polls * pollMs;
  }

  /** Rings for the callers in order, as long as more agents are free than callers wait ahead. */
  #look(): void {
    const now = this.#switchboard.clock.now();
    const free = this.members.filter(isFree);
    let ahead = 0;
    for (const call of this.line) {
      if (!waits(call)) continue;
      if (free.length <= ahead + this.#tell.heldBefore(call.place)) break;
      if (call.restsUntil > now) ahead++;
      else {
        const agent = this.#choose(free, call);
        if (!agent) break;
        free.splice(free.indexOf(agent), 1);
        this.#tell.ring(call, agent);
      }
    }
    this.wake();
  }

  /** The agent who is the longest without a call, of those who serve this skill first, or of all in one line. */
  #choose(free: readonly AgentAtWork[], call: PhoneCall): AgentAtWork | undefined {
    const { oneLine } = this.#switchboard.options;
    let chosen: AgentAtWork | undefined;
    let chosenRank = 0;
    for (const agent of free) {
      const rank = oneLine ? 0 : agent.skills.indexOf(this.skill);
      if (chosen && (rank > chosenRank || (rank === chosenRank && agent.lastCallAt >= chosen.lastCallAt)))
        continue;
      const isNeeded = oneLine
        ? agent.skills.some((skill) => skill !== this.skill && this.#isShortOf(skill, call.place))
        : agent.skills.slice(0, rank).some((skill) => this.#isShortOf(skill));
      if (isNeeded) continue;
      chosen = agent;
      chosenRank = rank;
    }
    return chosen;
  }

  /** Whether a skill has a caller, in one line one who stands before `place`, for each of its free agents. */
  #isShortOf(skill: SkillId, place?: number): boolean {
    const queue = this.#others(skill);
    const wanted = queue?.wanted(place) ?? 0;
    return wanted > 0 && wanted >= queue!.members.filter(isFree).length;
  }
}

function isBefore(a: PhoneCall, b: PhoneCall): boolean {
  return a.place < b.place || (a.place === b.place && a.joined < b.joined);
}

function waits(call: PhoneCall): boolean {
  return call.stage === "waiting";
}

function isFree(agent: AgentAtWork): boolean {
  return agent.status === "free";
}
