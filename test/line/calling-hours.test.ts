import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Called } from "../../src/line/hours/calling-hours.ts";
import type { DayHours, RulePack, Settings, WeeklyHours } from "../../src/line/settings.ts";
import { zonesOfCountry } from "../../src/time/zones-of-country.ts";
import { settings } from "./generated-facts.ts";
import { knownHolidays } from "./known-holidays.ts";
import { closingTime, isOpen, mayCall, mayDial, nextDialTime } from "./known-hours.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** Zones of countries as an atlas has them. */
const zonesOf: Readonly<Record<string, readonly string[]>> = {
  ES: ["Europe/Madrid", "Atlantic/Canary", "Africa/Ceuta"],
  EC: ["America/Guayaquil", "Pacific/Galapagos"],
  PT: ["Europe/Lisbon", "Atlantic/Madeira", "Atlantic/Azores"],
  JP: ["Asia/Tokyo"],
};

const publicHolidays = new Set(
  Object.entries(knownHolidays).flatMap(([year, dates]) => dates.map((date) => `${year}-${date}`)),
);

const hours = fc.option(
  fc
    .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
    .map(([one, other]) => ({ fromMinute: Math.min(one, other), toMinute: Math.max(one, other) }))
    .filter(({ fromMinute, toMinute }) => fromMinute < toMinute),
  { nil: null },
);
const longHours = fc.constantFrom<DayHours>(
  { fromMinute: 0, toMinute: 1440 },
  { fromMinute: 420, toMinute: 1260 },
  { fromMinute: 0, toMinute: 1200 },
  { fromMinute: 300, toMinute: 1440 },
);
/** Mostly such as people write, so that what is in common of several is seldom nothing. */
const week: fc.Arbitrary<WeeklyHours> = fc.array(
  fc.oneof({ arbitrary: longHours, weight: 4 }, { arbitrary: hours, weight: 1 }),
  { minLength: 7, maxLength: 7 },
);

interface Case {
  readonly given: Settings;
  readonly called: Called;
}

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    timeZone: fc.constantFrom("America/Bogota", "Europe/Madrid", "America/Santiago", "America/Havana"),
    callingHours: week,
    openingHours: fc.option(week, { nil: null }),
    rulePack: fc.constantFrom<RulePack>("none", "none", "co-servicio", "co-cobranza"),
    zones: fc.constantFrom(null, null, ...Object.values(zonesOf)),
    holidays: fc.constantFrom<Settings["holidays"]>(
      { country: null, dates: [] },
      { country: "CO", dates: [] },
      { country: null, dates: ["2026-03-29", "2026-09-07"] },
    ),
    ringForMs: fc.integer({ min: 5, max: 120 }).map((seconds) => seconds * 1000),
  })
  .map(({ openingHours, rulePack, zones, ringForMs, ...rest }) => ({
    given: {
      ...settings,
      ...rest,
      skills: settings.skills.map((skill) => (skill.id === 1 ? { ...skill, openingHours, rulePack } : skill)),
      attempts: { ...settings.attempts, ringForMs },
    },
    called: { skill: 1, zones },
  }));

/** A year with its changes of clocks, to the minute. */
const anyTime = fc
  .integer({ min: Date.parse("2026-01-01") / MINUTE_MS, max: Date.parse("2026-12-24") / MINUTE_MS })
  .map((minute) => minute * MINUTE_MS);

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a wall clock with a calendar shows. */
function wallClock(timeZone: string, at: number): { date: string; weekday: number; minute: number } {
  let format = formats.get(timeZone);
  if (!format) {
    const twoDigits = { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;
    format = new Intl.DateTimeFormat("sv", { timeZone, year: "numeric", ...twoDigits });
    formats.set(timeZone, format);
  }
  const [date = "", time = ""] = format.format(at).split(" ");
  const [hour, minute] = time.split(":").map(Number) as [number, number];
  return { date, weekday: (new Date(date).getUTCDay() + 6) % 7, minute: hour * 60 + minute };
}

function holds(day: DayHours | null | undefined, minute: number): boolean {
  return day != null && minute >= day.fromMinute && minute < day.toMinute;
}

/** What a pack says, as it stands in the documentation. */
function packAllows(pack: RulePack, { date, weekday, minute }: ReturnType<typeof wallClock>): boolean {
  const free = weekday === 6 || publicHolidays.has(date);
  if (pack === "none") return true;
  if (pack === "co-servicio") return free ? minute >= 480 && minute < 1200 : minute >= 420 && minute < 1260;
  return !free && (weekday === 5 ? minute >= 480 && minute < 900 : minute >= 420 && minute < 1140);
}

/** The same question answered by wall clocks, in every zone that counts. */
function wallClocksSay({ given, called }: Case, at: number): boolean {
  const skill = given.skills.find(({ id }) => id === called.skill)!;
  const lawful = (timeZone: string) => {
    const clock = wallClock(timeZone, at);
    return holds(given.callingHours[clock.weekday], clock.minute) && packAllows(skill.rulePack, clock);
  };
  const here = wallClock(given.timeZone, at);
  const holiday =
    given.holidays.dates.includes(here.date) ||
    (given.holidays.country === "CO" && publicHolidays.has(here.date));
  const opening = skill.openingHours;
  return (
    !holiday &&
    (opening === null || holds(opening[here.weekday], here.minute)) &&
    [given.timeZone, ...(called.zones ?? [])].every(lawful)
  );
}

/** Days without a change of clocks, on which every minute happens once, wherever it counts. */
function isPlainDay({ given, called }: Case, at: number): boolean {
  const zones = [given.timeZone, ...(called.zones ?? [])];
  return zones.every(
    (zone) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).hoursInDay === 24,
  );
}

const instant = (text: string) => Date.parse(text);
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
const daily = (fromMinute: number, toMinute: number): WeeklyHours =>
  Array.from({ length: 7 }, () => ({ fromMinute, toMinute }));
const here = { skill: 1, zones: null };

describe("the hours in which a person may be called", () => {
  it("are those of the wall clocks in the operation's zone and in all that the number may be in", () => {
    fc.assert(
      fc.property(anyCase, anyTime, (one, at) => {
        fc.pre(isPlainDay(one, at));
        assert.equal(mayCall(one.given, one.called, at), wallClocksSay(one, at));
      }),
      { numRuns: 1500 },
    );
  });

  it("are never more than that, also where clocks are set back or forward", () => {
    const changes = ["2026-03-08", "2026-03-29", "2026-04-05", "2026-09-06", "2026-10-25", "2026-11-01"];
    const nearAChange = fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -1440, max: 2880 }))
      .map(([date, minutes]) => instant(`${date}T00:00:00Z`) + minutes * MINUTE_MS);
    fc.assert(
      fc.property(anyCase, nearAChange, (one, at) => {
        if (mayCall(one.given, one.called, at)) assert.ok(wallClocksSay(one, at));
      }),
      { numRuns: 1000 },
    );
  });

  it("do not depend on what was asked before", () => {
    const times = fc.array(fc.tuple(anyTime, fc.constantFrom(null, zonesOf["ES"]!, zonesOf["EC"]!)), {
      minLength: 1,
      maxLength: 10,
    });
    fc.assert(
      fc.property(anyCase, times, ({ given }, asked) => {
        for (const [at, zones] of asked) {
          const called = { skill: 1, zones };
          for (const question of [mayCall, mayDial, nextDialTime, closingTime])
            assert.equal(question(given, called, at), question({ ...given }, called, at));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("are none where the country of a number, or its zones, are not known", () => {
    const unknown = ["XX", "ZZ", "", "q", "es", "001", "España"].map(zonesOfCountry);
    for (const zones of [...unknown, [], ["America/Macondo"], ["America/Bogota", ""]]) {
      const called = { skill: 1, zones };
      const at = instant("2026-03-04T15:00:00Z");
      assert.equal(mayCall(settings, called, at), false);
      assert.equal(nextDialTime(settings, called, at), null);
    }
  });

  it("of a number of which the country alone is known are those of all its zones", () => {
    for (const [country, zones] of Object.entries(zonesOf))
      assert.deepEqual([...zonesOfCountry(country)].sort(), [...zones].sort());
  });

  it("of a skill that no setting names are the operation's", () => {
    const given = { ...settings, callingHours: daily(420, 1260) };
    assert.ok(mayCall(given, { skill: 99, zones: null }, instant("2026-03-04T12:00:00Z")));
    assert.ok(!mayCall(given, { skill: 99, zones: null }, instant("2026-03-04T11:59:00Z")));
  });

  it("of a country as wide as the United States are those of its last zone and its first", () => {
    const given = { ...settings, callingHours: daily(420, 1260) };
    const called = { skill: 1, zones: zonesOfCountry("US") };
    const opens = nextDialTime(given, called, instant("2026-07-01T06:00:00Z"))!;
    assert.equal(iso(opens), "2026-07-01T17:00:00.000Z", "7:00 in Honolulu");
    assert.equal(iso(closingTime(given, called, opens)), "2026-07-02T01:00:00.000Z", "21:00 in New York");
  });
});

describe("a day on which clocks are changed", () => {
  const madrid = (callingHours: WeeklyHours): Settings => ({
    ...settings,
    timeZone: "Europe/Madrid",
    callingHours,
  });
  const sundays = (fromMinute: number, toMinute: number) =>
    madrid([null, null, null, null, null, null, { fromMinute, toMinute }]);

  for (const [date, hoursLong] of [
    ["2026-03-29", 23],
    ["2026-10-25", 25],
  ] as const)
    it(`is open for ${hoursLong} hours where it is open all day`, () => {
      const given = sundays(0, 1440);
      const opens = nextDialTime(given, here, instant(`${date}T00:00:00Z`) - DAY_MS)!;
      const closes = closingTime(given, here, opens)!;
      assert.equal(closes - opens, hoursLong * 60 * MINUTE_MS);
    });

  it("has no hours that lie in the hour left out, and calls only once in one that is repeated", () => {
    const skipped = sundays(135, 165);
    for (let minute = 0; minute < 1500; minute++)
      assert.ok(!mayCall(skipped, here, instant("2026-03-28T23:00:00Z") + minute * MINUTE_MS));
    const untilHalfPastTwo = sundays(60, 150);
    assert.equal(
      iso(closingTime(untilHalfPastTwo, here, instant("2026-10-25T00:00:00Z"))),
      "2026-10-25T00:30:00.000Z",
      "the first half past two",
    );
    const fromHalfPastTwo = sundays(150, 600);
    assert.equal(
      iso(nextDialTime(fromHalfPastTwo, here, instant("2026-10-25T00:00:00Z"))),
      "2026-10-25T01:30:00.000Z",
      "the second half past two",
    );
  });

  it("may begin at one o'clock, or twice", () => {
    const santiago = { ...settings, timeZone: "America/Santiago", callingHours: daily(0, 60) };
    assert.equal(
      nextDialTime(santiago, here, instant("2026-09-06T03:00:00Z")),
      instant("2026-09-07T03:00:00Z"),
    );
    const havana = { ...settings, timeZone: "America/Havana", callingHours: daily(0, 30) };
    const first = instant("2026-11-01T04:00:00Z");
    assert.equal(closingTime(havana, here, first), first + 30 * MINUTE_MS);
    assert.equal(nextDialTime(havana, here, first + 60 * MINUTE_MS), instant("2026-11-02T05:00:00Z"));
  });
});

describe("a phone that is dialled", () => {
  it("may ring to its end", () => {
    const nearMinutes = fc
      .tuple(anyTime, fc.integer({ min: -130_000, max: 1000 }))
      .map(([at, shift]) => at + shift);
    fc.assert(
      fc.property(anyCase, nearMinutes, ({ given, called }, at) => {
        const { ringForMs } = given.attempts;
        let allOpen = mayCall(given, called, at + ringForMs);
        for (let later = at; later < at + ringForMs; later += 1000) allOpen &&= mayCall(given, called, later);
        assert.equal(mayDial(given, called, at), allOpen);
      }),
      { numRuns: 400 },
    );
  });

  it("does not begin to ring right before the hours end, and rings on over midnight", () => {
    const given = { ...settings, callingHours: daily(420, 1260) };
    const closes = instant("2026-03-05T02:00:00Z");
    assert.ok(mayDial(given, here, closes - 25_001));
    assert.ok(!mayDial(given, here, closes - 25_000));
    assert.equal(nextDialTime(given, here, closes - 25_000), instant("2026-03-05T12:00:00Z"));
    assert.ok(mayDial({ ...given, callingHours: daily(0, 1440) }, here, instant("2026-03-05T05:00:00Z") - 1));
  });

  it("may begin to ring at the time that is named as the next, and not before", () => {
    fc.assert(
      fc.property(anyCase, anyTime, ({ given, called }, at) => {
        const next = nextDialTime(given, called, at);
        const until = next ?? at + 60 * DAY_MS;
        const step = next === null ? 61 * MINUTE_MS : 7 * MINUTE_MS;
        if (next !== null) {
          assert.ok(next >= at && mayDial(given, called, next));
          assert.ok(next === at || !mayDial(given, called, next - 1));
        }
        for (let time = at; time < Math.min(until, at + 60 * DAY_MS); time += step)
          assert.ok(!mayDial(given, called, time), iso(time)!);
      }),
      { numRuns: 150 },
    );
  });
});

describe("the closing time", () => {
  it("ends the stretch in which a person may be called, and there is one whenever they may", () => {
    fc.assert(
      fc.property(anyCase, anyTime, ({ given, called }, at) => {
        const closes = closingTime(given, called, at);
        assert.equal(closes !== null, mayCall(given, called, at));
        if (closes === null) return;
        assert.ok(closes > at && mayCall(given, called, closes - 1));
        assert.ok(!mayCall(given, called, closes) || closes === at + 8 * DAY_MS);
        for (let time = at; time < closes; time += 13 * MINUTE_MS)
          assert.ok(mayCall(given, called, time), iso(time)!);
      }),
      { numRuns: 150 },
    );
  });

  it("may be days away", () => {
    const allDay = { fromMinute: 0, toMinute: 1440 };
    const given: Settings = {
      ...settings,
      callingHours: [null, allDay, allDay, allDay, { fromMinute: 0, toMinute: 1080 }, null, null],
    };
    const tuesday = instant("2026-03-03T05:00:00Z");
    assert.equal(nextDialTime(given, here, tuesday - DAY_MS), tuesday);
    assert.equal(iso(closingTime(given, here, tuesday)), "2026-03-06T23:00:00.000Z");
  });
});

describe("a skill", () => {
  it("is open in its opening hours but on holidays, whenever a person may be called", () => {
    fc.assert(
      fc.property(anyCase, anyTime, ({ given }, at) => {
        fc.pre(isPlainDay({ given, called: here }, at));
        const everyHour: Settings = {
          ...given,
          callingHours: daily(0, 1440),
          skills: given.skills.map((skill) => ({ ...skill, rulePack: "none" })),
        };
        assert.equal(isOpen(given, 1, at), wallClocksSay({ given: everyHour, called: here }, at));
      }),
      { numRuns: 300 },
    );
  });

  it("of which nothing is known is open at any time", () => {
    assert.ok(isOpen(settings, 99, instant("2026-03-04T08:00:00Z")));
  });
});

describe("times beyond all calendars", () => {
  it("are no times at which anybody is called", () => {
    for (const at of [Number.NaN, Infinity, -Infinity, 8.64e15, -8.64e15, Number.MAX_VALUE, 1e300]) {
      assert.equal(mayCall(settings, here, at), false);
      assert.equal(mayDial(settings, here, at), false);
      assert.equal(nextDialTime(settings, here, at), null);
      assert.equal(closingTime(settings, here, at), null);
      assert.equal(isOpen(settings, 1, at), false);
    }
  });
});
