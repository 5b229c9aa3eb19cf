import { EarliestFree } from "./earliest-free.ts";

/** A stretch of a day with the same arrivals and agents. Times in one unit. */
interface Period {
  readonly length: number;
  readonly agents: number;
  readonly arrivalRate: number;
}

interface DayModel {
  readonly periods: readonly Period[];
  /** Draws exponential with mean 1: arrivals come as often as the rate of their period says. */
  readonly unitGap: () => number;
  readonly handle: () => number;
  readonly patience: () => number;
  readonly threshold: number;
}

/** What happened on one day, everybody included who came on it. */
export interface DayPlayed {
  arrivals: number;
  /** Answered or not. */
  waitWithin: number;
  answeredWithin: number;
  abandoned: number;
  /** Of all who came, until answered or given up. */
  wait: number;
  /** Agents' time spent with callers within the day. */
  busy: number;
}

/**
 * A day that begins empty, with arrivals and agents that change by period: an agent who goes home finishes their call first; who still waits at
 * the end is served by the agents of the last period. Events in the order of time; who gave up is passed over at their turn.
 */
export class Day {
  readonly #model: DayModel;
  readonly #busy: EarliestFree;
  readonly #cameAt = new Float64Array(1 << 14);
  readonly #patience = new Float64Array(1 << 14);
  readonly #last: number;

  constructor(model: DayModel) {
    this.#model = model;
    this.#busy = new EarliestFree(model.periods.reduce((sum, { agents }) => sum + agents, 0));
    this.#last = model.periods.reduce((sum, { length }) => sum + length, 0);
  }

  /** One day on which everything comes `factor` times as often. */
  play(factor = 1): DayPlayed {
    const { periods, unitGap, threshold } = this.#model;
    const day: DayPlayed = { arrivals: 0, waitWithin: 0, answeredWithin: 0, abandoned: 0, wait: 0, busy: 0 };
    const busy = this.#busy;
    let [first, waiting] = [0, 0];
    let [period, ends] = [0, periods[0]!.length];
    let nextArrival = unitGap() / (periods[0]!.arrivalRate * factor);
    const begin = (now: number) => {
      const handled = this.#model.handle();
      busy.add(now + handled);
      day.busy += Math.max(0, Math.min(this.#last, now + handled) - now);
    };
    const counted = (wait: number, answered: boolean) => {
      day.wait += wait;
      if (wait <= threshold) {
        day.waitWithin++;
        if (answered) day.answeredWithin++;
      }
      if (!answered) day.abandoned++;
    };
    const serveWaiting = (now: number) => {
      while (waiting > 0 && busy.count < periods[period]!.agents) {
        const wait = now - this.#cameAt[first]!;
        const patience = this.#patience[first]!;
        first++;
        waiting--;
        if (patience >= wait) begin(now);
        counted(Math.min(wait, patience), patience >= wait);
      }
    };
    for (;;) {
      const nextEnd = busy.first;
      const over = ends < Number.POSITIVE_INFINITY && ends <= nextArrival && ends <= nextEnd;
      if (over && period < periods.length - 1) {
        // What was left of the way to the next arrival is walked at the pace of the new period.
        const left = (nextArrival - ends) * periods[period]!.arrivalRate;
        period++;
        nextArrival = ends + left / periods[period]!.arrivalRate;
        const now = ends;
        ends += periods[period]!.length;
        serveWaiting(now);
      } else if (over) {
        nextArrival = Number.POSITIVE_INFINITY;
        ends = Number.POSITIVE_INFINITY;
      } else if (nextArrival <= nextEnd) {
        if (nextArrival === Number.POSITIVE_INFINITY) return day;
        const now = nextArrival;
        nextArrival = now + unitGap() / (periods[period]!.arrivalRate * factor);
        day.arrivals++;
        const patience = this.#model.patience();
        if (busy.count < periods[period]!.agents && waiting === 0) {
          begin(now);
          counted(0, true);
        } else {
          this.#cameAt[first + waiting] = now;
          this.#patience[first + waiting++] = patience;
        }
      } else {
        busy.removeFirst();
        serveWaiting(nextEnd);
      }
    }
  }
}
