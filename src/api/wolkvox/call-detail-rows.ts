import type { FinishedCall, RowWriter } from "../../journal/report-rows.ts";
import { LocalClock } from "../../time/local-clock.ts";
import { numberAsTold } from "./number-as-told.ts";
import { wholeSeconds } from "./seconds.ts";

export interface CallDetailOptions {
  readonly of: "abandoned-calls" | "answered-calls";
  readonly timeZone: string;
  readonly masksNumbers: boolean;
  /** By skill id. */
  readonly names: ReadonlyMap<number, string>;
}

/** Rows of `skill_2` and `skill_10`, one for each call, members in the documented order. */
export function writerOf(options: CallDetailOptions): RowWriter<FinishedCall> {
  const { of, timeZone, masksNumbers, names } = options;
  const clock = new LocalClock(timeZone);
  return ([skill, id, arrivedAt, waitMs, callerNumber, agent]) =>
    JSON.stringify({
      skill_name: names.get(skill) ?? "",
      skill_id: String(skill),
      conn_id: id,
      date: clock.format(arrivedAt),
      result: of === "answered-calls" ? "ANSWER" : "ABANDON",
      ani: numberAsTold(callerNumber, masksNumbers),
      ...(of === "answered-calls"
        ? { answer_time: wholeSeconds(waitMs), agent_id: agent ?? "" }
        : { abandon_time: wholeSeconds(waitMs) }),
      type_interaction: "inbound",
      customer_id: "",
    });
}
