import { type ChildProcess, spawn } from "node:child_process";
import { availableParallelism } from "node:os";

/** Keeps every core of the machine busy, as somebody else's work would, while `work` is done. */
export async function besideBusyCores<T>(work: () => Promise<T>): Promise<T> {
  // In a session of their own: Linux shares the cores out among sessions first.
  const burning: ChildProcess[] = Array.from({ length: availableParallelism() }, () =>
    spawn("setpriv", ["--pdeathsig", "KILL", process.execPath, "-e", "for (;;);"], {
      stdio: "ignore",
      detached: true,
    }),
  );
  try {
    return await work();
  } finally {
    for (const child of burning) child.kill("SIGKILL");
  }
}
