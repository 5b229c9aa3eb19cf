import type { AgentId, CallId } from "../../line/ids.ts";
import type { Report } from "../port.ts";
import type { AmiMessage } from "./ami/messages.ts";
import type { Attempts } from "./attempts.ts";
import { LEFT_EVENT } from "./dialplan.ts";
import { attemptOf, idOf, numberOf } from "./identity.ts";
import type { Queues } from "./queues.ts";

/** Turns what the manager tells of calls in queues into reports. */
export class QueueEvents {
  readonly #queues: Queues;
  readonly #attempts: Attempts;
  readonly #report: (report: Report) => void;
  /** Callers who are on the phone and were told of. */
  readonly #calls = new Set<CallId>();

  constructor(queues: Queues, attempts: Attempts, report: (report: Report) => void) {
    this.#queues = queues;
    this.#attempts = attempts;
    this.#report = report;
  }

  /** A call was told of: its end is to be. */
  opened(call: CallId): void {
    this.#calls.add(call);
  }

  /** The calls told of so far. */
  known(): ReadonlySet<CallId> {
    return new Set(this.#calls);
  }

  /** A snapshot found these; of those `known` before it, the others are over. */
  found(calls: ReadonlySet<CallId>, known: ReadonlySet<CallId>): void {
    for (const call of known) if (!calls.has(call)) this.#calls.delete(call);
    for (const call of calls) this.#calls.add(call);
  }

  /** Takes in an event; others are passed over. */
  event(event: AmiMessage): void {
    const uniqueid = event.get("Uniqueid") ?? "";
    switch (event.get("Event") ?? "") {
      case "QueueCallerJoin":
        this.#joined(event, uniqueid);
        break;
      case "AgentCalled":
        this.#ofAgent(event, (agent) => ({ type: "call-rung", call: idOf(uniqueid), agent }));
        break;
      case "AgentRingNoAnswer":
        this.#ofAgent(event, (agent) => ({ type: "ring-missed", call: idOf(uniqueid), agent }));
        break;
      case "AgentConnect":
        this.#ofAgent(event, (agent) => ({ type: "call-answered", call: idOf(uniqueid), agent }));
        break;
      case "UserEvent":
        if (event.get("UserEvent") === LEFT_EVENT) this.#left(event);
        break;
      case "Hangup":
        if (this.#calls.delete(uniqueid)) this.#report({ type: "call-ended", call: uniqueid });
        break;
    }
  }

  #joined(event: AmiMessage, uniqueid: string): void {
    const queue = this.#queues.named(event.get("Queue"));
    if (!queue) return;
    const attempt = attemptOf(uniqueid);
    if (attempt === null) this.#calls.add(uniqueid);
    else this.#attempts.joined(attempt);
    const number = numberOf(event.get("CallerIDNum"));
    this.#report({ type: "call-joined", call: idOf(uniqueid), skill: queue.skill, number });
  }

  #ofAgent(event: AmiMessage, body: (agent: AgentId) => Report): void {
    const agent = event.get("MemberName") ?? "";
    if (this.#queues.named(event.get("Queue")) && agent !== "") this.#report(body(agent));
  }

  #left(event: AmiMessage): void {
    const uniqueid = event.get("Call") ?? "";
    const why = whyLeft[event.get("Why") ?? ""];
    if (why && this.#queues.named(event.get("Queue")))
      this.#report({ type: "call-left", call: idOf(uniqueid), why });
  }
}

/** `QUEUESTATUS` of a call that goes on without having been answered. */
const whyLeft: Readonly<Record<string, Extract<Report, { type: "call-left" }>["why"]>> = {
  FULL: "full",
  JOINEMPTY: "empty",
  JOINUNAVAIL: "empty",
  LEAVEEMPTY: "empty",
  LEAVEUNAVAIL: "empty",
  UNKNOWN: "empty",
  TIMEOUT: "timeout",
  WITHDRAW: "timeout",
};
