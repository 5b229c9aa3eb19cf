import type { Settings } from "./settings.ts";

/** Whether a person may be called at `at` (epoch ms), by the hours in the operation's zone. */
export function mayCall(settings: Settings, at: number): boolean {
  return openSpan(settings, at).open;
}

/** Whether a phone that begins to ring at `at` may ring to its end. */
export function mayDial(settings: Settings, at: number): boolean {
  return mayCall(settings, at) && mayCall(settings, at + settings.attempts.ringForMs);
}

/** The next moment (epoch ms, after `at`) at which a phone may begin to ring; `null`: never by these hours. */
export function nextDialTime(settings: Settings, at: number): number | null {
  const next = nextCallingTime(settings, at);
  if (next === null || mayDial(settings, Math.max(at, next))) return next;
  return nextCallingTime(settings, at + settings.attempts.ringForMs);
}

/**
 * The beginning (epoch ms) of the next stretch in which a person may be called, or of the one that `at` lies in;
 * `null` when no hours allow it.
 */
export function nextCallingTime(settings: Settings, at: number): number | null {
  let span = openSpan(settings, at);
  for (let looked = 0; looked < 30 && !span.open; looked++) span = openSpan(settings, span.until);
  return span.open ? span.from : null;
}

/** The stretch of calling or not calling that holds `at`. */
interface Span {
  readonly open: boolean;
  readonly from: number;
  readonly until: number;
}

/**
 * The zone's rules are looked up once per stretch: asked for every dialling, and a look-up costs 20 µs. Derived
 * from its arguments alone, so the same question has the same answer whatever was asked before.
 */
const spans = new WeakMap<Settings, Span>();

function openSpan(settings: Settings, at: number): Span {
  const known = spans.get(settings);
  if (known && known.from <= at && at < known.until) return known;
  const span = computeSpan(settings, at);
  spans.set(settings, span);
  return span;
}

function computeSpan(settings: Settings, at: number): Span {
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(settings.timeZone);
  const midnight = local.startOfDay();
  const dayStart = midnight.epochMilliseconds;
  const dayEnd = midnight.add({ days: 1 }).epochMilliseconds;
  const hours = settings.callingHours[local.dayOfWeek - 1] ?? null;
  if (!hours) return { open: false, from: dayStart, until: dayEnd };
  const opens = minuteOf(midnight, hours.fromMinute);
  const closes = minuteOf(midnight, hours.toMinute);
  if (at < opens) return { open: false, from: dayStart, until: opens };
  if (at >= closes) return { open: false, from: closes, until: dayEnd };
  return { open: true, from: opens, until: closes };
}

/** The wall clock's minute of the day, not so many minutes after midnight: days have 23 and 25 hours, too. */
function minuteOf(midnight: Temporal.ZonedDateTime, minute: number): number {
  if (minute >= 1440) return midnight.add({ days: 1 }).epochMilliseconds;
  return midnight.toPlainDate().toZonedDateTime({
    timeZone: midnight.timeZoneId,
    plainTime: new Temporal.PlainTime(Math.floor(minute / 60), minute % 60),
  }).epochMilliseconds;
}
