import type { Step } from "../src/journal/port.ts";
import type { Event } from "../src/line/events.ts";

/** What the steps of a run say of those who were called back. */
export class SecondWaits {
  /** From key 1 to the agent, or to hanging up, s. */
  readonly seconds: number[] = [];
  readonly minutesToTheCall: number[] = [];
  readonly spanMinutes: number[] = [];
  hungUp = 0;
  /** First diallings before the promised span began, and after it had ended; callbacks never dialled that ended after it included. */
  early = 0;
  late = 0;
  /** Dialled though no agent was there, since the promise was about to end. */
  intoHold = 0;
  calls = 0;
  abandoned = 0;
  readonly #promises = new Map<string, { from: number; until: number; at: number; dialled: boolean }>();
  readonly #confirmed = new Map<string, number>();
  readonly #overtakes = new Map<string, number>();

  get promised(): number {
    return this.#promises.size;
  }

  get overtakes(): number {
    return this.#overtakes.values().reduce((sum, each) => sum + each, 0);
  }

  see({ fact: { at }, events }: Step): void {
    for (const event of events) this.#take(event, at);
  }

  #take(event: Event, at: number): void {
    if (event.type === "callback-registered") {
      const { callback, promisedFrom: from, promisedUntil: until } = event;
      this.spanMinutes.push((until - from) / MINUTE_MS);
      this.#promises.set(callback, { from, until, at, dialled: false });
    } else if (event.type === "attempt-dialled") this.#dialled(event, at);
    else if (event.type === "attempt-progressed") {
      if (event.progress === "confirmed") this.#confirmed.set(event.attempt, at);
    } else if (event.type === "attempt-ended") this.#over(event, at);
    else if (event.type === "callback-overtaken")
      this.#overtakes.set(`${event.callback} ${event.while}`, event.total);
    else if (event.type === "callback-ended") {
      const promise = this.#promises.get(event.callback)!;
      // Whoever phoned meanwhile and was attended did not wait for the call.
      if (!promise.dialled && event.status !== "STOP NEW" && at > promise.until) this.late++;
    } else if (event.type === "call-closed") {
      this.calls++;
      if (event.outcome === "abandoned") this.abandoned++;
    }
  }

  #dialled({ callback, inputs }: Of<"attempt-dialled">, at: number): void {
    if (inputs.why === "promise-ends") this.intoHold++;
    const promise = this.#promises.get(callback)!;
    if (promise.dialled) return;
    promise.dialled = true;
    this.minutesToTheCall.push((at - promise.at) / MINUTE_MS);
    if (at < promise.from) this.early++;
    if (at > promise.until) this.late++;
  }

  #over({ attempt, result }: Of<"attempt-ended">, at: number): void {
    const since = this.#confirmed.get(attempt);
    if (since === undefined) return;
    this.#confirmed.delete(attempt);
    this.seconds.push((at - since) / 1_000);
    if (result !== "joined") this.hungUp++;
  }
}

type Of<T extends Event["type"]> = Extract<Event, { type: T }>;

const MINUTE_MS = 60_000;
