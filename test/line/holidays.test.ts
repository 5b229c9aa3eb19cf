import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { dateOfDay } from "../../src/line/hours/civil-date.ts";
import {
  colombianHolidays,
  easterSunday,
  isColombianHoliday,
  isHoliday,
} from "../../src/line/hours/holidays.ts";
import { knownHolidays } from "./known-holidays.ts";

const anyYear = fc.integer({ min: 1984, max: 2500 });

/** Easter Sunday as Knuth calculates it (The Art of Computer Programming, 1.3.2, exercise 14): the day in March. */
function easterInMarch(year: number): number {
  const golden = (year % 19) + 1;
  const century = Math.floor(year / 100) + 1;
  const leapYearsLeftOut = Math.floor((3 * century) / 4) - 12;
  const moonsOrbit = Math.floor((8 * century + 5) / 25) - 5;
  const sunday = Math.floor((5 * year) / 4) - leapYearsLeftOut - 10;
  let epact = (11 * golden + 20 + moonsOrbit - leapYearsLeftOut) % 30;
  if ((epact === 25 && golden > 11) || epact === 24) epact++;
  const fullMoon = 44 - epact < 21 ? 74 - epact : 44 - epact;
  return fullMoon + 7 - ((sunday + fullMoon) % 7);
}

function dayOfWeek(date: string): string {
  return new Date(`${date}T12:00:00Z`).toLocaleDateString("en", { weekday: "long", timeZone: "UTC" });
}

describe("Easter Sunday", () => {
  it("is the one that another way of calculating gives, in every year of five centuries", () => {
    for (let year = 1984; year <= 2500; year++) {
      const date = new Date(Date.UTC(year, 2, easterInMarch(year)));
      assert.equal(dateOfDay(easterSunday(year)), date.toISOString().slice(0, 10));
    }
  });

  it("is the one of the calendars, the earliest and the latest too", () => {
    for (const date of ["1984-04-22", "2000-04-23", "2008-03-23", "2011-04-24", "2038-04-25", "2285-03-22"])
      assert.equal(dateOfDay(easterSunday(Number(date.slice(0, 4)))), date);
  });
});

describe("Colombia's public holidays", () => {
  for (const [year, dates] of Object.entries(knownHolidays))
    it(`of ${year} are those of its calendar`, () => {
      assert.deepEqual(
        [...colombianHolidays(Number(year))].toSorted(),
        dates.map((date) => `${year}-${date}`),
      );
    });

  it("are eighteen, or fewer where some fall on one date, and are looked up by it", () => {
    fc.assert(
      fc.property(anyYear, (year) => {
        const dates = [...colombianHolidays(year)];
        assert.ok(dates.length <= 18 && dates.length >= 16, String(dates.length));
        for (const date of dates) assert.ok(date.startsWith(`${year}-`) && isColombianHoliday(date), date);
      }),
    );
    assert.equal(colombianHolidays(2011).size, 17, "Sacred Heart and Peter and Paul on 4 July");
  });

  it("are Mondays but for the six that keep their date and the two before Easter", () => {
    const keepTheirDate = ["01-01", "05-01", "07-20", "08-07", "12-08", "12-25"];
    fc.assert(
      fc.property(anyYear, (year) => {
        const easter = Date.UTC(year, 2, easterInMarch(year));
        const holyDays = [3, 2].map((days) =>
          new Date(easter - days * 86_400_000).toISOString().slice(0, 10),
        );
        const others = new Set(colombianHolidays(year));
        for (const date of [...keepTheirDate.map((date) => `${year}-${date}`), ...holyDays])
          others.delete(date);
        assert.ok(others.size >= 8);
        for (const date of others) assert.equal(dayOfWeek(date), "Monday", date);
        assert.deepEqual(holyDays.map(dayOfWeek), ["Thursday", "Friday"]);
        for (const date of holyDays) assert.ok(isColombianHoliday(date));
      }),
    );
  });

  it("fall on the Monday of their date or within six days after it", () => {
    const moved = ["01-06", "03-19", "06-29", "08-15", "10-12", "11-01", "11-11"];
    fc.assert(
      fc.property(anyYear, fc.constantFrom(...moved), (year, date) => {
        const from = Date.parse(`${year}-${date}T00:00:00Z`);
        const week = [0, 1, 2, 3, 4, 5, 6].map((days) =>
          new Date(from + days * 86_400_000).toISOString().slice(0, 10),
        );
        const monday = week.find((day) => dayOfWeek(day) === "Monday")!;
        assert.ok(isColombianHoliday(monday), monday);
      }),
    );
  });

  it("began with the law of 1983", () => {
    assert.equal(colombianHolidays(1983).size, 0);
    assert.ok(colombianHolidays(1984).has("1984-01-09"));
    for (const date of ["", "soon", "9999-12-25x", "-000001-01-01"])
      assert.equal(isColombianHoliday(date), false);
  });
});

describe("the holidays of an operation", () => {
  it("are those of its country, where it names one, and the days that it names", () => {
    const none = { country: null, dates: [] };
    const named = { country: null, dates: ["2026-12-24"] };
    const both = { country: "CO", dates: ["2026-12-24"] } as const;
    const says = (date: string) => [none, named, both].map((holidays) => isHoliday(holidays, date));
    assert.deepEqual(says("2026-12-24"), [false, true, true]);
    assert.deepEqual(says("2026-12-25"), [false, false, true]);
    assert.deepEqual(says("2026-12-26"), [false, false, false]);
  });
});
