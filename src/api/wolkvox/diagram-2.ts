import type { ReadModels } from "../../journal/port.ts";
import type { TimeRange } from "../../reports/dates.ts";
import { smartWait } from "../../reports/smart-wait.ts";
import type { Row } from "./answer.ts";
import { percentage } from "./percentage.ts";

/** `diagram_2`, consolidated smart wait: one row per skill with a treatment in the range, by ascending skill id. */
export async function diagram2(readModels: ReadModels, operation: number, range: TimeRange): Promise<Row[]> {
  const rows = await smartWait(readModels, operation, range);
  return rows.map((row) => ({
    skill_id: String(row.skillId),
    treatment: String(row.treatment),
    customer_say_no: String(row.sayNo),
    customer_say_yes: String(row.sayYes),
    recall_fail: String(row.recallFail),
    recall_ok: String(row.recallOk),
    service_level_up: percentage(row.serviceLevelUp),
  }));
}
