import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { told } from "../../src/api/v1/moments.ts";

const zones = Intl.supportedValuesOf("timeZone");

test("a moment is told as the calendar of the runtime has it, in any zone, also where clocks change", () => {
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
      assert.equal(told(at, timeZone), expected);
    }),
    { numRuns: 3_000 },
  );
});

test("no zone changes its clock within a quarter of an hour in the years whose offsets are kept", () => {
  const end = Temporal.Instant.from("2200-01-01T00:00Z");
  let changes = 0;
  for (const zone of zones) {
    let at: Temporal.ZonedDateTime | null =
      Temporal.Instant.from("2012-01-01T00:00Z").toZonedDateTimeISO(zone);
    for (
      ;
      at !== null && Temporal.Instant.compare(at.toInstant(), end) < 0;
      at = at.getTimeZoneTransition("next")
    ) {
      if (at.year < 2012) continue;
      changes++;
      assert.equal(at.epochMilliseconds % 900_000, 0, `${zone} ${at.toString()}`);
      assert.equal(Math.abs(at.offsetNanoseconds) % 60e9, 0, `${zone} ${at.toString()}`);
      if (at.year > 2040) break;
    }
  }
  assert.ok(changes > 500);
});
