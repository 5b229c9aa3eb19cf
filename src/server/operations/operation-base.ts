import type { Logger } from "pino";
import type { ReadModels } from "../../journal/port/questions.ts";
import type { Store } from "../../journal/port/store.ts";
import type { Tenure } from "../../operation/tenure/tenure.ts";
import type { Language } from "../../words/language.ts";

/** What operations are built on. */
export interface OperationBase {
  readonly store: Store;
  readonly readModels: ReadModels;
  readonly log: Logger;
  readonly directory: string;
  /** By which the operation is this server's; left out where there is one server only. */
  readonly tenure?: Tenure;
  /** The address or name by which others reach this node's machine; left out where the server is no node. */
  readonly machine?: string;
  readonly print: (line: string) => void;
  /** Of what is printed. */
  readonly language: Language;
}
