import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { askedMoment, momentAsked, momentText } from "../../src/api/v1/schema/moments.ts";
import { Fault } from "../../src/faults/faults.ts";

const zones = Intl.supportedValuesOf("timeZone");

test("a moment is written as the calendar of the runtime has it, in any zone, also where clocks change", () => {
  const moment = fc.oneof(
    fc.integer({ min: Date.UTC(1980, 0, 1), max: Date.UTC(2100, 0, 1) }),
    fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
    fc.integer({ min: -8.64e15, max: 8.64e15 }),
    fc.double({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1), noNaN: true }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...zones), moment, (timeZone, at) => {
      const expected = Temporal.Instant.fromEpochMilliseconds(Math.round(at)).toString({
        timeZone,
        fractionalSecondDigits: 3,
      });
      assert.equal(momentText(at, timeZone), expected);
    }),
    { numRuns: 3_000 },
  );
});

test("so is every moment about every change of every zone's clock in half a century", () => {
  const end = Date.UTC(2030, 0, 1);
  let changes = 0;
  for (const zone of zones) {
    const start = Temporal.Instant.from("1980-01-01T00:00Z").toZonedDateTimeISO(zone);
    for (
      let at: Temporal.ZonedDateTime | null = start.getTimeZoneTransition("next");
      at && at.epochMilliseconds < end;
    ) {
      changes++;
      for (const by of [-900_000, -61_000, -1, 0, 1, 61_000, 900_000]) {
        const ms: number = at.epochMilliseconds + by;
        const expected: string = Temporal.Instant.fromEpochMilliseconds(ms).toString({
          timeZone: zone,
          fractionalSecondDigits: 3,
        });
        assert.equal(momentText(ms, zone), expected);
      }
      at = at.getTimeZoneTransition("next");
    }
  }
  assert.ok(changes > 5_000, `${changes}`);
});

test("a moment is taken as Python, Java, .NET and JavaScript print it", () => {
  const at = Date.parse("2026-03-02T15:05:07.123Z");
  const printed = [
    "2026-03-02T15:05:07.123456+00:00", // Python: isoformat
    "2026-03-02 15:05:07.123456+00:00", // Python: str
    "2026-03-02T10:05:07.123456-05:00",
    "2026-03-02T10:05:07.123456", // Python: of no zone
    "2026-03-02T15:05:07.123456789Z", // Java: Instant
    "2026-03-02T10:05:07.123456789-05:00", // Java: OffsetDateTime
    "2026-03-02T10:05:07.123456789-05:00[America/Bogota]", // Java: ZonedDateTime
    "2026-03-02T10:05:07.123[America/Bogota]",
    "2026-03-02T15:05:07.1234567Z", // .NET: round trip, of UTC
    "2026-03-02T10:05:07.1234567-05:00", // .NET: of an offset
    "2026-03-02T15:05:07.123Z", // JavaScript: JSON
    "2026-03-02T10:05:07.123-0500",
    "2026-03-02T10:05:07.123-05",
  ];
  for (const text of printed) {
    assert.ok(askedMoment.safeParse(text).success, text);
    assert.equal(momentAsked(text, "America/Bogota"), at, text);
  }
  const whole = [
    "Mon Mar 02 2026 10:05:00 GMT-0500 (Colombia Standard Time)",
    "2026-03-02T15:05Z",
    "2026-03-02 10:05",
  ];
  for (const text of whole) {
    assert.ok(askedMoment.safeParse(text).success, text);
    assert.equal(momentAsked(text, "America/Bogota"), Date.parse("2026-03-02T15:05:00Z"), text);
  }
});

test("what is no moment is refused, whatever it looks like", () => {
  for (const text of ["02/03/2026 10:05", "2026-3-2", "1772463900", "2026-03-02T10:05 PM", "tomorrow", ""])
    assert.ok(!askedMoment.safeParse(text).success, text);
  for (const text of [
    "2026-02-29",
    "2026-03-02T25:00:00",
    "2026-03-02T10:05:00+24:00",
    "2026-03-02T10:05[Mars/Base]",
  ])
    assert.throws(
      () => momentAsked(text, "America/Bogota"),
      (error) => error instanceof Fault && error.code === "date-invalid",
      text,
    );
});
