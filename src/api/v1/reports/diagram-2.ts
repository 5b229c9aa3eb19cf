import { type EndCount, statusesOf } from "../../../journal/definitions.ts";
import { smartWait } from "../../../reports/smart-wait/smart-wait.ts";
import { type SmartWaitGroup, smartWaitGroups } from "../../../reports/smart-wait/smart-wait-groups.ts";
import { type Endpoint, endpoint } from "../schema/endpoint.ts";
import { momentText } from "../schema/moments.ts";
import type { Diagram2Row } from "../schema/reports/report-answers.ts";
import { reportDiagram2 } from "../schema/reports/report-forms.ts";
import type { Sources } from "../sources.ts";
import { type AskedRange, askedRange } from "./asked-range.ts";

/** What the compatible `diagram_2` counts, also by hour, day or weekday. */
export function diagram2Endpoint(sources: Sources): Endpoint {
  return endpoint(reportDiagram2, async ({ operation, rights, query, signal }) => {
    const asked = await askedRange(sources, { operation, rights }, query);
    return {
      from: momentText(asked.from, asked.timeZone),
      to: momentText(asked.to, asked.timeZone),
      rows: await diagram2Rows(sources, operation.id, asked, { by: query.by, signal }),
    };
  });
}

/** Rows of skills with a treatment. Of the whole range they come of the same question as the compatible report. Faults: `query-stopped`. */
export async function diagram2Rows(
  { readModels, now }: Pick<Sources, "readModels" | "now">,
  operation: number,
  { from, to, timeZone, skills, has, named }: AskedRange,
  { by, signal }: { readonly by: "hour" | "day" | "weekday" | undefined; readonly signal: AbortSignal },
): Promise<Diagram2Row[]> {
  if (by === undefined) {
    const rows = await smartWait(readModels, operation, { from, to }, skills, signal);
    return rows
      .filter(({ skillId }) => has(skillId))
      .map(({ skillId, sayNo, sayYes, ...row }) => ({
        skill: named(skillId),
        group: null,
        treatment: row.treatment,
        customerSayNo: sayNo,
        customerSayYes: sayYes,
        recallFail: row.recallFail,
        recallOk: row.recallOk,
        serviceLevelUp: row.serviceLevelUp,
      }));
  }
  const sums = await readModels.smartWaitSums(operation, { from, to, now: now() }, signal);
  return smartWaitGroups(sums, timeZone, by)
    .filter(({ skill, treatments }) => treatments > 0 && has(skill))
    .map((group) => ({
      skill: named(group.skill),
      group: group.group,
      treatment: group.treatments,
      customerSayNo: group.treatments - group.registered,
      customerSayYes: group.registered,
      recallFail: ended(group, "recallFail"),
      recallOk: ended(group, "recallOk"),
      serviceLevelUp: null,
    }));
}

function ended({ byStatus }: SmartWaitGroup, count: EndCount): number {
  return statusesOf(count).reduce((sum, status) => sum + (byStatus[status] ?? 0), 0);
}
