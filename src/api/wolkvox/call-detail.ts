import { hoursOfRange } from "../../reports/hours-of-range.ts";
import { answerOfWritten, limitsOfRows } from "./answer.ts";
import type { CallDetailOptions } from "./call-detail-rows.ts";
import { readRange, readSkill } from "./parameters.ts";
import type { Report, Sources } from "./query.ts";
import { skillsOf } from "./skills-of.ts";

/** `skill_2`, calls that no agent answered, in detail: one row for each that arrived in the range, in that order. */
export const skill2 = callDetail("abandoned-calls");

/** `skill_10`, the same of calls that an agent answered. */
export const skill10 = callDetail("answered-calls");

function callDetail(of: CallDetailOptions["of"]): (sources: Sources) => Report {
  return ({ store, readModels, limits }) =>
    ({ operation: { id, timeZone }, token, parameters }) => {
      const skill = readSkill(parameters);
      if (typeof skill === "string") return skill;
      const range = readRange(parameters, timeZone);
      if (typeof range === "string") return range;
      return async ({ signal }) => {
        const skills = await skillsOf(store, id);
        const names = new Map([...skills.values()].map(({ id: number, name }) => [number, name]));
        const options: CallDetailOptions = { of, timeZone, masksNumbers: token.masksNumbers, names };
        const wanted = { of, ranges: hoursOfRange(range, timeZone), ...skill };
        const format = { module: ROWS, options };
        const written = await readModels.writeRows(id, wanted, format, limitsOfRows(limits), signal);
        return answerOfWritten(written, token);
      };
    };
}

const ROWS = new URL("call-detail-rows.ts", import.meta.url).href;
