import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ReadModels, ServiceLevelCounts, SmartWaitCounts } from "../port.ts";
import type { SmartWaitSums } from "../smart-wait-sums.ts";
import type { CallbackChanges, CallbackPage, CallbackStory, CallStory, PersonData } from "../stories.ts";
import { ReaderThread } from "./reader-thread.ts";
import { Reports } from "./reports.ts";
import { SmartWaitSummer } from "./smart-wait-sums.ts";
import { Stories } from "./stories.ts";

/** The read models of a journal in a file: questions go to a thread, except the version, which is read here. */
export class FileReadModels implements ReadModels {
  readonly #thread: ReaderThread;
  readonly #version: CountsVersion;

  /** `reader` only reads, on the main thread. */
  constructor(file: string, reader: DatabaseSync) {
    this.#thread = new ReaderThread(file);
    this.#version = new CountsVersion(reader);
  }

  smartWaitCounts(...parameters: [number, number, number]): Promise<SmartWaitCounts[]> {
    return this.#thread.ask({ query: "smartWaitCounts", parameters }) as Promise<SmartWaitCounts[]>;
  }

  serviceLevelCounts(...parameters: [number, number, number, number]): Promise<ServiceLevelCounts[]> {
    return this.#thread.ask({ query: "serviceLevelCounts", parameters }) as Promise<ServiceLevelCounts[]>;
  }

  callbacks(...parameters: Parameters<ReadModels["callbacks"]>): Promise<CallbackPage> {
    return this.#thread.ask({ query: "callbacks", parameters }) as Promise<CallbackPage>;
  }

  callback(...parameters: Parameters<ReadModels["callback"]>): Promise<CallbackStory | null> {
    return this.#thread.ask({ query: "callback", parameters }) as Promise<CallbackStory | null>;
  }

  call(...parameters: Parameters<ReadModels["call"]>): Promise<CallStory | null> {
    return this.#thread.ask({ query: "call", parameters }) as Promise<CallStory | null>;
  }

  callbackChanges(...parameters: Parameters<ReadModels["callbackChanges"]>): Promise<CallbackChanges> {
    return this.#thread.ask({ query: "callbackChanges", parameters }) as Promise<CallbackChanges>;
  }

  smartWaitSums(...parameters: Parameters<ReadModels["smartWaitSums"]>): Promise<SmartWaitSums> {
    return this.#thread.ask({ query: "smartWaitSums", parameters }) as Promise<SmartWaitSums>;
  }

  person(...parameters: Parameters<ReadModels["person"]>): Promise<PersonData | null> {
    return this.#thread.ask({ query: "person", parameters }) as Promise<PersonData | null>;
  }

  countsVersion(operation: number): number {
    return this.#version.of(operation);
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}

/** The read models of a journal in memory, which no other connection sees: answered on the one there is. */
export class MemoryReadModels implements ReadModels {
  readonly #reports: Reports;
  readonly #stories: Stories;
  readonly #summer: SmartWaitSummer;
  readonly #version: CountsVersion;

  constructor(database: DatabaseSync) {
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

  async callbacks(...parameters: Parameters<ReadModels["callbacks"]>): Promise<CallbackPage> {
    return this.#stories.callbacks(...parameters);
  }

  async callback(...parameters: Parameters<ReadModels["callback"]>): Promise<CallbackStory | null> {
    return this.#stories.callback(...parameters);
  }

  async call(...parameters: Parameters<ReadModels["call"]>): Promise<CallStory | null> {
    return this.#stories.call(...parameters);
  }

  async callbackChanges(...parameters: Parameters<ReadModels["callbackChanges"]>): Promise<CallbackChanges> {
    return this.#stories.callbackChanges(...parameters);
  }

  async smartWaitSums(...parameters: Parameters<ReadModels["smartWaitSums"]>): Promise<SmartWaitSums> {
    return this.#summer.smartWaitSums(...parameters);
  }

  async person(...parameters: Parameters<ReadModels["person"]>): Promise<PersonData | null> {
    return this.#stories.person(...parameters);
  }

  countsVersion(operation: number): number {
    return this.#version.of(operation);
  }

  async close(): Promise<void> {}
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
