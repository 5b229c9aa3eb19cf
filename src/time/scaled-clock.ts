import type { Clock, Timer } from "./clock.ts";
import { machineClocks } from "./machine-clocks.ts";

/** A clock that begins at `startAt` (epoch ms) and runs `speed` times as fast as the machine's, even where that one is set. */
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
