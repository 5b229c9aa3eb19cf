/** The name of a weekday, 1 to 7 from Monday, in a locale. */
export function weekdayName(weekday: number, locale: string): string {
  // The first of January 2024 was a Monday.
  const day = Date.UTC(2024, 0, weekday);
  return new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(day);
}
