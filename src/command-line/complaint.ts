import { CommanderError } from "commander";
import { Fault } from "../faults/faults.ts";
import { asJournalFault } from "../journal/sqlite/database/journal-fault.ts";
import type { Language } from "../words/language.ts";
import { faultSentence } from "../words/problems/fault-sentences.ts";
import { complaintOf } from "./parser-words.ts";
import { WRONG_USE } from "./program.ts";
import { RefusedByServer } from "./server-client.ts";

/** Says on the error output what went wrong, a fault in the reader's language. Gives the code to end with. */
export function complain(thrown: unknown, language: Language): number {
  const error = asJournalFault(thrown);
  const code = (error as { code?: unknown } | null)?.code;
  if (error instanceof CommanderError) {
    process.stderr.write(`error: ${complaintOf(error.message)}\n`);
    return WRONG_USE;
  }
  if (error instanceof RefusedByServer) process.stderr.write(`${error.sentence[language]} [${error.code}]\n`);
  else if (error instanceof Fault)
    process.stderr.write(`${faultSentence(error, language)} [${error.code}]\n`);
  // What the machine refuses (a right, a file, a disk) is no fault of ours: its own sentence says more than a stack.
  else if (error instanceof Error && typeof code === "string")
    process.stderr.write(`${error.message} [${code}]\n`);
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return FAILED;
}

const FAILED = 1;
