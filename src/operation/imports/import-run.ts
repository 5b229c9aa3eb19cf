import { randomUUID } from "node:crypto";
import { setImmediate as othersWork } from "node:timers/promises";
import { Fault } from "../../faults/faults.ts";
import { type CallLog, isBadRow, type LoggedCall } from "../../history/call-log.ts";
import type { Journal } from "../../journal/port/journal.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import type { Run, Step } from "../../journal/port/run.ts";
import type { FactBody, RecordedCall } from "../../line/facts.ts";
import type { SkillId } from "../../line/ids.ts";
import { defaultSettings } from "../default-settings.ts";
import { People } from "../people/people.ts";
import { RunWriter } from "../run-writer.ts";
import { settingsWithSkills } from "./import-skills.ts";
import type { Survey } from "./import-survey.ts";
import type { ImportWanted } from "./import-wanted.ts";
import type { KnownAmong } from "./known-calls.ts";
import { PieceSize } from "./piece-size.ts";
import { isSameCall, recordedOf } from "./recorded-call.ts";

/** The run of an imported file: step 1 adopts the settings, step n + 1 records the n-th usable row that is new. */
export class ImportRun {
  readonly #wanted: ImportWanted;
  readonly #run: Run;
  readonly #writer: RunWriter;
  readonly #people: People;
  readonly #skillIds: ReadonlyMap<string, SkillId>;
  readonly #now: () => number;
  /** The last durable call, which the file must give again at its place. */
  readonly #lastCall: RecordedCall | null;
  /** Calls that an import which was cut off had written already. */
  readonly takenBefore: number;

  private constructor(
    wanted: ImportWanted,
    given: {
      readonly run: Run;
      readonly writer: RunWriter;
      readonly people: People;
      readonly lastCall: RecordedCall | null;
      readonly now: () => number;
    },
  ) {
    this.#wanted = wanted;
    this.#run = given.run;
    this.#writer = given.writer;
    this.#people = given.people;
    this.#lastCall = given.lastCall;
    this.#now = given.now;
    this.#skillIds = new Map(given.writer.state.settings.skills.map(({ name, id }) => [name, id]));
    this.takenBefore = takenOf(given.run);
  }

  /** Begins the run of a file in an operation, or goes on with one that was cut off. */
  static async open(
    wanted: ImportWanted,
    operation: OperationRecord,
    { digest, skills }: Survey,
  ): Promise<ImportRun> {
    const { store, now = Date.now } = wanted;
    const run = await store.openRun(operation.id, { kind: "imported", name: digest });
    const people = new People(store, operation, randomUUID);
    const begun = run.lastSeq > 0;
    // One that was begun adopted its own settings, whatever its state begins with.
    const settings = begun
      ? defaultSettings(operation.timeZone)
      : await settingsWithSkills(store, operation, skills, now());
    const writer = await RunWriter.open({ store, run, people, settings });
    const last = takenOf(run) > 0 ? (await stepOf(store, run, run.lastSeq))?.fact : null;
    const lastCall = last?.type === "call-recorded" ? last.recorded : null;
    const opened = new ImportRun(wanted, { run, writer, people, lastCall, now });
    if (!begun) opened.#conclude({ type: "settings-adopted", settings });
    return opened;
  }

  /** Writes the `total` calls of `log` that are new, after those that were written before. Fault: `recording-changed`. */
  async write(log: CallLog, knownAmong: KnownAmong, total: number): Promise<void> {
    const piece = new PieceSize(this.#wanted.atATime);
    if (this.takenBefore > total) throw this.#changed();
    let nth = 0;
    for await (const rows of log.rows) {
      const known = await knownAmong(rows);
      await this.#people.lookUp(rows.flatMap((row) => (isBadRow(row) ? [] : (row.customer ?? []))));
      for (const row of rows) {
        if (isBadRow(row) || known.has(row)) continue;
        nth++;
        if (nth < this.takenBefore) continue;
        this.#record(row, nth);
        if (nth === this.takenBefore || !piece.isFull(this.#writer.lastSeq)) continue;
        await piece.written(this.#writer.lastSeq, () => this.#writer.commit());
        await this.#written(total);
      }
    }
    if (nth !== total || log.digest() !== this.#run.name) throw this.#changed();
    await this.#writer.close({ completes: true });
    await this.#written(total);
  }

  /** The last row that was written before is only compared. */
  #record(row: LoggedCall, nth: number): void {
    const skill = this.#skillIds.get(row.skill);
    if (skill === undefined) throw this.#changed();
    if (nth === this.takenBefore) {
      if (!isSameCall(this.#lastCall, recordedOf(row, this.#run.name, skill, null))) throw this.#changed();
      return;
    }
    const person = row.customer === null ? null : this.#people.find(row.customer, row.arrivedAt);
    this.#conclude({ type: "call-recorded", recorded: recordedOf(row, this.#run.name, skill, person) });
  }

  #conclude(body: FactBody): void {
    this.#writer.conclude({ ...body, at: Math.max(this.#writer.lastAt, this.#now()) });
  }

  async #written(total: number): Promise<void> {
    this.#wanted.onProgress?.({ calls: this.#writer.lastSeq - 1, total });
    await othersWork();
  }

  #changed(): Fault {
    return new Fault("recording-changed", { file: this.#wanted.file });
  }
}

/** The step of a run with this number, or `null`. */
export async function stepOf(store: Pick<Journal, "steps">, run: Run, seq: number): Promise<Step | null> {
  for await (const steps of store.steps(run, seq - 1)) return steps[0] ?? null;
  return null;
}

function takenOf({ lastSeq }: Run): number {
  return Math.max(0, lastSeq - 1);
}
