import type { DatabaseSync } from "node:sqlite";

/** Reported at most; a file that is damaged badly has no end of them. */
const MOST_LISTED = 100;

/** What SQLite finds wrong in its file; `thorough`: it also compares the indexes with the tables, which takes longer. */
export function damageIn(database: DatabaseSync, thorough: boolean): string[] {
  const check = thorough ? "integrity_check" : "quick_check";
  try {
    const found = database
      .prepare(`PRAGMA ${check}(${MOST_LISTED})`)
      .all()
      .map((row) => String(row[check]));
    return found.filter((problem) => problem !== "ok");
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
