import type { Step } from "../../src/journal/port/run.ts";
import type { Event } from "../../src/line/events.ts";
import type { Settings } from "../../src/line/settings.ts";
import { MINUTE_MS } from "./frame.ts";
import { calledNumber, inFull } from "./numbers.ts";
import { isFaultless, type Scenario } from "./scenario.ts";
import { MOST_REPORT_DELAY_MS } from "./scenario-faults.ts";
import type { Ended, EndedCentre } from "./simulation.ts";

type Of<T extends Event["type"]> = Extract<Event, { type: T }>;
/** An event with the step it was concluded in. */
export type Told<T extends Event["type"]> = Of<T> & { readonly seq: number; readonly factAt: number };

/** Names the rule by its number in DESIGN's "What must always hold", and says what was wrong. */
export type Complain = (rule: number, sentence: string) => void;

/** From an order to its effect in the exchange. */
export const ORDER_MS = 2;
/** A write that takes long, and the one after it. */
const SLOW_DISK_MS = 25_000;

/** An order to dial, as it reached the exchange. */
export interface Dial {
  readonly attempt: string;
  readonly callback: string;
  readonly skill: number;
  readonly number: string;
  readonly place: number;
  readonly at: number;
  readonly ordinal: number;
  readonly afterReports: number;
}

/** What was seen of one centre from outside, and the journal's events by kind beside it. */
export class Evidence {
  readonly centre: EndedCentre;
  readonly scenario: Scenario;
  readonly faultless: boolean;
  /** How far the clock that Espera believed was wrong, at most, ms: it believes none that is soon right again. */
  readonly clockWrongMs: number;
  readonly dials: readonly Dial[];
  readonly #events = new Map<string, unknown[]>();
  readonly #adopted: { readonly seq: number; readonly settings: Settings }[] = [];
  readonly #numbers = new Map<string, string | null>();

  constructor({ scenario }: Ended, centre: EndedCentre) {
    this.centre = centre;
    this.scenario = scenario;
    this.faultless = isFaultless(scenario);
    const lasting = scenario.faults.clock.filter(({ forMs }) => forMs === null);
    this.clockWrongMs = lasting.reduce((sum, { byMs }) => sum + Math.abs(byMs), 0);
    for (const { seq, fact, events } of centre.steps) {
      if (fact.type === "settings-adopted") this.#adopted.push({ seq, settings: fact.settings });
      for (const event of events) {
        const told = { ...event, seq, factAt: fact.at };
        const list = this.#events.get(event.type);
        if (list) list.push(told);
        else this.#events.set(event.type, [told]);
      }
    }
    this.dials = centre.chronicle.orders.flatMap(({ order, at, ordinal, afterReports }) => {
      if (order.type !== "dial") return [];
      const { attempt, callback, skill, number, place } = order;
      return [{ attempt, callback, skill, number, place, at, ordinal, afterReports }];
    });
  }

  get chronicle() {
    return this.centre.chronicle;
  }

  get steps(): readonly Step[] {
    return this.centre.steps;
  }

  /** What is the same from the beginning of a story to its end: all but switches, modes and dialogues. */
  get settings(): Settings {
    return this.centre.plan.settings;
  }

  /** What held when a step was concluded. */
  settingsAt(seq: number): Settings {
    return this.#adopted.findLast((one) => one.seq <= seq)?.settings ?? this.settings;
  }

  skillAt(seq: number, skill: number): Settings["skills"][number] | undefined {
    return this.settingsAt(seq).skills.find(({ id }) => id === skill);
  }

  /** Whether a skill calls back by place, which no story changes. */
  isByPlace(skill: number): boolean {
    return this.settings.skills.find(({ id }) => id === skill)?.discipline.kind === "place";
  }

  events<T extends Event["type"]>(type: T): Told<T>[] {
    return (this.#events.get(type) ?? []) as Told<T>[];
  }

  /** Whether every report came, once and in time, and the phone system never went down. */
  get reportsSound(): boolean {
    const { lose, repeat, delay, overtaken, drop, exchangeRestarts } = this.scenario.faults;
    return lose + repeat + delay + overtaken + drop + exchangeRestarts === 0;
  }

  /** How much later Espera may know, or do, something than it happened, as long as it is there, ms. */
  get latenessMs(): number {
    const { slowDisk, delay, overtaken } = this.scenario.faults;
    // What is late may be overtaken on its way besides.
    const ways = Number(delay > 0) + Number(overtaken > 0);
    return ORDER_MS + (slowDisk ? SLOW_DISK_MS : 0) + ways * MOST_REPORT_DELAY_MS;
  }

  /** How long phones ring on here that are to stop, ms. */
  get stopsRingingMs(): number {
    return this.centre.plan.options.stopsRingingMs ?? 0;
  }

  /** The number at which the person who registered a callback is to be called, in full. */
  numberOf(callback: string): string | null {
    let number = this.#numbers.get(callback);
    if (number === undefined) {
      number = inFull(calledNumber(this.chronicle, callback));
      this.#numbers.set(callback, number);
    }
    return number;
  }

  isShared(number: string | null): boolean {
    return number !== null && this.settings.sharedNumbers.includes(number);
  }

  callsThatHeard(wanted: string): string[] {
    return this.chronicle.hearings.flatMap(({ call, what }) => (what.what === wanted ? [call] : []));
  }

  /** Orders of supervisors that were carried out, of one kind. */
  doneOrders<T extends "cancel" | "move" | "call-now">(type: T) {
    return this.chronicle.supervisions.flatMap(({ callback, act, asked, answered }) =>
      act.type === type && answered?.outcome === "done"
        ? [{ callback, act: act as Extract<typeof act, { type: T }>, asked, answered }]
        : [],
    );
  }
}

export function callbackOf(attempt: string): string {
  return attempt.slice(0, attempt.lastIndexOf("~"));
}

export function isLeg(call: string): boolean {
  return call.includes("~");
}

export function countBy<T>(list: Iterable<T>, key: (one: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of list) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1);
  return counts;
}

/** Minutes since midnight, the weekday (0: Monday) and the date, so many minutes beside UTC. */
export function localTime(
  at: number,
  offsetMinutes: number,
): { minute: number; weekday: number; date: string } {
  const local = new Date(at + offsetMinutes * MINUTE_MS);
  return {
    minute: (local.getTime() % 86_400_000) / MINUTE_MS,
    weekday: (local.getUTCDay() + 6) % 7,
    date: local.toISOString().slice(0, 10),
  };
}
