import type { Asker } from "./schema/endpoint.ts";

/** How much there is for one token, for all tokens of one operation, and in all: each less than the next. */
export interface Most {
  readonly ofToken: number;
  readonly ofOperation: number;
  readonly inAll: number;
}

/** What one request has of it. */
export interface Share {
  /** Takes so much more, or nothing of it and `false` where that would be more than there is. */
  take(amount: number): boolean;
  /** Gives all of it back; where it has nothing, that changes nothing. */
  giveBack(): void;
}

/** Something that requests share, such as places for streams: no token keeps others from it, and no operation others. */
export class Shares {
  readonly most: Most;
  readonly #inUse = new Map<string, number>();

  constructor(most: Most) {
    this.most = most;
  }

  /** Nothing yet. */
  shareOf({ rights, operation }: Asker): Share {
    const bounds: readonly (readonly [whose: string, most: number])[] = [
      [`asker ${rights.id}`, this.most.ofToken],
      [`operation ${operation.id}`, this.most.ofOperation],
      ["all", this.most.inAll],
    ];
    let taken = 0;
    const add = (amount: number) => {
      taken += amount;
      for (const [whose] of bounds) {
        const now = (this.#inUse.get(whose) ?? 0) + amount;
        if (now === 0) this.#inUse.delete(whose);
        else this.#inUse.set(whose, now);
      }
    };
    return {
      take: (amount) => {
        if (bounds.some(([whose, most]) => (this.#inUse.get(whose) ?? 0) + amount > most)) return false;
        add(amount);
        return true;
      },
      giveBack: () => add(-taken),
    };
  }
}
