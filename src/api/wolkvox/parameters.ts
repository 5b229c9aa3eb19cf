import type { SkillId } from "../../line/ids.ts";
import type { TimeRange } from "../../reports/dates.ts";
import type { Refusal } from "./answer.ts";
import type { Parameters } from "./query.ts";
import { rangeOf } from "./range.ts";

/** The range that `date_ini` and `date_end` name, in a zone. */
export function readRange(parameters: Parameters, timeZone: string): TimeRange | Refusal {
  const { date_ini: dateIni, date_end: dateEnd } = parameters;
  if (!dateIni || !dateEnd) return "parameter-missing";
  // Given twice: which one is meant?
  if (typeof dateIni !== "string" || typeof dateEnd !== "string") return "parameter-invalid";
  if (!COMPACT.test(dateIni) || !COMPACT.test(dateEnd)) return "date-invalid";
  const key = `${dateIni} ${dateEnd} ${timeZone}`;
  let range = ranges.get(key);
  if (range === undefined) {
    range = rangeOf(dateIni, dateEnd, timeZone);
    if (ranges.size >= RANGES_KEPT) ranges.clear();
    ranges.set(key, range);
  }
  return range;
}

/** `skill_id`: a skill's number, or `all`, which is `null`. */
export function readSkill({ skill_id: skill }: Parameters): { skill: SkillId | null } | Refusal {
  if (!skill) return "parameter-missing";
  if (skill === "all") return { skill: null };
  if (typeof skill !== "string" || !/^\d{1,9}$/.test(skill)) return "parameter-invalid";
  return { skill: Number(skill) };
}

/** `services_time`: whole seconds from 1 to an hour; `null` where it is not given. */
export function readServicesTime({ services_time: time }: Parameters): { timeS: number | null } | Refusal {
  if (!time) return { timeS: null };
  const timeS = typeof time === "string" && /^\d{1,4}$/.test(time) ? Number(time) : Number.NaN;
  return timeS >= 1 && timeS <= 3600 ? { timeS } : "parameter-invalid";
}

const COMPACT = /^\d{14}$/;
/** Pollers ask for the same dates all day; what they mean never changes. */
const ranges = new Map<string, TimeRange | Refusal>();
const RANGES_KEPT = 1_000;
