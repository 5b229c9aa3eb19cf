import type { Settings, SkillSettings } from "../line/settings.ts";

/** What holds for a skill of which nothing else is said. */
export const defaultSkill: Omit<SkillSettings, "id" | "name" | "smartWait"> = {
  target: { share: 0.8, withinMs: 20_000 },
  offerAfterMs: 30_000,
  registersNew: true,
  servesPending: true,
  discipline: { kind: "place" },
  openingHours: null,
  atClosing: "next-opening",
  rulePack: "none",
  limits: { pending: null, alive: null, longestPromiseMs: null },
  queueOffers: { byKey: false, afterMs: null, leastAhead: 3 },
  dialogue: { confirmNumber: true, otherNumber: false, recordName: false, laterMs: [] },
};

/**
 * The settings of an operation that says nothing else; no skills. Documented in `docs/configuration.md`.
 */
export function defaultSettings(timeZone: string): Settings {
  const daily = { fromMinute: 7 * 60, toMinute: 21 * 60 };
  return {
    version: 1,
    timeZone,
    country: "CO",
    countries: ["CO"],
    sharedNumbers: [],
    skills: [],
    attempts: {
      max: 3,
      ringForMs: 25_000,
      gapMs: { busy: 120_000, "no-answer": 300_000, machine: 900_000, failed: 60_000 },
      maxOf: { busy: 3, "no-answer": 3, machine: 2, failed: 3 },
      keepPlaceWithinMs: 120_000,
    },
    callingHours: [daily, daily, daily, daily, daily, daily, daily],
    holidays: { country: null, dates: [] },
    limits: {
      perNumberPerDay: 3,
      perOtherNumberPerDay: 1,
      perDay: null,
      alive: null,
      diallingsPerNumber: 10,
    },
    callbackExpiresAfterMs: 24 * 3_600_000,
  };
}
