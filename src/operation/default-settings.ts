import { unsaidOfAttempts, unsaidOfOperation, unsaidOfSkill } from "../line/complete-settings.ts";
import type { Settings, SkillSettings } from "../line/settings.ts";

/** What holds for a skill unless its settings say otherwise. */
export const defaultSkill: Omit<SkillSettings, "id" | "name" | "smartWait"> = {
  target: { share: 0.8, withinMs: 20_000 },
  offerAfterMs: 30_000,
  ...unsaidOfSkill,
  judgement: "learned",
  holdOut: true,
  dialling: { ...unsaidOfSkill.dialling, kappa: null },
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
    skills: [],
    attempts: {
      max: 3,
      ringForMs: 25_000,
      gapMs: { busy: 120_000, "no-answer": 300_000, machine: 900_000, failed: 60_000 },
      keepPlaceWithinMs: 120_000,
      ...unsaidOfAttempts,
    },
    callingHours: [daily, daily, daily, daily, daily, daily, daily],
    callbackExpiresAfterMs: 24 * 3_600_000,
    ...unsaidOfOperation,
  };
}
