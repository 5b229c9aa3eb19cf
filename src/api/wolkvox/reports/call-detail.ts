import type { RowsWanted } from "../../../journal/rows/report-rows.ts";
import { answerOfWritten, limitsOfRows } from "../answer.ts";
import { readRange, readSkill } from "../parameters.ts";
import type { ReportSources, WolkvoxReport } from "../query.ts";
import { skillsOf } from "../skills-of.ts";

type CallsWanted = Exclude<RowsWanted, { of: "treated-calls" }>;

/** `skill_2`, calls that no agent answered, in detail: one row for each that arrived in the range, in that order. */
export const skill2 = callDetail("abandoned-calls");

/** `skill_10`, the same of calls that an agent answered. */
export const skill10 = callDetail("answered-calls");

function callDetail(of: CallsWanted["of"]): (sources: ReportSources) => WolkvoxReport {
  return ({ store, rows, limits }) =>
    ({ operation: { id, timeZone }, token, parameters }) => {
      const skill = readSkill(parameters);
      if (typeof skill === "string") return skill;
      const range = readRange(parameters, timeZone);
      if (typeof range === "string") return range;
      return async ({ signal }) => {
        const skills = await skillsOf(store, id);
        const names = new Map([...skills.values()].map(({ id: number, name }) => [number, name]));
        const format = { timeZone, masksNumbers: token.masksNumbers, members: membersOf(of, names) };
        const wanted = { of, format, ...range, ...skill };
        return answerOfWritten(await rows.write(id, wanted, limitsOfRows(limits), signal), token);
      };
    };
}

/** In the documented order; `names` are those of the skills. */
function membersOf(
  of: CallsWanted["of"],
  names: ReadonlyMap<number, string>,
): CallsWanted["format"]["members"] {
  const answered = of === "answered-calls";
  return {
    skill_name: { text: "skill", names },
    skill_id: { text: "skill" },
    conn_id: { text: "id" },
    date: { localTime: "arrivedAt" },
    result: answered ? "ANSWER" : "ABANDON",
    ani: { phone: "callerNumber" },
    ...(answered
      ? { answer_time: { seconds: "waitMs" }, agent_id: { text: "agent" } }
      : { abandon_time: { seconds: "waitMs" } }),
    type_interaction: "inbound",
    customer_id: "",
  };
}
