import type { Holidays } from "../settings.ts";
import { type CivilDay, dateOfDay, dayOf, weekdayOf } from "./civil-date.ts";

/** Whether nobody works on a date, `YYYY-MM-DD`, by the public holidays of the country and the further days. */
export function isHoliday({ country, dates }: Holidays, date: string): boolean {
  return dates.includes(date) || (country === "CO" && isColombianHoliday(date));
}

/** Whether a date, `YYYY-MM-DD`, is a public holiday of Colombia. */
export function isColombianHoliday(date: string): boolean {
  return colombianHolidays(Number(date.slice(0, 4))).has(date);
}

const byYear = new Map<number, ReadonlySet<string>>();

/**
 * The public holidays of Colombia in a year, `YYYY-MM-DD`, by Ley 51 de 1983 ("Ley Emiliani"): six on their date, two
 * before Easter, ten on the Monday that their date is or that follows it. Two may fall on one date, as in 2011. None
 * before 1984, when that law began.
 */
export function colombianHolidays(year: number): ReadonlySet<string> {
  if (!Number.isInteger(year) || year < 1984 || year > 9999) return new Set();
  let dates = byYear.get(year);
  if (!dates) {
    dates = computeColombian(year);
    byYear.set(year, dates);
  }
  return dates;
}

/** Month and day: New Year, Labour, Independence, Boyacá, Immaculate Conception, Christmas. */
const onTheirDate = [
  [1, 1],
  [5, 1],
  [7, 20],
  [8, 7],
  [12, 8],
  [12, 25],
] as const;

/** Epiphany, Saint Joseph, Peter and Paul, Assumption, Columbus, All Saints, Cartagena. */
const onTheMondayAfter = [
  [1, 6],
  [3, 19],
  [6, 29],
  [8, 15],
  [10, 12],
  [11, 1],
  [11, 11],
] as const;

/** Days from Easter Sunday: Maundy Thursday and Good Friday; Ascension, Corpus Christi, Sacred Heart. */
const beforeEaster = [-3, -2];
const mondayAfterEaster = [39, 60, 68];

function computeColombian(year: number): ReadonlySet<string> {
  const easter = easterSunday(year);
  const inYear = ([month, day]: readonly [number, number]) => dayOf(year, month, day);
  return new Set(
    [
      ...onTheirDate.map(inYear),
      ...onTheMondayAfter.map(inYear).map(mondayFrom),
      ...beforeEaster.map((days) => easter + days),
      ...mondayAfterEaster.map((days) => mondayFrom(easter + days)),
    ].map(dateOfDay),
  );
}

function mondayFrom(day: CivilDay): CivilDay {
  return day + ((7 - weekdayOf(day)) % 7);
}

/** Easter Sunday of the Gregorian calendar, by Butcher's rule (Meeus, Astronomical Algorithms, chapter 8). */
export function easterSunday(year: number): CivilDay {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const moonCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const moon = (19 * golden + century - Math.floor(century / 4) - moonCorrection + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - moon - (ofCentury % 4)) % 7;
  const lateMoon = Math.floor((golden + 11 * moon + 22 * toSunday) / 451);
  const afterMarch = moon + toSunday - 7 * lateMoon + 114;
  return dayOf(year, Math.floor(afterMarch / 31), (afterMarch % 31) + 1);
}
