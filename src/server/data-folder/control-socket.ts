import { createHash } from "node:crypto";
import { lstatSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/**
 * Where the server of a data directory listens for commands: `control.sock` in it. A directory whose path is too long
 * for a socket has it in a folder of the machine's temporary ones, and `control.path` in the directory says where. On
 * Windows it is a named pipe.
 */
export function controlAddress(directory: string): string {
  if (process.platform === "win32") return pipeOf(directory);
  const own = join(resolve(directory), SOCKET);
  return isShort(own) ? own : (notedAddress(directory) ?? own);
}

/**
 * Opens the control channel of a directory that this process has the claim on; what a killed server left there is
 * replaced. Everybody who may open the socket may command: it is made for its owner alone, whatever the directory's rights.
 */
export async function listenForControl(server: Server, directory: string): Promise<void> {
  const address = freshAddress(directory);
  const { promise, resolve: listening, reject } = Promise.withResolvers<void>();
  server.once("error", reject).once("listening", listening);
  // The socket is made in this call: there is no moment at which others could open it.
  const before = process.umask(0o177);
  try {
    server.listen(address);
  } finally {
    process.umask(before);
  }
  await promise;
  server.off("error", reject);
}

/** Where to listen, with nothing in the way. */
function freshAddress(directory: string): string {
  if (process.platform === "win32") return pipeOf(directory);
  const own = join(resolve(directory), SOCKET);
  if (!isShort(own)) return shortAddress(directory);
  rmSync(own, { force: true });
  return own;
}

/** The folder of the server before is used again where nobody else can have made it. */
function shortAddress(directory: string): string {
  const noted = notedAddress(directory);
  if (noted !== null && isPrivate(dirname(noted))) {
    rmSync(noted, { force: true });
    return noted;
  }
  const made = join(mkdtempSync(join(tmpdir(), "espera-")), SOCKET);
  writeFileSync(join(directory, NOTE), made, { mode: 0o600 });
  return made;
}

function notedAddress(directory: string): string | null {
  try {
    return readFileSync(join(directory, NOTE), "utf8");
  } catch {
    return null;
  }
}

/** A folder that only this user can write to. */
function isPrivate(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return false;
  return found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
}

function isShort(address: string): boolean {
  return Buffer.byteLength(address) <= LONGEST_ADDRESS;
}

function pipeOf(directory: string): string {
  const name = createHash("sha256").update(realpathSync(directory)).digest("hex").slice(0, 32);
  return `\\\\.\\pipe\\espera-${name}`;
}

const SOCKET = "control.sock";
const NOTE = "control.path";
/** 104 bytes with the final zero on macOS, 108 on Linux. */
const LONGEST_ADDRESS = 103;
