import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { rangeOf } from "../../src/api/wolkvox/range.ts";

const ZONES = [
  "America/Bogota",
  "America/New_York",
  "Europe/Madrid",
  "America/Santiago",
  "Asia/Kathmandu",
  "UTC",
];
const DAY_MS = 24 * 3_600_000;

/** A second of the years 2000 to 2049 on a clock on the wall, as epoch ms of the same reading in UTC. */
const wall = fc.integer({ min: Date.UTC(2000) / 1000, max: Date.UTC(2050) / 1000 - 1 }).map((s) => s * 1000);
const zone = fc.constantFrom(...ZONES);

function compact(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 19).replaceAll(/\D/g, "");
}

/** The wall's reading as a moment, by the platform's own rule: first occurrence, or forward by the gap. */
function moment(wallMs: number, timeZone: string): number {
  return Temporal.PlainDateTime.from(new Date(wallMs).toISOString().slice(0, 19)).toZonedDateTime(timeZone, {
    disambiguation: "compatible",
  }).epochMilliseconds;
}

test("a range holds both of its ends, to the second, in any zone", () => {
  fc.assert(
    fc.property(wall, fc.nat(31 * 86_400), zone, (ini, lengthS, timeZone) => {
      const end = ini + lengthS * 1000;
      assert.deepEqual(rangeOf(compact(ini), compact(end), timeZone), {
        from: moment(ini, timeZone),
        to: moment(end + 1000, timeZone),
      });
    }),
  );
});

test("ranges that follow each other leave no call out and count none twice, whatever the clocks do between", () => {
  fc.assert(
    fc.property(
      wall,
      fc.array(fc.integer({ min: 1, max: 48 }), { minLength: 1, maxLength: 8 }),
      zone,
      (ini, hours, timeZone) => {
        const start = Math.floor(ini / 3_600_000) * 3_600_000;
        let at = start;
        let expected: number | null = null;
        for (const length of hours) {
          const range = rangeOf(compact(at), compact(at + length * 3_600_000 - 1000), timeZone);
          assert.ok(typeof range === "object");
          if (expected !== null) assert.equal(range.from, expected);
          expected = range.to;
          at += length * 3_600_000;
        }
      },
    ),
  );
});

test("the hour that comes twice belongs to the range that names it, both times", () => {
  // 1 November 2026: New York's clocks go from 02:00 back to 01:00.
  assert.deepEqual(rangeOf("20261101010000", "20261101015959", "America/New_York"), {
    from: Date.parse("2026-11-01T01:00:00-04:00"),
    to: Date.parse("2026-11-01T02:00:00-05:00"),
  });
});

test("31 days are allowed and a second more is not", () => {
  fc.assert(
    fc.property(wall, (ini) => {
      const end = ini + 31 * DAY_MS;
      assert.equal(typeof rangeOf(compact(ini), compact(end), "America/Bogota"), "object");
      assert.equal(rangeOf(compact(ini), compact(end + 1000), "America/Bogota"), "range-too-long");
    }),
  );
});

test("where clocks change, 31 days on the calendar are allowed, and so are 31 × 24 hours", () => {
  // Clocks go back on 1 November: 31 calendar days have an hour more.
  assert.equal(typeof rangeOf("20261015000000", "20261115000000", "America/New_York"), "object");
  // They go forward on 8 March: 31 × 24 hours end an hour later on the wall.
  assert.equal(typeof rangeOf("20260301000000", "20260401010000", "America/New_York"), "object");
  assert.equal(rangeOf("20260301000000", "20260401010001", "America/New_York"), "range-too-long");
});

test("an end before the start and a date that does not exist give different answers", () => {
  assert.equal(rangeOf("20260302000000", "20260301235959", "America/Bogota"), "dates-reversed");
  assert.equal(rangeOf("20260229000000", "20260301000000", "America/Bogota"), "date-invalid");
  assert.equal(rangeOf("20260301000000", "20260231000000", "America/Bogota"), "date-invalid");
  assert.equal(rangeOf("20260301000000", "20260301240000", "America/Bogota"), "date-invalid");
  assert.equal(rangeOf("20260301000000", "20260301236000", "America/Bogota"), "date-invalid");
  assert.equal(rangeOf("20260301000000", "20260301235960", "America/Bogota"), "date-invalid");
  assert.equal(rangeOf("20261301000000", "20270101000000", "America/Bogota"), "date-invalid");
});

test("any text gives a range or a refusal", () => {
  const digits = fc.stringMatching(/^\d{14}$/);
  fc.assert(
    fc.property(fc.oneof(digits, fc.string()), fc.oneof(digits, fc.string()), zone, (ini, end, timeZone) => {
      const range = rangeOf(ini, end, timeZone);
      if (typeof range === "object") assert.ok(Number.isInteger(range.from) && Number.isInteger(range.to));
      else assert.ok(["date-invalid", "dates-reversed", "range-too-long"].includes(range));
    }),
  );
});
