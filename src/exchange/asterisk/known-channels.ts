import type { Clock } from "../../time/clock.ts";
import type { AgiCall } from "./agi/call.ts";
import { type Ami, getvar } from "./ami/actions.ts";
import type { AmiMessage } from "./ami/messages.ts";
import { callerNumberOf } from "./identity.ts";
import { IN_CONTEXT, RETURN_CONTEXT } from "./printed/dialplan.ts";

/**
 * What speaks against a call that is brought to the AGI port: the manager announced no channel of this Uniqueid, or of another
 * name, number or context for it.
 */
export type Disagreement = "unannounced" | "other-channel" | "other-number" | "other-context";

/** How long the manager's event of a call may be later than the call, ms. */
const EVENT_WITHIN_MS = 1_000;
/** The events by which a channel is known, each with its name and number at that moment. */
const TELLING: ReadonlySet<string> = new Set([
  "Newchannel",
  "Newstate",
  "NewCallerid",
  "CoreShowChannel",
  "QueueCallerJoin",
]);
/** The scripts of the dialplan's addresses that are for return calls. */
const OF_RETURNS: ReadonlySet<string> = new Set(["return", "limits", "turned-away"]);

interface KnownChannel {
  readonly name: string;
  readonly number: string | null;
}

/** The channels that live in Asterisk as its manager announced them: what a call says of itself is held against it. */
export class KnownChannels {
  readonly #ami: Ami;
  readonly #clock: Clock;
  readonly #channels = new Map<string, KnownChannel>();
  /** Calls that wait for an event of their channel, by its Uniqueid. */
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(ami: Ami, clock: Clock) {
    this.#ami = ami;
    this.#clock = clock;
  }

  /** Takes in an event, or a channel of the manager's list in its place among them; others are passed over. */
  event(event: AmiMessage): void {
    const kind = event.get("Event") ?? "";
    const uniqueid = event.get("Uniqueid") ?? "";
    if (kind === "Hangup") this.#channels.delete(uniqueid);
    else if (kind === "Rename") this.#renamed(uniqueid, event.get("Newname") ?? "");
    else if (TELLING.has(kind)) {
      const number = callerNumberOf(event.get("CallerIDNum"));
      this.#tell(uniqueid, { name: event.get("Channel") ?? "", number });
    }
  }

  /** Forgets all of them: the connection that announced them is gone, and a list will announce them again. */
  forget(): void {
    this.#channels.clear();
  }

  /**
   * What speaks against a call, `null` when nothing does. A call whose event has not come yet waits for it, at most until it
   * is `over`.
   */
  async against(call: AgiCall, over: Promise<void>): Promise<Disagreement | null> {
    if (this.#difference(call) !== null) await this.#agreement(call, over);
    // A channel that ends while Asterisk is asked about it ends unheard of, or its end would come before its beginning.
    return this.#difference(call) ?? (await this.#elsewhere(call)) ?? this.#difference(call);
  }

  #tell(uniqueid: string, channel: KnownChannel): void {
    this.#channels.set(uniqueid, channel);
    for (const look of this.#waiting.get(uniqueid) ?? []) look();
  }

  #renamed(uniqueid: string, name: string): void {
    const channel = this.#channels.get(uniqueid);
    if (channel) this.#tell(uniqueid, { ...channel, name });
  }

  #difference(call: AgiCall): Disagreement | null {
    const channel = this.#channels.get(call.uniqueid);
    if (!channel) return "unannounced";
    if (channel.name !== call.channel) return "other-channel";
    // In return calls the dialplan says the number, and nothing is made of it.
    const isReturn = OF_RETURNS.has(call.script);
    return isReturn || channel.number === callerNumberOf(call.callerNumber ?? undefined)
      ? null
      : "other-number";
  }

  #agreement(call: AgiCall, over: Promise<void>): Promise<void> {
    const { uniqueid } = call;
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(uniqueid) ?? new Set();
      const timer = this.#clock.at(this.#clock.now() + EVENT_WITHIN_MS, () => settle());
      const look = () => {
        if (this.#difference(call) === null) settle();
      };
      const settle = () => {
        timer.cancel();
        waiting.delete(look);
        if (waiting.size === 0) this.#waiting.delete(uniqueid);
        resolve();
      };
      waiting.add(look);
      this.#waiting.set(uniqueid, waiting);
      void over.then(settle);
    });
  }

  /** No event says where in the dialplan a channel is, so the manager is asked. An answer without it does not count against the channel. */
  async #elsewhere(call: AgiCall): Promise<Disagreement | null> {
    if (call.context !== IN_CONTEXT && call.context !== RETURN_CONTEXT) return "other-context";
    const context = await getvar(this.#ami, "CONTEXT", call.channel);
    const wanted = OF_RETURNS.has(call.script) ? RETURN_CONTEXT : IN_CONTEXT;
    return !context || context === wanted ? null : "other-context";
  }
}
