import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Batch } from "../../src/journal/port/journal.ts";
import type { Run } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { IN_MEMORY, openWriter } from "../../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import type { OperationStore } from "../../src/operation/operation-given.ts";
import type { Random } from "../../src/queueing/random.ts";
import { whole } from "./frame.ts";

/** Where the journal is, and what is left of it when everything stops. */
export interface Disk {
  readonly store: Store;
  /** Writes, and stops in the middle of it. */
  tear(inner: Pick<OperationStore, "append">, run: Run, batch: Batch): Promise<void>;
  /** All processes are gone; afterwards `store` is what somebody finds who starts one again. */
  recover(random: Random): Promise<void>;
  close(): Promise<void>;
}

export async function openDisk(powerCuts: boolean): Promise<Disk> {
  return powerCuts ? FileDisk.open() : new MemoryDisk(await openSqliteStore({ file: IN_MEMORY }));
}

/** The process alone dies: what it began to write is undone, all the rest is there. */
class MemoryDisk implements Disk {
  readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  async tear(inner: Pick<OperationStore, "append">, run: Run, batch: Batch): Promise<void> {
    // The checkpoint is written last: all the rest was, and is undone.
    const poisoned = { ...batch, checkpoint: {} as string };
    await inner.append(run, poisoned).then(
      () => Promise.reject(new Error("a checkpoint that is no text was written")),
      () => undefined,
    );
  }

  async recover(): Promise<void> {
    // It is all there.
  }

  close(): Promise<void> {
    return this.store.close();
  }
}

const LOG = "espera.db-wal";
const DATABASE = "espera.db";

interface Files {
  readonly database: Buffer;
  readonly log: Buffer;
}

/**
 * A folder whose power is cut. What SQLite had ordered the disk to keep is kept, by what its documentation says of
 * `PRAGMA synchronous`: with FULL the log up to the last commit, with less only what was folded into the database. Of
 * the write that was under way the log has any first part.
 */
class FileDisk implements Disk {
  store: Store;
  #directory: string;
  /** Before and after the write under way. */
  #torn: { readonly before: Files; readonly after: Files } | null = null;

  static async open(): Promise<FileDisk> {
    const directory = newDirectory();
    return new FileDisk(directory, await openSqliteStore({ directory }));
  }

  private constructor(directory: string, store: Store) {
    this.#directory = directory;
    this.store = store;
  }

  async tear(inner: Pick<OperationStore, "append">, run: Run, batch: Batch): Promise<void> {
    const before = filesIn(this.#directory);
    await inner.append(run, batch);
    this.#torn = { before, after: filesIn(this.#directory) };
  }

  async recover(random: Random): Promise<void> {
    const left = this.#left(random);
    const directory = newDirectory();
    writeFileSync(join(directory, DATABASE), left.database);
    if (left.log.length > 0) writeFileSync(join(directory, LOG), left.log);
    await this.close();
    this.#directory = directory;
    this.#torn = null;
    this.store = await openSqliteStore({ directory });
  }

  async close(): Promise<void> {
    await this.store.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #left(random: Random): Files {
    const { database, log } = this.#torn?.after ?? filesIn(this.#directory);
    if (!this.#keepsCommits()) return { database, log: Buffer.alloc(0) };
    const before = this.#torn?.before;
    // Where the log was folded into the database meanwhile, that came after the whole log was on the disk.
    if (!before?.database.equals(database)) return { database, log };
    let first = 0;
    while (first < log.length && log[first] === before.log[first]) first++;
    const cut = whole(random, first, log.length);
    return { database, log: Buffer.concat([log.subarray(0, cut), before.log.subarray(cut)]) };
  }

  /** Asked of a connection that was opened as the one is that writes. */
  #keepsCommits(): boolean {
    const probe = newDirectory();
    const connection = openWriter(join(probe, DATABASE));
    const synchronous = Number(connection.prepare("PRAGMA synchronous").get()?.["synchronous"]);
    connection.close();
    rmSync(probe, { recursive: true, force: true });
    return synchronous >= FULL;
  }
}

/** The number that SQLite gives for `PRAGMA synchronous = FULL`. */
const FULL = 2;

function filesIn(directory: string): Files {
  const log = join(directory, LOG);
  return {
    database: readFileSync(join(directory, DATABASE)),
    log: existsSync(log) ? readFileSync(log) : Buffer.alloc(0),
  };
}

/** In memory where the system has such a folder: what is asked of the disk is counted, not measured. */
function newDirectory(): string {
  const inMemory = "/dev/shm";
  return mkdtempSync(join(existsSync(inMemory) ? inMemory : tmpdir(), "espera-simulation-"));
}
