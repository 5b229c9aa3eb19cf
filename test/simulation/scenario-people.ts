import type { Settings, SkillSettings } from "../../src/line/settings.ts";
import { chance, pick } from "../../src/queueing/laws/distributions.ts";
import type { Random } from "../../src/queueing/random.ts";
import { type Frame, whole } from "./frame.ts";
import { dialogueOf } from "./scenario-settings.ts";

/** What a person at Espera does in the middle of a story. */
export type Interference = { readonly at: number } & (
  | {
      readonly does: "cancel" | "call-now";
      /** Which callback, of those that they see, the newest first. */
      readonly nth: number;
    }
  | {
      readonly does: "move";
      readonly nth: number;
      /** By so much from now; `null`: only to another skill. Negative: a mistake. */
      readonly byMs: number | null;
      readonly skill: number | null;
    }
  | {
      readonly does: "erase";
      /** The person who registered the nth callback, or the nth of those who are on the phone, the newest first. */
      readonly whom: "registered" | "on-phone";
      readonly nth: number;
    }
  | { readonly does: "change-settings"; readonly change: (settings: Settings) => Settings }
);

/** In a third of the stories nobody does anything. */
export function interferencesOf(random: Random, frame: Frame): Interference[] {
  const count = chance(random, 0.35) ? 0 : whole(random, 1, 12);
  const doings = Array.from({ length: count }, () => interferenceOf(random, frame));
  return doings.sort((one, other) => one.at - other.at);
}

function interferenceOf(random: Random, frame: Frame): Interference {
  const at = whole(random, frame.from + 120_000, frame.to + 600_000);
  const nth = Math.floor(random.uniform() ** 2 * 12);
  const does = pick(random, { cancel: 25, "call-now": 25, move: 30, erase: 12, "change-settings": 20 });
  if (does === "change-settings") return { at, does, change: changeOf(random, frame) };
  if (does === "erase") return { at, does, nth, whom: chance(random, 0.5) ? "on-phone" : "registered" };
  if (does !== "move") return { at, does, nth };
  const skill = chance(random, 0.4) ? whole(random, 1, frame.skillCount + 1) : null;
  const byMs = skill !== null && chance(random, 0.5) ? null : whole(random, -30_000, 1_200_000);
  return { at, does, nth, byMs, skill };
}

/** One skill's mode, a switch, its judgement, or what its callers are asked. */
function changeOf(random: Random, { skillCount }: Frame): (settings: Settings) => Settings {
  const id = whole(random, 1, skillCount);
  const drawn = random.uniform();
  const offerAfterMs = whole(random, 0, 20_000);
  const smartWait = pick(random, { on: 30, auto: 20, shadow: 25, off: 25 });
  const dialogue = dialogueOf(random);
  const change = (skill: SkillSettings): SkillSettings => {
    if (drawn < 0.2) return { ...skill, smartWait };
    if (drawn < 0.4) return { ...skill, registersNew: !skill.registersNew };
    if (drawn < 0.65) return { ...skill, servesPending: !skill.servesPending };
    if (drawn < 0.8) return { ...skill, dialogue };
    if (drawn < 0.88) return { ...skill, judgement: skill.judgement === "learned" ? "plain" : "learned" };
    return { ...skill, offerAfterMs };
  };
  return (settings) => ({
    ...settings,
    skills: settings.skills.map((skill) => (skill.id === id ? change(skill) : skill)),
  });
}
