/** A copy of a text: a piece of a larger one keeps all of that in memory for as long as it is held. */
export function ownText(text: string): string {
  return Buffer.from(text).toString();
}

/** Copies of names that come again and again, each held once. */
export class Names {
  readonly #known = new Map<string, string>();

  of(name: string): string {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_NAMES) this.#known.clear();
    const own = ownText(name);
    this.#known.set(own, own);
    return own;
  }
}

/** More names than a centre has: those of a file that is no log of one are not held. */
const MOST_NAMES = 10_000;
