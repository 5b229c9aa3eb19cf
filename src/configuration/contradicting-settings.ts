import { rulePacks } from "../line/hours/rule-packs.ts";
import type { WeeklyHours } from "../line/settings.ts";
import { defaultSettings, defaultSkill } from "../operation/default-settings.ts";
import { listIn, valueIn } from "./configuration-content.ts";
import type { Problem } from "./configuration-problems.ts";
import { callingHours } from "./schema/calling-hours.ts";
import { countries, country } from "./schema/guards-schema.ts";
import { auto, discipline, rulePack } from "./schema/skill-schema.ts";

const usual = defaultSettings("UTC");

/** Settings of an operation that are fine one by one and cannot hold together. */
export function contradictingSettings(operation: unknown, at: readonly PropertyKey[]): Problem[] {
  return [
    ...countryProblems(operation, at),
    ...listIn(operation, "skills").flatMap((skill, index) => {
      const path = [...at, "skills", index];
      return [
        ...hoursProblems(operation, skill, path),
        ...riskProblems(skill, path),
        ...windowProblems(operation, skill, path),
        ...recordingProblems(operation, skill, path),
      ];
    }),
  ];
}

function countryProblems(operation: unknown, at: readonly PropertyKey[]): Problem[] {
  const own = country.safeParse(valueIn(operation, "country") ?? usual.country);
  const dialled = countries.safeParse(valueIn(operation, "countries"));
  return own.success && dialled.success && !dialled.data.includes(own.data)
    ? [
        {
          path: [...at, "countries"],
          says: `${own.data} is not among them, where the operation is: add it, or say country`,
        },
      ]
    : [];
}

/** A smart wait that would switch itself off where it switches itself on. */
function riskProblems(skill: unknown, path: readonly PropertyKey[]): Problem[] {
  const thresholds = auto.safeParse(valueIn(skill, "auto") ?? {}).data;
  return thresholds && thresholds.offBelow > thresholds.onAbove
    ? [
        {
          path: [...path, "auto"],
          says: `write offBelow so that it is not above onAbove, ${thresholds.onAbove}`,
        },
      ]
    : [];
}

/** Hours that leave none in which a person may be called. */
function hoursProblems(operation: unknown, skill: unknown, path: readonly PropertyKey[]): Problem[] {
  const calling = callingHours.safeParse(valueIn(operation, "callingHours") ?? everyHour);
  const opening = callingHours.safeParse(valueIn(skill, "openingHours") ?? everyHour);
  const pack = rulePack.safeParse(valueIn(skill, "rulePack") ?? defaultSkill.rulePack);
  if (!calling.success || !opening.success || !pack.success) return [];
  const bound = rulePacks[pack.data].hours?.week;
  const weeks = [calling.data, opening.data, ...(bound ? [bound] : [])];
  if (calling.data.some((_, weekday) => isOpen(weeks, weekday))) return [];
  const key = valueIn(skill, "openingHours") === undefined ? "rulePack" : "openingHours";
  return [
    {
      path: [...path, key],
      says: "with callingHours, openingHours and rulePack together, its callbacks could never be called",
    },
  ];
}

const everyHour = "00:00-24:00";

function isOpen(weeks: readonly WeeklyHours[], weekday: number): boolean {
  const days = weeks.map((week) => week[weekday] ?? { fromMinute: 0, toMinute: 0 });
  const opens = Math.max(...days.map(({ fromMinute }) => fromMinute));
  return opens < Math.min(...days.map(({ toMinute }) => toMinute));
}

/** Windows that are promised longer than a callback lives or a promise may be, and reserves of all the agents. */
function windowProblems(operation: unknown, skill: unknown, path: readonly PropertyKey[]): Problem[] {
  const window = discipline.safeParse(valueIn(skill, "discipline")).data;
  if (!window || typeof window === "string") return [];
  const { windowMinutes, reserveAgents } = window;
  const expiresAfterH = valueIn(operation, "callbackExpiresAfterH");
  const longestPromiseH = valueIn(valueIn(skill, "limits"), "longestPromiseH");
  const agents = agentsOf(operation, valueIn(skill, "id"));
  return [
    ...(typeof expiresAfterH === "number" && windowMinutes > expiresAfterH * 60
      ? [
          {
            path: [...path, "discipline"],
            says: `callbacks expire before a window of ${windowMinutes} minutes ends: shorten it, or raise callbackExpiresAfterH`,
          },
        ]
      : []),
    ...(typeof longestPromiseH === "number" && windowMinutes > longestPromiseH * 60
      ? [
          {
            path: [...path, "limits", "longestPromiseH"],
            says: `a window of ${windowMinutes} minutes ends later than that: nobody would be offered a return call`,
          },
        ]
      : []),
    ...(agents !== null && reserveAgents >= agents
      ? [
          {
            path: [...path, "discipline"],
            says:
              agents === 1
                ? "only 1 agent answers this skill: reserve none"
                : `only ${agents} agents answer this skill: reserve fewer than that`,
          },
        ]
      : []),
  ];
}

/** How many agents of a simulated exchange answer the skill; `null` where that cannot be known. */
function agentsOf(operation: unknown, id: unknown): number | null {
  const groups = listIn(valueIn(valueIn(operation, "exchange"), "simulated"), "agents");
  const counts = groups
    .filter((group) => listIn(group, "skills").includes(id))
    .map((group) => valueIn(group, "count"));
  if (counts.length === 0 || !counts.every((count) => typeof count === "number")) return null;
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Names that are to be recorded on an Asterisk that has no folder for them. */
function recordingProblems(operation: unknown, skill: unknown, path: readonly PropertyKey[]): Problem[] {
  const asterisk = valueIn(valueIn(operation, "exchange"), "asterisk");
  const wanted = valueIn(valueIn(skill, "dialogue"), "recordName") === true;
  return wanted && asterisk !== undefined && valueIn(asterisk, "recordings") === undefined
    ? [
        {
          path: [...path, "dialogue", "recordName"],
          says: "names need a folder that both can reach: say recordings under asterisk, or leave it out",
        },
      ]
    : [];
}
