import fc from "fast-check";
import type { Settings, SkillSettings, WeeklyHours } from "../../src/line/settings.ts";
import { defaultSettings, defaultSkill } from "../../src/operation/default-settings.ts";

const always: WeeklyHours = Array.from({ length: 7 }, () => ({ fromMinute: 0, toMinute: 1440 }));

/** Settings in which everything can happen: two skills that share agents, short waits already offered to everybody. */
export const settings: Settings = {
  ...defaultSettings("America/Bogota"),
  skills: [1, 2].map((id) => ({
    ...defaultSkill,
    id,
    name: `skill ${id}`,
    smartWait: "on",
    holdOut: false,
  })),
  callingHours: always,
};

/** A Monday, 10:00 in Bogota. */
export const monday = Date.parse("2026-03-02T15:00:00Z");

/** The usual in three of four. */
const mostly = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

/** Closes while the histories run, or is open without an end. */
const weekly = (toMinute: number): WeeklyHours => [
  ...Array.from({ length: 6 }, () => ({ fromMinute: 8 * 60, toMinute })),
  null,
];

const skillSettings = (id: number): fc.Arbitrary<SkillSettings> =>
  fc.record({
    id: fc.constant(id),
    name: fc.constant(`skill ${id}`),
    target: fc.constant(defaultSkill.target),
    smartWait: mostly<SkillSettings["smartWait"]>("on", "on", "auto", "auto", "shadow", "off"),
    auto: fc.constantFrom(defaultSkill.auto, { onAbove: 0.2, offBelow: 0.2, leastOnMs: 0 }),
    offerAfterMs: mostly(defaultSkill.offerAfterMs, 1_200_000),
    offerAgain: fc.boolean(),
    holdOut: fc.boolean(),
    serviceLevelUp: fc.constantFrom("promise", "strict", "live"),
    registersNew: mostly(true, true, true, true, false),
    servesPending: mostly(true, true, true, false),
    discipline: mostly<SkillSettings["discipline"]>(
      { kind: "place" },
      { kind: "window", widthMs: 600_000, reserveAgents: 0 },
      { kind: "window", widthMs: 60_000, reserveAgents: 1 },
      { kind: "flexible" },
    ),
    judgement: fc.constantFrom("plain", "learned"),
    promiseKeptBy: fc.constantFrom(0.9, 0.5, 0.99),
    dialling: fc.record({ kappa: fc.constantFrom(null, 0.05, 0.5, 0.9), reserve: fc.boolean() }),
    openingHours: mostly<WeeklyHours | null>(null, null, weekly(620), weekly(660), weekly(720), weekly(1080)),
    atClosing: fc.constantFrom("next-opening", "next-opening", "end"),
    rulePack: mostly<SkillSettings["rulePack"]>("none", "co-servicio", "co-cobranza"),
    limits: fc.record({
      pending: mostly<number | null>(null, 2, 5),
      alive: mostly<number | null>(null, 1, 2),
      longestPromiseMs: mostly<number | null>(null, 360_000),
    }),
    queueOffers: fc.record({
      byKey: mostly(true, false),
      afterMs: mostly<number | null>(60_000, null, 20_000),
      leastAhead: fc.constantFrom(0, 0, 1, 2),
    }),
    dialogue: fc.record({
      confirmNumber: fc.boolean(),
      otherNumber: mostly(true, false),
      recordName: fc.boolean(),
      laterMs: fc.constantFrom([], [600_000, 1_800_000], [3_600_000]),
    }),
  });

/** Settings that differ in everything that the core reads. */
export const anySettings: fc.Arbitrary<Settings> = fc
  .record({
    skills: fc.tuple(skillSettings(1), skillSettings(2)),
    max: mostly(3, 1, 2),
    maxOf: mostly(settings.attempts.maxOf, { busy: 1, "no-answer": 2, machine: 1, failed: 2 }),
    callingHours: mostly(always, always, weekly(700), weekly(900)),
    holidays: mostly<Settings["holidays"]>(settings.holidays, { country: "CO", dates: ["2026-03-03"] }),
    limits: fc.record({
      perNumberPerDay: mostly(3, 1, 2),
      perOtherNumberPerDay: mostly(1, 0, 3),
      perDayByAnonymous: mostly(20, 1),
      perDay: mostly<number | "usual" | null>(null, "usual", 3, 10),
      alive: mostly<number | null>(null, 1, 2),
      diallingsPerNumber: fc.constant(10),
    }),
    callbackExpiresAfterMs: mostly(settings.callbackExpiresAfterMs, 3_600_000, 600_000),
  })
  .map(({ max, maxOf, ...drawn }) => ({
    ...settings,
    ...drawn,
    attempts: { ...settings.attempts, max, maxOf },
  }));
