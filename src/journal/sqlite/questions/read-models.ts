import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Fault } from "../../../faults/faults.ts";
import type { LiftOfSkill } from "../../lift.ts";
import type { LoadSums } from "../../load-sums.ts";
import type { ReadModels, ServiceLevelCounts, SmartWaitCounts } from "../../port.ts";
import type { CallSums, WrittenRows } from "../../rows/report-rows.ts";
import type { SmartWaitSums } from "../../smart-wait-sums.ts";
import type {
  CallbackChanges,
  CallbackPage,
  CallbackStory,
  CallStory,
  PersonData,
  RecentCall,
} from "../../stories.ts";
import { DayVersions } from "../day-versions.ts";
import { LiftReader } from "../lift-reader.ts";
import { writeRows } from "../written-rows.ts";
import { CallCounter } from "./call-sums.ts";
import { type Ask, ReaderThread } from "./reader-thread.ts";
import { ReportThreads } from "./report-threads.ts";
import { Reports } from "./reports.ts";
import { SmartWaitSummer } from "./smart-wait-sums.ts";
import { Stories } from "./stories.ts";

/**
 * The read models of a journal in a file: questions go to a thread, those that may take long to threads of their own;
 * versions are read here.
 */
export class FileReadModels implements ReadModels {
  readonly #thread: ReaderThread;
  readonly #reports: ReportThreads;
  readonly #version: CountsVersion;
  readonly #days: DayVersions;

  /** `reader` only reads, on the main thread. */
  constructor(file: string, reader: DatabaseSync) {
    this.#thread = new ReaderThread(file);
    this.#reports = new ReportThreads(file);
    this.#version = new CountsVersion(reader);
    this.#days = new DayVersions(reader);
  }

  smartWaitCounts(
    operation: number,
    from: number,
    to: number,
    signal?: AbortSignal,
  ): Promise<SmartWaitCounts[]> {
    return this.#thread.ask(
      { query: "smartWaitCounts", parameters: [operation, from, to] },
      signal,
    ) as Promise<SmartWaitCounts[]>;
  }

  serviceLevelCounts(...parameters: [number, number, number, number]): Promise<ServiceLevelCounts[]> {
    return this.#thread.ask({ query: "serviceLevelCounts", parameters }) as Promise<ServiceLevelCounts[]>;
  }

  liftOfSkills(
    ...[operation, from, to, signal]: Parameters<ReadModels["liftOfSkills"]>
  ): Promise<LiftOfSkill[]> {
    return this.#thread.ask({ query: "liftOfSkills", parameters: [operation, from, to] }, signal) as Promise<
      LiftOfSkill[]
    >;
  }

  loadSums(...parameters: Parameters<ReadModels["loadSums"]>): Promise<LoadSums[]> {
    return this.#thread.ask({ query: "loadSums", parameters }) as Promise<LoadSums[]>;
  }

  callbacks(...[operation, wanted, signal]: Parameters<ReadModels["callbacks"]>): Promise<CallbackPage> {
    const ask: Ask = { query: "callbacks", parameters: [operation, wanted] };
    return (signal ? this.#reports.ask(ask, signal) : this.#thread.ask(ask)) as Promise<CallbackPage>;
  }

  callback(...parameters: Parameters<ReadModels["callback"]>): Promise<CallbackStory | null> {
    return this.#thread.ask({ query: "callback", parameters }) as Promise<CallbackStory | null>;
  }

  recentCalls(...parameters: Parameters<ReadModels["recentCalls"]>): Promise<RecentCall[]> {
    return this.#thread.ask({ query: "recentCalls", parameters }) as Promise<RecentCall[]>;
  }

  call(...[operation, id, signal]: Parameters<ReadModels["call"]>): Promise<CallStory | null> {
    const ask: Ask = { query: "call", parameters: [operation, id] };
    return this.#thread.ask(ask, signal) as Promise<CallStory | null>;
  }

  callbackChanges(...parameters: Parameters<ReadModels["callbackChanges"]>): Promise<CallbackChanges> {
    return this.#thread.ask({ query: "callbackChanges", parameters }) as Promise<CallbackChanges>;
  }

  smartWaitSums(
    ...[operation, wanted, signal]: Parameters<ReadModels["smartWaitSums"]>
  ): Promise<SmartWaitSums> {
    const parameters = [operation, wanted] as [typeof operation, typeof wanted];
    return this.#reports.ask({ query: "smartWaitSums", parameters }, signal) as Promise<SmartWaitSums>;
  }

  person(...parameters: Parameters<ReadModels["person"]>): Promise<PersonData | null> {
    return this.#thread.ask({ query: "person", parameters }) as Promise<PersonData | null>;
  }

  callSums(...[operation, wanted, signal]: Parameters<ReadModels["callSums"]>): Promise<CallSums[]> {
    const parameters = [operation, wanted] as [typeof operation, typeof wanted];
    return this.#reports.ask({ query: "callSums", parameters }, signal) as Promise<CallSums[]>;
  }

  writeRows(
    ...[operation, wanted, limits, signal]: Parameters<ReadModels["writeRows"]>
  ): Promise<WrittenRows> {
    const parameters = [operation, wanted, limits] as [typeof operation, typeof wanted, typeof limits];
    return this.#reports.ask({ query: "writeRows", parameters }, signal) as Promise<WrittenRows>;
  }

  rowsVersion(...range: [number, number, number]): number {
    return this.#days.of(...range);
  }

  lastCalls(
    ...[operation, skills, signal]: Parameters<ReadModels["lastCalls"]>
  ): ReturnType<ReadModels["lastCalls"]> {
    const parameters = [operation, skills] as [typeof operation, typeof skills];
    return this.#reports.ask({ query: "lastCalls", parameters }, signal) as ReturnType<
      ReadModels["lastCalls"]
    >;
  }

  countsVersion(operation: number): number {
    return this.#version.of(operation);
  }

  async close(): Promise<void> {
    await Promise.all([this.#thread.close(), this.#reports.close()]);
  }
}

/** The read models of a journal in memory, which no other connection sees: answered on the one there is. */
export class MemoryReadModels implements ReadModels {
  readonly #lift: LiftReader;
  readonly #reports: Reports;
  readonly #database: DatabaseSync;
  readonly #counter: CallCounter;
  readonly #stories: Stories;
  readonly #summer: SmartWaitSummer;
  readonly #version: CountsVersion;
  readonly #days: DayVersions;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#counter = new CallCounter(database);
    this.#lift = new LiftReader(database);
    this.#reports = new Reports(database);
    this.#stories = new Stories(database);
    this.#summer = new SmartWaitSummer(database);
    this.#version = new CountsVersion(database);
    this.#days = new DayVersions(database);
  }

  async smartWaitCounts(operation: number, from: number, to: number): Promise<SmartWaitCounts[]> {
    return this.#reports.smartWaitCounts(operation, from, to);
  }

  async liftOfSkills(operation: number, from: number, to: number): Promise<LiftOfSkill[]> {
    return this.#lift.liftOfSkills(operation, from, to);
  }

  async loadSums(...asked: Parameters<ReadModels["loadSums"]>): Promise<LoadSums[]> {
    return this.#reports.loadSums(...asked);
  }

  async serviceLevelCounts(
    operation: number,
    from: number,
    to: number,
    thresholdMs: number,
  ): Promise<ServiceLevelCounts[]> {
    return this.#reports.serviceLevelCounts(operation, from, to, thresholdMs);
  }

  async callbacks(
    ...[operation, wanted, signal]: Parameters<ReadModels["callbacks"]>
  ): Promise<CallbackPage> {
    requireGoing(signal);
    return this.#stories.callbacks(operation, wanted);
  }

  async callback(...parameters: Parameters<ReadModels["callback"]>): Promise<CallbackStory | null> {
    return this.#stories.callback(...parameters);
  }

  async callSums(...[operation, wanted, signal]: Parameters<ReadModels["callSums"]>): Promise<CallSums[]> {
    requireGoing(signal);
    return this.#counter.callSums(operation, wanted);
  }

  async writeRows(
    ...[operation, wanted, limits, signal]: Parameters<ReadModels["writeRows"]>
  ): Promise<WrittenRows> {
    requireGoing(signal);
    return writeRows(this.#database, operation, wanted, limits);
  }

  rowsVersion(...range: [number, number, number]): number {
    return this.#days.of(...range);
  }

  async lastCalls(
    ...[operation, skills, signal]: Parameters<ReadModels["lastCalls"]>
  ): ReturnType<ReadModels["lastCalls"]> {
    requireGoing(signal);
    return this.#counter.lastCalls(operation, skills);
  }

  async recentCalls(...asked: Parameters<ReadModels["recentCalls"]>): Promise<RecentCall[]> {
    return this.#stories.recentCalls(...asked);
  }

  async call(...[operation, id, signal]: Parameters<ReadModels["call"]>): Promise<CallStory | null> {
    requireGoing(signal);
    return this.#stories.call(operation, id);
  }

  async callbackChanges(...parameters: Parameters<ReadModels["callbackChanges"]>): Promise<CallbackChanges> {
    return this.#stories.callbackChanges(...parameters);
  }

  async smartWaitSums(
    ...[operation, wanted, signal]: Parameters<ReadModels["smartWaitSums"]>
  ): Promise<SmartWaitSums> {
    requireGoing(signal);
    return this.#summer.smartWaitSums(operation, wanted);
  }

  async person(...parameters: Parameters<ReadModels["person"]>): Promise<PersonData | null> {
    return this.#stories.person(...parameters);
  }

  countsVersion(operation: number): number {
    return this.#version.of(operation);
  }

  async close(): Promise<void> {}
}

function requireGoing(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Fault("query-stopped");
}

class CountsVersion {
  readonly #read: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT counts_version FROM operations WHERE id = ?");
    this.#read.setReturnArrays(true);
  }

  of(operation: number): number {
    return (this.#read.get(operation) as unknown as [number] | undefined)?.[0] ?? 0;
  }
}
