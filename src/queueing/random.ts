/** A stream of pseudo-random numbers. */
export interface Random {
  /** The next number, uniform on [0, 1), with 53 random bits. */
  uniform(): number;
}

/**
 * One seed, and from it as many independent streams as there are sources of randomness: each is named by what it
 * is for, so that drawing more from one never shifts another. Two runs with the same seed then differ only where
 * they are meant to (common random numbers).
 */
export class RandomSource {
  readonly #seed: string;

  constructor(seed: number | string) {
    this.#seed = String(seed);
  }

  /** The stream of that name, from its beginning: the same name always gives the same numbers. */
  stream(...name: readonly (string | number)[]): Random {
    return new SmallFastCounter(`${this.#seed}/${name.join("/")}`);
  }
}

/** The generator sfc32 of PractRand (Doty-Humphrey 2010): 128 bits of state, period at least 2^32, on average 2^127. */
class SmallFastCounter implements Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(name: string) {
    // Two FNV-1a hashes with different offsets, spread over the state, which is then run in.
    let low = 0x811c9dc5;
    let high = 0x9e3779b9;
    for (let i = 0; i < name.length; i++) {
      const unit = name.charCodeAt(i);
      low = Math.imul(low ^ unit, 0x01000193);
      high = Math.imul(high ^ unit ^ (low >>> 15), 0x85ebca6b);
    }
    this.#a = low | 0;
    this.#b = high | 0;
    this.#c = Math.imul(low ^ (high >>> 13), 0xc2b2ae35) | 0;
    for (let i = 0; i < 12; i++) this.#next();
  }

  uniform(): number {
    const high = this.#next() >>> 6;
    const low = this.#next() >>> 5;
    return (high * 2 ** 27 + low) / 2 ** 53;
  }

  #next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
}
