import { type ChildProcess, spawn } from "node:child_process";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";

/** The command line as people run it; with `dieAt`, a deadly point and its number, it dies there. */
export function espera(
  context: Pick<TestContext, "after">,
  parameters: readonly string[],
  dieAt = "",
): ChildProcess {
  const child = spawn(process.execPath, ["--import", DEADLY, MAIN, ...parameters], {
    env: { ...process.env, ESPERA_DIE_AT: dieAt },
    stdio: ["ignore", "pipe", "pipe"],
  });
  context.after(() => child.kill("SIGKILL"));
  return child;
}

const MAIN = fileURLToPath(new URL("../../../src/main.ts", import.meta.url));
const DEADLY = fileURLToPath(new URL("./deadly.ts", import.meta.url));
