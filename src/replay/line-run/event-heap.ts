/** What happens next, as a binary heap in arrays of fixed size: a number at each time, the earliest first, then the smallest. */
export class EventHeap {
  readonly #times: Float64Array;
  readonly #numbers: Int32Array;
  #size = 0;

  constructor(capacity: number) {
    this.#times = new Float64Array(capacity);
    this.#numbers = new Int32Array(capacity);
  }

  clear(): void {
    this.#size = 0;
  }

  /** When the next is; infinite when there is none. */
  get nextTime(): number {
    return this.#size > 0 ? this.#times[0]! : Number.POSITIVE_INFINITY;
  }

  /** The number of the next one, which there must be. */
  get nextNumber(): number {
    return this.#numbers[0]!;
  }

  push(time: number, number: number): void {
    const times = this.#times;
    const numbers = this.#numbers;
    let at = this.#size++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (times[above]! < time || (times[above]! === time && numbers[above]! <= number)) break;
      times[at] = times[above]!;
      numbers[at] = numbers[above]!;
      at = above;
    }
    times[at] = time;
    numbers[at] = number;
  }

  /** Takes the next away. */
  pop(): void {
    const last = --this.#size;
    if (last > 0) this.#sinkFromTop(this.#times[last]!, this.#numbers[last]!);
  }

  /** Takes the next away and puts in one that is not earlier: cheaper than one after the other. */
  replaceNext(time: number, number: number): void {
    this.#sinkFromTop(time, number);
  }

  #sinkFromTop(time: number, number: number): void {
    const times = this.#times;
    const numbers = this.#numbers;
    const size = this.#size;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= size) break;
      if (below + 1 < size) {
        const apart = times[below + 1]! - times[below]!;
        if (apart < 0 || (apart === 0 && numbers[below + 1]! < numbers[below]!)) below++;
      }
      if (times[below]! > time || (times[below]! === time && numbers[below]! >= number)) break;
      times[at] = times[below]!;
      numbers[at] = numbers[below]!;
      at = below;
    }
    times[at] = time;
    numbers[at] = number;
  }
}
