import { hoursOfRange } from "../../reports/hours-of-range.ts";
import { answerOfWritten, limitsOfRows } from "./answer.ts";
import type { Diagram3Options } from "./diagram-3-rows.ts";
import { readRange } from "./parameters.ts";
import type { Report, Sources } from "./query.ts";

/** `diagram_3`, smart wait in detail: one row for each treated call that arrived in the range, in that order. */
export function diagram3({ readModels, limits }: Sources): Report {
  return ({ operation: { id, timeZone }, token, parameters }) => {
    const range = readRange(parameters, timeZone);
    if (typeof range === "string") return range;
    const options: Diagram3Options = { timeZone, masksNumbers: token.masksNumbers };
    return async ({ signal }) => {
      const wanted = { of: "treated-calls", ranges: hoursOfRange(range, timeZone) } as const;
      const format = { module: ROWS, options };
      const written = await readModels.writeRows(id, wanted, format, limitsOfRows(limits), signal);
      return answerOfWritten(written, token);
    };
  };
}

/** The module that writes a row. */
export const ROWS = new URL("diagram-3-rows.ts", import.meta.url).href;
