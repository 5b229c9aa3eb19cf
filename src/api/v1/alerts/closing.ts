import { isHoliday } from "../../../line/hours/holidays.ts";
import type { DayHours, Settings, SkillSettings } from "../../../line/settings.ts";

/**
 * When a skill that is open at `at` closes, epoch ms, by its own hours and the operation's, read in the operation's zone; `null`: it is
 * closed, or goes on past midnight.
 */
export function closesAt(
  { callingHours, holidays, timeZone }: Pick<Settings, "callingHours" | "holidays" | "timeZone">,
  { openingHours }: Pick<SkillSettings, "openingHours">,
  at: number,
): number | null {
  const now = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  if (isHoliday(holidays, now.toPlainDate().toString())) return null;
  const weekday = now.dayOfWeek - 1;
  const hours = openingHours ? [callingHours[weekday], openingHours[weekday]] : [callingHours[weekday]];
  const minute = 60 * now.hour + now.minute;
  if (!hours.every((one) => isWithin(one, minute))) return null;
  const last = Math.min(...hours.map((one) => one!.toMinute));
  if (last >= MINUTES_OF_DAY) return null;
  const time = { hour: Math.floor(last / 60), minute: last % 60 };
  return now.startOfDay().withPlainTime(time).epochMilliseconds;
}

function isWithin(hours: DayHours | null | undefined, minute: number): boolean {
  return !!hours && minute >= hours.fromMinute && minute < hours.toMinute;
}

const MINUTES_OF_DAY = 1_440;
