import type { DayHours } from "../../line/settings.ts";

export const hoursHint = 'write hours of one day like "07:00-21:00" (up to 24:00), or closed';
export const shiftHint = 'write a shift like "08:00-16:00"; one that ends the next day like "22:00-06:00"';

/** Hours within one day, `07:00-21:00`, the end up to 24:00; `null` for anything else. */
export function parseHours(text: string): DayHours | null {
  const range = rangeOf(text);
  return range && range.fromMinute < range.toMinute ? range : null;
}

/** A shift of less than a day, `08:00-16:00` or, past midnight, `22:00-06:00`; `null` for anything else. */
export function parseShift(text: string): DayHours | null {
  const range = rangeOf(text);
  if (!range || range.fromMinute === range.toMinute || range.fromMinute === 1440) return null;
  const { fromMinute, toMinute } = range;
  return toMinute > fromMinute ? range : { fromMinute, toMinute: toMinute + 1440 };
}

/** The text from which `parseHours` gives these hours. */
export function writeHours({ fromMinute, toMinute }: DayHours): string {
  return `${clock(fromMinute)}-${clock(toMinute)}`;
}

function rangeOf(text: string): DayHours | null {
  const match = /^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (!match) return null;
  const fromMinute = minuteOf(match[1]!, match[2]!);
  const toMinute = minuteOf(match[3]!, match[4]!);
  return fromMinute === null || toMinute === null ? null : { fromMinute, toMinute };
}

function minuteOf(hour: string, minute: string): number | null {
  const total = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && total <= 1440 ? total : null;
}

function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
}
