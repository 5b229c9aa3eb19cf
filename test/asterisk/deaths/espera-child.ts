import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { until } from "../bed/until.ts";
import type { EsperaGiven } from "./centre-settings.ts";
import type { DeadlyPoint, Death } from "./deadly-points.ts";

/** An Espera in a process of its own. */
export class EsperaChild {
  /** What it said on its standard error. */
  said = "";
  /** How often it has come to know what Asterisk holds. */
  connections = 0;
  /** When it reached its deadly point, epoch ms. */
  diedAt: number | null = null;
  readonly #process: ChildProcess;

  constructor(given: EsperaGiven, die?: { at: DeadlyPoint; by: Death; customer: string }) {
    const { ESPERA_DIE_AT: _, ...environment } = process.env;
    const dieAt = die === undefined ? {} : { ESPERA_DIE_AT: `${die.at} ${die.by} ${die.customer}` };
    this.#process = spawn(
      "setpriv",
      [
        "--pdeathsig",
        "KILL",
        process.execPath,
        join(import.meta.dirname, "espera-process.ts"),
        JSON.stringify(given),
      ],
      { env: { ...environment, ...dieAt }, stdio: ["ignore", "pipe", "pipe"] },
    );
    this.#process.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.said += text;
    });
    this.#process.stdout!.setEncoding("utf8").on("data", (text: string) => {
      this.connections += text.split("CONNECTED").length - 1;
      if (text.includes("AT ")) this.diedAt = Date.now();
    });
  }

  get gone(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** Waits until it knows what Asterisk holds, for the n-th time. */
  connected(n = 1, boundMs = 60_000): Promise<boolean> {
    return until("Espera is connected", boundMs, () => {
      if (this.gone) throw new Error(`Espera ended: ${this.said}`);
      return this.connections >= n;
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Ends it, whatever state it is in. */
  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await until("Espera is gone", 5_000, () => this.gone);
  }
}
