import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { NodeTold } from "./node-process.ts";

/** A node in a process of its own. */
export class NodeChild {
  readonly name: string;
  /** Fulfilled once it has joined; rejected when it ended before. */
  readonly ready: Promise<void>;
  readonly gone: Promise<void>;
  isGone = false;
  readonly #process: ChildProcess;
  #said = "";
  #wasKilled = false;
  #code: number | null = null;

  constructor(told: NodeTold) {
    this.name = told.name;
    this.#process = spawn(process.execPath, [PROGRAM, JSON.stringify(told)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.#said += text;
    });
    this.gone = new Promise((resolve) => {
      this.#process.once("close", (code) => {
        this.isGone = true;
        this.#code = code;
        resolve();
      });
    });
    this.ready = new Promise((resolve, reject) => {
      this.#process.stdout!.once("data", () => resolve());
      void this.gone.then(() => reject(new Error(`${this.name} ended before it joined: ${this.#said}`)));
    });
    this.ready.catch(() => {});
  }

  /** What it logged. */
  get said(): string {
    return this.#said;
  }

  /** Why it ended, unless it was killed or stopped; `null`: it did not. */
  get fault(): string | null {
    return this.isGone && !this.#wasKilled && this.#code !== 0 ? this.#said : null;
  }

  signal(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void {
    this.#wasKilled ||= signal === "SIGKILL";
    this.#process.kill(signal);
  }

  /** Stops it in good order. */
  async stop(): Promise<void> {
    this.#process.kill("SIGTERM");
    await this.gone;
  }
}

const PROGRAM = fileURLToPath(new URL("./node-process.ts", import.meta.url));
