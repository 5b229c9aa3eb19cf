import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Fault } from "../../faults/faults.ts";
import type { Batch, Run } from "../port.ts";
import { checkpointHash, stepHash } from "../step-hash.ts";
import { ChangesWriter } from "./changes-writer.ts";
import { immediately } from "./database/transaction.ts";
import { DayVersionsWriter } from "./day-versions.ts";
import { ErasedMeanwhile } from "./people/erased-meanwhile.ts";
import { PeopleWriter } from "./people/people.ts";
import { RollUpWriter } from "./roll-ups.ts";
import { SealWriter } from "./seals.ts";
import { HashReader } from "./steps.ts";

/** Checkpoints kept of a run: the newest, and those before it should it prove unreadable. */
export const CHECKPOINTS_KEPT = 3;

/** Writes batches of steps with all that they change; each is one transaction. */
export class Appender {
  readonly #database: DatabaseSync;
  readonly #advance: StatementSync;
  readonly #step: StatementSync;
  readonly #checkpoint: StatementSync;
  readonly #dropCheckpoints: StatementSync;
  readonly #hashes: HashReader;
  readonly #seals: SealWriter;
  readonly #people: PeopleWriter;
  readonly #erased: ErasedMeanwhile;
  readonly #rows: ChangesWriter;
  readonly #rollUps: RollUpWriter;
  readonly #versions: DayVersionsWriter;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#advance = database.prepare(
      `UPDATE runs SET last_seq = ?, complete = ?
       WHERE operation = ? AND run = ? AND name = ? AND last_seq = ? AND complete = 0`,
    );
    this.#step = database.prepare(
      `INSERT INTO steps (operation, run, seq, at, exchange_at, core_version, settings_version, fact, events, commands, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#checkpoint = database.prepare(
      `INSERT OR REPLACE INTO checkpoints (operation, run, seq, state, hash) VALUES (?, ?, ?, ?, ?)`,
    );
    this.#dropCheckpoints = database.prepare(
      `DELETE FROM checkpoints WHERE operation = ?1 AND run = ?2 AND seq NOT IN (
         SELECT seq FROM checkpoints WHERE operation = ?1 AND run = ?2 ORDER BY seq DESC LIMIT ${CHECKPOINTS_KEPT})`,
    );
    this.#hashes = new HashReader(database);
    this.#seals = new SealWriter(database, this.#hashes);
    this.#people = new PeopleWriter(database);
    this.#erased = new ErasedMeanwhile(database);
    this.#rows = new ChangesWriter(database);
    this.#rollUps = new RollUpWriter(database);
    this.#versions = new DayVersionsWriter(database);
  }

  /**
   * Faults: `journal-conflict` when the first step does not follow the last durable one, the steps have a gap, or the
   * run is complete; and those of `immediately`.
   */
  append(of: Run, batch: Batch): void {
    const { operation, id: run, name } = of;
    const first = batch.steps[0];
    immediately(this.#database, () => {
      const before = first ? first.seq - 1 : this.#lastSeq(operation, run);
      const last = before + batch.steps.length;
      const advanced =
        this.#advance.run(last, batch.completes ? 1 : 0, operation, run, name, before).changes === 1;
      if (!advanced) throw new Fault("journal-conflict", { seq: before + 1, run });
      const hash = this.#writeSteps(operation, run, batch, before);
      const people = this.#erased.without(of, batch.people);
      this.#people.write(operation, people);
      // A generated day that is written again brings people back who were taken out: new ones have no rows yet.
      this.#versions.raisePeople(
        operation,
        people.map(({ id }) => id),
      );
      if (batch.completes) this.#erased.forget(of);
      this.#rows.write(operation, run, batch.changes);
      this.#rollUps.write(operation, [...batch.changes.counts.values()]);
      for (const seal of batch.seals ?? []) this.#seals.write(operation, run, seal);
      if (batch.checkpoint !== undefined) {
        this.#checkpoint.run(operation, run, last, batch.checkpoint, checkpointHash(hash, batch.checkpoint));
        this.#dropCheckpoints.run(operation, run);
      }
    });
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
    let hash = this.#hashes.of(operation, run, before);
    for (const step of steps) {
      if (step.seq !== ++seq) throw new Fault("journal-conflict", { seq: step.seq, run });
      const { at, exchangeAt = null } = step.fact;
      const { coreVersion, settingsVersion } = step;
      const fact = JSON.stringify(step.fact);
      const events = step.events.length === 0 ? "[]" : JSON.stringify(step.events);
      const commands = step.commands.length === 0 ? "[]" : JSON.stringify(step.commands);
      hash = stepHash(hash, { seq, at, exchangeAt, coreVersion, settingsVersion, fact, events, commands });
      this.#step.run(
        operation,
        run,
        seq,
        at,
        exchangeAt,
        coreVersion,
        settingsVersion,
        fact,
        events,
        commands,
        hash,
      );
    }
    return hash;
  }
}
