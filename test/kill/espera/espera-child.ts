import { type ChildProcess, spawn } from "node:child_process";
import { performance } from "node:perf_hooks";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { EsperaGiven } from "../story-settings.ts";
import { type Deadly, writtenDeadly } from "./deadly-points.ts";

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
  /** Its address, and how it ended, as soon as that is known. */
  url: string | null = null;
  end: Ended | null = null;
  /** What it said on its standard error. */
  said = "";
  readonly #process: ChildProcess;

  /** `deadly`: where it dies by its own hand, or says that it is there to be killed so many microseconds later. */
  constructor(given: EsperaGiven, deadly?: Deadly, killedAfterUs = 0) {
    const { ESPERA_DIE_AT: _, ...environment } = process.env;
    const child = spawn(process.execPath, ["--import", DEADLY_THREADS, PROGRAM, JSON.stringify(given)], {
      env: deadly === undefined ? environment : { ...environment, ESPERA_DIE_AT: writtenDeadly(deadly) },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    this.#process = child;
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.said += text;
    });
    (child.stdio[3] as Readable).on("data", () => this.kill("SIGKILL", killedAfterUs));
    this.ended = new Promise((resolve) => {
      child.on("close", (code, signal) => {
        this.end = { code, signal };
        resolve(this.end);
      });
    });
    this.ready = new Promise((resolve, reject) => {
      child.stdout!.setEncoding("utf8").on("data", (text: string) => {
        const url = /^READY (\S+)/m.exec(text)?.[1];
        if (url === undefined) return;
        this.url = url;
        resolve(url);
      });
      void this.ended.then(({ code, signal }) => {
        reject(new Error(`Espera ended before it answered (${signal ?? code}): ${this.said}`));
      });
    });
    // Who is to die before it answers is waited for by its end.
    this.ready.catch(() => undefined);
  }

  /** `afterUs`: microseconds of the machine, in which this process does nothing else. */
  kill(signal: "SIGKILL" | "SIGTERM", afterUs = 0): void {
    const until = performance.now() + afterUs / 1_000;
    while (performance.now() < until);
    this.#process.kill(signal);
  }
}

const PROGRAM = fileURLToPath(new URL("./espera-process.ts", import.meta.url));
const DEADLY_THREADS = fileURLToPath(new URL("./deadly-threads.ts", import.meta.url));
