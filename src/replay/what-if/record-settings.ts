import type { SkillId } from "../../line/ids.ts";
import type { CallerClass, Settings, SkillSettings } from "../../line/settings.ts";
import { defaultSettings, defaultSkill } from "../../operation/default-settings.ts";

/**
 * Settings for recorded days, in which everybody who calls may be offered a return call, at any hour and whether the record knows their number
 * or not: it is the line that is asked about. `skills` maps the log's names of skills.
 */
export function recordSettings(
  timeZone: string,
  skills: ReadonlyMap<string, SkillId>,
  chosen: Partial<SkillSettings>,
  classes: readonly CallerClass[] = [],
): Settings {
  const usual = defaultSettings(timeZone);
  const wholeDay = { fromMinute: 0, toMinute: 1_440 };
  return {
    ...usual,
    classes,
    callingHours: Array.from({ length: 7 }, () => wholeDay),
    limits: { ...usual.limits, perNumberPerDay: MOST_PER_DAY, perDayByAnonymous: MOST_PER_DAY, perDay: null },
    skills: Array.from(
      skills,
      ([name, id]): SkillSettings => ({
        ...defaultSkill,
        smartWait: "on",
        holdOut: false,
        dialogue: { ...defaultSkill.dialogue, otherNumber: true },
        ...chosen,
        id,
        name,
      }),
    ),
  };
}

const MOST_PER_DAY = 1_000_000;
