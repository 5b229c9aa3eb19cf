import { localDateOf } from "./local-time.ts";

/** A calendar month, `YYYY-MM`; of two the later one is the greater text. */
export type LocalMonth = string;

/** The calendar month of `at` (epoch ms) in an IANA zone. */
export function localMonth(timeZone: string, at: number): LocalMonth {
  return localDateOf(at, timeZone).slice(0, "YYYY-MM".length);
}

/** The month so many months before another. */
export function monthsBefore(month: LocalMonth, count: number): LocalMonth {
  const [year, number] = month.split("-").map(Number) as [number, number];
  const months = year * 12 + (number - 1) - count;
  return `${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}`;
}
