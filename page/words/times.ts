import { locale } from "../store/language.ts";
import { timeZone } from "../store/session.ts";

/** A moment, epoch ms or text with its offset, as hours and minutes where the operation is. */
export function hour(at: number | string): string {
  return format(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export function hourWithSeconds(at: number | string): string {
  return format(at, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
}

/** The hour alone where it is of the day of `today` (epoch ms), with its date else. */
export function shortMoment(at: number | string, today: number): string {
  return day(at) === day(today) ? hour(at) : `${shortDate(at)} ${hour(at)}`;
}

/** `lun 24 nov`, which no line breaks. */
export function shortDate(at: number | string): string {
  const date = terse(format(at, { weekday: "short", day: "numeric", month: "short" }));
  return date.replaceAll(" ", "\u00a0");
}

/** `24 nov`, of a local day as `YYYY-MM-DD`. */
export function dayName(date: string): string {
  return terse(
    new Intl.DateTimeFormat(locale.value, { day: "numeric", month: "short", timeZone: "UTC" }).format(
      Date.parse(date),
    ),
  );
}

function terse(date: string): string {
  return date.replace(" de ", " ").replace(",", "");
}

/** The local day, `YYYY-MM-DD`. */
export function day(at: number | string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: timeZone.value }).format(epoch(at));
}

export function epoch(at: number | string): number {
  return typeof at === "number" ? at : Date.parse(at);
}

function format(at: number | string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale.value, { ...options, timeZone: timeZone.value }).format(epoch(at));
}
