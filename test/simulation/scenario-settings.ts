import type { DayHours, Settings, SkillSettings, WeeklyHours } from "../../src/line/settings.ts";
import { defaultSettings, defaultSkill } from "../../src/operation/default-settings.ts";
import { chance, pick, uniform } from "../../src/queueing/laws/distributions.ts";
import type { Random } from "../../src/queueing/random.ts";
import { type Frame, timeZone, whole } from "./frame.ts";

const MINUTE_MS = 60_000;
const wholeDay: DayHours = { fromMinute: 0, toMinute: 1440 };

/** The settings that a story begins with; `numbers` are those of callers who may phone. */
export function settingsOf(random: Random, frame: Frame, numbers: readonly string[]): Settings {
  const usual = defaultSettings(timeZone);
  const busy = whole(random, 20_000, 150_000);
  return {
    ...usual,
    countries: chance(random, 0.25) ? ["CO", "ES", "EC"] : ["CO"],
    sharedNumbers: chance(random, 0.3) ? numbers.slice(0, 2) : [],
    skills: Array.from({ length: frame.skillCount }, (_, index) => skillOf(random, frame, index + 1)),
    attempts: {
      max: whole(random, 1, 3),
      ringForMs: whole(random, 15_000, 25_000),
      gapMs: {
        busy,
        "no-answer": whole(random, 30_000, 300_000),
        machine: whole(random, 60_000, 600_000),
        failed: whole(random, 20_000, 60_000),
      },
      maxOf: {
        busy: whole(random, 1, 3),
        "no-answer": whole(random, 1, 3),
        machine: whole(random, 1, 3),
        failed: whole(random, 1, 3),
      },
      keepPlaceWithinMs: whole(random, 0, 150_000),
    },
    callingHours: Array<DayHours>(7).fill(callingHoursOf(random, frame)),
    holidays: {
      country: chance(random, 0.5) ? "CO" : null,
      dates: chance(random, 0.15) ? ["2026-11-18"] : [],
    },
    limits: {
      ...usual.limits,
      perNumberPerDay: whole(random, 1, 5),
      perOtherNumberPerDay: whole(random, 1, 2),
      perDayByAnonymous: 20,
      perDay: chance(random, 0.15) ? whole(random, 3, 15) : null,
      alive: chance(random, 0.2) ? whole(random, 1, 3) : null,
      diallingsPerNumber: chance(random, 0.4) ? whole(random, 1, 4) : 10,
    },
    callbackExpiresAfterMs: whole(random, 20, 60) * MINUTE_MS,
  };
}

function skillOf(random: Random, frame: Frame, id: number): SkillSettings {
  const sometimes = (probability: number, from: number, to: number) =>
    chance(random, probability) ? whole(random, from, to) : null;
  return {
    ...defaultSkill,
    id,
    name: `skill ${id}`,
    smartWait: pick(random, { on: 90, shadow: 5, off: 5 }),
    offerAfterMs: whole(random, 0, 20_000),
    discipline: chance(random, 0.7)
      ? { kind: "place" }
      : { kind: "window", widthMs: whole(random, 60_000, 600_000), reserveAgents: whole(random, 0, 1) },
    openingHours: chance(random, 0.15) ? openingHoursOf(random, frame) : null,
    atClosing: chance(random, 0.6) ? "next-opening" : "end",
    rulePack: pick(random, { none: 70, "co-servicio": 10, "co-cobranza": 20 }),
    limits: {
      pending: sometimes(0.15, 2, 6),
      alive: sometimes(0.2, 1, 2),
      longestPromiseMs: sometimes(0.1, 300_000, 900_000),
    },
    queueOffers: {
      byKey: chance(random, 0.5),
      afterMs: sometimes(0.4, 15_000, 90_000),
      leastAhead: whole(random, 0, 2),
    },
    dialogue: dialogueOf(random),
  };
}

/** The same, with spans as short as those of places in some of the skills that promise windows. */
export function withFlexible(settings: Settings, random: Random): Settings {
  return {
    ...settings,
    skills: settings.skills.map((skill) =>
      skill.discipline.kind === "window" && chance(random, 0.5)
        ? { ...skill, discipline: { kind: "flexible" } }
        : skill,
    ),
  };
}

/** The same, where callers who wait may be asked there when their wait grows, in some of the skills. */
export function withOffersAgain(settings: Settings, random: Random): Settings {
  return {
    ...settings,
    skills: settings.skills.map((skill) => ({ ...skill, offerAgain: chance(random, 0.4) })),
  };
}

/** The same, with a hold-out in some of the skills. */
export function withHoldOut(settings: Settings, random: Random): Settings {
  return {
    ...settings,
    skills: settings.skills.map((skill) => ({ ...skill, holdOut: chance(random, 0.6) })),
  };
}

/** The same, with each skill judged in one of the two ways. */
export function withJudgements(settings: Settings, random: Random): Settings {
  return {
    ...settings,
    skills: settings.skills.map((skill) => ({
      ...skill,
      judgement: chance(random, 0.5) ? "learned" : "plain",
    })),
  };
}

/** The same, where smart wait switches itself in some of the skills that offer. */
export function withAuto(settings: Settings, random: Random): Settings {
  return {
    ...settings,
    skills: settings.skills.map((skill) => ({
      ...skill,
      smartWait: skill.smartWait === "on" && chance(random, 0.4) ? "auto" : skill.smartWait,
      auto: {
        onAbove: uniform(random, 0.3, 0.7),
        offBelow: uniform(random, 0.1, 0.3),
        leastOnMs: chance(random, 0.7) ? whole(random, 0, 240_000) : null,
      },
    })),
  };
}

export function dialogueOf(random: Random): SkillSettings["dialogue"] {
  return {
    confirmNumber: chance(random, 0.5),
    otherNumber: chance(random, 0.5),
    recordName: chance(random, 0.4),
    laterMs: chance(random, 0.4) ? [60_000, 180_000, 600_000] : [],
  };
}

/** Mostly all day; sometimes they end, or begin, while callers phone. */
function callingHoursOf(random: Random, frame: Frame): DayHours {
  const change = changeOf(random, frame);
  const drawn = random.uniform();
  if (change >= 1440) return wholeDay;
  if (drawn < 0.15) return { fromMinute: 0, toMinute: change };
  if (drawn < 0.25) return { fromMinute: change, toMinute: 1440 };
  return wholeDay;
}

/** The agents of the skill go home while callers phone; on some days they do not come. */
function openingHoursOf(random: Random, frame: Frame): WeeklyHours {
  const toMinute = Math.min(1440, changeOf(random, frame));
  return Array.from({ length: 7 }, () => (chance(random, 0.8) ? { fromMinute: 0, toMinute } : null));
}

function changeOf(random: Random, { fromMinute, minutes }: Frame): number {
  return fromMinute + whole(random, 5, minutes);
}
