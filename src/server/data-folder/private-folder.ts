import { chmodSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../../faults/faults.ts";
import type { Language } from "../../words/language.ts";

/** What came of keeping a data folder to its owner: paths of the folder, and of files in it. */
interface PrivateFolder {
  /** Were open to others, and are not any more. */
  readonly closed: readonly string[];
  /** Stay open to others, who can neither read a number by it nor put another journal in its place. */
  readonly open: readonly string[];
}

/**
 * Takes the rights of all but the owner from a data folder and what Espera keeps in it, so that one of an older Espera, or
 * one that was restored with other rights, needs nobody's hand. A folder that holds other things too is left as it is: it
 * may be somebody's home. Fault: `directory-open`, where everybody may write in the folder, or read or write a file of
 * Espera's, and Espera cannot change that. On Windows, where rights are another thing, nothing is done.
 */
export function keepToOwner(directory: string): PrivateFolder {
  if (process.platform === "win32") return { closed: [], open: [] };
  const names = readdirSync(directory);
  const kept = [
    keep(directory, { mayChange: names.every(isKnown), never: WRITE }),
    ...names
      .filter((name) => OURS.test(name))
      .map((name) => keep(join(directory, name), { mayChange: true, never: READ | WRITE })),
  ];
  const paths = (state: Kept["state"]) => kept.filter((one) => one.state === state).map(({ path }) => path);
  return { closed: paths("closed"), open: paths("open") };
}

/** The warnings to the person who starts a server, a line each. */
export function privateFolderLines({ closed, open }: PrivateFolder, language: Language): string[] {
  const word = words[language];
  return [
    ...(closed.length > 0 ? [`${word.closed}: ${closed.join(", ")}`] : []),
    ...(open.length > 0 ? [`${word.open}: ${open.join(", ")}`] : []),
  ];
}

interface Kept {
  readonly path: string;
  readonly state: "private" | "closed" | "open";
}

/** `never`: the rights that everybody must not have where they cannot be taken away. */
function keep(path: string, { mayChange, never }: { mayChange: boolean; never: number }): Kept {
  const before = rightsOf(path);
  if ((before & OTHERS) === 0) return { path, state: "private" };
  const changed = mayChange && changeRights(path, before & ~OTHERS);
  const rights = rightsOf(path);
  if ((rights & OTHERS) === 0) return { path, state: "closed" };
  // A file system without rights takes the change and keeps none: access is decided elsewhere.
  if (!changed && (rights & never) !== 0)
    throw new Fault("directory-open", { path, rights: rights.toString(8).padStart(4, "0") });
  return { path, state: "open" };
}

/** None of a file that is gone: a log of SQLite's, that another process closed. */
function rightsOf(path: string): number {
  return (statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o7777;
}

function changeRights(path: string, rights: number): boolean {
  try {
    chmodSync(path, rights);
    return true;
  } catch {
    return false;
  }
}

/** Whether a folder that holds only such names is Espera's: what it keeps itself, its configuration, a disk's root. */
function isKnown(name: string): boolean {
  return OURS.test(name) || name === "espera.yaml" || name === "lost+found";
}

const OURS =
  /^(espera\.((db|lock)(-wal|-shm|-journal)?|last)|clock\.json(\.new)?|control\.(sock|path)|agi-secret)$/;

const OTHERS = 0o077;
/** Of everybody; the person who made a group knows who is in it. */
const READ = 0o004;
const WRITE = 0o002;

const words = {
  es: {
    closed: "Estaba abierto a otros usuarios de la máquina, y ahora es solo de su dueño",
    open: "Otros usuarios de la máquina tienen permisos aquí; mejor una carpeta solo para Espera, con --data",
  },
  en: {
    closed: "This was open to other users of the machine, and is now its owner's alone",
    open: "Other users of the machine have rights here; better give Espera a folder of its own, with --data",
  },
} as const satisfies Record<Language, unknown>;
