import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a bench is given. */
export interface BenchOptions {
  /** Small sizes: shows that a bench works; its figures mean nothing. */
  readonly quick: boolean;
  /** How often to repeat what is measured in rounds, where somebody said it. */
  readonly rounds?: number;
  /** How many days, of each recorded month where there are such, where somebody said it. */
  readonly days?: number;
  /** Prints what is being done, for the person who waits. */
  readonly say: (line: string) => void;
}

/** What a bench found: a ratio to a baseline that was measured in the same run, and what it was made of. */
export interface Finding {
  /** What was measured against what, in a sentence. */
  readonly what: string;
  /** `null` where there is no baseline. */
  readonly ratio: number | null;
  readonly bounds: readonly Bound[];
  /** Units are in the names. */
  readonly figures: Readonly<Record<string, unknown>>;
}

/** What is wanted of a figure. */
export type Bound = { readonly of: string; readonly is: number } & (
  | { readonly atLeast: number }
  | { readonly atMost: number }
);

export function isHeld(bound: Bound): boolean {
  return "atLeast" in bound ? bound.is >= bound.atLeast : bound.is <= bound.atMost;
}

export type Bench = (options: BenchOptions) => Promise<Finding>;

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The smallest value that at least the share `p` of the values does not exceed; `NaN` of none. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

/** Milliseconds of processor that `work` takes, in all threads of this process: others on the machine do not change them. */
export async function processorTime(work: () => unknown): Promise<number> {
  const begin = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1_000;
}

/** Three significant digits: what such figures are good for. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** A folder on the disk that is measured. `ESPERA_BENCH_DIR` says on which. */
export const benchDisk = process.env["ESPERA_BENCH_DIR"] ?? tmpdir();

/** Gives `use` a fresh directory on that disk and takes it away again. */
export async function inDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(benchDisk, "espera-bench-"));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
