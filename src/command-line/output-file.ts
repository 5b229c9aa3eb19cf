import { accessSync, constants, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Fault } from "../faults/faults.ts";

/**
 * Writes a file whole. It has another name until then, so that a program that is killed, or a disk that is full, leaves nothing that
 * looks like one. Faults: `output-unwritable`.
 */
export function writeOutput(file: string, text: string): void {
  const unfinished = `${file}.unfinished`;
  try {
    orUnwritable(file, () => {
      writeFileSync(unfinished, text);
      renameSync(unfinished, file);
    });
  } catch (fault) {
    rmSync(unfinished, { force: true });
    throw fault;
  }
}

/** Says before long work what would be said after it: that a file cannot be written. Faults: `output-unwritable`. */
export function mustBeWritable(file: string): void {
  orUnwritable(file, () => accessSync(dirname(file), constants.W_OK));
}

/** Does something to a file that is written. Faults: `output-unwritable`. */
export function orUnwritable<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw unwritable(file, error as NodeJS.ErrnoException);
  }
}

/** The fault of what the machine says: that something cannot be written. */
export function unwritable(file: string, error: NodeJS.ErrnoException): Fault {
  const { code, message } = error;
  return new Fault("output-unwritable", { file, problem: PROBLEMS[code ?? ""] ?? message }, { cause: error });
}

/** What the machine says, by its code. */
const PROBLEMS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  ENOENT: "there is no such directory",
  EACCES: "it may not be written",
  EROFS: "it may not be written",
  EISDIR: "it is a directory",
};
