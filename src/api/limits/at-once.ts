/** Lets go of a place; a second time changes nothing. */
export type Leave = () => void;

/** A request that waits for others of its token to end. */
export interface Turn {
  /** What lets go of its place once it has one; `null` when it waited too long or gave up. */
  readonly came: Promise<Leave | null>;
  readonly giveUp: () => void;
}

interface Waiting {
  readonly most: number;
  settle(leave: Leave | null): void;
}

/** How many requests of each token are under way, and who waits for them. */
export class AtOnce {
  readonly #underWay = new Map<string, number>();
  readonly #waiting = new Map<string, Waiting[]>();

  /** Lets one more in and gives what says that it is over, or `null` when `most` are under way. */
  enter(token: string, most: number): Leave | null {
    const now = this.#underWay.get(token) ?? 0;
    if (now >= most) return null;
    this.#underWay.set(token, now + 1);
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      this.#leave(token);
    };
  }

  /** Waits for a place, at most `waitMs`: who came first goes first. `null` when too many wait already. */
  wait(token: string, most: number, waitMs: number): Turn | null {
    const line = this.#waiting.get(token) ?? [];
    if (waitMs <= 0 || line.length >= MOST_WAITING) return null;
    this.#waiting.set(token, line);
    const { promise: came, resolve } = Promise.withResolvers<Leave | null>();
    const timer = setTimeout(() => giveUp(), waitMs);
    // The connection of a client that waits keeps the process alive by itself.
    timer.unref();
    const waiting: Waiting = {
      most,
      settle: (leave) => {
        clearTimeout(timer);
        resolve(leave);
      },
    };
    line.push(waiting);
    const giveUp = () => {
      const place = line.indexOf(waiting);
      if (place === -1) return;
      line.splice(place, 1);
      if (line.length === 0) this.#waiting.delete(token);
      waiting.settle(null);
    };
    return { came, giveUp };
  }

  #leave(token: string): void {
    const left = this.#underWay.get(token)! - 1;
    if (left === 0) this.#underWay.delete(token);
    else this.#underWay.set(token, left);
    const line = this.#waiting.get(token);
    const next = line?.[0];
    const leave = next && this.enter(token, next.most);
    if (!line || !leave) return;
    line.shift();
    if (line.length === 0) this.#waiting.delete(token);
    next.settle(leave);
  }
}

/** Of one token; a workbook that refreshes all its reports at once has fewer. */
const MOST_WAITING = 32;
