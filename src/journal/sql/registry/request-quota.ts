import type { DayUse, Registry } from "../../port/registry.ts";
import { all, each, first, type Script } from "../script.ts";

export function* dayUse(operation: number, day: string): Script<DayUse> {
  const uses = yield* all("SELECT token, used FROM request_uses WHERE operation = ? AND day = ?", [
    operation,
    day,
  ]);
  return {
    reserved: yield* reservedOf(operation, day),
    uses: new Map(uses.map((row): [string, number] => [row["token"] as string, row["used"] as number])),
  };
}

/** As the port says. Two processes that reserve at the same moment do not go over the limit together. */
export function* reserveRequests(
  operation: number,
  day: string,
  { wanted, limit, uses }: Parameters<Registry["reserveRequests"]>[2],
): Script<number> {
  const reserved = yield* reservedOf(operation, day);
  const granted = wanted < 0 ? Math.max(wanted, -reserved) : Math.max(0, Math.min(wanted, limit - reserved));
  if (granted !== 0)
    yield* all(
      `INSERT INTO request_quota (operation, day, reserved) VALUES (?, ?, ?)
       ON CONFLICT (operation, day) DO UPDATE SET reserved = request_quota.reserved + excluded.reserved`,
      [operation, day, granted],
    );
  yield* each(
    `INSERT INTO request_uses (operation, day, token, used) VALUES (?, ?, ?, ?)
     ON CONFLICT (operation, day, token) DO UPDATE SET used = request_uses.used + excluded.used`,
    Array.from(uses, ([token, used]) => [operation, day, token, used]),
  );
  return granted;
}

function* reservedOf(operation: number, day: string): Script<number> {
  const row = yield* first("SELECT reserved FROM request_quota WHERE operation = ? AND day = ?", [
    operation,
    day,
  ]);
  return (row?.["reserved"] as number | undefined) ?? 0;
}
