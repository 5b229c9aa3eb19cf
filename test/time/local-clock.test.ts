import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hoursOfRange } from "../../src/reports/hours-of-range.ts";
import { formatLocal } from "../../src/time/dates.ts";
import { clockTime, LocalClock } from "../../src/time/local-clock.ts";

// Half and three-quarter hours from UTC, clocks changed by half an hour, at midnight, and not at all.
const zones = [
  "America/Bogota",
  "Europe/Madrid",
  "America/Santiago",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "America/Havana",
  "UTC",
];
const zone = fc.constantFrom(...zones);
const moment = fc.integer({ min: Date.UTC(1990), max: Date.UTC(2060) });

test("a local clock shows what the calendar says, of moments in any order", () => {
  fc.assert(
    fc.property(zone, fc.array(fc.tuple(moment, fc.nat(200)), { maxLength: 30 }), (timeZone, moments) => {
      const clock = new LocalClock(timeZone);
      for (const [at, days] of moments)
        for (const near of [at, at + days * 86_400_000 + 777, at - 1])
          assert.equal(clock.format(near), formatLocal(near, timeZone));
    }),
  );
});

test("at the very moment that clocks change it shows the new time, and a millisecond before the old one", () => {
  for (const timeZone of zones) {
    let change = Temporal.Instant.from("2026-01-01T00:00Z")
      .toZonedDateTimeISO(timeZone)
      .getTimeZoneTransition("next");
    for (let n = 0; change !== null && n < 4; n++) {
      const at = change.epochMilliseconds;
      for (const moments of [
        [at - 1, at, at + 1],
        [at, at - 1],
      ]) {
        const clock = new LocalClock(timeZone);
        for (const one of moments) assert.equal(clock.format(one), formatLocal(one, timeZone));
      }
      change = change.getTimeZoneTransition("next");
    }
  }
});

test("the hours of a range hold each of its moments once, each under the hour on the wall, none longer than an hour", () => {
  fc.assert(
    fc.property(
      zone,
      moment,
      fc.integer({ min: 1, max: 4 * 86_400_000 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { maxLength: 20 }),
      (timeZone, from, length, shares) => {
        const range = { from, to: from + length };
        const hours = hoursOfRange(range, timeZone);
        assert.equal(hours[0]!.from, range.from);
        assert.equal(hours.at(-1)!.to, range.to);
        for (const [n, hour] of hours.entries()) {
          assert.ok(hour.to > hour.from && hour.to - hour.from <= 3_600_000);
          if (n > 0) assert.equal(hour.from, hours[n - 1]!.to);
        }
        for (const share of shares) {
          const at = from + Math.floor(share * length);
          const hour = hours.find((one) => at >= one.from && at < one.to)!;
          assert.equal(hour.group, Number(formatLocal(at, timeZone).slice(11, 13)));
        }
      },
    ),
  );
});

test("a length of time is written in hours, minutes and seconds, however long", () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), (seconds) => {
      const match = /^(\d{2,}):([0-5]\d):([0-5]\d)$/.exec(clockTime(seconds));
      assert.ok(match);
      assert.equal(Number(match[1]) * 3_600 + Number(match[2]) * 60 + Number(match[3]), seconds);
    }),
  );
});
