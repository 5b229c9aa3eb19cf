/** How many tries have failed, and when the last one was. */
interface Tries {
  failed: number;
  /** Epoch ms. */
  at: number;
}

/**
 * Slows down the guessing of passwords: after the free ones each try waits twice as long as the one before, at most a minute. A try
 * counts as failed from its beginning, so that many tries at once cannot get around the wait.
 */
export class BackOff {
  readonly #tries = new Map<string, Tries>();
  readonly #free: number;

  constructor(free: number) {
    this.#free = free;
  }

  /** Counts a try and gives 0; or gives the ms to wait, where it comes too early and is not counted. `now`: epoch ms. */
  try(whose: string, now: number): number {
    const known = this.#tries.get(whose);
    const failed = known && now - known.at < FORGOTTEN_MS && now >= known.at ? known.failed : 0;
    const delay = failed < this.#free ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (failed - this.#free));
    const wait = known && delay > 0 ? known.at + delay - now : 0;
    if (wait > 0) return wait;
    this.#tries.delete(whose);
    this.#tries.set(whose, { failed: failed + 1, at: now });
    if (this.#tries.size > MOST_KNOWN) this.#tries.delete(this.#tries.keys().next().value!);
    return 0;
  }

  /** The try was good: those before it no longer count. */
  forgive(whose: string): void {
    this.#tries.delete(whose);
  }

  /** The try was good, and says nothing of those before it. */
  takeBack(whose: string): void {
    const known = this.#tries.get(whose);
    if (known && known.failed > 0) known.failed--;
  }
}

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
const FORGOTTEN_MS = 3_600_000;
const MOST_KNOWN = 10_000;
