import type { LoggedCall } from "../../history/call-log.ts";
import { localDateOf, localDayRange } from "../../time/local-time.ts";

/** The calls of one local date in order of arrival; of the same moment in the order of the record. */
export interface DayCalls {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** The first moment of the date in its zone, and of the next, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly calls: readonly LoggedCall[];
}

/** How many calls are held before days are given out: a record that is shorter may be in any order. */
const HELD_CALLS = 300_000;
/** From then on a day is over when the record has come so far from it. */
const OVER_AFTER_MS = 2 * 86_400_000;

interface OpenDay {
  readonly from: number;
  readonly to: number;
  readonly calls: LoggedCall[];
}

/** Gathers the days of a record, local to an IANA zone, while it is read: what it holds are the days that are not over yet. */
export class GatheredDays {
  /** Calls of days that had been given out when they came: they are left out. */
  late = 0;
  readonly #timeZone: string;
  readonly #atMost: number;
  readonly #open = new Map<string, OpenDay>();
  readonly #over = new Set<string>();
  #current: OpenDay | null = null;
  #held = 0;

  constructor(timeZone: string, atMost = HELD_CALLS) {
    this.#timeZone = timeZone;
    this.#atMost = atMost;
  }

  /** Takes some calls in, and gives the days that are over, in order. */
  add(calls: readonly LoggedCall[]): DayCalls[] {
    for (const call of calls) {
      const day = this.#dayOf(call.arrivedAt);
      if (day) day.calls.push(call);
      if (day) this.#held++;
      else this.late++;
    }
    const newest = calls.at(-1)?.arrivedAt;
    if (this.#held <= this.#atMost || newest === undefined) return [];
    return this.#close(({ from, to }) => newest >= to + OVER_AFTER_MS || newest < from - OVER_AFTER_MS);
  }

  /** The days that are left when the record has ended. */
  end(): DayCalls[] {
    return this.#close(() => true);
  }

  #dayOf(at: number): OpenDay | null {
    if (this.#current && at >= this.#current.from && at < this.#current.to) return this.#current;
    const date = localDateOf(at, this.#timeZone);
    if (this.#over.has(date)) return null;
    const day = this.#open.get(date) ?? { ...localDayRange(date, date, this.#timeZone), calls: [] };
    this.#open.set(date, day);
    this.#current = day;
    return day;
  }

  #close(isOver: (day: OpenDay) => boolean): DayCalls[] {
    const over = [...this.#open].filter(([, day]) => isOver(day));
    for (const [date, day] of over) {
      this.#open.delete(date);
      this.#over.add(date);
      this.#held -= day.calls.length;
    }
    this.#current = null;
    return over
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([date, { from, to, calls }]) => ({
        date,
        from,
        to,
        calls: calls.sort((one, other) => one.arrivedAt - other.arrivedAt),
      }));
  }
}
