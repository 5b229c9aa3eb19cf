import type { SkillId } from "../ids.ts";
import type { DayHours, Settings, WeeklyHours } from "../settings.ts";
import { isHoliday } from "./holidays.ts";
import { HoursCalendar } from "./hours-calendar.ts";
import { isZone, type NumberZones } from "./number-zones.ts";
import { hoursByPack, wholeDay } from "./rule-packs.ts";
import type { ZoneHours } from "./zone-hours.ts";

/** Who is to be called: for which skill, and where they may be. */
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
export function mayCall(settings: Settings, called: Called, at: number): boolean {
  return calendarOf(settings, called).at(at) !== undefined;
}

/** Whether a phone that begins to ring at `at` may ring to its end. */
export function mayDial(settings: Settings, called: Called, at: number): boolean {
  return calendarOf(settings, called).lasts(at, settings.attempts.ringForMs);
}

/**
 * The first moment (epoch ms), `at` or later, at which a phone may begin to ring; `null` when there is none within
 * 60 days.
 */
export function nextDialTime(settings: Settings, called: Called, at: number): number | null {
  const calendar = calendarOf(settings, called);
  for (const { from } of calendar.stretchesFrom(at, at + DIALLED_WITHIN_MS)) {
    const begins = Math.max(at, from);
    if (calendar.lasts(begins, settings.attempts.ringForMs)) return begins;
  }
  return null;
}

/**
 * The end (epoch ms) of the stretch of calling that `at` lies in; `null` when nobody may be called then. For a
 * stretch that lasts over 8 days, a moment that far ahead: no callback waits so long.
 */
export function closingTime(settings: Settings, called: Called, at: number): number | null {
  return calendarOf(settings, called).endOf(at, at + CLOSES_WITHIN_MS);
}

/** Whether a skill is open at `at` (epoch ms), by its opening hours and the operation's holidays alone. */
export function isOpen(settings: Settings, skill: SkillId, at: number): boolean {
  return keptCalendar(settings, `open ${skill}`, () => [openingOf(settings, skill)]).at(at) !== undefined;
}

const DAY_MS = 86_400_000;
const DIALLED_WITHIN_MS = 60 * DAY_MS;
const CLOSES_WITHIN_MS = 8 * DAY_MS;

/** Kept for as long as the settings are in force: asked for every dialling. */
const calendars = new WeakMap<Settings, Map<SkillId | string, HoursCalendar>>();

function calendarOf(settings: Settings, called: Called): HoursCalendar {
  const { skill, zones } = called;
  // Nearly all are where the operation is, and asked for at every fact: their key costs nothing to make.
  const key = zones === null ? skill : `call ${skill} ${zones.join(" ")}`;
  return keptCalendar(settings, key, () => boundsOf(settings, called));
}

function keptCalendar(
  settings: Settings,
  key: SkillId | string,
  bounds: () => readonly ZoneHours[],
): HoursCalendar {
  let ofSettings = calendars.get(settings);
  if (!ofSettings) {
    ofSettings = new Map();
    calendars.set(settings, ofSettings);
  }
  let found = ofSettings.get(key);
  if (!found) {
    found = new HoursCalendar(bounds());
    ofSettings.set(key, found);
  }
  return found;
}

/** In the operation's zone, then in those of the number. */
function boundsOf(settings: Settings, { skill, zones }: Called): readonly ZoneHours[] {
  const pack = settings.skills.find(({ id }) => id === skill)?.rulePack ?? "none";
  const lawful = (date: Temporal.PlainDate): DayHours | null =>
    overlap(weekday(settings.callingHours, date), hoursByPack(pack, date));
  const opening = openingOf(settings, skill);
  const here: ZoneHours = {
    zone: settings.timeZone,
    hoursOn: (date) => overlap(lawful(date), opening.hoursOn(date)),
  };
  if (zones === null) return [here];
  if (zones.length === 0 || !zones.every(isZone)) return [{ ...here, hoursOn: () => null }];
  return [here, ...zones.map((zone) => ({ zone, hoursOn: lawful }))];
}

function openingOf(settings: Settings, skill: SkillId): ZoneHours {
  const opening = settings.skills.find(({ id }) => id === skill)?.openingHours ?? null;
  return {
    zone: settings.timeZone,
    hoursOn: (date) => (isHoliday(settings.holidays, date.toString()) ? null : weekday(opening, date)),
  };
}

function overlap(one: DayHours | null, other: DayHours | null): DayHours | null {
  if (!one || !other) return null;
  const fromMinute = Math.max(one.fromMinute, other.fromMinute);
  const toMinute = Math.min(one.toMinute, other.toMinute);
  return fromMinute < toMinute ? { fromMinute, toMinute } : null;
}

function weekday(hours: WeeklyHours | null, date: Temporal.PlainDate): DayHours | null {
  return hours ? (hours[date.dayOfWeek - 1] ?? null) : wholeDay;
}
