import { callStatistics } from "../../../reports/call-statistics.ts";
import { hoursOfRange } from "../../../reports/hours-of-range.ts";
import { localDateOf, localDayRange } from "../../../time/local-time.ts";
import { answerOf } from "../answer.ts";
import { readServicesTime, readSkill } from "../parameters.ts";
import type { ReportSources, WolkvoxReport } from "../query.ts";
import { skillsOf } from "../skills-of.ts";
import { levelMembers, levelsWith, shareAsPercentage } from "./call-members.ts";

/**
 * `skills` in real time: each skill of the operation, by ascending id, with who waits on the phone now and the calls
 * since local midnight. Of an operation that does not run, who waits is not known.
 */
export function realTimeSkills({ store, readModels, limits, live, now }: ReportSources): WolkvoxReport {
  return ({ operation: { id, timeZone }, token, parameters }) => {
    const asked = readSkill(parameters);
    if (typeof asked === "string") return asked;
    const time = readServicesTime(parameters);
    if (typeof time === "string") return time;
    const levelsS = levelsWith(time.timeS);
    return async ({ signal }) => {
      const today = localDateOf(Math.floor(now()), timeZone);
      const ranges = hoursOfRange(localDayRange(today, today, timeZone), timeZone, () => 0);
      const thresholdsMs = levelsS.map((level) => level * 1000);
      const statistics = await callStatistics(readModels, id, { ranges, thresholdsMs, ...asked }, signal);
      const { operations } = await live();
      const lines = operations.find((operation) => operation.id === id)?.skills ?? [];
      const rows = [...(await skillsOf(store, id)).values()]
        .filter((skill) => asked.skill === null || asked.skill === skill.id)
        .sort((one, other) => one.id - other.id)
        .map((skill) => {
          const calls = statistics.find(({ skillId }) => skillId === skill.id) ?? noCalls;
          const waiting = lines.find((line) => line.id === skill.id)?.line.live;
          return {
            skill_id: String(skill.id),
            skill_name: skill.name,
            calls_in_queue_now: waiting === undefined ? "" : String(waiting),
            stat_inbound: String(calls.inbound),
            stat_answer: String(calls.answered),
            stat_abandon: String(calls.abandoned),
            ...levelMembers(calls, levelsS),
            by_abandon: shareAsPercentage(calls.abandonedShare),
          };
        });
      return answerOf(rows, token, limits);
    };
  };
}

const noCalls = { inbound: 0, answered: 0, abandoned: 0, serviceLevels: [], abandonedShare: 0 };
