import { CommanderError } from "commander";
import { Fault } from "../line/faults.ts";
import { WRONG_USE } from "./program.ts";

/** Says on the error output what went wrong. Gives the code to end with. */
export function complain(error: unknown): number {
  const code = (error as { code?: unknown } | null)?.code;
  if (error instanceof CommanderError) {
    process.stderr.write(`error: ${error.message}\n`);
    return WRONG_USE;
  }
  if (error instanceof Fault) process.stderr.write(`${error.message} [${error.code}]\n`);
  // What the machine refuses (a right, a file, a disk) is no fault of ours: its own sentence says more than a stack.
  else if (error instanceof Error && typeof code === "string")
    process.stderr.write(`${error.message} [${code}]\n`);
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return FAILED;
}

const FAILED = 1;
