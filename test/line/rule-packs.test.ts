import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { rulePacks } from "../../src/line/hours/rule-packs.ts";
import type { RulePack, Settings } from "../../src/line/settings.ts";
import { settings } from "./generated-facts.ts";
import { knownHolidays } from "./known-holidays.ts";
import { mayCall } from "./known-hours.ts";

/** An operation without hours and holidays of its own, whose first skill has the pack. */
function ruledBy(rulePack: RulePack): Settings {
  return {
    ...settings,
    holidays: { country: null, dates: [] },
    skills: settings.skills.map((skill) => (skill.id === 1 ? { ...skill, rulePack } : skill)),
  };
}

const called = { skill: 1, zones: null };
/** A moment by Bogotá's clock, which is never changed. */
const inBogota = (text: string) => Date.parse(`${text}:00-05:00`);
const holidays = Object.entries(knownHolidays).flatMap(([year, dates]) =>
  dates.map((date) => `${year}-${date}`),
);

/** The moments of a day at which it becomes allowed, or forbidden, to call. */
function changes(pack: RulePack, date: string): string[] {
  const given = ruledBy(pack);
  const times: string[] = [];
  let before = false;
  for (let minute = 0; minute < 1440; minute++) {
    const time = [Math.floor(minute / 60), minute % 60]
      .map((part) => String(part).padStart(2, "0"))
      .join(":");
    const allowed = mayCall(given, called, inBogota(`${date}T${time}`));
    if (allowed !== before) times.push(time);
    before = allowed;
  }
  return times;
}

describe("collections in Colombia (co-cobranza)", () => {
  it("call Monday to Friday from 7 to 19, Saturdays from 8 to 15, and never on Sundays", () => {
    assert.deepEqual(changes("co-cobranza", "2026-03-02"), ["07:00", "19:00"]);
    assert.deepEqual(changes("co-cobranza", "2026-03-06"), ["07:00", "19:00"]);
    assert.deepEqual(changes("co-cobranza", "2026-03-07"), ["08:00", "15:00"]);
    assert.deepEqual(changes("co-cobranza", "2026-03-08"), []);
  });

  it("call on no public holiday, though the operation names none", () => {
    const given = ruledBy("co-cobranza");
    fc.assert(
      fc.property(fc.constantFrom(...holidays), fc.nat(1439), (date, minute) => {
        assert.ok(!mayCall(given, called, inBogota(`${date}T00:00`) + minute * 60_000));
      }),
    );
  });

  it("call nobody again on the day on which they picked up", () => {
    assert.equal(rulePacks["co-cobranza"].answeredEndsDay, true);
    assert.equal(rulePacks["co-servicio"].answeredEndsDay, false);
    assert.equal(rulePacks.none.answeredEndsDay, false);
  });
});

describe("requested service in Colombia (co-servicio)", () => {
  it("calls from 7 to 21, on Sundays and public holidays from 8 to 20", () => {
    for (const date of ["2026-03-02", "2026-03-07"])
      assert.deepEqual(changes("co-servicio", date), ["07:00", "21:00"]);
    for (const date of ["2026-03-08", "2026-07-20", "2026-04-03"])
      assert.deepEqual(changes("co-servicio", date), ["08:00", "20:00"]);
  });
});

describe("no pack", () => {
  it("bounds nothing", () => {
    for (const date of ["2026-03-08", "2026-07-20", "2026-03-04"])
      assert.deepEqual(changes("none", date), ["00:00"]);
  });
});

describe("every pack of a law", () => {
  it("says in both languages that a lawyer must confirm it", () => {
    for (const [name, { says }] of Object.entries(rulePacks)) {
      if (name === "none") continue;
      assert.match(says.es, /Un abogado debe confirmar/);
      assert.match(says.en, /A lawyer must confirm/);
    }
  });

  it("holds for its own skill alone", () => {
    const sunday = inBogota("2026-03-08T10:00");
    assert.ok(!mayCall(ruledBy("co-cobranza"), called, sunday));
    assert.ok(mayCall(ruledBy("co-cobranza"), { skill: 2, zones: null }, sunday));
  });
});
