import type { DatabaseSync } from "node:sqlite";
import { getEnvironmentData, setEnvironmentData } from "node:worker_threads";

/**
 * Decides which thread of a process writes next: the one that decides goes first, and waits for no more than
 * the piece that another one is writing. With SQLite alone it would sleep and try again, for up to a tenth of a second at a time.
 * Turns only save time: SQLite's own lock protects the file, also against other processes, even if they fail.
 */
export class WriteTurn {
  readonly #cells: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.#cells = new Int32Array(memory);
  }

  /** Writes before all others. */
  first<T>(write: () => T): T {
    const cells = this.#cells;
    Atomics.store(cells, WANTED, YES);
    // A thread that died while it wrote never gives its turn back.
    if (Atomics.wait(cells, HELD, YES, LONGEST_MS) === "timed-out") Atomics.store(cells, HELD, NO);
    try {
      return write();
    } finally {
      give(cells, WANTED);
    }
  }

  /** Writes when nobody else wants to. */
  later<T>(write: () => T): T {
    const cells = this.#cells;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      Atomics.wait(cells, WANTED, YES, LONGEST_MS);
      const isFree = Atomics.compareExchange(cells, HELD, NO, YES) === NO;
      // A thread that has it for so long is slow or dead: SQLite's lock shows which.
      if (!isFree && Atomics.wait(cells, HELD, YES, LONGEST_MS) !== "timed-out") continue;
      if (Atomics.load(cells, WANTED) === NO) break;
      give(cells, HELD);
    }
    try {
      return write();
    } finally {
      give(cells, HELD);
    }
  }
}

/** Makes a connection take turns with those of other threads; `first`: it is that of the thread that decides. */
export function takeTurns(database: DatabaseSync, { first }: { readonly first: boolean }): void {
  let memory = getEnvironmentData(KEY) as unknown as SharedArrayBuffer | undefined;
  if (first && !memory) {
    memory = turnMemory();
    // Threads that start from now on have it too.
    setEnvironmentData(KEY, memory as never);
  }
  if (!memory) return;
  const turn = new WriteTurn(memory);
  turns.set(database, first ? (write) => turn.first(write) : (write) => turn.later(write));
}

/** Writes when it is the connection's turn; at once for a connection that takes no turns. */
export function inItsTurn<T>(database: DatabaseSync, write: () => T): T {
  const take = turns.get(database);
  return take ? take(write) : write();
}

export function turnMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
}

function give(cells: Int32Array, cell: number): void {
  Atomics.store(cells, cell, NO);
  Atomics.notify(cells, cell);
}

type Take = <T>(write: () => T) => T;
const turns = new WeakMap<DatabaseSync, Take>();

const KEY = "espera write turn";
/** `HELD`: a thread other than the one that decides is writing. `WANTED`: the one that decides wants to. */
const [HELD, WANTED] = [0, 1] as const;
const [NO, YES] = [0, 1] as const;
/** More than it takes to write a piece. */
const LONGEST_MS = 25;
/** After so many tries a thread writes without its turn. */
const MOST_TRIES = 200;
