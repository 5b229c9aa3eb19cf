import type { SkillId } from "../../line/ids.ts";
import type { TimeRange } from "../../time/dates.ts";
import type { Refusal } from "./answer.ts";
import type { Parameters } from "./query.ts";
import { MOST_DAYS, rangeOf } from "./range.ts";

/** Parameters of a request as its address has them, where one that is given twice is a list: the last one counts. */
export function lastOfEach(query: Readonly<Record<string, string | readonly string[]>>): Parameters {
  const parameters = Object.entries(query).map(([name, value]) => [
    name,
    typeof value === "string" ? value : value.at(-1),
  ]);
  return Object.fromEntries(parameters);
}

/** The range that `date_ini` and `date_end` name, in a zone. */
export function readRange(
  { date_ini: dateIni, date_end: dateEnd }: Parameters,
  timeZone: string,
  mostDays: 1 | typeof MOST_DAYS = MOST_DAYS,
): TimeRange | Refusal {
  if (!dateIni || !dateEnd) return "parameter-missing";
  if (!COMPACT.test(dateIni) || !COMPACT.test(dateEnd)) return "date-invalid";
  const key = `${dateIni} ${dateEnd} ${timeZone} ${mostDays}`;
  let range = ranges.get(key);
  if (range === undefined) {
    range = rangeOf(dateIni, dateEnd, timeZone, mostDays);
    if (ranges.size >= RANGES_KEPT) ranges.clear();
    ranges.set(key, range);
  }
  return range;
}

/** `skill_id`: a skill's number, or `all`, which is `null`. */
export function readSkill({ skill_id: skill }: Parameters): { skill: SkillId | null } | Refusal {
  return skill ? readSkillName(skill) : "parameter-missing";
}

/** `skill`, which may be left out: then it is `all`. */
export function readOptionalSkill({ skill }: Parameters): { skill: SkillId | null } | Refusal {
  return skill ? readSkillName(skill) : { skill: null };
}

function readSkillName(skill: string): { skill: SkillId | null } | Refusal {
  if (/^all$/i.test(skill)) return { skill: null };
  return /^\d{1,9}$/.test(skill) ? { skill: Number(skill) } : "parameter-invalid";
}

/** `services_time`: whole seconds from 1 to an hour; `null` where it is not given. */
export function readServicesTime({ services_time: time }: Parameters): { timeS: number | null } | Refusal {
  if (!time) return { timeS: null };
  const timeS = /^\d{1,4}$/.test(time) ? Number(time) : Number.NaN;
  return timeS >= 1 && timeS <= 3600 ? { timeS } : "parameter-invalid";
}

const COMPACT = /^\d{14}$/;
/** Pollers ask for the same dates all day; what they mean never changes. */
const ranges = new Map<string, TimeRange | Refusal>();
const RANGES_KEPT = 1_000;
