import { GuardedClock } from "./guarded-clock.ts";
import { machineClocks } from "./machine-clocks.ts";

/** Time as an input: real, scaled, or virtual in replays and tests. Epoch milliseconds. */
export interface Clock {
  now(): number;
  /** Calls `wake` once at or after `at`, never inside this call. */
  at(at: number, wake: () => void): Timer;
  /**
   * Goes on from `at` (epoch ms) at least: what is recorded already lies in the past. Left out by clocks that nobody
   * sets.
   */
  goOnFrom?(at: number): void;
}

export interface Timer {
  cancel(): void;
}

/** The machine's clock, which is believed where the machine's monotonic clock agrees with it. */
export const realClock = new GuardedClock(machineClocks);

/** A clock that begins at `startAt` (epoch ms) and runs `speed` times as fast as the machine's, whoever sets that. */
export function scaledClock({ startAt, speed }: { startAt: number; speed: number }): Clock {
  const realStart = machineClocks.monotonic();
  const now = () => startAt + (machineClocks.monotonic() - realStart) * speed;
  return {
    now,
    at(at, wake) {
      let timer: Timer;
      const arm = () => {
        const wait = Math.max(0, (at - now()) / speed);
        timer =
          wait > LONGEST_WAIT_MS
            ? machineClocks.after(LONGEST_WAIT_MS, arm)
            : machineClocks.after(wait, wake);
      };
      arm();
      return { cancel: () => timer.cancel() };
    },
  };
}

/** `setTimeout` takes little more, and would fire at once beyond. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;
