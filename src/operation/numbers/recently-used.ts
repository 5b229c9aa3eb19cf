/** A map of at most `limit` entries that forgets what was not asked for the longest. */
export class RecentlyUsed<K, V> {
  readonly #limit: number;
  readonly #entries = new Map<K, V>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: K): V | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#limit) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }

  /** Forgets all entries with one of these values. */
  forget(values: ReadonlySet<V>): void {
    for (const [key, value] of this.#entries) if (values.has(value)) this.#entries.delete(key);
  }
}
