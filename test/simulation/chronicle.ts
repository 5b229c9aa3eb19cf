import type { Order, Report } from "../../src/exchange/port.ts";
import { type Heard, RecordingObserver, type RingEnd } from "../../src/exchange/simulated/observer.ts";
import type { SimulatedCaller, Traffic } from "../../src/exchange/simulated/traffic.ts";
import type { Step } from "../../src/journal/port.ts";
import type { Story } from "./story.ts";

/**
 * What people outside and the disk saw, with the order in which it happened: two things at the same millisecond
 * still have a before and an after. It knows nothing of what Espera believes.
 */
export class Chronicle extends RecordingObserver {
  /** Everybody who phoned, or will, by call. */
  readonly callers = new Map<string, SimulatedCaller>();
  /** All that the exchange reported while somebody listened, before any fault touched it. */
  readonly reports: { readonly at: number; readonly report: Report }[] = [];
  /** All orders as they reached the exchange, with how many reports it had made by then. */
  readonly orders: { readonly at: number; readonly order: Order; readonly afterReports: number }[] = [];
  /** When the exchange had somebody to report to, epoch ms. */
  readonly connections: { readonly from: number; until: number }[] = [];
  readonly #story: Story;
  readonly #now: () => number;
  readonly #ordinals = new Map<string, number>();
  readonly #durableAt: { readonly ordinal: number; readonly at: number }[] = [];
  #ordinal = 0;

  constructor(story: Story, now: () => number) {
    super();
    this.#story = story;
    this.#now = now;
  }

  override heard(call: string, what: Heard, at: number): void {
    super.heard(call, what, at);
    this.#note(`heard ${what.what} ${call}`);
  }

  override rang(number: string, attempt: string, at: number): void {
    super.rang(number, attempt, at);
    this.#note(`rang ${attempt}`);
  }

  override rangUntil(attempt: string, how: RingEnd, at: number): void {
    super.rangUntil(attempt, how, at);
    this.#note(`ring-ended ${attempt} ${how}`);
  }

  override served(call: string, agent: string, at: number): void {
    super.served(call, agent, at);
    this.#note(`served ${call}`);
  }

  override ended(call: string, at: number): void {
    super.ended(call, at);
    this.#note(`ended ${call}`);
  }

  connected(): void {
    this.connections.push({ from: this.#now(), until: Number.POSITIVE_INFINITY });
    this.#story.tell("exchange", "connected");
  }

  disconnected(): void {
    const connection = this.connections.at(-1);
    if (connection && connection.until === Number.POSITIVE_INFINITY) connection.until = this.#now();
    this.#story.tell("exchange", "disconnected");
  }

  reported(report: Report): void {
    this.reports.push({ at: this.#now(), report });
    this.#story.tell("exchange", report.type === "snapshot" ? "snapshot" : report);
  }

  ordered(order: Order): void {
    this.orders.push({ at: this.#now(), order, afterReports: this.reports.length });
    const about = order.type === "dial" || order.type === "hang-up" ? order.attempt : order.call;
    this.#note(`ordered ${order.type} ${about}`);
  }

  /** Steps became durable; they are all from the first, in order. */
  durable(steps: readonly Step[]): void {
    for (const { seq, fact, events } of steps) {
      this.#durableAt[seq] = { ordinal: ++this.#ordinal, at: this.#now() };
      this.#story.tell("journal", `${seq} ${describe(fact)} => ${events.map(describe).join("; ")}`);
    }
  }

  /** Its place among all that happened; `undefined` when it never did. */
  ordinalOf(what: `${"heard" | "rang" | "served" | "ended" | "ordered"} ${string}`): number | undefined {
    return this.#ordinals.get(what);
  }

  /** When a step became durable. */
  durableAt(seq: number): { readonly ordinal: number; readonly at: number } {
    return this.#durableAt[seq] ?? { ordinal: Number.POSITIVE_INFINITY, at: Number.POSITIVE_INFINITY };
  }

  /** The same traffic, everybody noted as he is about to phone. */
  noting(traffic: Traffic): Traffic {
    const note = (caller: SimulatedCaller): SimulatedCaller => {
      this.callers.set(caller.call, caller);
      const { redial } = caller;
      return redial ? { ...caller, redial: { ...redial, call: (at) => note(redial.call(at)) } } : caller;
    };
    return {
      next: () => {
        const caller = traffic.next();
        return caller && note(caller);
      },
      customer: (callback, skill) => traffic.customer(callback, skill),
    };
  }

  #note(what: string): void {
    this.#ordinal++;
    if (!this.#ordinals.has(what)) this.#ordinals.set(what, this.#ordinal);
    this.#story.tell("outside", what);
  }
}

/** A fact or an event in a few words. */
function describe(said: { readonly type: string }): string {
  const { type, call, callback, attempt, progress, choice, outcome, status, reason } = said as Record<
    string,
    string | undefined
  >;
  return [type, attempt ?? call ?? callback, progress, choice, outcome, status, reason]
    .filter((word) => word !== undefined)
    .join(" ");
}
