import type { Order, Report } from "../../src/exchange/port.ts";
import type { Did, Heard, RingEnd } from "../../src/exchange/simulated/observer.ts";
import type { SimulatedCaller, Traffic } from "../../src/exchange/simulated/traffic/traffic.ts";
import type { Step } from "../../src/journal/port/run.ts";
import type { OrderOutcome } from "../../src/line/events.ts";
import type { SupervisorAct } from "../../src/line/facts.ts";
import { RecordingObserver } from "../exchange/recording-observer.ts";
import type { Story } from "./story.ts";

/** A moment: its time, epoch ms, and its place among all that happened. */
export interface Moment {
  readonly at: number;
  readonly ordinal: number;
}

/** An order that a supervisor gave. */
interface GivenOrder {
  readonly callback: string;
  readonly act: SupervisorAct;
  readonly asked: Moment;
  /** `null`: Espera's process died first. */
  answered: (Moment & { readonly outcome: OrderOutcome }) | null;
}

/** A person that was erased. */
export interface Erasure {
  readonly number: string;
  readonly asked: Moment;
  /** `null`: Espera's process died first. */
  done: Moment | null;
}

/**
 * What people outside and the disk saw of one centre, with the order in which it happened: two things at the same
 * millisecond still have a before and an after. It knows nothing of what Espera believes.
 */
export class Chronicle extends RecordingObserver {
  /** Everybody who phoned, or will, by call. */
  readonly callers = new Map<string, SimulatedCaller>();
  /** All that the exchange reported while somebody listened, before any fault touched it. */
  readonly reports: { readonly at: number; readonly report: Report }[] = [];
  /** All orders as they reached the exchange, with how many reports it had made by then. */
  readonly orders: (Moment & { readonly order: Order; readonly afterReports: number })[] = [];
  /** When the exchange had somebody to report to, epoch ms. */
  readonly connections: { readonly from: number; until: number }[] = [];
  readonly supervisions: GivenOrder[] = [];
  readonly erasures: Erasure[] = [];
  readonly #name: string;
  readonly #story: Story;
  readonly #now: () => number;
  readonly #ordinals = new Map<string, number>();
  readonly #durableAt: Moment[] = [];
  #ordinal = 0;

  constructor(name: string, story: Story, now: () => number) {
    super();
    this.#name = name;
    this.#story = story;
    this.#now = now;
  }

  override heard(call: string, what: Heard, at: number): void {
    super.heard(call, what, at);
    const { what: kind, ...details } = what;
    this.#note(`heard ${kind} ${call}`, Object.keys(details).length > 0 ? ` ${JSON.stringify(details)}` : "");
  }

  override did(call: string, what: Did, at: number): void {
    super.did(call, what, at);
    this.#note(`did ${what.what === "pressed" ? `pressed ${what.keys}` : what.what} ${call}`);
  }

  override rang(number: string, attempt: string, at: number): void {
    super.rang(number, attempt, at);
    this.#note(`rang ${attempt}`, ` at ${number}`);
  }

  override rangUntil(attempt: string, how: RingEnd, at: number): void {
    super.rangUntil(attempt, how, at);
    this.#note(`ring-ended ${attempt} ${how}`);
  }

  override queued(call: string, skill: number, place: number, at: number): void {
    super.queued(call, skill, place, at);
    this.#note(`queued ${call}`, ` in ${skill} at ${place}`);
  }

  override rungFor(call: string, agent: string, at: number): void {
    super.rungFor(call, agent, at);
    this.#note(`rung-for ${call} ${agent}`);
  }

  override served(call: string, agent: string, at: number): void {
    super.served(call, agent, at);
    this.#note(`served ${call}`);
  }

  override ended(call: string, at: number): void {
    super.ended(call, at);
    this.#note(`ended ${call}`);
  }

  override wentDown(at: number): void {
    super.wentDown(at);
    this.#note("went-down");
  }

  override held(callback: string, skill: number, place: number, at: number): void {
    super.held(callback, skill, place, at);
    this.#note(`held for ${callback}`, ` in ${skill} at ${place}`);
  }

  override letGo(callback: string, at: number): void {
    super.letGo(callback, at);
    this.#note(`let go of ${callback}`);
  }

  connected(): void {
    this.connections.push({ from: this.#now(), until: Number.POSITIVE_INFINITY });
    this.#story.tell(this.#name, "exchange connected");
  }

  disconnected(): void {
    const connection = this.connections.at(-1);
    if (connection && connection.until === Number.POSITIVE_INFINITY) connection.until = this.#now();
    this.#story.tell(this.#name, "exchange disconnected");
  }

  reported(report: Report): void {
    this.reports.push({ at: this.#now(), report });
    this.#story.tell(this.#name, report.type === "snapshot" ? "exchange says snapshot" : report);
  }

  ordered(order: Order): void {
    const about = "attempt" in order ? order.attempt : "call" in order ? order.call : order.callback;
    this.#note(`ordered ${order.type} ${about}`);
    this.orders.push({ ...this.#moment(), order, afterReports: this.reports.length });
  }

  /** A supervisor wants something; `null`: never answered. */
  asked(callback: string, act: SupervisorAct): GivenOrder {
    this.#note(`supervisor ${JSON.stringify(act)} ${callback}`);
    const given: GivenOrder = { callback, act, asked: this.#moment(), answered: null };
    this.supervisions.push(given);
    return given;
  }

  answered(given: GivenOrder, outcome: OrderOutcome): void {
    this.#note(`supervisor told ${outcome} ${given.callback}`);
    given.answered = { ...this.#moment(), outcome };
  }

  erasing(number: string): Erasure {
    this.#note(`to be erased ${number}`);
    const erasure: Erasure = { number, asked: this.#moment(), done: null };
    this.erasures.push(erasure);
    return erasure;
  }

  erased(erasure: Erasure): void {
    this.#note(`erased ${erasure.number}`);
    erasure.done = this.#moment();
  }

  /** Steps became durable; they are all from the first, in order. */
  durable(steps: readonly Step[]): void {
    for (const { seq, fact, events } of steps) {
      this.#ordinal++;
      this.#durableAt[seq] = this.#moment();
      this.#story.tell(this.#name, `step ${seq} ${describe(fact)} => ${events.map(describe).join("; ")}`);
    }
  }

  /** Its place among all that happened, when it did first; `undefined` when it never did. */
  ordinalOf(what: `${"heard" | "rang" | "served" | "ended" | "ordered"} ${string}`): number | undefined {
    return this.#ordinals.get(what);
  }

  /** When a step became durable. */
  durableAt(seq: number): Moment {
    return this.#durableAt[seq] ?? { ordinal: Number.POSITIVE_INFINITY, at: Number.POSITIVE_INFINITY };
  }

  /** The last step that was said to be durable; 0: none. */
  get lastDurable(): number {
    return Math.max(0, this.#durableAt.length - 1);
  }

  /** The same traffic, everybody noted as they are about to phone. */
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

  #moment(): Moment {
    return { at: this.#now(), ordinal: this.#ordinal };
  }

  #note(what: string, details = ""): void {
    this.#ordinal++;
    if (!this.#ordinals.has(what)) this.#ordinals.set(what, this.#ordinal);
    this.#story.tell(this.#name, `${what}${details}`);
  }
}

/** A fact or an event in a few words. */
function describe(said: { readonly type: string }): string {
  const { type, call, callback, attempt, progress, decision, choice, outcome, status, reason, why, result } =
    said as Record<string, string | undefined>;
  return [type, attempt ?? call ?? callback, progress, decision, choice, outcome, status, reason, why, result]
    .filter((word) => word !== undefined)
    .join(" ");
}

/** When an agent first talked with each; they may be passed on to another. */
export function firstServedAt({ services }: Chronicle): Map<string, number> {
  return new Map(services.toReversed().map(({ call, at }) => [call, at]));
}
