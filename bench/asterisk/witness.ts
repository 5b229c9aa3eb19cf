import { attemptOf } from "../../src/exchange/asterisk/identity.ts";
import type { Asterisk } from "../../test/asterisk/bed/asterisk.ts";
import type { Manager, ManagerMessage } from "../../test/asterisk/bed/manager.ts";
import { until } from "../../test/asterisk/bed/until.ts";

/** A call or the leg of an attempt, as Asterisk reports it; times are epoch ms. */
export interface Channel {
  /** Of who calls, as they showed it. */
  readonly number: string;
  /** How often a channel of this Uniqueid began. */
  begun: number;
  readonly begunAt: number;
  joinedAt: number | null;
  endedAt: number | null;
  readonly rings: AgentRing[];
}

/** An agent's phone that is rung for a channel. */
export interface AgentRing {
  readonly agent: string;
  readonly at: number;
  connectedAt: number | null;
  /** Of the agent's channel. */
  endedAt: number | null;
}

/** What Asterisk says, to a manager session that is not Espera's. */
export class Witness {
  /** By Uniqueid: those of callers and of attempts. */
  readonly channels = new Map<string, Channel>();
  /** By the Uniqueid of the agent's channel. */
  readonly #rings = new Map<string, AgentRing>();
  #manager: Manager | null = null;

  static async of(asterisk: Asterisk): Promise<Witness> {
    const witness = new Witness();
    witness.#manager = await asterisk.manager({
      classes: "call,agent",
      each: (event) => witness.#see(event),
    });
    return witness;
  }

  /**
   * Waits until it has heard of the end of every channel, at most so long. Asterisk serves each session by itself: Espera may
   * know of something before the witness does, and what is reported of one channel comes in its order.
   */
  async heardAll(boundMs: number): Promise<void> {
    const over = () => [...this.channels.values()].every(({ endedAt }) => endedAt !== null);
    await until("every channel is over", boundMs, over).catch(() => undefined);
  }

  close(): void {
    this.#manager?.close();
  }

  #see(event: ManagerMessage): void {
    // Asterisk's own, of the same machine: the bench may be late with reading.
    const at = Number(event["Timestamp"]) * 1000;
    const uniqueid = event["Uniqueid"] ?? "";
    const channel = this.channels.get(uniqueid);
    const ring = this.#rings.get(event["DestUniqueid"] ?? "");
    switch (event["Event"] ?? "") {
      case "Newchannel":
        if (channel) channel.begun++;
        else if (attemptOf(uniqueid) !== null || event["Channel"]?.startsWith("PJSIP/callers-")) {
          const number = event["CallerIDNum"] ?? "";
          const begun = { number, begun: 1, begunAt: at, joinedAt: null, endedAt: null, rings: [] };
          this.channels.set(uniqueid, begun);
        }
        break;
      case "QueueCallerJoin":
        if (channel) channel.joinedAt ??= at;
        break;
      case "AgentCalled":
        this.#rung(event, at, channel);
        break;
      case "AgentConnect":
        if (ring) ring.connectedAt = at;
        break;
      case "Hangup": {
        if (channel) channel.endedAt = at;
        const own = this.#rings.get(uniqueid);
        if (own) own.endedAt = at;
        break;
      }
    }
  }

  #rung(event: ManagerMessage, at: number, channel: Channel | undefined): void {
    const ring = { agent: event["MemberName"] ?? "", at, connectedAt: null, endedAt: null };
    this.#rings.set(event["DestUniqueid"] ?? "", ring);
    channel?.rings.push(ring);
  }
}
