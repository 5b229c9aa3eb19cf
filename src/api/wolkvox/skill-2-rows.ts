import type { AbandonedCall, RowWriter } from "../../journal/report-rows.ts";
import { LocalClock } from "../../reports/local-clock.ts";
import { durationBetween } from "./duration.ts";
import { numberAsTold } from "./number-as-told.ts";

export interface Skill2Options {
  readonly timeZone: string;
  readonly masksNumbers: boolean;
  /** By skill id. */
  readonly names: ReadonlyMap<number, string>;
}

/** Rows of `skill_2`, one for each abandoned call, members in the documented order. */
export function writerOf({ timeZone, masksNumbers, names }: Skill2Options): RowWriter<AbandonedCall> {
  const clock = new LocalClock(timeZone);
  return ([skill, id, arrivedAt, endedAt, callerNumber]) =>
    JSON.stringify({
      skill_name: names.get(skill) ?? "",
      skill_id: String(skill),
      conn_id: id,
      date: clock.format(arrivedAt),
      result: "ABANDON",
      ani: numberAsTold(callerNumber, masksNumbers),
      abandon_time: durationBetween(arrivedAt, endedAt),
      type_interaction: "inbound",
      customer_id: "",
    });
}
