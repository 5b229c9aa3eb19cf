import type { GroupedRange } from "../../../journal/rows/report-rows.ts";
import type { SkillSettings } from "../../../line/settings.ts";
import {
  type CallStatistics,
  callStatistics,
  consolidatedStatistics,
} from "../../../reports/call-statistics.ts";
import { hoursOfRange } from "../../../reports/hours-of-range.ts";
import type { LocalHour } from "../../../time/local-clock.ts";
import { answerOf, type WolkvoxRow } from "../answer.ts";
import { readRange, readServicesTime, readSkill } from "../parameters.ts";
import type { ReportSources, WolkvoxReport } from "../query.ts";
import { skillsOf } from "../skills-of.ts";
import { levelsWith } from "./call-members.ts";

/** What one row is made from. */
export interface CallRow {
  readonly calls: CallStatistics;
  /** As the newest settings have it; a skill that is gone from them is not there. */
  readonly skill: SkillSettings | undefined;
  /** The service levels of `calls`, in seconds. */
  readonly levelsS: readonly number[];
  /** All of the range, by hours. */
  readonly ranges: readonly GroupedRange[];
}

/** A report that counts calls: by skill, and by what the hours of their arrival have in common. */
interface CallReport {
  readonly groupOf: (hour: LocalHour) => number;
  readonly row: (row: CallRow) => WolkvoxRow;
  /** The order of the rows; by skill and group where it is not given. */
  readonly order?: (one: CallStatistics, other: CallStatistics) => number;
  /** Of `all` skills, one row for each group, over the skills. */
  readonly consolidatesAll?: boolean;
  /** Whether people are counted too. */
  readonly callers?: boolean;
  readonly mostDays?: 1;
}

/** The report that is asked for with `skill_id`, the dates, and where it is wanted `services_time`. */
export function callReport(wanted: CallReport): (sources: ReportSources) => WolkvoxReport {
  const { groupOf, row, order, consolidatesAll = false, callers = false, mostDays } = wanted;
  return ({ store, readModels, limits }) =>
    ({ operation: { id, timeZone }, token, parameters }) => {
      const asked = readSkill(parameters);
      if (typeof asked === "string") return asked;
      const range = readRange(parameters, timeZone, mostDays);
      if (typeof range === "string") return range;
      const time = readServicesTime(parameters);
      if (typeof time === "string") return time;
      const levelsS = levelsWith(time.timeS);
      return async ({ signal }) => {
        const ranges = hoursOfRange(range, timeZone, groupOf);
        const counted = { ranges, thresholdsMs: levelsS.map((level) => level * 1000), callers };
        const statistics =
          consolidatesAll && asked.skill === null
            ? await consolidatedStatistics(readModels, id, counted, signal)
            : await callStatistics(readModels, id, { ...counted, ...asked }, signal);
        const skills = await skillsOf(store, id);
        const rows = (order ? statistics.sort(order) : statistics).map((calls) =>
          row({ calls, skill: skills.get(calls.skillId ?? -1), levelsS, ranges }),
        );
        return answerOf(rows, token, limits);
      };
    };
}

/** `skill_id` of a row; of all skills together it is `all`. */
export function skillIdOf({ skillId }: CallStatistics): string {
  return skillId === null ? "all" : String(skillId);
}

/** `hour` as the family writes it, 0 to 23. */
export function hourText(hour: number): string {
  return String(hour).padStart(2, "0");
}
