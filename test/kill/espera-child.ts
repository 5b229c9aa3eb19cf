import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { EsperaGiven } from "./story-settings.ts";

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running server in a process of its own. */
export class EsperaChild {
  /** Its address, once it answers; rejected when it ended before. */
  readonly ready: Promise<string>;
  readonly ended: Promise<Ended>;
  /** What it said on its standard error. */
  said = "";
  readonly #process: ChildProcess;

  /** `dieAt`: a deadly point and its number, `after-dial:3`. */
  constructor(given: EsperaGiven, dieAt?: string) {
    const { ESPERA_DIE_AT: _, ...environment } = process.env;
    const child = spawn(process.execPath, [PROGRAM, JSON.stringify(given)], {
      env: dieAt === undefined ? environment : { ...environment, ESPERA_DIE_AT: dieAt },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.said += text;
    });
    this.ended = new Promise((resolve) => {
      child.on("close", (code, signal) => resolve({ code, signal }));
    });
    this.ready = new Promise((resolve, reject) => {
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        const url = /^READY (\S+)/m.exec(text)?.[1];
        if (url !== undefined) resolve(url);
      });
      void this.ended.then(({ code, signal }) => {
        reject(new Error(`Espera ended before it answered (${signal ?? code}): ${this.said}`));
      });
    });
    // Who is to die before it answers is waited for by its end.
    this.ready.catch(() => undefined);
  }

  kill(signal: "SIGKILL" | "SIGTERM"): void {
    this.#process.kill(signal);
  }
}

const PROGRAM = fileURLToPath(new URL("./espera-process.ts", import.meta.url));
