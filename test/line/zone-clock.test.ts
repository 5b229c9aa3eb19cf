import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { dateOfDay, dayOf, weekdayOf } from "../../src/line/hours/civil-date.ts";
import { dayAt, isZoneClock, offsetAt, startOfDay, whenShown } from "../../src/line/hours/zone-clock.ts";
import { readZoneClock } from "../../src/time/zone-clock.ts";

const DAY_MS = 86_400_000;
const zones = [
  "Pacific/Apia Pacific/Kiritimati Pacific/Chatham Australia/Lord_Howe Asia/Kathmandu Asia/Tehran".split(" "),
  "Africa/Casablanca Africa/Cairo Europe/Madrid Europe/Dublin America/Bogota America/St_Johns UTC".split(" "),
  "America/Santiago America/Havana America/Caracas America/Sao_Paulo Antarctica/Troll Asia/Gaza".split(" "),
].flat();

const year = (timeZone: string, at: number) => readZoneClock(timeZone, at - 30 * DAY_MS, at + 30 * DAY_MS)!;
const moment = fc.integer({ min: Date.parse("1990-01-01"), max: Date.parse("2037-01-01") });
/** A zone and a moment in it, within two days of a change of its clocks most of the time. */
const anywhere = fc
  .tuple(fc.constantFrom(...zones), moment, fc.nat(3), fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS }))
  .map(([timeZone, at, near, off]) => {
    const next = near > 0 ? zoned(timeZone, at).getTimeZoneTransition("next") : null;
    return [timeZone, (next?.epochMilliseconds ?? at) + off] as const;
  });
const zoned = (timeZone: string, at: number) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);

describe("the clock of a zone", () => {
  it("shows the date and the offset that the calendar has", () => {
    fc.assert(
      fc.property(anywhere, ([timeZone, at]) => {
        const clock = year(timeZone, at);
        const there = zoned(timeZone, at);
        assert.equal(offsetAt(clock, at), there.offsetNanoseconds / 1e6);
        assert.equal(dateOfDay(dayAt(clock, at)), there.toPlainDate().toString());
        assert.equal(weekdayOf(dayAt(clock, at)) + 1, there.dayOfWeek);
      }),
      { numRuns: 2000 },
    );
  });

  it("begins a day and shows each of its minutes when the calendar says, where clocks change too", () => {
    fc.assert(
      fc.property(anywhere, fc.integer({ min: 1, max: 1439 }), ([timeZone, at], minute) => {
        const clock = year(timeZone, at);
        const day = dayAt(clock, at);
        const date = Temporal.PlainDate.from(dateOfDay(day));
        for (const next of [0, 1])
          assert.equal(
            startOfDay(clock, day + next),
            date.add({ days: next }).toZonedDateTime(timeZone).epochMilliseconds,
          );
        const local = date.toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 });
        for (const [which, disambiguation] of [
          ["first", "earlier"],
          ["last", "later"],
        ] as const)
          assert.equal(
            whenShown(clock, day, minute, which),
            local.toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds,
          );
      }),
      { numRuns: 3000 },
    );
  });

  it("leaves a day out where the date line was moved", () => {
    const clock = year("Pacific/Apia", Date.parse("2011-12-30T12:00Z"));
    const [left, after] = [dayOf(2011, 12, 30), dayOf(2011, 12, 31)];
    assert.equal(startOfDay(clock, left), Date.parse("2011-12-30T10:00Z"));
    assert.equal(startOfDay(clock, after), startOfDay(clock, left));
  });

  it("is read up to where it is asked for, and is that of UTC where it was not read", () => {
    const from = Date.parse("2026-01-15T00:00Z");
    const clock = readZoneClock("Europe/Madrid", from, Date.parse("2026-10-01T00:00Z"))!;
    assert.deepEqual(clock, {
      zone: "Europe/Madrid",
      offsets: [
        [from, 3_600_000],
        [Date.parse("2026-03-29T01:00Z"), 7_200_000],
      ],
      until: Date.parse("2026-10-01T00:00Z"),
    });
    assert.deepEqual(
      [from - 1, from, clock.until - 1, clock.until].map((at) => offsetAt(clock, at)),
      [0, 3_600_000, 7_200_000, 0],
    );
  });

  it("is none of a zone that does not exist, or at a time that is none", () => {
    for (const name of ["America/Macondo", "", "__proto__"]) assert.equal(readZoneClock(name, 0, 1), null);
    for (const at of [Number.NaN, Infinity, 1e300]) assert.equal(readZoneClock("UTC", at, at + 1), null);
  });

  it("is believed only in order and near UTC", () => {
    const clock = { zone: "UTC", offsets: [[0, 0] as const, [5, 3_600_000] as const], until: 9 };
    assert.ok(isZoneClock(clock));
    for (const wrong of [
      { zone: "" },
      { offsets: [] },
      { until: 5 },
      { until: Number.NaN },
      { until: Infinity },
      { offsets: [[5, 0] as const, [5, 0] as const] },
      { offsets: [[Number.NaN, 0] as const] },
      { offsets: [[0, DAY_MS + 1] as const] },
      { offsets: [[0, 0.5] as const] },
    ])
      assert.ok(!isZoneClock({ ...clock, ...wrong }), JSON.stringify(wrong));
  });
});

describe("a date counted in days", () => {
  it("is the calendar's, however far away", () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), (day) => {
        const date = new Temporal.PlainDate(1970, 1, 1).add({ days: day });
        assert.equal(dateOfDay(day), date.toString());
        assert.equal(dayOf(date.year, date.month, date.day), day);
        assert.equal(weekdayOf(day) + 1, date.dayOfWeek);
      }),
      { numRuns: 2000 },
    );
  });
});
