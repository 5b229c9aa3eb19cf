import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Holding } from "./fuzzed-server.ts";

/** How far a run has come. In a file it outlives the process, so that a long one can be gone on with. */
export interface Progress {
  readonly seed: number;
  /** Blocks of cases that were begun, from 0. */
  blocks: number;
  requests: number;
  /** How often answers of each family had each status. */
  readonly seen: Record<string, number>;
  readonly failures: string[];
  /** What the server held after so many requests; of each process the first is after its warming up. */
  readonly held: Held[];
}

interface Held extends Holding {
  readonly requests: number;
  /** By which the run was gone on with. */
  readonly process: number;
}

export function newProgress(seed: number): Progress {
  return { seed, blocks: 0, requests: 0, seen: {}, failures: [], held: [] };
}

export class ProgressFile {
  readonly #file: string | undefined;
  readonly progress: Progress;

  /** Without a file nothing is kept. One of another seed is not gone on with. */
  constructor(file: string | undefined, seed: number) {
    this.#file = file;
    const found =
      file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Progress) : null;
    this.progress = found?.seed === seed ? found : newProgress(seed);
  }

  save(): void {
    if (this.#file === undefined) return;
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.progress, null, 1));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

/** What the server of this process holds more than when it had warmed up. */
export function grownOf(held: readonly Held[]): { heapMiB: number; processMiB: number; descriptors: number } {
  const own = held.filter((one) => one.process === process.pid);
  const warm = own[0]!;
  const last = own.at(-1)!;
  return {
    heapMiB: Math.max(0, last.heapBytes - warm.heapBytes) / 2 ** 20,
    processMiB: Math.max(0, last.rssBytes - warm.rssBytes) / 2 ** 20,
    descriptors: Math.max(0, (last.descriptors ?? 0) - (warm.descriptors ?? 0)),
  };
}
