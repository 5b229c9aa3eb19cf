import { localDateOf, localDayRange } from "../../history/local-time.ts";
import { callStatistics } from "../../reports/call-statistics.ts";
import { hoursOfRange } from "../../reports/hours-of-range.ts";
import { answerOf } from "./answer.ts";
import { levelMembers, shareAsPercentage, USUAL_LEVELS_S } from "./call-members.ts";
import { readSkill } from "./parameters.ts";
import type { Report, Sources } from "./query.ts";
import { skillNames } from "./skill-names.ts";

/**
 * `skills` in real time: each skill of the operation, by ascending id, with who waits on the phone now and the calls
 * since local midnight. Of an operation that does not run, who waits is not known.
 */
export function realTimeSkills({ store, readModels, limits, live, now }: Sources): Report {
  return ({ operation: { id, timeZone }, token, parameters }) => {
    const asked = readSkill(parameters);
    if (typeof asked === "string") return asked;
    return async ({ signal }) => {
      const today = localDateOf(Math.floor(now()), timeZone);
      const ranges = hoursOfRange(localDayRange(today, today, timeZone), timeZone).map((hour) => ({
        ...hour,
        group: 0,
      }));
      const thresholdsMs = USUAL_LEVELS_S.map((level) => level * 1000);
      const statistics = await callStatistics(readModels, id, { ranges, thresholdsMs, ...asked }, signal);
      const names = await skillNames(store, id);
      const lines = live().operations.find((operation) => operation.id === id)?.skills ?? [];
      const rows = [...names]
        .filter(([skill]) => asked.skill === null || asked.skill === skill)
        .sort(([one], [other]) => one - other)
        .map(([skill, name]) => {
          const calls = statistics.find(({ skillId }) => skillId === skill) ?? { ...noCalls, skillId: skill };
          const waiting = lines.find((line) => line.id === skill)?.line.live;
          return {
            skill_id: String(skill),
            skill_name: name,
            calls_in_queue_now: waiting === undefined ? "" : String(waiting),
            stat_inbound: String(calls.arrived),
            stat_answer: String(calls.answered),
            stat_abandon: String(calls.abandoned),
            ...levelMembers(calls, USUAL_LEVELS_S),
            by_abandon: shareAsPercentage(calls.abandonedShare),
          };
        });
      return answerOf(rows, token, limits);
    };
  };
}

const noCalls = {
  group: 0,
  arrived: 0,
  answered: 0,
  abandoned: 0,
  serviceLevels: [],
  abandonedShare: null,
  answerMs: null,
  abandonMs: null,
  handleMs: null,
};
