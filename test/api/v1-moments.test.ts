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
        assert.equal(told(ms, zone), expected);
      }
      at = at.getTimeZoneTransition("next");
    }
  }
  assert.ok(changes > 5_000, `${changes}`);
});
