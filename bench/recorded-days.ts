import { isBadRow, readCallLog } from "../src/history/call-log.ts";
import type { Recording } from "../src/replay/what-if/record.ts";
import { localDateOf } from "../src/time/local-time.ts";
import { monthFile } from "./recorded-history.ts";

/** Where the bank is. */
export const BANK_ZONE = "Asia/Jerusalem";

/** The first days of a month (`1999-03`) of the bank. */
export function recordedDays(month: string, days: number): Recording {
  const last = `${month}-${String(days).padStart(2, "0")}`;
  const rows = async function* () {
    for await (const piece of readCallLog(monthFile(month), BANK_ZONE).rows)
      yield piece.filter((row) => isBadRow(row) || localDateOf(row.arrivedAt, BANK_ZONE) <= last);
  };
  const log = () => ({ rows: rows(), digest: () => "" });
  return { open: async () => [{ name: month, log: log() }], timeZone: BANK_ZONE, skipBad: false };
}
