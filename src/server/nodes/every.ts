/** Repeats a piece of work at an interval, and never runs it twice at a time, however long it takes. */
export class Every {
  readonly #work: () => Promise<void>;
  readonly #timer: NodeJS.Timeout;
  #underWay: Promise<void> | null = null;

  /** `work` never rejects. */
  constructor(everyMs: number, work: () => Promise<void>) {
    this.#work = work;
    this.#timer = setInterval(() => void this.now(), everyMs);
  }

  /** Does the work now, unless it is under way; fulfilled when it is done. */
  now(): Promise<void> {
    this.#underWay ??= this.#work().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  /** Ends the repetition, and waits for the work that is under way. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#underWay;
  }
}
