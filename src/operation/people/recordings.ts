import { readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { recordingName } from "../../exchange/recording-name.ts";
import type { CallbackId } from "../../line/ids.ts";

/** Where recorded names are. */
export interface Recordings {
  /** Deletes the name recorded for a callback; nothing happens when it is not there. */
  delete(callback: CallbackId): Promise<void>;
  /** Deletes names recorded before `recordedBefore` (epoch ms), whatever callback they are of: some never got one. */
  deleteOlder(recordedBefore: number): Promise<void>;
}

/** Recorded names as files of one folder, which the exchange writes and plays. */
export class RecordingsFolder implements Recordings {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  delete(callback: CallbackId): Promise<void> {
    return deleteFile(join(this.#folder, `${recordingName(callback)}${EXTENSION}`));
  }

  async deleteOlder(recordedBefore: number): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      if (!IS_RECORDING.test(name)) continue;
      const file = join(this.#folder, name);
      if ((await changedAt(file)) < recordedBefore) await deleteFile(file);
    }
  }
}

const EXTENSION = ".wav";
/** Other files in the folder are somebody else's. */
const IS_RECORDING = /^name-.*\.wav$/;

async function deleteFile(file: string): Promise<void> {
  try {
    await unlink(file);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Epoch ms; of a file that is gone meanwhile, never. */
async function changedAt(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
