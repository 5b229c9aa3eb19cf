import { dateOfLocalDay } from "../../../time/local-clock.ts";
import { countMembers, levelMembers, timeMembers } from "./call-members.ts";
import { callReport, skillIdOf } from "./call-report.ts";

/** `skill_3`, calls and service level by day: one row per day and skill with a call in it, ascending by both. */
export const skill3 = callReport({
  groupOf: ({ day }) => day,
  order: (one, other) => one.group - other.group || one.skillId! - other.skillId!,
  row: ({ calls, skill, levelsS }) => ({
    date: dateOfLocalDay(calls.group),
    skill_id: skillIdOf(calls),
    skill_name: skill?.name ?? "",
    ...countMembers(calls),
    ...levelMembers(calls, levelsS),
    ...timeMembers(calls),
  }),
});
