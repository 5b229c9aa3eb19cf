import { type SmartWaitRow, smartWait } from "../../../reports/smart-wait/smart-wait.ts";
import type { TimeRange } from "../../../time/dates.ts";
import { Deadline } from "../../limits/deadline.ts";
import { type Answer, type AnswerStyle, answerOf, type WolkvoxRow } from "../answer.ts";
import { AnswerCache } from "../answer-cache.ts";
import { readRange } from "../parameters.ts";
import type { ReportRequest, ReportSources, WolkvoxReport } from "../query.ts";
import { percentage } from "../values/percentage.ts";

/**
 * `diagram_2`, consolidated smart wait: one row per skill with a treatment in the range, by ascending skill id. What
 * was answered is kept until a count changes, and is given out at once.
 */
export function diagram2({ store, readModels, limits }: ReportSources): WolkvoxReport {
  const answers = new AnswerCache(MAX_CACHED_BYTES);

  return ({ operation, token, parameters }) => {
    const range = readRange(parameters, operation.timeZone);
    if (typeof range === "string") return range;
    const key = `${operation.id} ${styleOf(token)} ${range.from} ${range.to}`;
    const asOf = (version: number) => answers.get(key, version, () => makeAnswer(operation, range, token));
    return () => {
      const version = readModels.countsVersion(operation.id);
      return typeof version === "number" ? asOf(version) : version.then(asOf);
    };
  };

  // Several requests may wait for one answer, so it has a deadline of its own.
  async function makeAnswer(
    { id }: ReportRequest["operation"],
    range: TimeRange,
    style: AnswerStyle,
  ): Promise<Answer> {
    const deadline = new Deadline(limits.queryMs);
    try {
      const skills = (await store.settings(id))?.skills ?? [];
      const rows = await smartWait(readModels, id, range, skills, deadline.signal);
      return answerOf(rows.map(diagram2Row), style, limits);
    } finally {
      deadline.clear();
    }
  }
}

/** The members of a row, in their order, every value as text. */
export function diagram2Row(row: SmartWaitRow): WolkvoxRow {
  return {
    skill_id: String(row.skillId),
    treatment: String(row.treatment),
    customer_say_no: String(row.sayNo),
    customer_say_yes: String(row.sayYes),
    recall_fail: String(row.recallFail),
    recall_ok: String(row.recallOk),
    service_level_up: percentage(row.serviceLevelUp),
  };
}

function styleOf({ codeAsString, emptyAsSuccess }: AnswerStyle): string {
  return `${codeAsString ? "s" : "n"}${emptyAsSuccess ? "s" : "n"}`;
}

const MAX_CACHED_BYTES = 16 * 1024 * 1024;
