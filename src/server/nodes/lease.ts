/** How long a node may go on after a beat, ms. */
export const TTL_MS = 2_000;

/**
 * How long a node is sure that no other has taken its operations. It is counted from before the beat was sent, by the
 * machine's monotonic time, so that it ends before the database thinks so, whatever clocks show.
 */
export class NodeLease {
  #until = Number.NEGATIVE_INFINITY;
  #since = 0;
  #term = 0;

  /** The time to give to `renew`, ms; it means nothing elsewhere. */
  get now(): number {
    return performance.now();
  }

  get holds(): boolean {
    return this.now < this.#until;
  }

  /** How often the lease has started again: between two terms others may have had what this node had. */
  get term(): number {
    return this.#term;
  }

  /** How long it still holds, ms; 0: it does not. */
  get leftMs(): number {
    return Math.max(0, this.#until - this.now);
  }

  /** For how long it has held without a break, ms; 0: it does not. */
  get unbrokenMs(): number {
    return this.holds ? this.now - this.#since : 0;
  }

  /** Notes that the beat sent at `asked` has arrived. */
  renew(asked: number): void {
    if (asked >= this.#until) {
      this.#since = asked;
      this.#term++;
    }
    this.#until = Math.max(this.#until, asked + TTL_MS);
  }
}
