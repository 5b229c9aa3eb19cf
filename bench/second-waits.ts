import type { Step } from "../src/journal/port/run.ts";
import type { Event } from "../src/line/events.ts";

type Of<T extends Event["type"]> = Extract<Event, { type: T }>;

/** What was promised, and when; `onPhoneSince`: when its customer last phoned us again. */
interface Promised {
  readonly from: number;
  readonly until: number;
  readonly at: number;
  dialled: boolean;
  onPhoneSince: number | null;
}

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
  /** The same of those who were on the phone to us themselves when it ended: they could not be called. */
  lateOnPhone = 0;
  /** Dialled though no agent was there, since the promise was about to end. */
  intoHold = 0;
  calls = 0;
  abandoned = 0;
  readonly #promises = new Map<string, Promised>();
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
    if (event.type === "callback-registered") this.#promise(event, at);
    else if (event.type === "callback-on-phone") this.#promises.get(event.callback)!.onPhoneSince = at;
    else if (event.type === "attempt-dialled") this.#dial(event, at);
    else if (event.type === "attempt-progressed" && event.progress === "confirmed")
      this.#confirmed.set(event.attempt, at);
    else if (event.type === "attempt-ended") this.#end(event, at);
    else if (event.type === "callback-overtaken")
      this.#overtakes.set(`${event.callback} ${event.while}`, event.total);
    else if (event.type === "callback-ended") {
      const promise = this.#promises.get(event.callback)!;
      // A customer who phoned meanwhile and was attended did not wait for the call.
      if (!promise.dialled && event.status !== "STOP NEW") this.#judge(promise, at);
    } else if (event.type === "call-closed") {
      this.calls++;
      if (event.outcome === "abandoned") this.abandoned++;
    }
  }

  #promise(
    { callback, promisedFrom: from, promisedUntil: until }: Of<"callback-registered">,
    at: number,
  ): void {
    this.spanMinutes.push((until - from) / MINUTE_MS);
    this.#promises.set(callback, { from, until, at, dialled: false, onPhoneSince: null });
  }

  #dial({ callback, inputs }: Of<"attempt-dialled">, at: number): void {
    if (inputs.why === "promise-ends") this.intoHold++;
    const promise = this.#promises.get(callback)!;
    if (promise.dialled) return;
    promise.dialled = true;
    this.minutesToTheCall.push((at - promise.at) / MINUTE_MS);
    if (at < promise.from) this.early++;
    this.#judge(promise, at);
  }

  #judge({ until, onPhoneSince }: Promised, at: number): void {
    if (at <= until) return;
    if (onPhoneSince !== null && onPhoneSince <= until) this.lateOnPhone++;
    else this.late++;
  }

  #end({ attempt, result }: Of<"attempt-ended">, at: number): void {
    const since = this.#confirmed.get(attempt);
    if (since === undefined) return;
    this.#confirmed.delete(attempt);
    this.seconds.push((at - since) / 1_000);
    if (result !== "joined") this.hungUp++;
  }
}

const MINUTE_MS = 60_000;
