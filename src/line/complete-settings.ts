import type { AttemptSettings, Settings, SkillSettings } from "./settings.ts";

/**
 * What a skill does of which its settings, written by an older Espera, do not speak. Never to be changed: the state
 * that an old journal gives follows from it.
 */
export const unsaidOfSkill = {
  auto: { onAbove: 0.5, offBelow: 0.35, leastOnMs: null },
  judgement: "plain",
  promiseKeptBy: 0.9,
  offerAgain: false,
  holdOut: false,
  serviceLevelUp: "promise",
  registersNew: true,
  servesPending: true,
  discipline: { kind: "place" },
  dialling: { kappa: 0.5, reserve: true },
  openingHours: null,
  atClosing: "next-opening",
  rulePack: "none",
  limits: { pending: null, alive: null, longestPromiseMs: null },
  queueOffers: { byKey: false, afterMs: null, leastAhead: 3 },
  dialogue: { confirmNumber: true, otherNumber: false, recordName: false, laterMs: [] },
} as const satisfies Partial<SkillSettings>;

/** The same of attempts. */
export const unsaidOfAttempts = {
  maxOf: { busy: 3, "no-answer": 3, machine: 2, failed: 3 },
} as const satisfies Partial<AttemptSettings>;

/** The same of the operation. */
export const unsaidOfOperation = {
  sharedNumbers: [],
  ownNumbers: [],
  classes: [],
  holidays: { country: null, dates: [] },
  limits: {
    perNumberPerDay: 3,
    perOtherNumberPerDay: 1,
    perDayByAnonymous: 20,
    perDay: null,
    alive: null,
    diallingsPerNumber: 10,
  },
  retention: { namesMs: 24 * 3_600_000, forgetNumbersAfterDays: 90 },
} as const satisfies Partial<Settings>;

/**
 * Settings as they are understood now: those of an older journal, in which members are missing that came later, with
 * these; all others as they are.
 */
export function completeSettings(settings: Settings): Settings {
  const unsaid: Partial<Settings> = { ...unsaidOfOperation, countries: [settings.country] };
  return {
    ...unsaid,
    ...settings,
    skills: settings.skills.map((skill) => ({ ...unsaidOfSkill, ...skill })),
    attempts: { ...unsaidOfAttempts, ...settings.attempts },
  };
}
