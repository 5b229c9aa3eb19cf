/** Somebody waits on the phone; epoch ms. */
export interface Wait {
  readonly from: number;
  readonly to: number;
  /** Where they stand: of those who wait, the earliest is served first. */
  readonly turn: number;
}

/** What is to be known of a call to see who waited; epoch ms and ms. */
interface WaitingCall {
  readonly skill: string;
  readonly arrivedAt: number;
  readonly waitMs: number;
}

/** The waits on the phone for one skill in a day, to be asked quickly. */
export class WaitsOfSkill {
  readonly #waits: readonly Wait[];
  readonly #longest: number;

  private constructor(waits: readonly Wait[]) {
    this.#waits = waits;
    this.#longest = waits.reduce((most, { from, to }) => Math.max(most, to - from), 0);
  }

  /** Those of each skill that has some, of calls in order of arrival. `turnOf`: where a caller stands; left out: as they came. */
  static of<Call extends WaitingCall>(
    calls: readonly Call[],
    turnOf: (call: Call) => number = ({ arrivedAt }) => arrivedAt,
  ): ReadonlyMap<string, WaitsOfSkill> {
    const waited = calls.filter(({ waitMs }) => waitMs > 0);
    const waitOf = (call: Call): Wait => ({
      from: call.arrivedAt,
      to: call.arrivedAt + call.waitMs,
      turn: turnOf(call),
    });
    return new Map(
      [...Map.groupBy(waited, ({ skill }) => skill)].map(([skill, ofSkill]) => [
        skill,
        new WaitsOfSkill(ofSkill.map(waitOf)),
      ]),
    );
  }

  /** The last moment between two at which somebody still waited, of those who did so for longer than `ms` between them; `null`: nobody did. */
  lastOfLonger(ms: number, from: number, to: number): number | null {
    let last: number | null = null;
    for (let at = this.#firstFrom(from - this.#longest); at < this.#waits.length; at++) {
      const wait = this.#waits[at]!;
      if (wait.from >= to) break;
      const end = Math.min(wait.to, to);
      if (end - Math.max(wait.from, from) > ms) last = Math.max(last ?? end, end);
    }
    return last;
  }

  /** Whether somebody who came before `from` still waits at `now`. */
  anyFrom(from: number, now: number): boolean {
    for (let at = this.#firstFrom(now - this.#longest); at < this.#waits.length; at++) {
      const wait = this.#waits[at]!;
      if (wait.from >= from) return false;
      if (wait.to > now) return true;
    }
    return false;
  }

  /** Whether somebody whose turn is before `turn` waits at `now`. */
  anyBefore(turn: number, now: number): boolean {
    for (let at = this.#firstFrom(now - this.#longest); at < this.#waits.length; at++) {
      const wait = this.#waits[at]!;
      if (wait.from >= now) return false;
      if (wait.to > now && wait.turn < turn) return true;
    }
    return false;
  }

  /** The index of the first that began at the moment or later. */
  #firstFrom(moment: number): number {
    let low = 0;
    let high = this.#waits.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#waits[middle]!.from < moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
