/** What is counted of calls, each once, by the day on which they arrived. Times in ms. */
export interface Counts {
  offered: number;
  /** By an agent, on the phone or called back. */
  answered: number;
  /** Gave up, or asked to be called back and was not joined to an agent. */
  abandoned: number;
  /** Joined to an agent within the target's time of arriving. */
  strictMet: number;
  /** Calls but those that asked to be called back. */
  live: number;
  liveMet: number;
  /** Live within the target's time, or called back as promised. */
  promiseMet: number;
  /** On the phone without an agent, until the answer, the yes or giving up; of a customer called back from their key 1 on. */
  waitMs: number;
  treatment: number;
  yes: number;
  no: number;
  recallOk: number;
  recallFail: number;
  /** From arriving until the customer's phone was first dialled, of those who were dialled. */
  toCallbackMs: number;
  calledBack: number;
  /** First dialled by the end of what was promised. */
  calledInTime: number;
  /** Dialled so, reached, and with an agent within the target's time of their key 1. */
  promisesKept: number;
  overtakes: number;
  /** For which agents stood free while one was held for a return call. */
  idleMs: number;
}

/** Sums of many calls that can be added up, with how waits and times to the return call were spread. */
export class Tally {
  readonly counts: Counts = { ...NOTHING };
  /** By whole seconds, how many. */
  readonly waitsS = new Map<number, number>();
  readonly toCallbackS = new Map<number, number>();

  add(other: Tally, times: 1 | -1 = 1): this {
    for (const name of NAMES) this.counts[name] += times * other.counts[name];
    addUp(this.waitsS, other.waitsS, times);
    addUp(this.toCallbackS, other.toCallbackS, times);
    return this;
  }

  /** A call that did not ask to be called back was answered, in the target's time or later, or gave up. */
  endedLive(waitMs: number, how: "in-time" | "late" | "gave-up"): void {
    const { counts } = this;
    this.waited(waitMs);
    counts.live++;
    if (how === "gave-up") counts.abandoned++;
    else counts.answered++;
    if (how !== "in-time") return;
    counts.strictMet++;
    counts.liveMet++;
    counts.promiseMet++;
  }

  waited(ms: number): void {
    this.counts.waitMs += ms;
    note(this.waitsS, Math.floor(ms / 1_000));
  }

  dialledAfter(ms: number): void {
    this.counts.toCallbackMs += ms;
    this.counts.calledBack++;
    note(this.toCallbackS, Math.floor(ms / 1_000));
  }

  /** The sum of all. */
  static of(tallies: Iterable<Tally>): Tally {
    const sum = new Tally();
    for (const tally of tallies) sum.add(tally);
    return sum;
  }
}

const NOTHING: Counts = {
  offered: 0,
  answered: 0,
  abandoned: 0,
  strictMet: 0,
  live: 0,
  liveMet: 0,
  promiseMet: 0,
  waitMs: 0,
  treatment: 0,
  yes: 0,
  no: 0,
  recallOk: 0,
  recallFail: 0,
  toCallbackMs: 0,
  calledBack: 0,
  calledInTime: 0,
  promisesKept: 0,
  overtakes: 0,
  idleMs: 0,
};
const NAMES = Object.keys(NOTHING) as (keyof Counts)[];

function note(histogram: Map<number, number>, second: number): void {
  histogram.set(second, (histogram.get(second) ?? 0) + 1);
}

function addUp(into: Map<number, number>, from: ReadonlyMap<number, number>, times: 1 | -1): void {
  for (const [second, count] of from) into.set(second, (into.get(second) ?? 0) + times * count);
}
