import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { mayCall, nextCallingTime } from "../../src/line/calling-hours.ts";
import type { Settings } from "../../src/line/settings.ts";
import { settings } from "./generated-facts.ts";

const MINUTE_MS = 60_000;
const zones = ["America/Bogota", "Europe/Madrid", "America/Santiago"];

const hours = fc.option(
  fc
    .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
    .map(([one, other]) => ({ fromMinute: Math.min(one, other), toMinute: Math.max(one, other) }))
    .filter(({ fromMinute, toMinute }) => fromMinute < toMinute),
  { nil: null },
);

const anySettings: fc.Arbitrary<Settings> = fc
  .tuple(fc.constantFrom(...zones), fc.array(hours, { minLength: 7, maxLength: 7 }))
  .map(([timeZone, callingHours]) => ({ ...settings, timeZone, callingHours }));

/** A year with both changes of the clocks, to the minute. */
const anyTime = fc
  .integer({ min: Date.parse("2026-01-01") / MINUTE_MS, max: Date.parse("2027-01-01") / MINUTE_MS })
  .map((minute) => minute * MINUTE_MS);

/** The same question answered by the wall clock itself. */
function wallClockSays({ timeZone, callingHours }: Settings, at: number): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const day = callingHours[local.dayOfWeek - 1];
  const minute = local.hour * 60 + local.minute;
  return day != null && minute >= day.fromMinute && minute < day.toMinute;
}

/** Days without a change of clocks, on which every minute happens once. */
function isPlainDay({ timeZone }: Settings, at: number): boolean {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).hoursInDay === 24;
}

describe("the hours in which a person may be called", () => {
  it("are those of the wall clock in the operation's zone", () => {
    fc.assert(
      fc.property(anySettings, anyTime, (given, at) => {
        fc.pre(isPlainDay(given, at));
        assert.equal(mayCall(given, at), wallClockSays(given, at));
      }),
      { numRuns: 500 },
    );
  });

  it("do not depend on what was asked before", () => {
    fc.assert(
      fc.property(anySettings, fc.array(anyTime, { minLength: 1, maxLength: 20 }), (given, times) => {
        for (const at of times) assert.equal(mayCall(given, at), mayCall({ ...given }, at));
      }),
    );
  });

  it("begin again at the time that is named as the next, and not before", () => {
    fc.assert(
      fc.property(anySettings, anyTime, (given, at) => {
        const next = nextCallingTime(given, at);
        if (next === null) {
          assert.ok(given.callingHours.every((day) => day === null));
          return;
        }
        assert.ok(mayCall(given, Math.max(at, next)));
        for (let minute = at; minute < next && minute < at + 2880 * MINUTE_MS; minute += 7 * MINUTE_MS)
          assert.ok(!mayCall(given, minute));
      }),
      { numRuns: 200 },
    );
  });
});
