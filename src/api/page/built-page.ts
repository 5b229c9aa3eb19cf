import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** A file of the built page, as it is sent. */
export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  /** By the name of the coding (`br`, `gzip`). */
  readonly compressed: ReadonlyMap<string, Buffer>;
  /** Its name changes with its content. */
  readonly isImmutable: boolean;
}

/** The page as `npm ci` built it, by the path of each file (`/index.html`); nothing where it was not built. */
export function readBuiltPage(): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  if (!existsSync(FOLDER)) return files;
  for (const entry of readdirSync(FOLDER, { recursive: true, withFileTypes: true })) {
    const type = types.get(extname(entry.name));
    if (!entry.isFile() || type === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(FOLDER, file).replaceAll("\\", "/")}`;
    const compressed = new Map<string, Buffer>();
    for (const [coding, ending] of codings)
      if (existsSync(file + ending)) compressed.set(coding, readFileSync(file + ending));
    files.set(path, { type, body: readFileSync(file), compressed, isImmutable: path.startsWith("/assets/") });
  }
  return files;
}

const FOLDER = fileURLToPath(new URL("../../../dist/page", import.meta.url));

const types: ReadonlyMap<string, string> = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".svg", "image/svg+xml"],
]);

/** The one that is preferred first. */
const codings = [
  ["br", ".br"],
  ["gzip", ".gz"],
] as const;
