import type { Batch, KeptNumber, NewPerson, Run, Seal } from "../journal/port.ts";
import { Changes, type RowChanges } from "../journal/rows/projection.ts";
import type { OperationStore } from "../operation/operation.ts";

/**
 * Gathers the batches of a simulated past into large ones: nobody waits for a promise there, so nothing needs to be
 * durable before the next thing happens. What is gathered is lost when the process dies, and then was never there.
 */
export class WriteBehind implements OperationStore {
  readonly #store: OperationStore;
  readonly #atMost: number;
  #gathered: Gathered | null = null;
  #direct = false;

  constructor(store: OperationStore, atMost = 5_000) {
    this.#store = store;
    this.#atMost = atMost;
  }

  async append(run: Run, batch: Batch): Promise<void> {
    if (this.#direct) return this.#store.append(run, batch);
    this.#gathered ??= new Gathered(run);
    this.#gathered.add(batch);
    if (batch.completes || this.#gathered.steps.length >= this.#atMost) await this.flush();
  }

  /** Makes durable what was gathered. */
  async flush(): Promise<void> {
    const gathered = this.#gathered;
    this.#gathered = null;
    if (gathered) await this.#store.append(gathered.run, gathered.batch());
  }

  /** From now on every batch is durable when its promise is fulfilled. */
  async goDirect(): Promise<void> {
    await this.flush();
    this.#direct = true;
  }

  async findPerson(operation: number, numberHash: string): Promise<string | null> {
    const unsaved = this.#gathered?.people.find((person) => person.numberHash === numberHash);
    return unsaved?.id ?? this.#store.findPerson(operation, numberHash);
  }

  async numberOf(operation: number, person: string): Promise<KeptNumber | null> {
    const unsaved = this.#gathered?.people.find(({ id }) => id === person);
    return unsaved ?? this.#store.numberOf(operation, person);
  }

  /** What is gathered is not counted: a simulated past is not held to a limit that real phones need. */
  diallingsOf(run: Run, number: string, since: number): Promise<number> {
    return this.#store.diallingsOf(run, number, since);
  }

  checkpoint(run: Run): Promise<{ seq: number; state: string } | null> {
    return this.#store.checkpoint(run);
  }

  steps(run: Run, afterSeq: number): ReturnType<OperationStore["steps"]> {
    return this.#store.steps(run, afterSeq);
  }
}

class Gathered {
  readonly run: Run;
  readonly steps: Batch["steps"][number][] = [];
  readonly people: NewPerson[] = [];
  readonly #seals: Seal[] = [];
  readonly #changes = new Changes();
  #checkpoint: string | undefined;
  #completes = false;

  constructor(run: Run) {
    this.run = run;
  }

  add(batch: Batch): void {
    for (const step of batch.steps) this.steps.push(step);
    for (const person of batch.people) this.people.push(person);
    for (const seal of batch.seals ?? []) this.#seals.push(seal);
    merge(this.#changes, batch.changes);
    // One that another batch followed would stand at the wrong step.
    this.#checkpoint = batch.checkpoint;
    this.#completes ||= batch.completes ?? false;
  }

  batch(): Batch {
    return {
      steps: this.steps,
      changes: this.#changes,
      people: this.people,
      ...(this.#checkpoint === undefined ? {} : { checkpoint: this.#checkpoint }),
      ...(this.#seals.length === 0 ? {} : { seals: this.#seals }),
      ...(this.#completes ? { completes: true } : {}),
    };
  }
}

function merge(into: Changes, from: Changes): void {
  for (const table of ["calls", "callbacks", "attempts"] as const) mergeRows(into[table], from[table]);
  for (const decision of from.decisions) into.decisions.push(decision);
  for (const order of from.orders) into.orders.push(order);
  for (const [key, delta] of from.counts) {
    const known = into.counts.get(key);
    if (!known) {
      into.counts.set(key, delta);
      continue;
    }
    known.treatment += delta.treatment;
    known.yes += delta.yes;
    known.recallOk += delta.recallOk;
    known.recallFail += delta.recallFail;
  }
}

function mergeRows(into: RowChanges, from: RowChanges): void {
  for (const [id, row] of from.created) into.create(id, row);
  for (const [id, patch] of from.patched) into.patch(id, patch);
}
