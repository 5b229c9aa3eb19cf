import type { Random } from "../../queueing/random.ts";

/** A uniform sample of what goes by, of bounded size (Vitter 1985, algorithm R). */
export class Sample<T> {
  readonly kept: T[] = [];
  readonly #size: number;
  readonly #random: Random;
  #seen = 0;

  constructor(size: number, random: Random) {
    this.#size = size;
    this.#random = random;
  }

  add(value: T): void {
    this.#seen++;
    if (this.kept.length < this.#size) {
      this.kept.push(value);
      return;
    }
    const place = Math.floor(this.#random.uniform() * this.#seen);
    if (place < this.#size) this.kept[place] = value;
  }
}
