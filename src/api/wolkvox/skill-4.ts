import { callStatistics } from "../../reports/call-statistics.ts";
import { hoursOfRange } from "../../reports/hours-of-range.ts";
import { answerOf } from "./answer.ts";
import { countMembers, levelMembers, shareAsPercentage, USUAL_LEVELS_S } from "./call-members.ts";
import { duration } from "./duration.ts";
import { readRange, readSkill } from "./parameters.ts";
import type { Report, Sources } from "./query.ts";

/**
 * `skill_4`, calls and service level by hour: one row per skill and hour of the local day with a call in the range,
 * all days of it together, ascending by both.
 */
export function skill4({ readModels, limits }: Sources): Report {
  return ({ operation: { id, timeZone }, token, parameters }) => {
    const asked = readSkill(parameters);
    if (typeof asked === "string") return asked;
    const range = readRange(parameters, timeZone);
    if (typeof range === "string") return range;
    return async ({ signal }) => {
      const ranges = hoursOfRange(range, timeZone);
      const thresholdsMs = USUAL_LEVELS_S.map((level) => level * 1000);
      const statistics = await callStatistics(readModels, id, { ranges, thresholdsMs, ...asked }, signal);
      const rows = statistics.map((skill) => ({
        skill_id: String(skill.skillId),
        hour: String(skill.group).padStart(2, "0"),
        ...countMembers(skill),
        ...levelMembers(skill, USUAL_LEVELS_S),
        asa: duration(skill.answerMs),
        abandon: shareAsPercentage(skill.abandonedShare),
        aht: duration(skill.handleMs),
        ata: duration(skill.abandonMs),
      }));
      return answerOf(rows, token, limits);
    };
  };
}
