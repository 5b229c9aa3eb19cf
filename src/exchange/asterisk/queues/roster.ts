import type { AgentStatus, SnapshotAgent } from "../../../line/facts.ts";
import type { AgentId, AttemptId, CallId, SkillId } from "../../../line/ids.ts";
import type { Clock, Timer } from "../../../time/clock.ts";
import type { Report } from "../../port.ts";
import type { AmiMessage } from "../ami/messages.ts";
import { idOf } from "../identity.ts";
import type { AsteriskQueue, Queues } from "./queues.ts";

/** An agent in one queue. */
interface Membership {
  readonly queue: AsteriskQueue;
  paused: boolean;
  /** Asterisk's `penalty`; 0 for who has none. */
  penalty: number;
  /** Epoch ms. */
  wrapUpUntil: number;
  /** Which list was the newest one begun when it was last heard of. */
  list: number;
}

interface Member {
  name: string;
  device: number;
  /** Whether Asterisk sees when they talk. */
  seen: boolean;
  /** The calls that they answered and that are not over, by Uniqueid. */
  readonly talks: Set<string>;
  /** They answered a call while they were reported as free, and nothing else was reported of them since. */
  unshown: boolean;
  readonly queues: Map<string, Membership>;
  reported: string;
  timer: Timer | null;
}

/**
 * The agents, each known by the interface that Asterisk rings; several may have the same name. Asterisk reports each once per
 * queue, and not at all of the end of a wrap-up. An agent's skills are the queues that they could take a call of; where
 * they could of none, because they are paused or wrap up, they are all that they are in.
 */
export class Roster {
  readonly #queues: Queues;
  readonly #clock: Clock;
  readonly #report: (report: Report) => void;
  readonly #members = new Map<AgentId, Member>();
  /** By the call that rings them, the agents who are rung though they are not free. */
  readonly #disturbed = new Map<string, Set<AgentId>>();
  /** How many lists have begun. */
  #list = 0;
  /** The agents that events reported while nothing is passed on; `null`: everything is. */
  #hushed: Set<AgentId> | null = null;

  constructor(queues: Queues, clock: Clock, report: (report: Report) => void) {
    this.#queues = queues;
    this.#clock = clock;
    this.#report = report;
  }

  /**
   * A list of all members begins. Its QueueMember events are given to `event` in their place in the stream: of those
   * about one member the last one holds, whether it is of the list or not.
   */
  listBegins(): void {
    this.#list++;
  }

  /** The list is complete: agents who were not in it are members no more, though no event said so. */
  listEnds(): void {
    for (const [agent, member] of this.#members) {
      const gone = [...member.queues].filter(([, membership]) => membership.list < this.#list);
      for (const [queue] of gone) member.queues.delete(queue);
      if (gone.length > 0) this.#tell(agent);
    }
  }

  /** From now on nothing is reported: a snapshot is being taken, and `agents` will be in it. */
  hush(): void {
    this.#hushed ??= new Set();
  }

  /** The agents as they are known now, for a snapshot that found these calls: talks of others are over. */
  agents(calls: ReadonlySet<CallId | AttemptId>): SnapshotAgent[] {
    for (const { talks } of this.#members.values())
      for (const talk of talks) if (!calls.has(idOf(talk))) talks.delete(talk);
    const present = [...this.#members].filter(([, { queues }]) => queues.size > 0);
    return present.map(([agent, member]) => {
      const seen = this.#seen(member);
      member.reported = JSON.stringify({ name: member.name, ...seen });
      this.#wakeAfterWrapUp(agent, member);
      return { agent, name: member.name, ...seen };
    });
  }

  /**
   * The snapshot was reported, and after it what happened to calls while it was taken, some of it older than what it says
   * of the agents: an agent that an event reported meanwhile is reported once more, as they are now.
   */
  speak(): void {
    const hushed = this.#hushed ?? [];
    this.#hushed = null;
    for (const agent of hushed) {
      const member = this.#members.get(agent);
      if (member) member.reported = "";
      this.#tell(agent);
    }
  }

  /** Forgets everybody. */
  clear(): void {
    for (const { timer } of this.#members.values()) timer?.cancel();
    this.#members.clear();
    this.#disturbed.clear();
  }

  /** Takes in an event; those that are not about members and their calls are passed over. */
  event(event: AmiMessage): void {
    const agent = interfaceOf(event);
    const call = event.get("Uniqueid") ?? "";
    switch (event.get("Event") ?? "") {
      case "QueueMember":
        this.#take(event, agent);
        // A list says what the snapshot will say.
        if (!this.#hushed) this.#tell(agent);
        return;
      case "QueueMemberAdded":
      case "QueueMemberPause":
      case "QueueMemberPenalty":
      case "QueueMemberStatus":
        this.#take(event, agent);
        return this.#tell(agent);
      case "QueueMemberRemoved":
        this.#members.get(agent)?.queues.delete(event.get("Queue") ?? "");
        return this.#tell(agent);
      case "AgentCalled":
        return this.#rings(call, agent);
      case "AgentRingNoAnswer":
        return this.#ringIsOver(call, agent);
      case "AgentConnect":
        return this.#connected(agent, call);
      case "AgentComplete":
        this.#completed(event, agent);
        return this.#talkIsOver(agent, call);
      case "QueueCallerLeave":
        return this.#ringIsOver(call);
      case "Hangup":
        return this.#hungUp(call);
    }
  }

  #take(message: AmiMessage, agent: AgentId): void {
    const queue = this.#queues.named(message.get("Queue"));
    if (!queue || agent === "") return;
    const member = this.#members.get(agent) ?? newMember();
    this.#members.set(agent, member);
    member.name = message.get("MemberName") ?? message.get("Name") ?? agent;
    member.device = Number(message.get("Status"));
    member.seen = isSeen(message.get("StateInterface") || agent, member.device);
    const membership = member.queues.get(queue.queue) ?? newMembership(queue);
    membership.list = this.#list;
    membership.paused = message.get("Paused") === "1";
    membership.penalty = Number(message.get("Penalty") ?? 0);
    served(membership, Number(message.get("LastCall") ?? 0));
    member.queues.set(queue.queue, membership);
  }

  /** A busy Asterisk reports that the phone is free before it has noted the end of the call. */
  #completed(event: AmiMessage, agent: AgentId): void {
    const membership = this.#members.get(agent)?.queues.get(event.get("Queue") ?? "");
    // Without the agent's channel it is the late end of a call that went on without them.
    if (membership && event.get("DestChannel")) served(membership, Math.floor(this.#clock.now() / 1000));
  }

  #hungUp(call: string): void {
    this.#ringIsOver(call);
    for (const [agent, { talks }] of this.#members) if (talks.has(call)) this.#talkIsOver(agent, call);
  }

  #connected(agent: AgentId, call: string): void {
    const member = this.#members.get(agent);
    if (!member) return;
    member.talks.add(call);
    member.unshown = this.#seen(member).status === "free";
    this.#tell(agent);
  }

  /** Where no change of state was seen the agent was reported as free before the call, and has to be reported so again. */
  #talkIsOver(agent: AgentId, call: string): void {
    const member = this.#members.get(agent);
    if (member?.talks.delete(call) && member.unshown) {
      member.unshown = false;
      member.reported = "";
    }
    this.#tell(agent);
  }

  /** Asterisk rings an agent who is not free where `ringinuse` lets it, or where it does not see that they talk. */
  #rings(call: string, agent: AgentId): void {
    const member = this.#members.get(agent);
    if (!member || this.#seen(member).status !== "busy") return;
    this.#disturbed.set(call, (this.#disturbed.get(call) ?? new Set()).add(agent));
  }

  /** An agent who was rung on top of a call still has that call: no change of state says so. */
  #ringIsOver(call: string, only?: AgentId): void {
    const disturbed = this.#disturbed.get(call);
    for (const agent of disturbed ?? []) {
      if (only !== undefined && agent !== only) continue;
      disturbed?.delete(agent);
      const member = this.#members.get(agent);
      if (member) member.reported = "";
      this.#tell(agent);
    }
    if (disturbed?.size === 0) this.#disturbed.delete(call);
  }

  #tell(agent: AgentId): void {
    const member = this.#members.get(agent);
    if (!member) return;
    const seen = this.#seen(member);
    this.#wakeAfterWrapUp(agent, member);
    if (this.#hushed) {
      this.#hushed.add(agent);
      return;
    }
    if (member.queues.size === 0) this.#members.delete(agent);
    const reported = JSON.stringify({ name: member.name, ...seen });
    if (reported === member.reported) return;
    member.reported = reported;
    if (seen.status !== "free") member.unshown = false;
    this.#report({ type: "agent-changed", agent, name: member.name, ...seen });
  }

  #wakeAfterWrapUp(agent: AgentId, member: Member): void {
    member.timer?.cancel();
    const now = this.#clock.now();
    const ends = [...member.queues.values()].map((one) => one.wrapUpUntil).filter((end) => end > now);
    member.timer = ends.length === 0 ? null : this.#clock.at(Math.min(...ends), () => this.#tell(agent));
  }

  #seen(member: Member): { skills: SkillId[]; status: AgentStatus } {
    const now = this.#clock.now();
    const all = [...member.queues.values()];
    const working = all.filter((one) => !one.paused && isWithinReach(one));
    const ready = working.filter((one) => one.wrapUpUntil <= now);
    const status = !member.seen && member.talks.size > 0 ? "busy" : deviceStatus(member.device);
    const skills = (some: readonly Membership[]) =>
      [...new Set(some.map((one) => one.queue.skill))].sort((a, b) => a - b);
    if (all.length === 0) return { skills: [], status: "away" };
    if (status === "away") return { skills: skills(all), status };
    if (working.length === 0) return { skills: skills(all), status: "paused" };
    if (status !== "free") return { skills: skills(working), status };
    return ready.length > 0
      ? { skills: skills(ready), status }
      : { skills: skills(working), status: "wrap-up" };
  }
}

/** Asterisk's own rule, in whole seconds (epoch s), for the queue that the call was of. */
function served(membership: Membership, lastCallS: number): void {
  const end = lastCallS * 1000 + (membership.queue.wrapUpMs ?? 0);
  membership.wrapUpUntil = Math.max(membership.wrapUpUntil, end);
}

/** Asterisk's number for a device's state. A phone that can be called without being seen, as one that never registers, counts as free. */
function deviceStatus(device: number): AgentStatus {
  switch (device) {
    case 4:
    case 5:
      return "away";
    case 2:
    case 3:
    case 7:
    case 8:
      return "busy";
    case 6:
      return "ringing";
    default:
      return "free";
  }
}

/**
 * Whether Asterisk sees when the phone behind a state interface is in use. It does not of a phone whose state is unknown, nor of a
 * Local channel without `/n`, which takes itself out of the call once that is answered.
 */
function isSeen(stateInterface: string, device: number): boolean {
  const [, options = ""] = /^Local\/[^/]*(?:\/([a-z]*))?$/i.exec(stateInterface) ?? [null, "n"];
  return device !== 0 && options.includes("n");
}

/** Whether callers of the queue are given to an agent of this penalty, before any rule of the queue widens it. */
function isWithinReach({ queue, penalty }: Membership): boolean {
  const { leastPenalty = 0, mostPenalty = Number.POSITIVE_INFINITY } = queue;
  return leastPenalty <= penalty && penalty <= mostPenalty;
}

function newMember(): Member {
  return {
    name: "",
    device: 0,
    seen: true,
    talks: new Set(),
    unshown: false,
    queues: new Map(),
    reported: "",
    timer: null,
  };
}

function newMembership(queue: AsteriskQueue): Membership {
  return { queue, paused: false, penalty: 0, wrapUpUntil: 0, list: 0 };
}

/** Lists and events do not call it alike. */
function interfaceOf(message: AmiMessage): AgentId {
  return message.get("Interface") ?? message.get("Location") ?? "";
}
