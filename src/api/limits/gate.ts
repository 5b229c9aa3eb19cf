import type { OperationRecord, Registry } from "../../journal/port/registry.ts";
import { AtOnce, type Leave, type Turn } from "./at-once.ts";
import { DayQuota } from "./day-quota.ts";

/** By what requests are counted, and how many may be under way. */
interface Entering {
  readonly id: string;
  readonly atOnce: number;
}

export interface GateDependencies {
  readonly store: Pick<Registry, "dayUse" | "reserveRequests">;
  /** Epoch ms. */
  readonly now: () => number;
  /** How many an operation has, by its id: what it may ask in a day hangs on it. */
  readonly licences?: (operation: number) => number;
}

/**
 * What every request with a token goes through, whichever family it belongs to: so many of a token at once, and so
 * many of an operation in one of its days, whatever token they come with.
 */
export class Gate {
  readonly #given: GateDependencies;
  readonly #atOnce = new AtOnce();
  readonly #quotas = new Map<number, DayQuota>();

  constructor(given: GateDependencies) {
    this.#given = given;
  }

  /** Lets a request of the token in and gives what says that it is over, or `null` when enough are under way. */
  enter({ id, atOnce }: Entering): Leave | null {
    return this.#atOnce.enter(id, atOnce);
  }

  /** Lets a request of the token wait its turn for at most `waitMs`; `null` when too many wait already. */
  wait({ id, atOnce }: Entering, waitMs: number): Turn | null {
    return this.#atOnce.wait(id, atOnce, waitMs);
  }

  quotaOf(operation: OperationRecord): DayQuota {
    let quota = this.#quotas.get(operation.id);
    if (!quota) {
      const { store, now, licences = () => USUAL_LICENCES } = this.#given;
      const limit = () => licences(operation.id) * REQUESTS_PER_LICENCE;
      quota = new DayQuota({ store, operation, limit, now });
      this.#quotas.set(operation.id, quota);
    }
    return quota;
  }

  /** Gives back what was set aside. What cannot be given back to the journal is lost, as after a crash. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#quotas.values()].map((quota) => quota.close()));
  }
}

/** What an answer says of the day's requests. */
export function rateLimitHeaders(quota: DayQuota): Record<string, number> {
  const { limit, remaining, resetS } = quota.state();
  return { "ratelimit-limit": limit, "ratelimit-remaining": remaining, "ratelimit-reset": resetS };
}

/** When to try again after a request that came while others of its token were under way. */
export const SOON_S = 5;
/** And after a query that took too long. */
export const LATER_S = 60;

/** Requests a day that each licence of an operation gives to all its tokens together. */
const REQUESTS_PER_LICENCE = 1_000;
/** Where nobody said how many licences there are. */
export const USUAL_LICENCES = 10;
