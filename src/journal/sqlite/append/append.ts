import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Fault } from "../../../faults/faults.ts";
import type { Batch } from "../../port/journal.ts";
import type { Run } from "../../port/run.ts";
import { raiseDaysOfPeople } from "../../sql/questions/day-versions.ts";
import { hashAt } from "../../sql/steps/hashes.ts";
import { writeSeal } from "../../sql/steps/seals.ts";
import { writtenStep } from "../../step-hash.ts";
import { runScript } from "../database/run-script.ts";
import { immediately, unsynced } from "../database/transaction.ts";
import { ChangesWriter } from "./changes-writer.ts";
import { PeopleWriter } from "./people-writer.ts";
import { RollUpWriter } from "./roll-ups.ts";
import { StepWriter } from "./step-writer.ts";

/** Writes batches of steps with all that they change; each is one transaction. */
export class SqliteAppender {
  readonly #database: DatabaseSync;
  readonly #advance: StatementSync;
  readonly #steps: StepWriter;
  readonly #people: PeopleWriter;
  readonly #rows: ChangesWriter;
  readonly #rollUps: RollUpWriter;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#advance = database.prepare(
      `UPDATE runs SET last_seq = ?, complete = ?
       WHERE operation = ? AND run = ? AND name = ? AND last_seq = ? AND complete = 0`,
    );
    this.#steps = new StepWriter(database);
    this.#people = new PeopleWriter(database);
    this.#rows = new ChangesWriter(database);
    this.#rollUps = new RollUpWriter(database);
  }

  /**
   * Faults: `journal-conflict` when the first step does not follow the last durable one, the steps have a gap, or the
   * run is complete; and those of `immediately`.
   */
  append(of: Run, batch: Batch): void {
    const write = () => immediately(this.#database, () => this.#write(of, batch));
    // A run that becomes history whole is synced with its end: what a loss of power takes of it is written again.
    if (of.kind === "live" || batch.completes) write();
    else unsynced(this.#database, write);
  }

  #write(of: Run, batch: Batch): void {
    const { operation, id: run, name } = of;
    const first = batch.steps[0];
    const before = first ? first.seq - 1 : this.#lastSeq(operation, run);
    const last = before + batch.steps.length;
    const advanced =
      this.#advance.run(last, batch.completes ? 1 : 0, operation, run, name, before).changes === 1;
    if (!advanced) throw new Fault("journal-conflict", { seq: before + 1, run });
    const hash = this.#writeSteps(operation, run, batch, before);
    const people = this.#people.notErased(of, batch.people);
    this.#people.write(operation, people);
    // A generated day that is written again brings people back who were taken out: new ones have no rows yet.
    const ids = people.map(({ id }) => id);
    runScript(this.#database, raiseDaysOfPeople(operation, ids));
    if (batch.completes) this.#people.forgetErased(of);
    this.#rows.write(operation, run, batch.changes);
    this.#rollUps.write(operation, [...batch.changes.counts.values()]);
    for (const seal of batch.seals ?? []) runScript(this.#database, writeSeal(operation, run, seal));
    if (batch.checkpoint !== undefined) this.#steps.checkpoint(operation, run, last, hash, batch.checkpoint);
  }

  #lastSeq(operation: number, run: number): number {
    const row = this.#database
      .prepare("SELECT last_seq FROM runs WHERE operation = ? AND run = ?")
      .get(operation, run);
    return Number(row?.["last_seq"]);
  }

  /** Gives the running hash after the last of them. */
  #writeSteps(operation: number, run: number, { steps }: Batch, before: number): string {
    let seq = before;
    let hash = runScript(this.#database, hashAt(operation, run, before));
    for (const step of steps) {
      if (step.seq !== ++seq) throw new Fault("journal-conflict", { seq: step.seq, run });
      hash = this.#steps.step(operation, run, hash, writtenStep(step));
    }
    return hash;
  }
}
