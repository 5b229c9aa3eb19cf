import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { Fault } from "../../faults/faults.ts";

/** In the data directory. Made when a dialplan is printed first: as long as it is not there, none has a secret. */
const FILE = "agi-secret";
const SECRET_BYTES = 24;

/**
 * The secret that stands in the addresses of every dialplan that was printed for this data directory; `null` as long as none
 * was. Fault: `agi-secret-unreadable`.
 */
export function agiSecret(directory: string): string | null {
  const file = join(directory, FILE);
  const unreadable = (problem: string, cause?: unknown) =>
    new Fault("agi-secret-unreadable", { file, problem }, { cause });
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return null;
    throw unreadable(code ?? message, error);
  }
  if (!/^[A-Za-z0-9_-]{20,200}$/.test(text)) throw unreadable("no secret in it");
  return text;
}

/**
 * The same secret, made where there is none yet: random, readable by the directory's owner only. Faults:
 * `agi-secret-unreadable`, `agi-secret-unwritable`.
 */
export function agiSecretToPrint(directory: string): string {
  const found = agiSecret(directory);
  if (found !== null) return found;
  const file = join(directory, FILE);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    make(directory, file, randomBytes(SECRET_BYTES).toString("base64url"));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Printed twice at once: there is one, and it is the other's.
    if (code !== "EEXIST")
      throw new Fault("agi-secret-unwritable", { file, problem: code ?? message }, { cause: error });
  }
  return agiSecretToPrint(directory);
}

/** It comes to be at once and whole: a server may be looking for it. */
function make(directory: string, file: string, secret: string): void {
  const partial = `${file}.${process.pid}`;
  const descriptor = openSync(partial, "wx", 0o600);
  try {
    try {
      writeSync(descriptor, `${secret}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    // Root, who prints, is not the user that the server runs as.
    const { uid, gid } = statSync(directory);
    if (process.getuid?.() === 0 && uid !== 0) chownSync(partial, uid, gid);
    linkSync(partial, file);
  } finally {
    rmSync(partial, { force: true });
  }
}
