import { readFile } from "node:fs/promises";
import { loadavg } from "node:os";

/** Jiffies per second of `/proc`: the same on every Linux. */
const TICKS_PER_S = 100;
const EVERY_MS = 1_000;

/** What a process took of one core: 1 is a whole core. */
export interface Share {
  readonly mean: number;
  /** In the worst second. */
  readonly most: number;
}

/** Follows what processes take of the cores, second by second. */
export class ProcessorTime {
  readonly #pids: Readonly<Record<string, number>>;
  readonly #seconds: Record<string, number>[] = [];
  readonly #timer: NodeJS.Timeout;
  #last: { readonly at: number; readonly spentS: Record<string, number> } | null = null;
  #highestLoad = 0;

  /** Process ids by the names they are reported by. */
  constructor(pids: Readonly<Record<string, number>>) {
    this.#pids = pids;
    this.#timer = setInterval(() => void this.#look(), EVERY_MS).unref();
  }

  /** Ends it. `machine` is everything that ran, with whatever others did; `load` the highest load average of a minute. */
  end(): { readonly shares: Record<string, Share>; readonly load: number } {
    clearInterval(this.#timer);
    const names = Object.keys(this.#seconds[0] ?? {});
    const shares = names.map((name) => {
      const all = this.#seconds.map((second) => second[name]!);
      const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
      return [name, { mean: Number(mean.toFixed(2)), most: Number(Math.max(...all).toFixed(2)) }];
    });
    return { shares: Object.fromEntries(shares), load: this.#highestLoad };
  }

  async #look(): Promise<void> {
    this.#highestLoad = Math.max(this.#highestLoad, loadavg()[0]!);
    const at = performance.now();
    const spentS: Record<string, number> = { machine: await spentByAllS() };
    for (const [name, pid] of Object.entries(this.#pids)) spentS[name] = await spentByS(pid);
    const last = this.#last;
    this.#last = { at, spentS };
    if (last === null) return;
    const seconds = (at - last.at) / 1000;
    const share = ([name, spent]: [string, number]) => [name, (spent - last.spentS[name]!) / seconds];
    this.#seconds.push(Object.fromEntries(Object.entries(spentS).map(share)));
  }
}

/** User and system time of a process so far, see proc_pid_stat(5). */
async function spentByS(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // The name before the last parenthesis may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

/** What all processes took so far: all but idle and waiting for the disk, see proc_stat(5). */
async function spentByAllS(): Promise<number> {
  const [, user, nice, system, , , interrupts, softInterrupts] = (await readFile("/proc/stat", "utf8"))
    .split("\n")[0]!
    .split(/ +/)
    .map(Number);
  return (user! + nice! + system! + interrupts! + softInterrupts!) / TICKS_PER_S;
}
