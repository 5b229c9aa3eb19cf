import { countMembers, levelMembers, timeMembers } from "./call-members.ts";
import { callReport, skillIdOf } from "./call-report.ts";

/** `skill_1`, calls and service level: one row per skill with a call in the range, by ascending skill id. */
export const skill1 = callReport({
  groupOf: () => 0,
  row: ({ calls, skill, levelsS }) => {
    const { abandon, asa, ata } = timeMembers(calls);
    return {
      skill_name: skill?.name ?? "",
      skill_id: skillIdOf(calls),
      ...countMembers(calls),
      ...levelMembers(calls, levelsS),
      abandon,
      asa,
      ata,
    };
  },
});
