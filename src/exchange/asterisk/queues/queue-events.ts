import type { AgentId, AttemptId, CallId, SkillId } from "../../../line/ids.ts";
import type { Report } from "../../port.ts";
import type { AmiMessage } from "../ami/messages.ts";
import type { Attempts } from "../attempts.ts";
import { attemptOf, callerNumberOf, idOf } from "../identity.ts";
import { CLASS_EVENT, classOf } from "../printed/caller-class.ts";
import { LEFT_EVENT } from "../printed/dialplan.ts";
import type { Queues } from "./queues.ts";

/** Turns the manager's events about calls in queues into reports. */
export class QueueEvents {
  readonly #queues: Queues;
  readonly #attempts: Attempts;
  readonly #report: (report: Report) => void;
  /** Callers on the phone who were reported, and the skill of the last report. */
  readonly #calls = new Map<CallId, SkillId>();
  /** Channels of return calls that an agent answered. */
  readonly #served = new Set<string>();
  /** The classes of callers who have one, by their channels' Uniqueids. */
  readonly #classes = new Map<string, ReturnType<typeof classOf>>();

  constructor(queues: Queues, attempts: Attempts, report: (report: Report) => void) {
    this.#queues = queues;
    this.#attempts = attempts;
    this.#report = report;
  }

  /** A call of this skill was reported: its end is to be. */
  opened(call: CallId, skill: SkillId): void {
    this.#calls.set(call, skill);
  }

  /** The calls reported so far. */
  known(): ReadonlySet<CallId> {
    return new Set(this.#calls.keys());
  }

  /** A snapshot found these, each in a skill; of those `known` before it, the others are over. */
  found(calls: ReadonlyMap<CallId, SkillId>, known: ReadonlySet<CallId>): void {
    for (const call of known) if (!calls.has(call)) this.#calls.delete(call);
    for (const [call, skill] of calls) this.#calls.set(call, skill);
  }

  /** Takes in an event, or an entry of a queue's list in its place among them; others are passed over. */
  event(event: AmiMessage): void {
    const uniqueid = event.get("Uniqueid") ?? "";
    switch (event.get("Event") ?? "") {
      case "QueueCallerJoin":
        this.#joined(event, uniqueid);
        break;
      case "QueueEntry":
        this.#standsIn(event, uniqueid);
        break;
      case "AgentCalled":
        this.#standsIn(event, uniqueid);
        this.#ofAgent(event, (agent) => ({ type: "call-rung", call: this.#idOf(uniqueid), agent }));
        break;
      case "AgentRingNoAnswer":
        this.#ofAgent(event, (agent) => ({ type: "ring-missed", call: this.#idOf(uniqueid), agent }));
        break;
      case "AgentConnect":
        this.#standsIn(event, uniqueid);
        if (attemptOf(uniqueid) !== null) this.#served.add(uniqueid);
        this.#ofAgent(event, (agent) => ({ type: "call-answered", call: this.#idOf(uniqueid), agent }));
        break;
      case "AttendedTransfer":
        this.#putThrough(event);
        break;
      case "UserEvent":
        if (event.get("UserEvent") === LEFT_EVENT) this.#left(event);
        if (event.get("UserEvent") === CLASS_EVENT)
          this.#classes.set(event.get("Call") ?? "", classOf(event.get("Class"), event.get("Credit")));
        break;
      case "Hangup":
        this.#served.delete(uniqueid);
        this.#classes.delete(uniqueid);
        if (this.#calls.delete(uniqueid)) this.#report({ type: "call-ended", call: uniqueid });
        break;
    }
  }

  #joined(event: AmiMessage, uniqueid: string): void {
    const queue = this.#queues.named(event.get("Queue"));
    if (!queue) return;
    const attempt = attemptOf(uniqueid);
    // The customer of a return call that the agent passed on to a queue is there as any caller.
    if (attempt === null || this.#served.has(uniqueid)) this.#calls.set(uniqueid, queue.skill);
    else this.#attempts.joined(attempt);
    const number = callerNumberOf(event.get("CallerIDNum"));
    const seen = { call: this.#idOf(uniqueid), ...this.#queues.saidOf(queue), number };
    this.#report({ type: "call-joined", ...seen, ...this.#classes.get(uniqueid) });
  }

  /** A caller may have come into a queue without an event of it: in the place of another channel. */
  #standsIn(event: AmiMessage, uniqueid: string): void {
    const skill = this.#queues.named(event.get("Queue"))?.skill;
    if (skill === undefined || uniqueid === "" || attemptOf(uniqueid) !== null) return;
    if (this.#calls.get(uniqueid) !== skill) this.#joined(event, uniqueid);
  }

  /**
   * An agent put a customer through to where their own phone call is not with a person but in the dialplan, such as in
   * a queue. That channel ends, and the customer's goes on in its place, in the queue's list as well.
   */
  #putThrough(event: AmiMessage): void {
    const call = event.get("SecondTransfererUniqueid") ?? "";
    const customer = event.get("TransfereeUniqueid") ?? "";
    const skill = this.#calls.get(call);
    if (event.get("Result") !== "Success" || event.get("DestType") !== "App") return;
    if (skill === undefined || customer === "") return;
    this.#calls.delete(call);
    this.#calls.set(customer, skill);
    const number = callerNumberOf(event.get("TransfereeCallerIDNum"));
    this.#report({ type: "call-replaced", call, by: customer, number });
  }

  /** What Espera calls the caller on this channel. */
  #idOf(uniqueid: string): CallId | AttemptId {
    return this.#calls.has(uniqueid) ? uniqueid : idOf(uniqueid);
  }

  #ofAgent(event: AmiMessage, body: (agent: AgentId) => Report): void {
    const agent = event.get("Interface") ?? "";
    if (this.#queues.named(event.get("Queue")) && agent !== "") this.#report(body(agent));
  }

  #left(event: AmiMessage): void {
    const uniqueid = event.get("Call") ?? "";
    const why = whyLeft[event.get("Why") ?? ""];
    // The dialplan reports it, by the name that it has for the queue.
    if (!why || !this.#queues.at(event.get("Queue"))) return;
    const attempt = attemptOf(uniqueid);
    if (attempt !== null && !this.#calls.has(uniqueid)) this.#attempts.joined(attempt);
    this.#report({ type: "call-left", call: this.#idOf(uniqueid), why });
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
