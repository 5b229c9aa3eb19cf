import type { DayHours, RulePack, Settings } from "../../src/line/settings.ts";
import { type Complain, type Evidence, localTime, ORDER_MS } from "./evidence.ts";

/** From the order until a phone rings: the network's way. */
const NETWORK_MS = 4_000;
/** Bogotá. */
const HOME_MINUTES = -300;
/** In November, of the countries from which callers of stories phone. */
const minutesBesideUtc: Readonly<Record<string, readonly number[]>> = { ES: [60, 0], EC: [-300, -360] };
/** Of Colombia, in the days in which stories play. */
const COLOMBIAN_HOLIDAY = "2026-11-16";

/** 2. No phone rings outside the hours in which a person may be called, from its first ring to its last. */
export function judgeHours(evidence: Evidence, complain: Complain): void {
  if (evidence.clockWrongMs > 0) return;
  const { settings, chronicle, dials } = evidence;
  const latestMs = NETWORK_MS + ORDER_MS + evidence.latenessMs;
  const skills = new Map(dials.map(({ attempt, skill }) => [attempt, skill]));
  for (const { attempt, number, at, until } of chronicle.rings) {
    const skill = skills.get(attempt)!;
    const mayRing = (moment: number) =>
      mayCall(settings, skill, number, moment) || mayCall(settings, skill, number, moment - latestMs);
    if (!mayRing(at)) complain(2, `${attempt} rang outside calling hours`);
    else if (until !== null && !mayRing(until))
      complain(2, `${attempt} rang on when calling hours had ended`);
  }
}

/** Counted without the calendar of the core. */
export function mayCall(settings: Settings, skill: number, number: string, at: number): boolean {
  const { callingHours, skills, holidays } = settings;
  const { openingHours = null, rulePack = "none" } = skills.find(({ id }) => id === skill) ?? {};
  const here = localTime(at, HOME_MINUTES);
  if (openingHours && !isWithin(here.minute, openingHours[here.weekday] ?? null)) return false;
  if (holidays.dates.includes(here.date)) return false;
  if (holidays.country === "CO" && here.date === COLOMBIAN_HOLIDAY) return false;
  return [HOME_MINUTES, ...(minutesBesideUtc[countryOf(number)] ?? [])].every((offset) => {
    const { minute, weekday, date } = localTime(at, offset);
    return isWithin(minute, callingHours[weekday] ?? null) && isLawful(rulePack, minute, weekday, date);
  });
}

/** Of a number that is dialled in a story. */
export function countryOf(number: string): string {
  if (number.startsWith("+34")) return "ES";
  return number.startsWith("+593") ? "EC" : "CO";
}

/** The day in Bogotá, `YYYY-MM-DD`. */
export function dayOf(at: number): string {
  return localTime(at, HOME_MINUTES).date;
}

function isLawful(pack: RulePack, minute: number, weekday: number, date: string): boolean {
  const hour = minute / 60;
  const free = weekday === 6 || date === COLOMBIAN_HOLIDAY;
  if (pack === "co-servicio") return free ? hour >= 8 && hour < 20 : hour >= 7 && hour < 21;
  if (pack === "none") return true;
  if (free) return false;
  return weekday === 5 ? hour >= 8 && hour < 15 : hour >= 7 && hour < 19;
}

function isWithin(minute: number, hours: DayHours | null): boolean {
  return hours !== null && minute >= hours.fromMinute && minute < hours.toMinute;
}
