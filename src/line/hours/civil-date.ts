/** A date of the Gregorian calendar, as days since 1 January 1970, which was day 0. */
export type CivilDay = number;

/** The day of a date; months are counted from 1. By Howard Hinnant's `days_from_civil`. */
export function dayOf(year: number, month: number, day: number): CivilDay {
  // Years begin in March, so that the leap day is the last of its year.
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_OF_ERA + dayOfEra - DAYS_BEFORE_1970;
}

/** `YYYY-MM-DD` of a day; years beyond 0 to 9999 have a sign and six digits. By Howard Hinnant's `civil_from_days`. */
export function dateOfDay(day: CivilDay): string {
  const shifted = day + DAYS_BEFORE_1970;
  const era = Math.floor(shifted / DAYS_OF_ERA);
  const dayOfEra = shifted - era * DAYS_OF_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  return `${yearText(year)}-${twoDigits(month)}-${twoDigits(dayOfMonth)}`;
}

/** The weekday of a day: 0 is Monday, 6 is Sunday. */
export function weekdayOf(day: CivilDay): number {
  // Day 0 was a Thursday.
  return (((day + 3) % 7) + 7) % 7;
}

function yearText(year: number): string {
  if (year >= 0 && year <= 9999) return String(year).padStart(4, "0");
  return `${year < 0 ? "-" : "+"}${String(Math.abs(year)).padStart(6, "0")}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** Of 400 years, after which the calendar repeats itself. */
const DAYS_OF_ERA = 146_097;
/** From 1 March of the year 0. */
const DAYS_BEFORE_1970 = 719_468;
