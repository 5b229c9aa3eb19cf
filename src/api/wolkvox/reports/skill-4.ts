import { countMembers, levelMembers, timeMembers } from "./call-members.ts";
import { callReport, hourText, skillIdOf } from "./call-report.ts";

/**
 * `skill_4`, calls and service level by hour of the local day, all days of the range together: one row per hour with a
 * call in it, ascending; of `all` skills it is consolidated over them.
 */
export const skill4 = callReport({
  groupOf: ({ hour }) => hour,
  consolidatesAll: true,
  row: ({ calls, levelsS }) => {
    const { asa, abandon, aht, ata } = timeMembers(calls);
    return {
      skill_id: skillIdOf(calls),
      hour: hourText(calls.group),
      ...countMembers(calls),
      ...levelMembers(calls, levelsS),
      asa,
      abandon,
      aht,
      ata,
    };
  },
});
