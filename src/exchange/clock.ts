/** Time as an input: real, scaled, or virtual in replays and tests. Epoch milliseconds. */
export interface Clock {
  now(): number;
  /** Calls `wake` once at or after `at`, never inside this call. */
  at(at: number, wake: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

/** The machine's clock. */
export const realClock: Clock = scaledClock({ startAt: null, speed: 1 });

/**
 * A clock that begins at `startAt` (epoch ms; `null`: now) and runs `speed` times as fast as the machine's.
 */
export function scaledClock({ startAt, speed }: { startAt: number | null; speed: number }): Clock {
  const realStart = Date.now();
  const start = startAt ?? realStart;
  const now = () => (speed === 1 && startAt === null ? Date.now() : start + (Date.now() - realStart) * speed);
  return {
    now,
    at(at, wake) {
      let handle: NodeJS.Timeout;
      // setTimeout takes at most 2^31 - 1 ms and would fire at once beyond: go there in steps.
      const arm = () => {
        const wait = Math.max(0, Math.ceil((at - now()) / speed));
        handle = wait > MAX_WAIT_MS ? setTimeout(arm, MAX_WAIT_MS) : setTimeout(wake, wait);
      };
      arm();
      return { cancel: () => clearTimeout(handle) };
    },
  };
}

const MAX_WAIT_MS = 2 ** 31 - 1;
