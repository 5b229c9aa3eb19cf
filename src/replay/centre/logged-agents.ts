import type { Break } from "../../exchange/simulated/simulated-agent.ts";
import type { AgentEvent } from "../../history/queue-log/agent-events.ts";
import type { LoggedPresence } from "./agent-day.ts";

/** A stretch of time; `to` is `null` while it lasts. Epoch ms. */
interface Stretch {
  readonly from: number;
  to: number | null;
}

interface LoggedAgent {
  readonly queues: Set<string>;
  readonly pausedIn: Set<string>;
  readonly present: Stretch[];
  readonly paused: Stretch[];
  readonly rings: Break[];
}

/** Stands for all queues of an agent. */
const ALL = "*";

/**
 * When agents were logged in, paused, or rung in vain, as a phone system wrote it. Of agents who
 * never logged in or out in it, only pauses are known. An agent is there while they are in any queue, and pauses while they are paused in all of theirs.
 */
export class LoggedAgents {
  readonly #agents = new Map<string, LoggedAgent>();

  /** Takes events in order of time; what comes out of order is as if it came when the last one did. */
  take(events: readonly AgentEvent[]): void {
    for (const event of events) this.#take(event);
  }

  /** What was written of an agent between two moments; `null`: not when they were there. */
  of(agent: string, from: number, to: number): LoggedPresence | null {
    const logged = this.#agents.get(agent);
    const present = within(logged?.present ?? [], from, to);
    const [first] = present;
    const last = present.at(-1);
    if (!logged || !first || !last) return null;
    const out = present.slice(1).map((stretch, index) => ({ from: present[index]!.to, to: stretch.from }));
    const breaks = [...out, ...within(logged.paused, first.from, last.to)]
      .filter((stretch) => stretch.to > stretch.from)
      .map((stretch) => ({ at: stretch.from, lastsMs: stretch.to - stretch.from }));
    const rings = logged.rings.filter(({ at }) => at >= first.from && at < last.to);
    return { from: first.from, to: last.to, breaks: [...breaks, ...rings] };
  }

  /** Forgets what ended before a moment. */
  forget(before: number): void {
    for (const { present, paused, rings } of this.#agents.values()) {
      for (const stretches of [present, paused])
        while (stretches[0]?.to !== null && stretches[0] && stretches[0].to! < before) stretches.shift();
      while (rings[0] && rings[0].at < before) rings.shift();
    }
  }

  #take(event: AgentEvent): void {
    const agent = this.#agents.get(event.agent) ?? {
      queues: new Set(),
      pausedIn: new Set(),
      present: [],
      paused: [],
      rings: [],
    };
    this.#agents.set(event.agent, agent);
    const { queues, pausedIn } = agent;
    const queue = event.queue ?? ALL;
    switch (event.type) {
      case "rang-in-vain":
        agent.rings.push({ at: event.at - event.ringMs, lastsMs: event.ringMs });
        return;
      case "logged-in":
        queues.add(queue);
        pausedIn.delete(queue);
        break;
      case "logged-out":
        if (queue === ALL) queues.clear();
        queues.delete(queue);
        pausedIn.delete(queue);
        break;
      case "paused":
        pausedIn.add(queue);
        break;
      case "unpaused":
        if (queue === ALL) pausedIn.clear();
        pausedIn.delete(queue);
        break;
    }
    const isPaused =
      pausedIn.has(ALL) || (pausedIn.size > 0 && [...queues].every((one) => pausedIn.has(one)));
    change(agent.present, queues.size > 0, event.at);
    change(agent.paused, isPaused, event.at);
  }
}

/** Begins or ends the last stretch, where that changes something. */
function change(stretches: Stretch[], is: boolean, at: number): void {
  const last = stretches.at(-1);
  const was = last !== undefined && last.to === null;
  if (is && !was) stretches.push({ from: Math.max(at, last?.to ?? at), to: null });
  if (!is && was) last.to = Math.max(at, last.from);
}

/** The parts of stretches that lie between two moments. */
function within(stretches: readonly Stretch[], from: number, to: number): { from: number; to: number }[] {
  return stretches
    .map((stretch) => ({ from: Math.max(stretch.from, from), to: Math.min(stretch.to ?? to, to) }))
    .filter((stretch) => stretch.to > stretch.from);
}
