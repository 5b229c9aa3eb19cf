import type { QueueEvent } from "./queue-events.ts";

/** What a queue_log says of an agent in a queue; `queue` is `null` where it is about all of theirs. `at`: epoch ms. */
export type AgentEvent = {
  readonly at: number;
  readonly agent: string;
  readonly queue: string | null;
} & (
  | { readonly type: "logged-in" | "logged-out" | "paused" | "unpaused" }
  /** Their phone rang for so long, ms, and they did not answer. */
  | { readonly type: "rang-in-vain"; readonly ringMs: number }
);

const CHANGES: Readonly<Record<string, "logged-in" | "logged-out" | "paused" | "unpaused">> = {
  ADDMEMBER: "logged-in",
  AGENTLOGIN: "logged-in",
  AGENTCALLBACKLOGIN: "logged-in",
  REMOVEMEMBER: "logged-out",
  AGENTLOGOFF: "logged-out",
  AGENTCALLBACKLOGOFF: "logged-out",
  PAUSE: "paused",
  PAUSEALL: "paused",
  UNPAUSE: "unpaused",
  UNPAUSEALL: "unpaused",
};

/** What an event of a queue_log says of an agent; `null`: nothing. */
export function agentEventOf(event: QueueEvent): AgentEvent | null {
  if (event.type !== "other" || event.agent === null) return null;
  const { at, agent, name, data } = event;
  const queue = event.queue === "" || event.queue === "NONE" ? null : event.queue;
  const type = CHANGES[name];
  if (type) return { at, agent, queue, type };
  if (name !== "RINGNOANSWER") return null;
  const ringMs = Number(data[0]);
  return /^\d{1,7}$/.test(data[0] ?? "") && ringMs > 0
    ? { at, agent, queue, type: "rang-in-vain", ringMs }
    : null;
}
