import type { Capabilities, Exchange, Order, Report } from "../../src/exchange/port.ts";
import { chance, uniform } from "../../src/queueing/laws/distributions.ts";
import type { Random } from "../../src/queueing/random.ts";
import type { Clock, Timer } from "../../src/time/clock.ts";

export interface ReportFaults {
  readonly clock: Clock;
  readonly random: Random;
  /** Probability that a report never comes. A snapshot always comes: without it there is no connection. */
  readonly lose?: number;
  /** Probability that a report comes again, up to `delayMs` later, whatever came between. */
  readonly repeat?: number;
  /** Probability that a report comes up to `delayMs` late; those after it wait for it, as on one connection. */
  readonly delay?: number;
  /** At most; 5 seconds when left out. */
  readonly delayMs?: number;
  /** Probability, at each report, that the connection drops instead, and comes back within `dropMs`. */
  readonly drop?: number;
  /** At most; 20 seconds when left out. */
  readonly dropMs?: number;
}

/** The exchange as it is seen over a bad connection. `drop` breaks the connection for a time. */
export function faultyReports(
  exchange: Exchange,
  faults: ReportFaults,
): Exchange & { drop(forMs: number): void } {
  return new FaultyExchange(exchange, faults);
}

class FaultyExchange implements Exchange {
  readonly #exchange: Exchange;
  readonly #faults: ReportFaults;
  /** Reports under way; they are lost with their connection. */
  readonly #underWay = new Set<Timer>();
  #notBefore = 0;
  #receive: ((report: Report) => void) | null = null;
  #reconnect: Timer | null = null;

  constructor(exchange: Exchange, faults: ReportFaults) {
    this.#exchange = exchange;
    this.#faults = faults;
  }

  get capabilities(): Capabilities {
    return this.#exchange.capabilities;
  }

  connect(receive: (report: Report) => void): void {
    this.#receive = receive;
    this.#reconnect?.cancel();
    this.#loseWhatIsUnderWay();
    this.#exchange.connect((report) => this.#pass(report));
  }

  disconnect(): void {
    this.#receive = null;
    this.#reconnect?.cancel();
    this.#loseWhatIsUnderWay();
    this.#exchange.disconnect();
  }

  execute(order: Order): void {
    this.#exchange.execute(order);
  }

  drop(forMs: number): void {
    const receive = this.#receive;
    if (!receive) return;
    this.disconnect();
    const { clock } = this.#faults;
    this.#reconnect = clock.at(clock.now() + forMs, () => this.connect(receive));
  }

  #pass(report: Report): void {
    const { clock, random, lose, repeat, delay, delayMs, drop, dropMs } = this.#faults;
    const late = () => clock.now() + Math.ceil(uniform(random, 0, delayMs ?? 5_000));
    if (report.type !== "snapshot") {
      if (chance(random, drop ?? 0)) {
        // Not from inside the report: the exchange is in the middle of what it does.
        const forMs = Math.ceil(uniform(random, 0, dropMs ?? 20_000));
        this.#later(clock.now(), () => this.drop(forMs));
        return;
      }
      if (chance(random, lose ?? 0)) return;
      if (chance(random, repeat ?? 0)) this.#later(late(), () => this.#receive?.(report));
    }
    const at = Math.max(this.#notBefore, chance(random, delay ?? 0) ? late() : clock.now());
    this.#notBefore = at;
    if (at <= clock.now()) this.#receive?.(report);
    else this.#later(at, () => this.#receive?.(report));
  }

  #later(at: number, happens: () => void): void {
    const timer = this.#faults.clock.at(at, () => {
      this.#underWay.delete(timer);
      happens();
    });
    this.#underWay.add(timer);
  }

  #loseWhatIsUnderWay(): void {
    for (const timer of this.#underWay) timer.cancel();
    this.#underWay.clear();
    this.#notBefore = 0;
  }
}
