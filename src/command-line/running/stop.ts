import { setTimeout as after } from "node:timers/promises";
import type { Command } from "commander";
import { stopServer } from "../../api/v1/schema/administration.ts";
import { order } from "../native-api.ts";
import { dataCommand, print } from "../program.ts";
import { reader, toReader } from "../reader.ts";

export function addStop(program: Command): void {
  dataCommand(
    program,
    "stop",
    toReader(
      "detiene el servidor en marcha, y espera a que termine",
      "stop the running server, and wait until it has stopped",
    ),
  ).action(async ({ data }) => {
    const { pid } = await order(data, stopServer);
    const say = sentences[reader];
    const ended = await hasEnded(pid);
    print(ended ? say.ended : say.goesOn(pid));
    if (!ended) process.exitCode = 1;
  });
}

/** Whether a process of this machine ends within the patience of a service manager. */
async function hasEnded(pid: number): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    if (!lives(pid)) return true;
    await after(LOOK_EVERY_MS);
  }
  return false;
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

const sentences = {
  es: {
    ended: "Espera se detuvo.",
    goesOn: (pid: number) => `Espera aún se está deteniendo (proceso ${pid}); vea su registro.`,
  },
  en: {
    ended: "Espera has stopped.",
    goesOn: (pid: number) => `Espera is still stopping (process ${pid}); see its log.`,
  },
} as const;

const LOOK_EVERY_MS = 50;
const PATIENCE_MS = 30_000;
