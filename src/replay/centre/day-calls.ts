import type { LoggedCall } from "../../history/call-log.ts";
import type { AgentEvent } from "../../history/queue-log/agent-events.ts";
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

/** A day of a record, with what its phone system wrote of agents on it, in order of time. It may have no calls. */
export interface LoggedDay extends DayCalls {
  readonly said: readonly AgentEvent[];
}

/** How many calls are held before days are given out: a record that is shorter may be in any order. */
export const HELD_CALLS = 300_000;
/** From then on a day is over when the record has come so far from it: a queue_log shows a day late that nothing more was heard of a call. */
const OVER_AFTER_MS = 30 * 3_600_000;

interface OpenDay {
  readonly date: string;
  readonly from: number;
  readonly to: number;
  readonly calls: LoggedCall[];
  readonly said: AgentEvent[];
}

/** What is held of a record by its days, local to an IANA zone. */
export class HeldDays {
  /** Calls, and what was said of agents. */
  count = 0;
  readonly #timeZone: string;
  readonly #days = new Map<string, OpenDay>();
  #current: OpenDay | null = null;

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  addCall(call: LoggedCall): void {
    this.#dayOf(call.arrivedAt).calls.push(call);
    this.count++;
  }

  addSaid(said: AgentEvent): void {
    this.#dayOf(said.at).said.push(said);
    this.count++;
  }

  /** Gives the days that are over, in order of their dates, and holds them no longer. */
  take(isOver: (day: { readonly to: number }) => boolean = () => true): LoggedDay[] {
    const over = [...this.#days.values()].filter(isOver);
    for (const { date, calls, said } of over) {
      this.#days.delete(date);
      this.count -= calls.length + said.length;
    }
    this.#current = null;
    return over.sort((one, other) => one.from - other.from).map(inOrder);
  }

  /** Whether a day begins later than `at`, epoch ms. */
  reachesBeyond(at: number): boolean {
    return this.#days.values().some(({ from }) => from > at);
  }

  #dayOf(at: number): OpenDay {
    if (this.#current && at >= this.#current.from && at < this.#current.to) return this.#current;
    const date = localDateOf(at, this.#timeZone);
    const day = this.#days.get(date) ?? {
      date,
      ...localDayRange(date, date, this.#timeZone),
      calls: [],
      said: [],
    };
    this.#days.set(date, day);
    this.#current = day;
    return day;
  }
}

export function inOrder(day: LoggedDay): LoggedDay {
  return {
    ...day,
    calls: day.calls.toSorted((one, other) => one.arrivedAt - other.arrivedAt),
    said: day.said.toSorted((one, other) => one.at - other.at),
  };
}

/** Gathers the days of a record in order of time while it is read: what it holds are the days that are not over yet. */
export class GatheredDays {
  /** A long record went back by days: it is in no order of time, and no further day is given. */
  isDisordered = false;
  readonly #held: HeldDays;
  readonly #atMost: number;
  #givenUntil = Number.NEGATIVE_INFINITY;

  constructor(timeZone: string, atMost = HELD_CALLS) {
    this.#held = new HeldDays(timeZone);
    this.#atMost = atMost;
  }

  /** Takes some of the record in, and gives the days that are over, in order. */
  add(calls: readonly LoggedCall[], said: readonly AgentEvent[] = []): LoggedDay[] {
    this.isDisordered ||=
      calls.some(({ arrivedAt }) => arrivedAt < this.#givenUntil) ||
      said.some(({ at }) => at < this.#givenUntil);
    if (this.isDisordered) return [];
    for (const call of calls) this.#held.addCall(call);
    for (const one of said) this.#held.addSaid(one);
    const newest = calls.at(-1)?.arrivedAt;
    if (this.#held.count <= this.#atMost || newest === undefined) return [];
    this.isDisordered = this.#held.reachesBeyond(newest + OVER_AFTER_MS);
    return this.isDisordered ? [] : this.#give(({ to }) => newest >= to + OVER_AFTER_MS);
  }

  /** The days that are left when the record has ended. */
  end(): LoggedDay[] {
    return this.isDisordered ? [] : this.#give(() => true);
  }

  #give(isOver: (day: { readonly to: number }) => boolean): LoggedDay[] {
    const over = this.#held.take(isOver);
    this.#givenUntil = over.at(-1)?.to ?? this.#givenUntil;
    return over;
  }
}
