import type { LocalMonth } from "../../time/local-month.ts";
import type { Run } from "./run.ts";

/** The journal's upkeep, for those who run it. */
export interface Upkeep {
  /**
   * Moves the steps of the live run that lie before the last one of the newest sealed month before `before` into a new
   * `file`. They are in the file before they leave the journal, so that nothing is lost whenever it dies. Faults:
   * `journal-not-sealed`, `archive-target-exists`, `archived-meanwhile`, `output-unwritable`, `journal-damaged`.
   */
  archive(run: Run, before: LocalMonth, file: string): Promise<ArchivedSteps>;
  /**
   * Puts archived steps back. Faults: `archive-not-found`, `archive-unreadable`, `archive-not-next` unless the journal begins
   * where they end, `operation-unknown`.
   */
  restore(file: string): Promise<ArchivedSteps>;
  /** What is found wrong with what is stored, a sentence each. `thorough`: also what only a look at all of it shows. */
  damage(wanted: { readonly thorough: boolean }): Promise<string[]>;
  /** A consistent copy into `file` while everything goes on. */
  backup(file: string): Promise<void>;
}

/** Steps that were taken out of a run into a file, or put back from it. */
export interface ArchivedSteps {
  readonly operation: string;
  readonly from: number;
  readonly to: number;
  /** The last month in it. */
  readonly month: LocalMonth;
}
