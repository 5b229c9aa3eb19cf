import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, absolute. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

const NOT_OURS = new Set(["node_modules", ".git", "data", "coverage", "dist"]);

/** Every file that belongs to the project, relative to its folder, `/` between folders, sorted. */
export const files: readonly string[] = list(root).sort();

function list(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    // In a second checkout of the same repository .git is a file.
    if (NOT_OURS.has(entry.name)) return [];
    if (entry.isDirectory()) return list(path);
    return entry.isFile() ? [relative(root, path).split(sep).join("/")] : [];
  });
}

/** A file of the project as text. */
export function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
