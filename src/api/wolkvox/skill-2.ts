import { hoursOfRange } from "../../reports/hours-of-range.ts";
import { answerOfWritten, limitsOfRows } from "./answer.ts";
import { readRange, readSkill } from "./parameters.ts";
import type { Report, Sources } from "./query.ts";
import type { Skill2Options } from "./skill-2-rows.ts";
import { skillNames } from "./skill-names.ts";

/** `skill_2`, abandoned calls in detail: one row for each that arrived in the range, in that order. */
export function skill2({ store, readModels, limits }: Sources): Report {
  return ({ operation: { id, timeZone }, token, parameters }) => {
    const skill = readSkill(parameters);
    if (typeof skill === "string") return skill;
    const range = readRange(parameters, timeZone);
    if (typeof range === "string") return range;
    return async ({ signal }) => {
      const names = await skillNames(store, id);
      const options: Skill2Options = { timeZone, masksNumbers: token.masksNumbers, names };
      const wanted = { of: "abandoned-calls", ranges: hoursOfRange(range, timeZone), ...skill } as const;
      const format = { module: ROWS, options };
      const written = await readModels.writeRows(id, wanted, format, limitsOfRows(limits), signal);
      return answerOfWritten(written, token);
    };
  };
}

const ROWS = new URL("skill-2-rows.ts", import.meta.url).href;
