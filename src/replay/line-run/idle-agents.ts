/** The agents who wait for a call: the one who has waited longest first, then the smallest number. A list, linked through arrays of fixed size. */
export class IdleAgents {
  /** By agent; behind the last agent stands the list's own beginning and end. */
  readonly #after: Int32Array;
  readonly #before: Int32Array;
  readonly #ends: number;
  readonly #since: Float64Array;

  constructor(agents: number) {
    this.#after = new Int32Array(agents + 1);
    this.#before = new Int32Array(agents + 1);
    this.#ends = agents;
    this.#since = new Float64Array(agents);
    this.clear();
  }

  clear(): void {
    this.#after[this.#ends] = this.#ends;
    this.#before[this.#ends] = this.#ends;
  }

  /** The agent who has waited longest; -1 when nobody waits. */
  get longest(): number {
    return this.after(this.#ends);
  }

  /** Who began to wait next after an agent who waits; -1 after the last. */
  after(agent: number): number {
    const next = this.#after[agent]!;
    return next === this.#ends ? -1 : next;
  }

  /** Adds an agent who has waited since then, which is hardly ever before the others. */
  add(agent: number, since: number): void {
    let before = this.#before[this.#ends]!;
    while (before !== this.#ends && this.#isAfter(before, agent, since)) before = this.#before[before]!;
    const after = this.#after[before]!;
    this.#since[agent] = since;
    this.#after[before] = agent;
    this.#before[agent] = before;
    this.#after[agent] = after;
    this.#before[after] = agent;
  }

  remove(agent: number): void {
    const before = this.#before[agent]!;
    const after = this.#after[agent]!;
    this.#after[before] = after;
    this.#before[after] = before;
  }

  #isAfter(other: number, agent: number, since: number): boolean {
    return this.#since[other]! > since || (this.#since[other] === since && other > agent);
  }
}
