import type { Settings } from "../../src/line/settings.ts";
import { defaultSettings, defaultSkill } from "../../src/operation/default-settings.ts";

/** What a server of a story is given. */
export interface EsperaGiven {
  readonly data: string;
  /** Where the world is: a port of the loopback. */
  readonly port: number;
  /** The story's time when it starts, epoch ms. */
  readonly now: number;
}

export const OPERATION = "story";
export const TIME_ZONE = "America/Bogota";
/** A Monday, 8:00 in Bogota: thirteen hours of calling lie ahead. */
export const STORY_BEGINS = Date.parse("2026-11-23T13:00:00Z");

/** A restart reads at most so many steps; small, so that a story has many checkpoints. */
export const CHECKPOINT_EVERY = 250;

const usual = defaultSettings(TIME_ZONE);

/** As operations usually are, but all that a callback waits for is short: it ends within minutes. */
export const settingsOfStory: Settings = {
  ...usual,
  skills: [1, 2].map((id) => ({
    ...defaultSkill,
    id,
    name: `Skill ${id}`,
    smartWait: "on",
    holdOut: false,
    offerAfterMs: 5_000,
  })),
  attempts: {
    ...usual.attempts,
    ringForMs: 20_000,
    gapMs: { busy: 20_000, "no-answer": 30_000, machine: 40_000, failed: 15_000 },
    // One limit for all: who is not reached is tried as often, whatever their phone does.
    maxOf: { busy: 3, "no-answer": 3, machine: 3, failed: 3 },
    keepPlaceWithinMs: 30_000,
  },
  callbackExpiresAfterMs: 150_000,
};
