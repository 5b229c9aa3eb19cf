/** How many requests of each token are under way. */
export class AtOnce {
  readonly #underWay = new Map<string, number>();

  /** Lets one more in and gives what says that it is over, or `null` when `most` are under way. */
  enter(token: string, most: number): (() => void) | null {
    const now = this.#underWay.get(token) ?? 0;
    if (now >= most) return null;
    this.#underWay.set(token, now + 1);
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      const left = this.#underWay.get(token)! - 1;
      if (left === 0) this.#underWay.delete(token);
      else this.#underWay.set(token, left);
    };
  }
}
