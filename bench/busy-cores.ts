import { type ChildProcess, spawn } from "node:child_process";
import { availableParallelism } from "node:os";

/** Keeps every core of the machine busy with a process of its own, while `work` is done. */
export async function besideBusyCores<T>(work: () => Promise<T>): Promise<T> {
  const burning: ChildProcess[] = Array.from({ length: availableParallelism() }, () =>
    spawn("setpriv", ["--pdeathsig", "KILL", process.execPath, "-e", "for (;;);"], { stdio: "ignore" }),
  );
  try {
    return await work();
  } finally {
    for (const child of burning) child.kill("SIGKILL");
  }
}
