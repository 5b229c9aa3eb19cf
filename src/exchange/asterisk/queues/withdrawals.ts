import type { CallId, SkillId } from "../../../line/ids.ts";
import type { Order } from "../../port.ts";
import { type Ami, getvar, queueStatus, withdrawCaller } from "../ami/actions.ts";
import type { AmiMessage } from "../ami/messages.ts";
import { AGAIN_LABEL, IN_CONTEXT } from "../printed/dialplan.ts";
import { extensionOf } from "./queue-names.ts";
import type { AsteriskQueue, Queues } from "./queues.ts";

export type WithdrawOrder = Extract<Order, { type: "withdraw" }>;

/**
 * Takes waiting callers out of their queues, so that they can be asked. Asterisk does it within a second, but not while it
 * rings an agent for the caller, and once asked it cannot be stopped: who is rung for meanwhile and comes out
 * all the same, as nobody answered, is not asked, and the dialplan puts them back at their place.
 */
export class Withdrawals {
  readonly #ami: Ami;
  readonly #queues: Queues;
  /** Orders whose callers have not come out yet. */
  readonly #wanted = new Map<CallId, WithdrawOrder>();
  /** Which agents are rung for which caller. */
  readonly #rung = new Map<string, Set<string>>();

  constructor(ami: Ami, queues: Queues) {
    this.#ami = ami;
    this.#queues = queues;
  }

  /** Asks for a caller to come out, unless an agent is rung for them. */
  give(order: WithdrawOrder): void {
    if (!this.#rung.has(order.call)) void this.#withdraw(order);
  }

  async #withdraw(order: WithdrawOrder): Promise<void> {
    const { call, skill } = order;
    this.#wanted.set(call, order);
    const found = await this.#find(call, skill);
    // An agent may have been rung meanwhile: then it is not wanted any more.
    if (this.#wanted.get(call) !== order) return;
    if (!found || !(await this.#comesBack(found.queue, found.channel))) return this.#forget(order);
    const { queue, channel } = found;
    if (this.#wanted.get(call) !== order) return;
    const result = await withdrawCaller(this.#ami, queue.queue, channel);
    const refused = result.outcome === "answered" && !result.success;
    // Asked for twice it is still under way.
    if (refused && !/already/i.test(result.message)) this.#forget(order);
  }

  /** In which of the skill's queues a caller stands, and on which channel. */
  async #find(call: CallId, skill: SkillId): Promise<{ queue: AsteriskQueue; channel: string } | null> {
    for (const queue of this.#queues.ofSkill(skill)) {
      const status = await queueStatus(this.#ami, { queue: queue.queue });
      const entries = status?.flatMap((one) => one.entries) ?? [];
      const channel = entries.find((entry) => entry.get("Uniqueid") === call)?.get("Channel");
      if (channel !== undefined) return { queue, channel };
    }
    return null;
  }

  /**
   * Whether a caller who is taken out of the queue comes to us: they may stand in it by a line of somebody else's dialplan, or of one
   * that was printed before there was a way back, and would be hung up on.
   */
  async #comesBack(queue: AsteriskQueue, channel: string): Promise<boolean> {
    const own = extensionOf(queue);
    const [context, extension, way] = await Promise.all([
      getvar(this.#ami, "CONTEXT", channel),
      getvar(this.#ami, "EXTEN", channel),
      getvar(this.#ami, `DIALPLAN_EXISTS(${IN_CONTEXT},${own},${AGAIN_LABEL})`, channel),
    ]);
    return context === IN_CONTEXT && extension === own && way === "1";
  }

  #forget(order: WithdrawOrder): void {
    if (this.#wanted.get(order.call) === order) this.#wanted.delete(order.call);
  }

  /** A caller came out: how they are to be asked; `null` when nobody wants that any more. */
  take(call: CallId): WithdrawOrder | null {
    const order = this.#wanted.get(call) ?? null;
    this.#wanted.delete(call);
    return order;
  }

  /** Rings may end unseen from now on; what they keep from happening is Asterisk's to know. */
  lost(): void {
    this.#rung.clear();
  }

  /** Takes in an event of the manager; those that are not about callers in queues are passed over. */
  event(event: AmiMessage): void {
    const call = event.get("Uniqueid") ?? "";
    const agent = event.get("Interface") ?? "";
    switch (event.get("Event") ?? "") {
      case "AgentCalled":
        this.#wanted.delete(call);
        this.#rung.set(call, (this.#rung.get(call) ?? new Set()).add(agent));
        break;
      case "AgentRingNoAnswer":
        this.#rung.get(call)?.delete(agent);
        if (this.#rung.get(call)?.size === 0) this.#rung.delete(call);
        break;
      case "QueueCallerLeave":
        this.#rung.delete(call);
        break;
      case "Hangup":
        this.#rung.delete(call);
        this.#wanted.delete(call);
        break;
    }
  }
}
