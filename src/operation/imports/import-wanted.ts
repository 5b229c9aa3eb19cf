import type { CallLog } from "../../history/call-log.ts";
import type { HistoryNote } from "../../history/history-notes.ts";
import type { Reading } from "../../history/reading.ts";
import type { Journal } from "../../journal/port/journal.ts";
import type { KeptPeople } from "../../journal/port/people.ts";
import type { Registry } from "../../journal/port/registry.ts";
import type { LeftOut } from "./import-survey.ts";

/** Where recorded calls go: into a run, with people and skills that may be new. */
export type ImportStore = Journal & KeptPeople & Registry;

export interface ImportWanted {
  readonly store: ImportStore;
  /** The operation's name; it is made when there is none. */
  readonly operation: string;
  /** By which messages name what is imported. */
  readonly file: string;
  /** Gives the calls, each time from the first; they are read from `file` when it is left out. */
  readonly log?: (timeZone: string) => CallLog;
  /** How `file` is read where it does not say so itself. */
  readonly reading?: Reading;
  /** The most calls that are made durable at a time; fewer are where they take long. Between two such pieces others work. */
  readonly atATime?: number;
  /** IANA zone of the file's times. Default: the operation's own; of a new operation, Bogotá's. */
  readonly timeZone?: string;
  /** What skills the codes of the file are; others are skills of their own name. */
  readonly skillNames?: ReadonlyMap<string, string>;
  /** Leave rows out that cannot be used, instead of refusing the file. */
  readonly skipBad?: boolean;
  /** Called after every batch. */
  readonly onProgress?: (done: { readonly calls: number; readonly total: number }) => void;
  /** Epoch ms, by default the machine's. */
  readonly now?: () => number;
}

export interface Imported {
  readonly operation: { readonly id: number; readonly name: string };
  /** The zone in which the file's times were read. */
  readonly timeZone: string;
  /** Calls that the file gave to the operation. */
  readonly calls: number;
  /** Calls of the file that the operation had before: they are counted once. */
  readonly known: number;
  /** Of `calls`, those that an import which was cut off had written already. */
  readonly takenBefore: number;
  readonly leftOut: LeftOut;
  /** What readers of the file should know about it. */
  readonly notes: readonly HistoryNote[];
}
