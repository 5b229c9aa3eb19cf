import type { Settings } from "../settings.ts";
import { type CivilDay, dateOfDay } from "./civil-date.ts";
import { dayAt, startOfDay, type ZoneClock, type ZoneClocks } from "./zone-clock.ts";

/** By which settings dates and hours are read, and by which clocks. */
export interface Locality {
  readonly settings: Settings;
  readonly clocks: ZoneClocks;
}

/** The clock of the operation; without one its dates are those of UTC. */
export function ownClock({ settings, clocks }: Locality): ZoneClock | undefined {
  return clocks.get(settings.timeZone);
}

/** The calendar day, `YYYY-MM-DD`, of `at` (epoch ms) where the operation is. */
export function localDate(locality: Locality, at: number): string {
  return textOf(dayAt(ownClock(locality), at));
}

/** The first moment of the calendar day after the one of `at`, epoch ms. */
export function nextMidnight(locality: Locality, at: number): number {
  const clock = ownClock(locality);
  return startOfDay(clock, dayAt(clock, at) + 1);
}

/** Asked for the same day again and again. */
function textOf(day: CivilDay): string {
  if (day !== latest.day) latest = { day, text: dateOfDay(day) };
  return latest.text;
}

let latest: { readonly day: CivilDay; readonly text: string } = { day: 0, text: dateOfDay(0) };
