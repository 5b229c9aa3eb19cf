import type { AgentStatus, SnapshotAgent } from "../../line/facts.ts";
import type { AgentId, SkillId } from "../../line/ids.ts";
import type { Clock, Timer } from "../clock.ts";
import type { Report } from "../port.ts";
import type { AmiMessage } from "./ami/messages.ts";
import type { AsteriskQueue, Queues } from "./queues.ts";

/** An agent in one queue. */
interface Membership {
  readonly queue: AsteriskQueue;
  paused: boolean;
  /** Epoch ms. */
  wrapUpUntil: number;
  /** Which list was the newest one begun when it was last heard of. */
  list: number;
}

interface Member {
  device: number;
  readonly queues: Map<string, Membership>;
  told: string;
  timer: Timer | null;
}

/**
 * The agents: Asterisk tells of each once per queue, and not at all of the end of a wrap-up. An agent's skills are the queues
 * that he could take a call of; where he could of none, because he is paused or wraps up, they are all he is in.
 */
export class Roster {
  readonly #queues: Queues;
  readonly #clock: Clock;
  readonly #report: (report: Report) => void;
  readonly #members = new Map<AgentId, Member>();
  /** How many lists have begun. */
  #list = 0;
  /** Whom an event told of while nothing is reported; `null`: everything is. */
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

  /** The list is complete: who was not heard of since it began is a member no more, though no event said so. */
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

  /** The agents as they are known now, for a snapshot. */
  agents(): SnapshotAgent[] {
    const present = [...this.#members].filter(([, { queues }]) => queues.size > 0);
    return present.map(([agent, member]) => {
      const seen = this.#seen(member);
      member.told = JSON.stringify(seen);
      this.#wakeAfterWrapUp(agent, member);
      return { agent, ...seen };
    });
  }

  /**
   * The snapshot was reported, and after it what happened to calls while it was taken, some of it older than what it says
   * of the agents: whoever an event told of meanwhile is reported once more, as he is now.
   */
  speak(): void {
    const hushed = this.#hushed ?? [];
    this.#hushed = null;
    for (const agent of hushed) {
      const member = this.#members.get(agent);
      if (member) member.told = "";
      this.#tell(agent);
    }
  }

  /** Forgets everybody. */
  clear(): void {
    for (const { timer } of this.#members.values()) timer?.cancel();
    this.#members.clear();
  }

  /** Takes in an event; those that are not about members are passed over. */
  event(event: AmiMessage): void {
    switch (event.get("Event") ?? "") {
      case "QueueMember":
        this.#take(event);
        // A list says what the snapshot will say.
        if (this.#hushed) return;
        break;
      case "QueueMemberAdded":
      case "QueueMemberPause":
      case "QueueMemberStatus":
        this.#take(event);
        break;
      case "QueueMemberRemoved":
        this.#members.get(nameOf(event))?.queues.delete(event.get("Queue") ?? "");
        break;
      case "AgentComplete":
        this.#completed(event);
        break;
      default:
        return;
    }
    this.#tell(nameOf(event));
  }

  #take(message: AmiMessage): void {
    const queue = this.#queues.named(message.get("Queue"));
    const agent = nameOf(message);
    if (!queue || agent === "") return;
    const member = this.#members.get(agent) ?? { device: 0, queues: new Map(), told: "", timer: null };
    this.#members.set(agent, member);
    member.device = Number(message.get("Status"));
    const membership = member.queues.get(queue.queue) ?? { queue, paused: false, wrapUpUntil: 0, list: 0 };
    membership.list = this.#list;
    membership.paused = message.get("Paused") === "1";
    served(membership, Number(message.get("LastCall") ?? 0));
    member.queues.set(queue.queue, membership);
  }

  /** A busy Asterisk tells that the phone is free before it has noted the end of the call. */
  #completed(event: AmiMessage): void {
    const membership = this.#members.get(nameOf(event))?.queues.get(event.get("Queue") ?? "");
    // Without the agent's channel it is the late end of a call that went on without him.
    if (membership && event.get("DestChannel")) served(membership, Math.floor(this.#clock.now() / 1000));
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
    const told = JSON.stringify(seen);
    if (told === member.told) return;
    member.told = told;
    this.#report({ type: "agent-changed", agent, ...seen });
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
    const working = all.filter((one) => !one.paused);
    const ready = working.filter((one) => one.wrapUpUntil <= now);
    const status = deviceStatus(member.device);
    const skills = (some: readonly Membership[]) => some.map((one) => one.queue.skill).sort((a, b) => a - b);
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

/** Asterisk's number for a device's state. Who is called without being seen, such as a phone that never registers, counts as free. */
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

/** Lists and events do not name it alike. */
function nameOf(message: AmiMessage): AgentId {
  return message.get("MemberName") ?? message.get("Name") ?? "";
}
