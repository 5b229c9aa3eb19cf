import { isHoliday } from "./holidays.ts";
import type { SkillId } from "./ids.ts";
import { hoursByPack, wholeDay } from "./rule-packs.ts";
import type { DayHours, Settings, WeeklyHours } from "./settings.ts";
import { intersection, type Stretch, stretchesIn, type ZoneHours } from "./zone-hours.ts";

/** Who is to be called: for which skill and, where his number is not of the operation's own country, where. */
export interface Called {
  readonly skill: SkillId;
  /** Two letters, ISO 3166; `null`: the operation's own. */
  readonly country: string | null;
}

/**
 * Whether a person may be called at `at` (epoch ms): within the operation's calling hours, the skill's opening hours,
 * the hours of its rule pack, and on no holiday. All are read in the operation's zone. For a number of another country
 * calling hours and rule pack are also read in every zone of that country; one whose zones are not known is never
 * called. Where clocks are set back or forward, the reading that calls less holds.
 */
export function mayCall(settings: Settings, called: Called, at: number): boolean {
  return stretchAt(settings, called, at) !== undefined;
}

/** Whether a phone that begins to ring at `at` may ring to its end. */
export function mayDial(settings: Settings, called: Called, at: number): boolean {
  return isOpenFor(settings, called, at, settings.attempts.ringForMs);
}

/**
 * The first moment (epoch ms), `at` or later, at which a phone may begin to ring; `null` when there is none within
 * 60 days.
 */
export function nextDialTime(settings: Settings, called: Called, at: number): number | null {
  if (!isOnCalendar(at)) return null;
  const { ringForMs } = settings.attempts;
  const today = dayOf(at);
  for (let day = today; day <= today + LOOK_AHEAD_DAYS; day++) {
    for (const { from, until } of stretchesOf(settings, called, day)) {
      const begins = Math.max(at, from);
      if (begins < until && isOpenFor(settings, called, begins, ringForMs)) return begins;
    }
  }
  return null;
}

/**
 * The end (epoch ms) of the stretch of calling that `at` lies in; `null` when nobody may be called then. For a
 * stretch that lasts over 60 days, a moment that far ahead.
 */
export function closingTime(settings: Settings, called: Called, at: number): number | null {
  const present = stretchAt(settings, called, at);
  return present ? endOf(settings, called, present, at + LOOK_AHEAD_DAYS * DAY_MS) : null;
}

/** Whether a skill is open at `at` (epoch ms), by its opening hours and the operation's holidays alone. */
export function isOpen(settings: Settings, skill: SkillId, at: number): boolean {
  const days = knownDays(settings, `open ${skill}`);
  const opening = () => [openingOf(settings, skill)];
  return stretchesOn(days, dayOf(at), opening).some(({ from, until }) => from <= at && at < until);
}

const DAY_MS = 86_400_000;
const LOOK_AHEAD_DAYS = 60;

function stretchAt(settings: Settings, called: Called, at: number): Stretch | undefined {
  return stretchesOf(settings, called, dayOf(at)).find(({ from, until }) => from <= at && at < until);
}

function isOpenFor(settings: Settings, called: Called, at: number, lastsMs: number): boolean {
  const present = stretchAt(settings, called, at);
  return present !== undefined && endOf(settings, called, present, at + lastsMs + 1) > at + lastsMs;
}

/** Where the stretch ends, over the days that follow; not looked for beyond `latest`. */
function endOf(settings: Settings, called: Called, stretch: Stretch, latest: number): number {
  let { until } = stretch;
  while (until < latest) {
    const next = stretchAt(settings, called, until);
    if (!next) return until;
    until = next.until;
  }
  return until;
}

/**
 * Stretches by day of UTC: asked for every dialling, while a look-up in a zone costs 20 µs and some countries have
 * thirty. Derived from the arguments alone, so the same question has the same answer whatever was asked before.
 */
const known = new WeakMap<Settings, Map<string, Map<number, readonly Stretch[]>>>();

/** More days than one question looks at. */
const KEPT_DAYS = 2 * LOOK_AHEAD_DAYS;

function stretchesOf(settings: Settings, called: Called, day: number): readonly Stretch[] {
  const days = knownDays(settings, `call ${called.skill} ${called.country ?? ""}`);
  return stretchesOn(days, day, () => boundsOf(settings, called));
}

function knownDays(settings: Settings, key: string): Map<number, readonly Stretch[]> {
  let ofSettings = known.get(settings);
  if (!ofSettings) {
    ofSettings = new Map();
    known.set(settings, ofSettings);
  }
  let days = ofSettings.get(key);
  if (!days) {
    days = new Map();
    ofSettings.set(key, days);
  }
  return days;
}

function stretchesOn(
  days: Map<number, readonly Stretch[]>,
  day: number,
  bounds: () => readonly ZoneHours[],
): readonly Stretch[] {
  let stretches = days.get(day);
  if (!stretches) {
    if (days.size >= KEPT_DAYS) days.clear();
    stretches = computeStretches(bounds(), day);
    days.set(day, stretches);
  }
  return stretches;
}

function computeStretches(bounds: readonly ZoneHours[], day: number): readonly Stretch[] {
  const from = day * DAY_MS;
  const until = from + DAY_MS;
  if (!isOnCalendar(from) || !isOnCalendar(until)) return [];
  let stretches: readonly Stretch[] = [{ from, until }];
  for (const bound of bounds) {
    if (stretches.length === 0) break;
    stretches = intersection(stretches, stretchesIn(bound, from, until));
  }
  return stretches;
}

/** In the operation's zone, then in those of the number. */
function boundsOf(settings: Settings, { skill, country }: Called): readonly ZoneHours[] {
  const pack = settings.skills.find(({ id }) => id === skill)?.rulePack ?? "none";
  const lawful = (date: Temporal.PlainDate): DayHours | null =>
    overlap(weekday(settings.callingHours, date), hoursByPack(pack, date));
  const opening = openingOf(settings, skill);
  const here: ZoneHours = {
    zone: settings.timeZone,
    hoursOn: (date) => overlap(lawful(date), opening.hoursOn(date)),
  };
  if (country === null) return [here];
  const zones = zonesOf(country);
  if (zones.length === 0) return [{ ...here, hoursOn: () => null }];
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

function dayOf(at: number): number {
  return Math.floor(at / DAY_MS);
}

/** Whether a time lies so that it and the days beside it can be told in every zone. */
function isOnCalendar(at: number): boolean {
  return Math.abs(at) < 8.64e15 - 7 * DAY_MS;
}

const zonesByCountry = new Map<string, readonly string[]>();

function zonesOf(country: string): readonly string[] {
  if (!/^[A-Z]{2}$/.test(country)) return [];
  let zones = zonesByCountry.get(country);
  if (!zones) {
    zones = new Intl.Locale(`und-${country}`).getTimeZones() ?? [];
    zonesByCountry.set(country, zones);
  }
  return zones;
}
