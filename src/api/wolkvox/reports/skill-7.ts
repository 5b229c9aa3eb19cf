import { dateOfLocalDay } from "../../../time/local-clock.ts";
import { countMembers, levelMembers, timeMembers } from "./call-members.ts";
import { callReport, hourText, skillIdOf } from "./call-report.ts";

const HOURS = 24;
const dayOf = (group: number) => Math.floor(group / HOURS);

/** `skill_7`, calls and service level by date, skill and hour: one row for each with a call in it, ascending by all three. */
export const skill7 = callReport({
  groupOf: ({ day, hour }) => day * HOURS + hour,
  order: (one, other) =>
    dayOf(one.group) - dayOf(other.group) || one.skillId! - other.skillId! || one.group - other.group,
  row: ({ calls, skill, levelsS }) => {
    const { wait_time, abandon, aht, asa, ata } = timeMembers(calls);
    return {
      date: dateOfLocalDay(dayOf(calls.group)),
      skill_id: skillIdOf(calls),
      skill_name: skill?.name ?? "",
      hour: hourText(calls.group - dayOf(calls.group) * HOURS),
      ...countMembers(calls),
      ...levelMembers(calls, levelsS),
      wait_time,
      abandon,
      aht,
      asa,
      ata,
    };
  },
});
