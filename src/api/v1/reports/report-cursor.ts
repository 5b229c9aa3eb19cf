import type { JournalMoment } from "../../../journal/smart-wait-sums.ts";

/** A moment of the journal as text: `at`.`lastRun`.`run`-`seq`… */
export function reportCursorOf({ at, lastRun, open }: JournalMoment): string {
  return [Math.floor(at), lastRun, ...open.map(([run, seq]) => `${run}-${seq}`)].join(".");
}

/** The moment that `reportCursorOf` wrote, or `null` where it did not write this. */
export function momentOfCursor(cursor: string): JournalMoment | null {
  if (!/^\d{1,15}\.\d{1,9}(?:\.\d{1,9}-\d{1,15})*$/.test(cursor)) return null;
  const [at, lastRun, ...open] = cursor.split(".") as [string, string, ...string[]];
  return {
    at: Number(at),
    lastRun: Number(lastRun),
    open: open.map((one) => one.split("-").map(Number) as unknown as [number, number]),
  };
}
