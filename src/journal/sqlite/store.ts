import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Fault } from "../../faults/faults.ts";
import type { CallbackId, CallId } from "../../line/ids.ts";
import type { LocalMonth } from "../../line/local-month.ts";
import type { Settings } from "../../line/settings.ts";
import type { LiftCallRow, LiftMeasured, LiftWritten } from "../lift.ts";
import type {
  ArchivedSteps,
  Audit,
  Batch,
  CallLike,
  DayUse,
  KeptCheckpoint,
  KeptNumber,
  NewPerson,
  OperationRecord,
  ReadModels,
  Run,
  Step,
  Store,
  TokenRecord,
  TokenSettings,
} from "../port.ts";
import { Appender, CHECKPOINTS_KEPT } from "./append.ts";
import { archiveSteps, beginAt, restoreSteps, sweep } from "./archive.ts";
import { openAudit } from "./audit.ts";
import { backUp } from "./database/backup.ts";
import { IN_MEMORY, openReader, openWriter } from "./database/connection.ts";
import { damageIn } from "./database/damage.ts";
import { asJournalFault } from "./database/journal-fault.ts";
import { migrate, requireCurrent } from "./database/migrations.ts";
import { immediately } from "./database/transaction.ts";
import { KnownCalls } from "./known-calls.ts";
import { acceptShorter, foundBeside, LastSteps, markClosed, markOpen, requireWhole } from "./last-steps.ts";
import { firstArrival, liftCalls, measuredDays } from "./lift-reader.ts";
import { writeLift, writeLiftMeasures } from "./lift-writer.ts";
import { Diallings } from "./people/diallings.ts";
import { ErasedMeanwhile } from "./people/erased-meanwhile.ts";
import { cleanFiles, deletePeople } from "./people/erasure.ts";
import { PeopleReader, personsOf } from "./people/people.ts";
import { markNamesDeleted, recordedNames, unusedPeople } from "./people/retention.ts";
import { FileReadModels, MemoryReadModels } from "./questions/read-models.ts";
import { ReaderThread } from "./questions/reader-thread.ts";
import { claimDirectory } from "./registry/claim.ts";
import { openOperation, operations } from "./registry/operations.ts";
import { dayUse, reserveRequests } from "./registry/request-quota.ts";
import { dropRun, openRun, runs } from "./registry/runs.ts";
import { addSettings, newestSettings, settingsVersions } from "./registry/settings-versions.ts";
import { addToken, changeToken, noteTokenUse, revokeToken, TokenReader, tokens } from "./registry/tokens.ts";
import { readSeals, sealBefore } from "./seals.ts";
import { readCheckpoints, readSteps } from "./steps.ts";

/** Where the journal is: `espera.db` in a directory, or in memory until the store is closed. */
export type Location =
  | {
      readonly directory: string;
      readonly readOnly?: boolean;
      /** By the server that has the claim: it is told of a journal that lost steps, and marks it as being written. */
      readonly serves?: boolean;
      /** How long to wait for another process that writes; 5 s when left out. */
      readonly busyTimeoutMs?: number;
    }
  | { readonly file: typeof IN_MEMORY };

/**
 * Opens the journal, and makes it where there is none. With `readOnly` it must be there, and what would write fails.
 * Faults: those of `migrate` and `asJournalFault`, `journal-not-found` and `journal-older`; for who serves, `journal-shorter`.
 */
export async function openSqliteStore(location: Location): Promise<Store> {
  if ("file" in location) {
    const database = openWriter(IN_MEMORY);
    migrate(database, IN_MEMORY, Date.now());
    return new SqliteStore(IN_MEMORY, database, database);
  }
  const file = journalFile(location.directory);
  const beside = location.serves ? foundBeside(file) : null;
  const writer = location.readOnly ? null : openWriter(file, location.busyTimeoutMs);
  let reader: DatabaseSync | null = null;
  try {
    if (writer && beside) requireWhole(writer, file, beside);
    if (writer) migrate(writer, file, Date.now());
    if (writer && beside) markOpen(writer);
    reader = openReader(file);
    if (!writer) requireCurrent(reader, file);
    return new SqliteStore(file, writer ?? reader, reader, { serves: beside !== null });
  } catch (error) {
    reader?.close();
    writer?.close();
    throw asJournalFault(error);
  }
}

/**
 * Takes the journal of a directory as it is, though it is shorter than it was. Faults: `journal-not-found`, and those of
 * the claim.
 */
export function acceptJournal(directory: string): void {
  const file = journalFile(directory);
  if (!existsSync(file)) throw new Fault("journal-not-found", { file });
  const claim = claimDirectory(directory);
  try {
    const writer = openWriter(file);
    acceptShorter(writer, file);
    writer.close();
  } catch (error) {
    throw asJournalFault(error);
  } finally {
    claim.release();
  }
}

function journalFile(directory: string): string {
  return join(directory, "espera.db");
}

/** The store over node:sqlite: it works in the calling thread, so a promise is fulfilled when the work is done. */
class SqliteStore implements Store {
  readonly #file: string;
  readonly #writer: DatabaseSync;
  readonly #reader: DatabaseSync;
  readonly #appender: Appender;
  readonly #people: PeopleReader;
  readonly #diallings: Diallings;
  readonly #knownCalls: KnownCalls;
  readonly #tokens: TokenReader;
  readonly #readModels = new Set<ReadModels>();
  #inspector: ReaderThread | null = null;
  readonly #lastSteps: LastSteps | null;
  readonly #serves: boolean;

  constructor(file: string, writer: DatabaseSync, reader: DatabaseSync, { serves = false } = {}) {
    this.#file = file;
    this.#writer = writer;
    this.#reader = reader;
    this.#appender = new Appender(writer);
    this.#people = new PeopleReader(reader);
    this.#diallings = new Diallings(reader);
    this.#knownCalls = new KnownCalls(reader);
    this.#tokens = new TokenReader(reader, { writtenByOthers: file !== IN_MEMORY });
    this.#lastSteps = file === IN_MEMORY ? null : new LastSteps(file);
    this.#serves = serves;
  }

  async openOperation(wanted: {
    name: string;
    timeZone: string;
    simulated: boolean;
  }): Promise<OperationRecord> {
    return openOperation(this.#writer, wanted);
  }

  async operations(): Promise<OperationRecord[]> {
    return operations(this.#reader);
  }

  async openRun(operation: number, wanted: { kind: Run["kind"]; name: string }): Promise<Run> {
    return openRun(this.#writer, operation, wanted);
  }

  async runs(operation: number): Promise<Run[]> {
    return runs(this.#reader, operation);
  }

  async dropRun(run: Run): Promise<void> {
    dropRun(this.#writer, run);
  }

  async append(run: Run, batch: Batch): Promise<void> {
    this.#appender.append(run, batch);
    const last = batch.steps.at(-1);
    if (last && run.kind === "live") this.#lastSteps?.note(run.operation, last.seq);
  }

  steps(run: Run, afterSeq: number): AsyncIterable<readonly Step[]> {
    return readSteps(this.#reader, run, afterSeq);
  }

  async checkpoint(run: Run): Promise<{ seq: number; state: string } | null> {
    const isSound = (kept: KeptCheckpoint) => kept.isSound;
    const sound =
      readCheckpoints(this.#reader, run, CHECKPOINTS_KEPT).find(isSound) ??
      readSeals(this.#reader, run).find(isSound);
    return sound ? { seq: sound.seq, state: sound.state } : null;
  }

  archive(run: Run, before: LocalMonth, file: string): Promise<ArchivedSteps> {
    return archiveSteps({ writer: this.#writer, reader: this.#reader }, run, before, file);
  }

  restore(file: string): Promise<ArchivedSteps> {
    return restoreSteps(this.#writer, file);
  }

  async forgetSteps(run: Run, before: LocalMonth, limit: number): Promise<number> {
    const seal = sealBefore(this.#writer, run, before);
    if (seal) beginAt(this.#writer, run, seal);
    return sweep(this.#writer, run, limit);
  }

  async settings(operation: number): Promise<Settings | null> {
    return newestSettings(this.#reader, operation);
  }

  async settingsVersions(operation: number): Promise<{ readonly at: number; readonly settings: Settings }[]> {
    return settingsVersions(this.#reader, operation);
  }

  async addSettings(operation: number, settings: Settings, at: number): Promise<void> {
    addSettings(this.#writer, operation, settings, at);
  }

  async importedCallsAt(
    operation: number,
    moments: readonly Omit<CallLike, "id">[],
  ): Promise<readonly (readonly CallId[])[]> {
    return moments.map((moment) => this.#knownCalls.importedAt(operation, moment));
  }

  async haveLiveCalls(operation: number, calls: readonly CallLike[]): Promise<readonly boolean[]> {
    return calls.map((call) => this.#knownCalls.hasLive(operation, call));
  }

  async findPerson(operation: number, numberHash: string): Promise<NewPerson["id"] | null> {
    return this.#people.find(operation, numberHash);
  }

  async numberOf(operation: number, person: NewPerson["id"]): Promise<KeptNumber | null> {
    return this.#people.numberOf(operation, person);
  }

  async numbers(
    operation: number,
    { after, limit }: Parameters<Store["numbers"]>[1],
  ): ReturnType<Store["numbers"]> {
    return this.#people.numbers(operation, after, limit);
  }

  async personsOf(operation: number, numberHash: string): Promise<NewPerson["id"][]> {
    return personsOf(this.#reader, operation, numberHash);
  }

  async diallingsOf(run: Run, number: string, since: number): Promise<number> {
    return this.#diallings.of(run, number, since);
  }

  async erasePeople(
    operation: number,
    people: readonly NewPerson["id"][],
    traces: readonly string[] = [],
  ): Promise<{ erased: number; clean: boolean }> {
    const numbers = deletePeople(this.#writer, operation, people);
    const clean = await cleanFiles(this.#writer, this.#file, [...numbers, ...traces]);
    return { erased: numbers.length, clean };
  }

  async keepOutOfImports(operation: number, numberHashes: readonly string[]): Promise<void> {
    const erased = new ErasedMeanwhile(this.#writer);
    immediately(this.#writer, () => {
      for (const hash of numberHashes) erased.note(operation, hash);
    });
  }

  async unusedPeople(
    operation: number,
    asked: Parameters<Store["unusedPeople"]>[1],
  ): ReturnType<Store["unusedPeople"]> {
    return unusedPeople(this.#reader, operation, asked);
  }

  async forgetPeople(operation: number, people: readonly NewPerson["id"][]): Promise<void> {
    deletePeople(this.#writer, operation, people);
  }

  async recordedNames(operation: number, endedBefore: number, limit: number): Promise<CallbackId[]> {
    return recordedNames(this.#reader, operation, endedBefore, limit);
  }

  async markNamesDeleted(operation: number, callbacks: readonly CallbackId[], at: number): Promise<void> {
    markNamesDeleted(this.#writer, operation, callbacks, at);
  }

  async liftCalls(operation: number, from: number, to: number): Promise<LiftCallRow[]> {
    return liftCalls(this.#reader, operation, from, to);
  }

  async firstArrival(operation: number): Promise<number | null> {
    return firstArrival(this.#reader, operation);
  }

  async liftDays(operation: number, method: number): Promise<ReadonlySet<string>> {
    return measuredDays(this.#reader, operation, method);
  }

  async writeLift(operation: number, written: LiftWritten): Promise<void> {
    writeLift(this.#writer, operation, written);
  }

  async writeLiftMeasures(operation: number, measures: readonly LiftMeasured[]): Promise<void> {
    writeLiftMeasures(this.#writer, operation, measures);
  }

  async addToken(token: TokenRecord): Promise<void> {
    addToken(this.#writer, token);
  }

  async tokens(operation?: number): Promise<TokenRecord[]> {
    return tokens(this.#reader, operation);
  }

  async revokeToken(id: string, at: number): Promise<boolean> {
    return revokeToken(this.#writer, id, at);
  }

  async changeToken(id: string, settings: Partial<TokenSettings>): Promise<boolean> {
    return changeToken(this.#writer, id, settings);
  }

  async noteTokenUse(id: string, at: number): Promise<void> {
    noteTokenUse(this.#writer, id, at);
  }

  async dayUse(operation: number, day: string): Promise<DayUse> {
    return dayUse(this.#reader, operation, day);
  }

  async reserveRequests(
    operation: number,
    day: string,
    asked: Parameters<Store["reserveRequests"]>[2],
  ): Promise<number> {
    return reserveRequests(this.#writer, operation, day, asked);
  }

  token(id: string): TokenRecord | null {
    return this.#tokens.find(id);
  }

  readModels(): ReadModels {
    const readModels =
      this.#file === IN_MEMORY
        ? new MemoryReadModels(this.#reader)
        : new FileReadModels(this.#file, this.#reader);
    this.#readModels.add(readModels);
    return readModels;
  }

  async audit(run: Run): Promise<Audit> {
    return openAudit(this.#connectionOfItsOwn(), run);
  }

  async damage({ thorough }: { readonly thorough: boolean }): Promise<string[]> {
    if (this.#file === IN_MEMORY) return damageIn(this.#reader, thorough);
    this.#inspector ??= new ReaderThread(this.#file);
    return (await this.#inspector.ask({ query: "damage", parameters: [thorough] })) as string[];
  }

  async backup(file: string): Promise<void> {
    const source = this.#connectionOfItsOwn();
    try {
      await backUp(source, file);
    } finally {
      source.close();
    }
  }

  async close(): Promise<void> {
    await this.#inspector?.close();
    await Promise.all([...this.#readModels].map((readModels) => readModels.close()));
    this.#lastSteps?.close();
    this.#reader.close();
    if (this.#serves) markClosed(this.#writer);
    if (this.#writer !== this.#reader) this.#writer.close();
  }

  /** For work that must see one moment while others write; a journal in memory is copied for that. */
  #connectionOfItsOwn(): DatabaseSync {
    if (this.#file !== IN_MEMORY) return openReader(this.#file);
    const copy = openWriter(IN_MEMORY);
    copy.deserialize(this.#writer.serialize());
    return copy;
  }
}
