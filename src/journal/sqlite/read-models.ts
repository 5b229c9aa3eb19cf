import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Fault } from "../../line/faults.ts";
import type { ReadModels, ServiceLevelCounts, SmartWaitCounts } from "../port.ts";
import type { CallSums, RowFormat, RowLimits, RowsWanted, WrittenRows } from "../report-rows.ts";
import type { SmartWaitSums } from "../smart-wait-sums.ts";
import type { CallbackChanges, CallbackPage, CallbackStory, CallStory, PersonData } from "../stories.ts";
import { CallCounter } from "./call-sums.ts";
import { type Ask, ReaderThread } from "./reader-thread.ts";
import { ReportThreads } from "./report-threads.ts";
import { Reports } from "./reports.ts";
import { spool } from "./row-spool.ts";
import { SmartWaitSummer } from "./smart-wait-sums.ts";
import { Stories } from "./stories.ts";

/**
 * The read models of a journal in a file: questions go to a thread, those that may take long to threads of their own;
 * the version is read here.
 */
export class FileReadModels implements ReadModels {
  readonly #thread: ReaderThread;
  readonly #reports: ReportThreads;
  readonly #version: CountsVersion;

  /** `reader` only reads, on the main thread. */
  constructor(file: string, reader: DatabaseSync) {
    this.#thread = new ReaderThread(file);
    this.#reports = new ReportThreads(file);
    this.#version = new CountsVersion(reader);
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

  callbacks(...[operation, wanted, signal]: Parameters<ReadModels["callbacks"]>): Promise<CallbackPage> {
    const ask: Ask = { query: "callbacks", parameters: [operation, wanted] };
    return (signal ? this.#reports.ask(ask, signal) : this.#thread.ask(ask)) as Promise<CallbackPage>;
  }

  callback(...parameters: Parameters<ReadModels["callback"]>): Promise<CallbackStory | null> {
    return this.#thread.ask({ query: "callback", parameters }) as Promise<CallbackStory | null>;
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
    ...[operation, wanted, format, limits, signal]: Parameters<ReadModels["writeRows"]>
  ): Promise<WrittenRows> {
    return this.#reports.write(
      { query: "writeRows", parameters: [operation, wanted, format, limits] },
      signal,
    );
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
  readonly #database: DatabaseSync;
  readonly #reports: Reports;
  readonly #counter: CallCounter;
  readonly #stories: Stories;
  readonly #summer: SmartWaitSummer;
  readonly #version: CountsVersion;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#counter = new CallCounter(database);
    this.#reports = new Reports(database);
    this.#stories = new Stories(database);
    this.#summer = new SmartWaitSummer(database);
    this.#version = new CountsVersion(database);
  }

  async smartWaitCounts(operation: number, from: number, to: number): Promise<SmartWaitCounts[]> {
    return this.#reports.smartWaitCounts(operation, from, to);
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
    operation: number,
    wanted: RowsWanted,
    format: RowFormat,
    limits: RowLimits,
    signal: AbortSignal,
  ): Promise<WrittenRows> {
    requireGoing(signal);
    const spooled = await spool(this.#database, operation, wanted, format, limits);
    if (typeof spooled === "string") return { outcome: spooled };
    const { rows, bytes, chunks } = spooled;
    return { outcome: "written", rows, bytes, chunks: givenOut(chunks) };
  }

  async lastCalls(
    ...[operation, skills, signal]: Parameters<ReadModels["lastCalls"]>
  ): ReturnType<ReadModels["lastCalls"]> {
    requireGoing(signal);
    return this.#counter.lastCalls(operation, skills);
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

async function* givenOut(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
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
