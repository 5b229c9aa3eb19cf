import { callStatistics } from "../../reports/call-statistics.ts";
import { hoursOfRange } from "../../reports/hours-of-range.ts";
import { answerOf } from "./answer.ts";
import { countMembers, levelMembers, shareAsPercentage, USUAL_LEVELS_S } from "./call-members.ts";
import { duration } from "./duration.ts";
import { readRange, readServicesTime, readSkill } from "./parameters.ts";
import type { Report, Sources } from "./query.ts";
import { skillNames } from "./skill-names.ts";

/** `skill_1`, calls and service level: one row per skill with a call in the range, by ascending skill id. */
export function skill1({ store, readModels, limits }: Sources): Report {
  return ({ operation: { id, timeZone }, token, parameters }) => {
    const asked = readSkill(parameters);
    if (typeof asked === "string") return asked;
    const range = readRange(parameters, timeZone);
    if (typeof range === "string") return range;
    const time = readServicesTime(parameters);
    if (typeof time === "string") return time;
    const levelsS = [...new Set([...USUAL_LEVELS_S, ...(time.timeS === null ? [] : [time.timeS])])];
    return async ({ signal }) => {
      const ranges = hoursOfRange(range, timeZone).map((hour) => ({ ...hour, group: 0 }));
      const thresholdsMs = levelsS.map((level) => level * 1000);
      const statistics = await callStatistics(readModels, id, { ranges, thresholdsMs, ...asked }, signal);
      const names = await skillNames(store, id);
      const rows = statistics.map((skill) => ({
        skill_name: names.get(skill.skillId) ?? "",
        skill_id: String(skill.skillId),
        ...countMembers(skill),
        ...levelMembers(skill, levelsS),
        abandon: shareAsPercentage(skill.abandonedShare),
        asa: duration(skill.answerMs),
        ata: duration(skill.abandonMs),
      }));
      return answerOf(rows, token, limits);
    };
  };
}
