import { GuardedClock } from "./guarded-clock.ts";
import { machineClocks } from "./machine-clocks.ts";

/** The machine's clock, which is believed where the machine's monotonic clock agrees with it. */
export const realClock = new GuardedClock(machineClocks);
