import type { SkillId } from "../ids.ts";
import type { DayHours, Settings, WeeklyHours } from "../settings.ts";
import { type CivilDay, dateOfDay, weekdayOf } from "./civil-date.ts";
import { isHoliday } from "./holidays.ts";
import { HoursCalendar } from "./hours-calendar.ts";
import { type Locality, ownClock } from "./local-date.ts";
import type { NumberZones } from "./number-zones.ts";
import { hoursByPack, wholeDay } from "./rule-packs.ts";
import type { ZoneClocks } from "./zone-clock.ts";
import type { ZoneHours } from "./zone-hours.ts";

/** The person to be called: for which skill, and where they may be. */
export interface Called {
  readonly skill: SkillId;
  readonly zones: NumberZones;
}

/**
 * Whether a person may be called at `at` (epoch ms): within the operation's calling hours, the skill's opening hours,
 * the hours of its rule pack, and on no holiday. All are read in the operation's zone. Calling hours and rule pack are
 * also read in every zone that the number may be in; a number whose zones are not known is never called. Where clocks
 * are set back or forward, the reading that calls less holds.
 */
export function mayCall(locality: Locality, called: Called, at: number): boolean {
  return calendarOf(locality, called).at(at) !== undefined;
}

/** Whether a phone that begins to ring at `at` may ring to its end. */
export function mayDial(locality: Locality, called: Called, at: number): boolean {
  return calendarOf(locality, called).lasts(at, locality.settings.attempts.ringForMs);
}

/**
 * The first moment (epoch ms), `at` or later, at which a phone may begin to ring; `null` when there is none within
 * 60 days.
 */
export function nextDialTime(locality: Locality, called: Called, at: number): number | null {
  const calendar = calendarOf(locality, called);
  for (const { from } of calendar.stretchesFrom(at, at + DIALLED_WITHIN_MS)) {
    const begins = Math.max(at, from);
    if (calendar.lasts(begins, locality.settings.attempts.ringForMs)) return begins;
  }
  return null;
}

/**
 * The end (epoch ms) of the stretch of calling that `at` lies in; `null` when nobody may be called then. For a
 * stretch that lasts over 8 days, a moment that far ahead: no callback waits so long.
 */
export function closingTime(locality: Locality, called: Called, at: number): number | null {
  return calendarOf(locality, called).endOf(at, at + CLOSES_WITHIN_MS);
}

/** Whether a skill is open at `at` (epoch ms), by its opening hours and the operation's holidays alone. */
export function isOpen(locality: Locality, skill: SkillId, at: number): boolean {
  return keptCalendar(locality, `open ${skill}`, () => [openingOf(locality, skill)]).at(at) !== undefined;
}

const DAY_MS = 86_400_000;
const DIALLED_WITHIN_MS = 60 * DAY_MS;
const CLOSES_WITHIN_MS = 8 * DAY_MS;

interface KeptCalendars {
  readonly settings: Settings;
  readonly calendars: Map<SkillId | string, HoursCalendar>;
}

/** Kept for as long as clocks and settings are the same: asked for every dialling. Each state has clocks of its own. */
const kept = new WeakMap<ZoneClocks, KeptCalendars>();

function calendarOf(locality: Locality, called: Called): HoursCalendar {
  const { skill, zones } = called;
  // Nearly all are where the operation is, and asked for at every fact: their key costs nothing to make.
  const key = zones === null ? skill : `call ${skill} ${zones.join(" ")}`;
  return keptCalendar(locality, key, () => boundsOf(locality, called));
}

function keptCalendar(
  { settings, clocks }: Locality,
  key: SkillId | string,
  bounds: () => readonly ZoneHours[],
): HoursCalendar {
  let known = kept.get(clocks);
  if (known?.settings !== settings) {
    known = { settings, calendars: new Map() };
    kept.set(clocks, known);
  }
  let found = known.calendars.get(key);
  if (!found) {
    found = new HoursCalendar(bounds());
    known.calendars.set(key, found);
  }
  return found;
}

/** In the operation's zone, then in those of the number. */
function boundsOf(locality: Locality, { skill, zones }: Called): readonly ZoneHours[] {
  const { settings, clocks } = locality;
  const pack = settings.skills.find(({ id }) => id === skill)?.rulePack ?? "none";
  const lawful = (day: CivilDay): DayHours | null =>
    overlap(weekday(settings.callingHours, day), hoursByPack(pack, day));
  const opening = openingOf(locality, skill);
  const here: ZoneHours = {
    clock: opening.clock,
    hoursOn: (day) => overlap(lawful(day), opening.hoursOn(day)),
  };
  if (zones === null) return [here];
  if (zones.length === 0) return [{ ...here, hoursOn: () => null }];
  return [here, ...zones.map((zone) => ({ clock: clocks.get(zone), hoursOn: lawful }))];
}

function openingOf(locality: Locality, skill: SkillId): ZoneHours {
  const { settings } = locality;
  const opening = settings.skills.find(({ id }) => id === skill)?.openingHours ?? null;
  return {
    clock: ownClock(locality),
    hoursOn: (day) => (isHoliday(settings.holidays, dateOfDay(day)) ? null : weekday(opening, day)),
  };
}

function overlap(one: DayHours | null, other: DayHours | null): DayHours | null {
  if (!one || !other) return null;
  const fromMinute = Math.max(one.fromMinute, other.fromMinute);
  const toMinute = Math.min(one.toMinute, other.toMinute);
  return fromMinute < toMinute ? { fromMinute, toMinute } : null;
}

function weekday(hours: WeeklyHours | null, day: CivilDay): DayHours | null {
  return hours ? (hours[weekdayOf(day)] ?? null) : wholeDay;
}
