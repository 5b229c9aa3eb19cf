import type { Batch } from "../../src/journal/port/journal.ts";
import type { Run, Seal } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openPostgresStore } from "../../src/journal/postgres/store.ts";
import type { OperationStore } from "../../src/operation/operation-given.ts";
import type { Disk } from "./disk.ts";

/** A database: it is not the disk that fails, and what a process had sent to it before it died is done or undone as a whole. */
export class DatabaseDisk implements Disk {
  readonly #address: string;
  store: Store;

  static async open(address: string): Promise<DatabaseDisk> {
    return new DatabaseDisk(address, await openPostgresStore({ url: address }));
  }

  private constructor(address: string, store: Store) {
    this.#address = address;
    this.store = store;
  }

  async tear(inner: Pick<OperationStore, "append">, run: Run, batch: Batch): Promise<void> {
    const last = batch.steps.at(-1)!;
    // Seals are written after all rows: these were, and are undone.
    const poisoned = { month: null as unknown as string, seq: last.seq, state: "" } satisfies Seal;
    await inner.append(run, { ...batch, seals: [poisoned] }).then(
      () => Promise.reject(new Error("a seal of no month was written")),
      () => undefined,
    );
  }

  async recover(): Promise<void> {
    await this.close();
    this.store = await openPostgresStore({ url: this.#address });
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
