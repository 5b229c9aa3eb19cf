import { randomBytes } from "node:crypto";
import { standardOffset } from "../../counts.ts";
import type { OperationRecord } from "../../port/registry.ts";
import { all, first, type Row, type Script } from "../script.ts";

/** Finds the operation by name or makes it, with a key of its own for the hashes of its people. */
export function* openOperation(wanted: {
  name: string;
  timeZone: string;
  simulated: boolean;
}): Script<OperationRecord> {
  const found = yield* operationByName(wanted.name);
  if (found) return found;
  const made = yield* first(
    `INSERT INTO operations (name, time_zone, simulated, person_key, counts_offset_ms)
     VALUES (?, ?, ?, ?, ?) RETURNING *`,
    [
      wanted.name,
      wanted.timeZone,
      wanted.simulated ? 1 : 0,
      randomBytes(32),
      standardOffset(wanted.timeZone, new Date().getUTCFullYear()),
    ],
  );
  return operationOf(made!);
}

export function* operationByName(name: string): Script<OperationRecord | null> {
  const row = yield* first("SELECT * FROM operations WHERE name = ?", [name]);
  return row ? operationOf(row) : null;
}

export function* operations(): Script<OperationRecord[]> {
  return (yield* all("SELECT * FROM operations ORDER BY id")).map(operationOf);
}

/** What is added to UTC to find the blocks of an operation's counts, ms. */
export function* countsOffset(operation: number): Script<number> {
  const row = yield* first('SELECT counts_offset_ms AS "offset" FROM operations WHERE id = ?', [operation]);
  return Number(row?.["offset"] ?? 0);
}

/** Notes, in a transaction that changes the counts of an operation, that it did. */
export function* raiseCountsVersion(operation: number): Script<void> {
  yield* all("UPDATE operations SET counts_version = counts_version + 1 WHERE id = ?", [operation]);
}

/** Grows with each change of an operation's counts. */
export function* countsVersion(operation: number): Script<number> {
  const row = yield* first("SELECT counts_version AS version FROM operations WHERE id = ?", [operation]);
  return (row?.["version"] as number | undefined) ?? 0;
}

function operationOf(row: Row): OperationRecord {
  return {
    id: row["id"] as number,
    name: row["name"] as string,
    timeZone: row["time_zone"] as string,
    simulated: row["simulated"] === 1,
    personKey: row["person_key"] as Uint8Array,
  };
}
