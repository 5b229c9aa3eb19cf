import { readFileSync } from "node:fs";
import { uptime } from "node:os";
import type { MachineClocks } from "./guarded-clock.ts";

/** The clocks of the machine that this process runs on. */
export const machineClocks: MachineClocks = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  sinceBoot() {
    const id = bootId();
    const uptimeMs = uptime() * 1_000;
    // A container may see its own uptime, which says nothing about the machine's.
    const isOwn = uptimeMs + UPTIME_STEP_MS < Number(process.hrtime.bigint()) / 1e6;
    return id === null || isOwn ? null : { id, uptimeMs };
  },
  after(ms, wake) {
    const handle = setTimeout(wake, Math.ceil(ms));
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Uptime is given in hundredths of a second, somewhere in whole seconds. */
const UPTIME_STEP_MS = 1_000;

let known: string | null | undefined;

/** What names this start of the machine; elsewhere than on Linux nothing does. */
function bootId(): string | null {
  if (known !== undefined) return known;
  try {
    known = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim() || null;
  } catch {
    known = null;
  }
  return known;
}
