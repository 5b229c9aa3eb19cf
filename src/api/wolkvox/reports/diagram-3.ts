import type { RowsWanted } from "../../../journal/rows/report-rows.ts";
import { answerOfWritten, limitsOfRows } from "../answer.ts";
import { readRange } from "../parameters.ts";
import type { ReportSources, WolkvoxReport } from "../query.ts";

/** `diagram_3`, smart wait in detail: one row for each treated call that arrived in the range, in that order. */
export function diagram3({ rows, limits }: ReportSources): WolkvoxReport {
  return ({ operation: { id, timeZone }, token, parameters }) => {
    const range = readRange(parameters, timeZone);
    if (typeof range === "string") return range;
    const wanted = {
      of: "treated-calls",
      format: diagram3Format(timeZone, token.masksNumbers),
      ...range,
    } as const;
    return async ({ signal }) =>
      answerOfWritten(await rows.write(id, wanted, limitsOfRows(limits), signal), token);
  };
}

/** Members in the documented order. */
export function diagram3Format(
  timeZone: string,
  masksNumbers: boolean,
): Extract<RowsWanted, { of: "treated-calls" }>["format"] {
  return {
    timeZone,
    masksNumbers,
    members: {
      skill_id: { text: "skill" },
      date_inbound_call: { localTime: "arrivedAt" },
      date_last_outbound_call: { localTime: "lastDialledAt" },
      status: { text: "status", unknown: "NO" },
      attempts: { text: "attempts", unknown: "0" },
      ani: { phone: "callerNumber" },
      dial_phone: { phone: "numberToCall" },
      time_between_calls: { between: ["arrivedAt", "lastDialledAt"] },
      time: { between: ["arrivedAt", "endedAt"] },
      billed_minutes: { duration: "connectedMs" },
      customer_id: "",
    },
  };
}
