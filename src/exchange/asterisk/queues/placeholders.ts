import type { CallbackId } from "../../../line/ids.ts";
import type { Order } from "../../port.ts";
import { type Ami, hangup, originate, setChannelVariable } from "../ami/actions.ts";
import type { AmiMessage } from "../ami/messages.ts";
import { isPlaceholder, placeholderId, secondOf } from "../identity.ts";
import { HOLD_CONTEXT } from "../printed/dialplan.ts";
import { extensionOf } from "./queue-names.ts";
import type { AsteriskQueue, Queues } from "./queues.ts";

type HoldOrder = Extract<Order, { type: "reserve" }>;

/** The longest that one stands in a queue: another takes its place then, ms. */
const LONGEST_MS = 3_600_000;

/**
 * Holds agents for return calls: for each a Local channel stands in the queue, at the place of the callback, and keeps one free agent
 * from everybody behind it. No agent is rung for it. What keeps it there is Espera, which says it again; otherwise it
 * leaves the queue by itself.
 */
export class Placeholders {
  readonly #ami: Ami;
  readonly #queues: Queues;
  readonly #failed: (queue: string) => void;
  /** The Uniqueid of the placeholder of each callback. */
  readonly #held = new Map<CallbackId, string>();
  /** Those that were to end and may not have begun. */
  readonly #unwanted = new Set<string>();
  /** The queues that rang an agent for one. */
  readonly #unfit = new Set<string>();

  /** `failed` is called for a queue that rang an agent for a placeholder. */
  constructor(ami: Ami, queues: Queues, failed: (queue: string) => void) {
    this.#ami = ami;
    this.#queues = queues;
    this.#failed = failed;
  }

  /** Puts one into the queue of the skill, or has it stay there. */
  hold(order: HoldOrder): void {
    const { callback, skill, place } = order;
    const [queue] = this.#queues.ofSkill(skill);
    if (!queue || this.failedIn(queue)) return;
    const id = placeholderId(callback, skill, place);
    if (this.#held.get(callback) !== id) this.letGo(callback);
    this.#held.set(callback, id);
    this.#unwanted.delete(id);
    void this.#keep(id, order, queue);
  }

  letGo(callback: CallbackId): void {
    const id = this.#held.get(callback);
    if (id === undefined) return;
    this.#held.delete(callback);
    this.#unwanted.add(id);
    void hangup(this.#ami, id);
  }

  letAllGo(): void {
    for (const callback of this.#held.keys()) this.letGo(callback);
  }

  /** Whether an agent of this queue was rung for a placeholder. */
  failedIn({ queue }: AsteriskQueue): boolean {
    return this.#unfit.has(queue);
  }

  /** Takes in an event of the manager; those that are not about placeholders are passed over. */
  event(event: AmiMessage): void {
    const uniqueid = event.get("Uniqueid") ?? "";
    if (!isPlaceholder(uniqueid)) return;
    const id = uniqueid.replace(HALF_IN_QUEUE, "");
    switch (event.get("Event") ?? "") {
      case "Newchannel":
        if (this.#unwanted.has(id)) void hangup(this.#ami, id);
        break;
      case "Hangup":
        this.#unwanted.delete(id);
        break;
      case "AgentCalled": {
        const queue = event.get("Queue") ?? "";
        void hangup(this.#ami, id);
        if (!this.#queues.named(queue) || this.#unfit.has(queue)) break;
        this.#unfit.add(queue);
        this.#failed(queue);
        break;
      }
    }
  }

  async #keep(id: string, { callback, place, forMs }: HoldOrder, queue: AsteriskQueue): Promise<void> {
    const forS = Math.ceil(forMs / 1000);
    const kept = await setChannelVariable(this.#ami, `${id};2`, "TIMEOUT(absolute)", forS);
    // Where Asterisk does not know the channel there is none yet, or not any more.
    if (kept.outcome !== "answered" || kept.success || this.#held.get(callback) !== id) return;
    const result = await originate(this.#ami, {
      actionId: id,
      channelId: id,
      channel: `Local/${extensionOf(queue)}@${HOLD_CONTEXT}/n`,
      // Whatever an agent did to be given one, they do not talk to nobody.
      goesOn: { application: "Hangup" },
      ringForMs: LONGEST_MS,
      variables: { __ESPERA_AT: secondOf(place), __ESPERA_FOR: forS },
    });
    if (result.outcome === "answered" && !result.success) this.#unwanted.delete(id);
  }
}

const HALF_IN_QUEUE = /;2$/;
