import { posix } from "node:path";

/** The rooms of the house, and which others each may import. What is not named here may not be imported. */
const core = ["faults", "queueing", "time", "line"];
const adapters = [...core, "journal", "exchange", "history"];
const actor = [...adapters, "words", "operation"];
const readers = [...actor, "replay", "lift", "reports"];
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  faults: [],
  queueing: [],
  time: ["faults"],
  line: ["faults", "queueing"],
  journal: core,
  exchange: core,
  history: core,
  words: [...core, "history"],
  operation: [...adapters, "words"],
  replay: actor,
  lift: [...actor, "replay"],
  reports: [...actor, "replay", "lift"],
  desk: readers,
  api: [...readers, "desk"],
  configuration: [...readers, "desk", "api"],
  server: [...readers, "desk", "api", "configuration"],
  "command-line": [...readers, "desk", "api", "configuration", "server"],
  main: ["command-line"],
};

/**
 * Rooms that ask an operation by its owner, so that it may run elsewhere: they never hold the core's state, neither by its type nor
 * as what an `Operation` gives.
 */
const WITHOUT_STATE = new Set(["reports", "desk", "api", "configuration", "server", "command-line", "main"]);
const STATE = "src/line/state.ts";
const STATE_READ = /\bcoreState\b/;

/** Rooms that touch nothing but arithmetic: no module from outside, no clock, no zone data, no chance, no machine. */
const PURE = new Set(["faults", "queueing", "line"]);
const IMPURE =
  /\b(?:Date\b|Temporal\b|Intl\b|toLocale\w*|Math\.random|performance\.|process\.|globalThis|setTimeout|setInterval|setImmediate|queueMicrotask|crypto\.|fetch\(|console\.)/;

/** The room of a file below `src/`: its first folder, or its own name for `main.ts`. */
export function roomOf(file: string): string {
  return file
    .replace(/^src\//, "")
    .split("/")[0]!
    .replace(/\.ts$/, "");
}

/** What a source file imports, as written. */
export function importsOf(source: string): string[] {
  const found = withoutComments(source).matchAll(
    /\b(?:import|export)\s+(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/g,
  );
  return [...found].map((match) => match[1] ?? match[2]!);
}

/** What is wrong with the imports of one file, in words; empty when it keeps to its room. */
export function trespasses(file: string, source: string): string[] {
  const room = roomOf(file);
  const allowed = mayImport[room];
  if (!allowed) return [`${file} is in no known room`];
  const wrong = importsOf(source).flatMap((name) => {
    if (!name.startsWith(".")) return PURE.has(room) ? [`${file} imports ${name}`] : [];
    const target = posix.normalize(posix.join(posix.dirname(file), name));
    if (!target.startsWith("src/")) return [`${file} imports ${target}, outside src/`];
    if (target === STATE && WITHOUT_STATE.has(room)) return [`${file} imports the core's state`];
    const other = roomOf(target);
    return other === room || allowed.includes(other) ? [] : [`${file} imports ${target}: ${room} → ${other}`];
  });
  const forbidden = PURE.has(room) ? IMPURE : WITHOUT_STATE.has(room) ? STATE_READ : null;
  const used = forbidden?.exec(withoutComments(source));
  return used ? [...wrong, `${file} uses ${used[0]}`] : wrong;
}

/** A source without its comments, as far as one sees without parsing it. */
export function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, "$1");
}
