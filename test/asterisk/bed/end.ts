import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

const boundMs = 60_000;

/** Sends the signal and waits until the process is gone; one that is gone already is fine. Throws after a minute. */
export async function end(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const gone = once(child, "exit", { signal: AbortSignal.timeout(boundMs) });
  child.kill(signal);
  await gone;
}
