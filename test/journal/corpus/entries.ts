import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const folder = new URL("./journals/", import.meta.url);

/** A small journal as an Espera of these versions wrote it, in the middle of a busy hour. */
export interface CorpusEntry {
  readonly file: string;
  readonly stateVersion: number;
  readonly coreVersion: number;
}

/** The corpus, the oldest first. */
export function corpusEntries(): CorpusEntry[] {
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const [, state, core] = /^state-(\d+)-core-(\d+)\.db\.gz$/.exec(file) ?? [];
      if (state === undefined) throw new Error(`${file} in the corpus is not named after its versions`);
      return { file, stateVersion: Number(state), coreVersion: Number(core) };
    });
}

/** Unpacks an entry into a new data folder, and gives its path. */
export function unpackEntry({ file }: Pick<CorpusEntry, "file">): string {
  const directory = mkdtempSync(join(tmpdir(), "espera-corpus-"));
  writeFileSync(join(directory, "espera.db"), gunzipSync(readFileSync(new URL(file, folder))));
  return directory;
}
