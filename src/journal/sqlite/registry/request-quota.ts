import type { DatabaseSync } from "node:sqlite";
import type { DayUse, Store } from "../../port.ts";
import { immediately } from "../database/transaction.ts";

export function dayUse(database: DatabaseSync, operation: number, day: string): DayUse {
  const uses = database
    .prepare("SELECT token, used FROM request_uses WHERE operation = ? AND day = ?")
    .all(operation, day)
    .map((row): [string, number] => [row["token"] as string, row["used"] as number]);
  return { reserved: reservedOf(database, operation, day), uses: new Map(uses) };
}

/** As the port says. Two processes that reserve at the same moment do not go over the limit together. */
export function reserveRequests(
  database: DatabaseSync,
  operation: number,
  day: string,
  { wanted, limit, uses }: Parameters<Store["reserveRequests"]>[2],
): number {
  return immediately(database, () => {
    const reserved = reservedOf(database, operation, day);
    const granted =
      wanted < 0 ? Math.max(wanted, -reserved) : Math.max(0, Math.min(wanted, limit - reserved));
    if (granted !== 0)
      database
        .prepare(
          `INSERT INTO request_quota (operation, day, reserved) VALUES (?, ?, ?)
           ON CONFLICT DO UPDATE SET reserved = reserved + ?`,
        )
        .run(operation, day, granted, granted);
    const use = database.prepare(
      `INSERT INTO request_uses (operation, day, token, used) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET used = used + excluded.used`,
    );
    for (const [token, used] of uses) use.run(operation, day, token, used);
    return granted;
  });
}

function reservedOf(database: DatabaseSync, operation: number, day: string): number {
  const row = database
    .prepare("SELECT reserved FROM request_quota WHERE operation = ? AND day = ?")
    .get(operation, day);
  return (row?.["reserved"] as number | undefined) ?? 0;
}
