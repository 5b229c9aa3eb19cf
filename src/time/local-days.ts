/** A calendar day in some zone, with its beginning and end in epoch ms. */
export interface LocalDay {
  readonly date: Temporal.PlainDate;
  readonly from: number;
  readonly to: number;
}

/** The local day that contains the instant `at`, epoch ms. */
export function localDayAt(at: number, timeZone: string): LocalDay {
  const zoned = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(timeZone);
  return localDay(zoned.toPlainDate(), timeZone);
}

export function localDay(date: Temporal.PlainDate, timeZone: string): LocalDay {
  return {
    date,
    from: date.toZonedDateTime(timeZone).epochMilliseconds,
    to: date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds,
  };
}

/** The instant, epoch ms, at which clocks show `minute` minutes after midnight of the day; may lie in the next. */
export function localMinute(date: Temporal.PlainDate, minute: number, timeZone: string): number {
  return date.toPlainDateTime().add({ minutes: minute }).toZonedDateTime(timeZone).epochMilliseconds;
}
