import type { Logger } from "pino";
import type { ReadModels, Store } from "../../journal/port.ts";
import type { Language } from "../../words/language.ts";

/** What operations are built on. */
export interface OperationBase {
  readonly store: Store;
  readonly readModels: ReadModels;
  readonly log: Logger;
  readonly directory: string;
  readonly print: (line: string) => void;
  /** Of what is printed. */
  readonly language: Language;
}
