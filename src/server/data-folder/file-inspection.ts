import type { Logger } from "pino";
import type { Upkeep } from "../../journal/port/upkeep.ts";

/**
 * Looks once, beside everything else, whether the journal's file is damaged. What it finds is logged and said by
 * `complaints`; what does not need the damaged part goes on.
 */
export class FileInspection {
  readonly #store: Pick<Upkeep, "damage">;
  readonly #log: Pick<Logger, "error">;
  #problems: readonly string[] = [];

  constructor(store: Pick<Upkeep, "damage">, log: Pick<Logger, "error">) {
    this.#store = store;
    this.#log = log;
  }

  /** Looks at all of it, in a thread of the store's. */
  async look(): Promise<void> {
    try {
      this.#problems = await this.#store.damage({ thorough: false });
    } catch {
      // The server ends before it has looked at all of it.
      return;
    }
    const problems = this.#problems.slice(0, SHOWN);
    if (problems.length > 0) this.#log.error({ problems }, "the journal's file is damaged");
  }

  /** A sentence where the file is damaged; none where it is not, or it is not known yet. */
  get complaints(): string[] {
    const [first] = this.#problems;
    return first === undefined
      ? []
      : [
          `the journal's file is damaged (${first}): see npx espera journal verify, and go back to the newest backup`,
        ];
  }
}

/** In the log; `verify` says all. */
const SHOWN = 5;
