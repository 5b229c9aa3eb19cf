import type { AttemptId, CallId } from "../../line/ids.ts";
import type { RandomSource } from "../../queueing/random.ts";
import type { Clock, Timer } from "../../time/clock.ts";
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
  #down = false;
  #lives = 0;

  constructor(clock: Clock, options: SimulatedOptions, random: RandomSource, observer: Observer | null) {
    this.clock = clock;
    this.options = options;
    this.random = random;
    this.observer = observer;
  }

  /** Whether Espera is there. */
  get connected(): boolean {
    return this.#receive !== null && !this.#down;
  }

  /** Whether the phone system is: it neither reports nor takes orders or calls while it is not. */
  get down(): boolean {
    return this.#down;
  }

  /** How often it went down: what was ordered before is not obeyed after. */
  get lives(): number {
    return this.#lives;
  }

  goDown(): void {
    this.#down = true;
    this.#lives++;
    this.observer?.wentDown(this.clock.now());
  }

  comeUp(): void {
    this.#down = false;
  }

  listen(receive: ((report: Report) => void) | null): void {
    this.#receive = receive;
  }

  report(report: Report): void {
    if (!this.#down) this.#receive?.({ ...report, exchangeAt: this.clock.now() });
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
    for (const timer of [call.next, call.patience, call.timeout, call.key]) timer?.cancel();
    call.next = null;
    call.patience = null;
    call.timeout = null;
    call.key = null;
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
