import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import { counted } from "../../words/counted.ts";
import type { Language } from "../../words/language.ts";
import type { SimulatedPast } from "./simulation.ts";

/** What the thread that fills in the past is given. */
export interface PastDaysWanted {
  readonly directory: string;
  readonly past: SimulatedPast;
  /** `YYYY-MM-DD`, in the order in which they are to come. */
  readonly dates: readonly string[];
}

/** Fills in the past days of a simulated operation beside everything else. */
export class PastDays {
  readonly total: number;
  #done: number;
  #failed = false;
  #worker: Worker | null;

  /** `already`: days that are there before it begins. */
  constructor(wanted: PastDaysWanted, already: number, log: Logger, onProgress: (past: PastDays) => void) {
    this.total = already + wanted.dates.length;
    this.#done = already;
    this.#worker = new Worker(new URL("./past-days-worker.ts", import.meta.url), { workerData: wanted });
    this.#worker.on("message", () => {
      this.#done++;
      onProgress(this);
    });
    this.#worker.on("error", (error) => {
      log.error({ err: error }, "past days not all generated");
      this.#failed = true;
      onProgress(this);
    });
    this.#worker.on("exit", () => {
      this.#worker = null;
    });
  }

  /** `null` once all are there, or none will come before the next start. */
  get progress(): { done: number; total: number } | null {
    return this.#failed || this.#done === this.total ? null : { done: this.#done, total: this.total };
  }

  /** How it stands, in a line for the person who started the server. */
  sentence(language: Language): string {
    const word = words[language];
    if (this.#failed) return word.failed(this.#done, this.total);
    return this.#done === this.total ? word.complete(this.total) : word.going(this.#done, this.total);
  }

  /** Ends it where it is; a day cut off starts over with the next start. */
  async stop(): Promise<void> {
    await this.#worker?.terminate();
  }
}

const words = {
  es: {
    failed: (done: number, total: number) =>
      `historia simulada incompleta (${done} de ${counted(total, "día", "días")}): sigue en el próximo arranque`,
    complete: (total: number) => `historia simulada completa (${counted(total, "día", "días")})`,
    going: (done: number, total: number) => `historia simulada: ${done} de ${counted(total, "día", "días")}`,
  },
  en: {
    failed: (done: number, total: number) =>
      `simulated history incomplete (${done} of ${counted(total, "day", "days")}): it goes on at the next start`,
    complete: (total: number) => `simulated history complete (${counted(total, "day", "days")})`,
    going: (done: number, total: number) => `simulated history: ${done} of ${counted(total, "day", "days")}`,
  },
} as const satisfies Record<Language, unknown>;
