import type { AttemptId, CallId } from "../../line/ids.ts";
import type { RandomSource } from "../../queueing/random.ts";
import type { Clock, Timer } from "../clock.ts";
import type { Report } from "../port.ts";
import type { Observer } from "./observer.ts";
import type { SimulatedOptions } from "./options.ts";
import type { PhoneCall } from "./phone-call.ts";

/** What the parts of the simulated exchange share: the calls it holds, its time, and who listens to it. */
export class Switchboard {
  readonly calls = new Map<CallId | AttemptId, PhoneCall>();
  readonly clock: Clock;
  readonly options: SimulatedOptions;
  readonly random: RandomSource;
  readonly observer: Observer | null;
  readonly #timers = new Set<Timer>();
  #receive: ((report: Report) => void) | null = null;
  #closed = false;

  constructor(clock: Clock, options: SimulatedOptions, random: RandomSource, observer: Observer | null) {
    this.clock = clock;
    this.options = options;
    this.random = random;
    this.observer = observer;
  }

  /** Whether Espera is there. */
  get connected(): boolean {
    return this.#receive !== null;
  }

  listen(receive: ((report: Report) => void) | null): void {
    this.#receive = receive;
  }

  report(report: Report): void {
    this.#receive?.({ ...report, exchangeAt: this.clock.now() });
  }

  after(ms: number, wake: () => void): Timer {
    return this.at(this.clock.now() + ms, wake);
  }

  /** A timer of the clock that ends with the exchange. */
  at(at: number, wake: () => void): Timer {
    if (this.#closed) return { cancel: () => undefined };
    const timer: Timer = {
      cancel: () => {
        this.#timers.delete(timer);
        inner.cancel();
      },
    };
    const inner = this.clock.at(at, () => {
      this.#timers.delete(timer);
      wake();
    });
    this.#timers.add(timer);
    return timer;
  }

  /** Says what happens next in the call's stage, in place of what was to happen. */
  next(call: PhoneCall, ms: number, wake: () => void): void {
    call.next?.cancel();
    call.next = this.after(ms, wake);
  }

  /** The phone is down: nothing more happens to the call. */
  end(call: PhoneCall): void {
    call.next?.cancel();
    call.patience?.cancel();
    call.next = null;
    call.patience = null;
    call.stage = "ended";
    this.calls.delete(call.id);
    this.observer?.ended(call.id, this.clock.now());
  }

  close(): void {
    this.#closed = true;
    this.#receive = null;
    for (const timer of this.#timers) timer.cancel();
  }
}
