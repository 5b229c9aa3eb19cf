/** The times at which agents come free: a binary heap in one array, so that millions of calls leave nothing to collect. */
export class EarliestFree {
  readonly #times: Float64Array;
  #count = 0;

  constructor(capacity: number) {
    this.#times = new Float64Array(capacity);
  }

  get count(): number {
    return this.#count;
  }

  /** The earliest time; infinite when there is none. */
  get first(): number {
    return this.#count === 0 ? Number.POSITIVE_INFINITY : this.#times[0]!;
  }

  add(time: number): void {
    const times = this.#times;
    let at = this.#count++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (times[above]! <= time) break;
      times[at] = times[above]!;
      at = above;
    }
    times[at] = time;
  }

  removeFirst(): void {
    this.#count--;
    if (this.#count > 0) this.#sink(this.#times[this.#count]!);
  }

  replaceFirst(time: number): void {
    this.#sink(time);
  }

  #sink(time: number): void {
    const times = this.#times;
    const count = this.#count;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= count) break;
      if (below + 1 < count && times[below + 1]! < times[below]!) below++;
      if (times[below]! >= time) break;
      times[at] = times[below]!;
      at = below;
    }
    times[at] = time;
  }
}
