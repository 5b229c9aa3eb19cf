import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { Fault } from "../../src/faults/faults.ts";
import { formatLocal, localDayRange, parseCompactLocal } from "../../src/time/dates.ts";

const ZONES = ["America/Bogota", "Europe/Madrid", "America/Santiago"];
const zone = fc.constantFrom(...ZONES);
/** 1995 to 2035: years with daylight saving by rule in Madrid and Santiago, in all whole seconds. */
const moment = fc
  .integer({ min: Date.UTC(1995, 0, 1) / 1000, max: Date.UTC(2035, 0, 1) / 1000 })
  .map((second) => second * 1000);
/** Moments within a day of a change of the clocks. */
const nearChange = fc
  .tuple(
    fc.constantFrom(
      Date.UTC(2024, 2, 31, 1),
      Date.UTC(2024, 9, 27, 1),
      Date.UTC(2024, 3, 7, 3),
      Date.UTC(2024, 8, 8, 4),
    ),
    fc.integer({ min: -86_400, max: 86_400 }),
  )
  .map(([change, seconds]) => change + seconds * 1000);
const anyMoment = fc.oneof(moment, nearChange);

const HOUR = 3_600_000;

/** An oracle apart from Temporal: ICU's dates, as Intl prints them. */
function byIntl(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)!.value;
  return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")}:${part("second")}`;
}

const compact = (local: string) => local.replace(/\D/g, "");

describe("local dates", () => {
  test("are printed as the wall clock of the zone shows them", () => {
    fc.assert(
      fc.property(anyMoment, zone, fc.nat(999), (at, timeZone, fraction) => {
        assert.equal(formatLocal(at + fraction, timeZone), byIntl(at, timeZone));
      }),
      { numRuns: 300 },
    );
  });

  test("that were printed are read back to the same moment, or to the first of two that look alike", () => {
    fc.assert(
      fc.property(anyMoment, zone, (at, timeZone) => {
        const local = formatLocal(at, timeZone);
        const earlier = formatLocal(at - HOUR, timeZone) === local ? at - HOUR : at;
        assert.equal(parseCompactLocal(compact(local), timeZone), earlier);
      }),
      { numRuns: 500 },
    );
  });

  test("that are skipped move forward by the gap, those that come twice are the first", () => {
    const cases: [string, string, string][] = [
      ["20240331023000", "Europe/Madrid", "2024-03-31T01:30:00Z"],
      ["20241027023000", "Europe/Madrid", "2024-10-27T00:30:00Z"],
      ["20240908003000", "America/Santiago", "2024-09-08T04:30:00Z"],
      ["20240406233000", "America/Santiago", "2024-04-07T02:30:00Z"],
      ["20240331023000", "America/Bogota", "2024-03-31T07:30:00Z"],
    ];
    for (const [text, timeZone, expected] of cases) {
      assert.equal(parseCompactLocal(text, timeZone), Date.parse(expected), `${text} ${timeZone}`);
    }
  });

  test("are read only when fourteen digits name a day of the calendar and a time of day", () => {
    fc.assert(
      fc.property(
        fc.tuple(
          fc.integer({ min: 1900, max: 2100 }),
          fc.nat(14),
          fc.nat(33),
          fc.nat(26),
          fc.nat(62),
          fc.nat(62),
        ),
        zone,
        ([year, month, day, hour, minute, second], timeZone) => {
          const text =
            String(year) + [month, day, hour, minute, second].map((n) => String(n).padStart(2, "0")).join("");
          const utc = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
          const exists = compact(utc.toISOString().slice(0, 19)) === text;
          assert.equal(parseCompactLocal(text, timeZone) !== null, exists, text);
        },
      ),
      { numRuns: 1000 },
    );
    for (const text of [
      "",
      "20240101",
      "2024010100000",
      "202401010000000",
      "2024-01-01 0000",
      " 20240101000000",
      "２0240101000000",
    ]) {
      assert.equal(parseCompactLocal(text, "America/Bogota"), null, text);
    }
  });
});

describe("a range of local days", () => {
  test("holds exactly the moments whose local date lies in it", () => {
    fc.assert(
      fc.property(anyMoment, zone, fc.nat(40), (at, timeZone, days) => {
        const from = formatLocal(at, timeZone).slice(0, 10);
        const to = new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
        const range = localDayRange(from, to, timeZone);
        const dateOf = (moment: number) => formatLocal(moment, timeZone).slice(0, 10);
        assert.ok(range.from <= at && at < range.to);
        assert.equal(dateOf(range.from), from);
        assert.ok(dateOf(range.from - 1) < from);
        assert.equal(dateOf(range.to - 1), to);
        assert.ok(dateOf(range.to) > to);
      }),
      { numRuns: 300 },
    );
  });

  test("has 23 or 25 hours where the clocks change, also at midnight", () => {
    const hours = (date: string, timeZone: string) => {
      const range = localDayRange(date, date, timeZone);
      return (range.to - range.from) / HOUR;
    };
    assert.equal(hours("2024-03-31", "Europe/Madrid"), 23);
    assert.equal(hours("2024-10-27", "Europe/Madrid"), 25);
    assert.equal(hours("2024-09-08", "America/Santiago"), 23);
    assert.equal(hours("2024-04-06", "America/Santiago"), 25);
    assert.equal(hours("2024-03-31", "America/Bogota"), 24);
  });

  test("is refused when a date is none, or the end comes first", () => {
    const refused = (from: string, to: string) => {
      try {
        localDayRange(from, to, "America/Bogota");
      } catch (error) {
        return error instanceof Fault ? error.code : String(error);
      }
      return "taken";
    };
    assert.equal(refused("1999-02-29", "1999-03-01"), "date-invalid");
    assert.equal(refused("1999-03-01", "19990331"), "date-invalid");
    assert.equal(refused("1999-03-02", "1999-03-01"), "dates-reversed");
    assert.equal(refused("1999-03-01", "1999-03-01"), "taken");
  });
});
