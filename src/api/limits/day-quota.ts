import type { OperationRecord, Registry } from "../../journal/port/registry.ts";
import { localDateOf, localDayRange } from "../../time/local-time.ts";

interface QuotaState {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the operation's local midnight. */
  readonly resetS: number;
}

interface Day {
  readonly date: string;
  /** Epoch ms, half-open. */
  readonly from: number;
  readonly to: number;
  /** Set aside by all, this process included. */
  reserved: number;
  /** Of what this process set aside: not given out yet. */
  left: number;
  /** By token, on the whole day. */
  readonly uses: Map<string, number>;
  /** Of these, what the journal does not know yet. */
  readonly unwritten: Map<string, number>;
}

/**
 * The requests of an operation's local day, shared by its tokens. They are set aside in the journal in blocks and
 * given out from memory: no write for each request; a process that dies loses what was left of one block to its
 * clients, and never is more given out than the limit.
 */
export class DayQuota {
  readonly #store: Pick<Registry, "dayUse" | "reserveRequests">;
  readonly #operation: Pick<OperationRecord, "id" | "timeZone">;
  readonly #limit: () => number;
  readonly #now: () => number;
  #day: Day | null = null;
  #work: Promise<void> | null = null;

  /** `limit`: of one day; it may change. `now`: epoch ms. */
  constructor(given: {
    readonly store: Pick<Registry, "dayUse" | "reserveRequests">;
    readonly operation: Pick<OperationRecord, "id" | "timeZone">;
    readonly limit: () => number;
    readonly now: () => number;
  }) {
    this.#store = given.store;
    this.#operation = given.operation;
    this.#limit = given.limit;
    this.#now = given.now;
  }

  /** Gives a request out to a token, or `false` when none is left today; at once as long as the block lasts. */
  take(token: string): boolean | Promise<boolean> {
    return this.#tryToTake(token) ?? this.#takeLater(token);
  }

  /** What is left, after `take`. */
  state(): QuotaState {
    const limit = this.#limit();
    const day = this.#day;
    if (!day) return { limit, remaining: limit, resetS: 0 };
    return {
      limit,
      remaining: Math.max(0, limit - day.reserved + day.left),
      resetS: Math.max(1, Math.ceil((day.to - this.#now()) / 1000)),
    };
  }

  /** What the day's requests were used for: by all tokens, and by this one. After `take`. */
  uses(token = ""): { readonly used: number; readonly byToken: number } {
    const day = this.#day;
    return day
      ? { used: day.reserved - day.left, byToken: day.uses.get(token) ?? 0 }
      : { used: 0, byToken: 0 };
  }

  /** Gives back what was set aside and not given out. */
  async close(): Promise<void> {
    await this.#work;
    if (this.#day) await this.#putDown(this.#day);
    this.#day = null;
  }

  #tryToTake(token: string): boolean | null {
    const day = this.#day;
    const now = this.#now();
    if (this.#work || !day || now < day.from || now >= day.to) return null;
    if (day.reserved - day.left >= this.#limit()) return false;
    if (day.left === 0) return null;
    day.left--;
    add(day.uses, token);
    add(day.unwritten, token);
    return true;
  }

  async #takeLater(token: string): Promise<boolean> {
    for (;;) {
      this.#work ??= this.#provide().finally(() => {
        this.#work = null;
      });
      await this.#work;
      const taken = this.#tryToTake(token);
      if (taken !== null) return taken;
    }
  }

  /** Turns to the day that it is now, and sets a block aside where none is left. */
  async #provide(): Promise<void> {
    const now = this.#now();
    if (!this.#day || now < this.#day.from || now >= this.#day.to) {
      if (this.#day) await this.#putDown(this.#day);
      this.#day = await this.#begin(now);
    }
    const day = this.#day;
    const limit = this.#limit();
    if (day.left > 0 || day.reserved >= limit) return;
    const granted = await this.#reserve(day, blockOf(limit));
    day.left += granted;
    // Another process set the rest aside meanwhile.
    day.reserved = granted === 0 ? limit : day.reserved + granted;
  }

  async #begin(now: number): Promise<Day> {
    const { id, timeZone } = this.#operation;
    const date = localDateOf(Math.floor(now), timeZone);
    const { reserved, uses } = await this.#store.dayUse(id, date);
    const range = localDayRange(date, date, timeZone);
    return { date, ...range, reserved, left: 0, uses: new Map(uses), unwritten: new Map() };
  }

  async #putDown(day: Day): Promise<void> {
    const { left } = day;
    day.left = 0;
    await this.#reserve(day, -left);
  }

  async #reserve(day: Day, wanted: number): Promise<number> {
    const asked = { wanted, limit: this.#limit(), uses: day.unwritten };
    const granted = await this.#store.reserveRequests(this.#operation.id, day.date, asked);
    day.unwritten.clear();
    return granted;
  }
}

function add(uses: Map<string, number>, token: string): void {
  uses.set(token, (uses.get(token) ?? 0) + 1);
}

/** About a hundredth of the day's: few writes, and little lost with a process that dies. */
function blockOf(limit: number): number {
  return Math.max(1, Math.min(10_000, Math.floor(limit / 100)));
}
