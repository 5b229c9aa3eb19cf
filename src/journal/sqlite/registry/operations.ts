import { randomBytes } from "node:crypto";
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { standardOffset } from "../../counts.ts";
import type { OperationRecord } from "../../port.ts";
import { immediately } from "../database/transaction.ts";

/** Finds the operation by name or makes it, with a key of its own for the hashes of its people. */
export function openOperation(
  database: DatabaseSync,
  wanted: { name: string; timeZone: string; simulated: boolean },
): OperationRecord {
  const find = database.prepare("SELECT * FROM operations WHERE name = ?");
  const found = find.get(wanted.name);
  if (found) return operationOf(found);
  return immediately(database, () => {
    // Another process may have made it meanwhile.
    const made = find.get(wanted.name);
    if (made) return operationOf(made);
    database
      .prepare(
        "INSERT INTO operations (name, time_zone, simulated, person_key, counts_offset_ms) VALUES (?, ?, ?, ?, ?)",
      )
      .run(
        wanted.name,
        wanted.timeZone,
        wanted.simulated ? 1 : 0,
        randomBytes(32),
        standardOffset(wanted.timeZone, new Date().getUTCFullYear()),
      );
    return operationOf(find.get(wanted.name)!);
  });
}

export function operations(database: DatabaseSync): OperationRecord[] {
  return database.prepare("SELECT * FROM operations ORDER BY id").all().map(operationOf);
}

function operationOf(row: Record<string, SQLOutputValue>): OperationRecord {
  return {
    id: row["id"] as number,
    name: row["name"] as string,
    timeZone: row["time_zone"] as string,
    simulated: row["simulated"] === 1,
    personKey: row["person_key"] as Uint8Array,
  };
}
