import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "../faults/faults.ts";

/**
 * The files that were named, and for each folder the files in it and below, in the order of their names; hidden ones are passed over.
 * A path that is not there is left to its reader. Raises `recording-unreadable` for a folder without files.
 */
export async function recordedPaths(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (one) => one.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      found.push(path);
      continue;
    }
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((file) => !/[/\\]\./.test(file.slice(path.length)))
      .sort();
    if (files.length === 0)
      throw new Fault("recording-unreadable", { file: path, problem: "there are no files in it" });
    found.push(...files);
  }
  return found;
}
