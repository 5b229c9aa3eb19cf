import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type Locality, localDate, nextMidnight } from "../../src/line/hours/local-date.ts";
import { localInterval } from "../../src/line/outlook/local-interval.ts";
import { settings } from "./generated-settings.ts";
import { knownClock, localityOf } from "./known-hours.ts";

const HOUR_MS = 3_600_000;
/** Clocks change at midnight, at another hour, by half an hour, or not at all; some skipped a whole day. */
const zones = [
  ..."America/Santiago America/Havana America/Bogota America/Sao_Paulo America/Asuncion America/Nuuk".split(
    " ",
  ),
  ..."Africa/Cairo Asia/Beirut Asia/Tehran Asia/Kathmandu Atlantic/Azores Australia/Lord_Howe".split(" "),
  ..."Europe/Madrid Pacific/Apia Pacific/Chatham Africa/Casablanca UTC".split(" "),
];
const zone = fc.constantFrom(...zones);
const localities = new Map(zones.map((timeZone) => [timeZone, localityOf({ ...settings, timeZone })]));
const within = (timeZone: string): Locality => localities.get(timeZone)!;
const moment = fc.integer({ min: Date.parse("2011-12-01T00:00Z"), max: Date.parse("2035-01-01T00:00Z") });
/** Around a change of the clocks half of the time. */
const momentIn = (timeZone: string) =>
  fc
    .tuple(moment, fc.boolean(), fc.integer({ min: -36 * HOUR_MS, max: 36 * HOUR_MS }))
    .map(([at, near, off]) => {
      const change = near
        ? Temporal.Instant.fromEpochMilliseconds(at)
            .toZonedDateTimeISO(timeZone)
            .getTimeZoneTransition("next")
        : null;
      return (change?.epochMilliseconds ?? at) + off;
    });

const zoned = (timeZone: string, at: number) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);

describe("the local day", () => {
  it("is the calendar's, whatever was asked before, in any zone at any time", () => {
    fc.assert(
      fc.property(
        zone.chain((timeZone) =>
          fc.tuple(fc.constant(timeZone), fc.array(momentIn(timeZone), { minLength: 1 })),
        ),
        fc.array(fc.integer({ min: -30 * HOUR_MS, max: 30 * HOUR_MS }), { minLength: 1, maxLength: 5 }),
        ([timeZone, moments], offs) => {
          for (const at of moments.flatMap((one) => [one, ...offs.map((off) => one + off)]))
            assert.equal(localDate(within(timeZone), at), zoned(timeZone, at).toPlainDate().toString());
        },
      ),
      { numRuns: 500 },
    );
  });

  it("ends with the last moment before another one", () => {
    fc.assert(
      fc.property(
        zone.chain((timeZone) => fc.tuple(fc.constant(timeZone), momentIn(timeZone))),
        ([timeZone, at]) => {
          const date = (moment: number) => zoned(timeZone, moment).toPlainDate().toString();
          const midnight = nextMidnight(within(timeZone), at);
          assert.ok(midnight > at);
          assert.deepEqual([date(midnight - 1), date(midnight) > date(at)], [date(at), true]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("begins at one where clocks go forward at midnight, and the one after it at midnight", () => {
    for (const [timeZone, day] of [
      ["America/Santiago", "2026-09-06"],
      ["America/Havana", "2026-03-08"],
      ["Africa/Cairo", "2026-04-24"],
    ] as const) {
      const noon = Temporal.PlainDateTime.from(`${day}T12:00`).toZonedDateTime(timeZone);
      const next = Temporal.Instant.fromEpochMilliseconds(
        nextMidnight(within(timeZone), noon.epochMilliseconds),
      );
      assert.equal(next.toZonedDateTimeISO(timeZone).toPlainTime().toString(), "00:00:00");
    }
  });

  it("is that of UTC where the clock is not known", () => {
    const unknown: Locality = { settings: { ...settings, timeZone: "America/Macondo" }, clocks: new Map() };
    const at = Date.parse("2026-03-02T23:59:59.999Z");
    assert.deepEqual([localDate(unknown, at), localDate(unknown, at + 1)], ["2026-03-02", "2026-03-03"]);
    assert.equal(nextMidnight(unknown, at), at + 1);
  });
});

describe("the half hour of a local day", () => {
  it("begins and ends where the wall clock shows it, and has its weekday", () => {
    fc.assert(
      fc.property(
        zone.chain((timeZone) => fc.tuple(fc.constant(timeZone), momentIn(timeZone))),
        ([timeZone, at]) => {
          const { start, end, index, weekday } = localInterval(knownClock(timeZone)!, at);
          assert.ok(start <= at && at < end && end - start === HOUR_MS / 2);
          const quarter = zoned(timeZone, Math.floor(at / 900_000) * 900_000);
          assert.equal(index, Math.floor((quarter.hour * 60 + quarter.minute) / 30));
          assert.equal(weekday, quarter.dayOfWeek % 7);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
