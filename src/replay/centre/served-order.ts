import type { LoggedCall } from "../../history/call-log.ts";
import { normalAtMost } from "../../queueing/laws/normal-law.ts";

/** The resolution of credits, and the largest that is looked for. */
const STEP_MS = 15_000;
const MOST_MS = 300_000;
const CREDITS = MOST_MS / STEP_MS + 1;
/** Two callers whose turns are so close are served in either order. */
const CHANCE_MS = 3_000;
/** Of the services, those that follow another rule than any credit. */
const EXCEPTIONS = 0.02;
const ROUNDS = 12;
/** More services than these say nothing new, and cost memory. */
const MOST_PAIRS = 250_000;

/** An agent took `first` while `second` waited for them too. */
interface Pair {
  readonly first: number;
  readonly second: number;
  /** By how much the place of `first` was the earlier one, ms. */
  readonly leadMs: number;
  readonly date: string;
}

/** In which order a line was served: each caller stands as if they had arrived by their credit earlier, ms, from 0. */
export interface LearnedOrder {
  readonly creditMs: (call: LoggedCall, date: string) => number;
  /** All credits that occur, ascending. */
  readonly credits: readonly number[];
}

/**
 * Learns from recorded days which callers go before which. Each customer has one credit of {@link CREDITS}, a lasting one, and those that
 * the record does not know have one for each skill. Its law over all customers is estimated from who was taken while who else waited,
 * with nothing assumed of its form (nonparametric maximum likelihood by expectation and maximisation, Laird 1978); a
 * customer's is then the likeliest one. A day that plain order of arrival explains better is served by arrival.
 */
export class ServedOrder {
  readonly #ids = new Map<string, number>();
  readonly #pairs: Pair[] = [];

  /** Takes the calls of a day in order of arrival. `skillsOf`: those that an agent serves. */
  add(date: string, calls: readonly LoggedCall[], skillsOf: (agent: string) => readonly string[]): void {
    const starts = calls
      .filter(({ outcome, waitMs }) => outcome === "answered" && waitMs > 0)
      .sort((one, other) => leftAt(one) - leftAt(other));
    let line: LoggedCall[] = [];
    let next = 0;
    for (const first of starts) {
      if (this.#pairs.length >= MOST_PAIRS) return;
      const at = leftAt(first);
      for (; next < calls.length && calls[next]!.arrivedAt < at; next++) line.push(calls[next]!);
      line = line.filter((call) => leftAt(call) > at);
      const skills = first.agent === null ? [first.skill] : skillsOf(first.agent);
      for (const second of line) {
        const leadMs = second.arrivedAt - first.arrivedAt;
        if (!skills.includes(second.skill) || Math.abs(leadMs) >= MOST_MS) continue;
        const pair = { first: this.#id(first), second: this.#id(second), leadMs, date };
        if (pair.first !== pair.second) this.#pairs.push(pair);
      }
    }
  }

  learn(): LearnedOrder {
    const { likeliest, byArrival } = this.#likeliest();
    const ids = this.#ids;
    const least = likeliest.reduce((smallest, credit) => Math.min(smallest, credit), MOST_MS);
    const usual = mostFrequent(likeliest) ?? least;
    const everyDay = byArrival.size === new Set(this.#pairs.map(({ date }) => date)).size;
    const credits = everyDay ? [0] : [...new Set(likeliest)].map((credit) => credit - least);
    return {
      creditMs: (call, date) => {
        if (everyDay || byArrival.has(date)) return 0;
        const id = ids.get(keyOf(call));
        return (id === undefined ? usual : likeliest[id]!) - least;
      },
      credits: credits.sort((one, other) => one - other),
    };
  }

  /** The credit of each customer, ms, and the days that are served by arrival. By itself, so that what is believed of each is not held any longer. */
  #likeliest(): { readonly likeliest: Uint32Array; readonly byArrival: ReadonlySet<string> } {
    const beliefs = this.#beliefs();
    return {
      likeliest: Uint32Array.from({ length: this.#ids.size }, (_, id) => likeliestOf(beliefs, id) * STEP_MS),
      byArrival: this.#daysByArrival(beliefs),
    };
  }

  /** What is believed of the credit of each customer: {@link CREDITS} probabilities, by multiples of the step, customer after customer. */
  #beliefs(): Float64Array {
    let law: Float64Array = new Float64Array(CREDITS).fill(1 / CREDITS);
    const beliefs = new Float64Array(this.#ids.size * CREDITS).fill(1 / CREDITS);
    const logarithms = new Float64Array(beliefs.length);
    for (let round = 0; round < ROUNDS && beliefs.length > 0; round++) {
      logarithms.fill(0);
      for (const { first, second, leadMs } of this.#pairs) {
        const likely = likelihoodsOf(leadMs);
        const [firstFrom, secondFrom] = [first * CREDITS, second * CREDITS];
        for (let own = 0; own < CREDITS; own++) {
          let asFirst = 0;
          let asSecond = 0;
          for (let other = 0; other < CREDITS; other++) {
            asFirst += beliefs[secondFrom + other]! * likely[own - other + CREDITS - 1]!;
            asSecond += beliefs[firstFrom + other]! * likely[other - own + CREDITS - 1]!;
          }
          logarithms[firstFrom + own]! += Math.log(asFirst);
          logarithms[secondFrom + own]! += Math.log(asSecond);
        }
      }
      const after = new Float64Array(CREDITS);
      for (let id = 0; id < this.#ids.size; id++) {
        const belief = ofCustomer(beliefs, id);
        believe(belief, law, ofCustomer(logarithms, id));
        for (let credit = 0; credit < CREDITS; credit++) after[credit]! += belief[credit]! / this.#ids.size;
      }
      law = after;
    }
    return beliefs;
  }

  #daysByArrival(beliefs: Float64Array): ReadonlySet<string> {
    const byDate = new Map<string, number>();
    for (const { first, second, leadMs, date } of this.#pairs) {
      const likely = likelihoodsOf(leadMs);
      let byCredit = 0;
      for (let own = 0; own < CREDITS; own++)
        for (let other = 0; other < CREDITS; other++)
          byCredit +=
            beliefs[first * CREDITS + own]! *
            beliefs[second * CREDITS + other]! *
            likely[own - other + CREDITS - 1]!;
      byDate.set(date, (byDate.get(date) ?? 0) + Math.log(byCredit) - Math.log(likely[CREDITS - 1]!));
    }
    return new Set([...byDate].filter(([, gain]) => gain < 0).map(([date]) => date));
  }

  #id(call: LoggedCall): number {
    const key = keyOf(call);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#ids.size);
    return this.#ids.size - 1;
  }
}

function keyOf({ customer, skill }: LoggedCall): string {
  return customer === null ? `skill ${skill}` : `customer ${customer}`;
}

function leftAt({ arrivedAt, waitMs }: LoggedCall): number {
  return arrivedAt + waitMs;
}

const known = new Map<number, Float64Array>();

/** How likely it is that the first is served before the second, by the difference of their credits in steps, from the least on. */
function likelihoodsOf(leadMs: number): Float64Array {
  const rounded = Math.round(leadMs / 1_000) * 1_000;
  let likely = known.get(rounded);
  if (!likely) {
    likely = Float64Array.from({ length: 2 * CREDITS - 1 }, (_, index) => {
      const lead = rounded + (index - CREDITS + 1) * STEP_MS;
      return EXCEPTIONS + (1 - 2 * EXCEPTIONS) * normalAtMost(lead / CHANCE_MS);
    });
    known.set(rounded, likely);
  }
  return likely;
}

/** The part of numbers that stand customer after customer which is one customer's. */
function ofCustomer(numbers: Float64Array, id: number): Float64Array {
  return numbers.subarray(id * CREDITS, (id + 1) * CREDITS);
}

function likeliestOf(beliefs: Float64Array, id: number): number {
  const belief = ofCustomer(beliefs, id);
  return belief.indexOf(Math.max(...belief));
}

/** Puts into `belief` what is to be believed by the law of all and the logarithms of likelihoods. */
function believe(belief: Float64Array, law: Float64Array, logarithms: Float64Array): void {
  const most = Math.max(...logarithms);
  for (let credit = 0; credit < CREDITS; credit++)
    belief[credit] = law[credit]! * Math.exp(logarithms[credit]! - most);
  const all = belief.reduce((sum, share) => sum + share, 0);
  for (let credit = 0; credit < CREDITS; credit++) belief[credit]! /= all;
}

function mostFrequent(values: Iterable<number>): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, few]) => few - many || a - b)[0]?.[0];
}
