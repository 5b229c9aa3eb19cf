import { levelOf } from "../../../reports/service-level.ts";
import { type Endpoint, endpoint } from "../schema/endpoint.ts";
import { momentText } from "../schema/moments.ts";
import type { LevelRow } from "../schema/reports/report-answers.ts";
import { reportServiceLevel } from "../schema/reports/report-forms.ts";
import type { Sources } from "../sources.ts";
import { type AskedRange, askedRange } from "./asked-range.ts";

/** The service level by three definitions, by the target of each skill. */
export function levelsEndpoint(sources: Sources): Endpoint {
  return endpoint(reportServiceLevel, async ({ operation, rights, query }) => {
    const asked = await askedRange(sources, { operation, rights }, query);
    return {
      from: momentText(asked.from, asked.timeZone),
      to: momentText(asked.to, asked.timeZone),
      rows: await levelRows(sources, operation.id, asked),
    };
  });
}

/** Rows of the skills with a call in the range, each by its own target. */
export async function levelRows(
  { readModels }: Pick<Sources, "readModels">,
  operation: number,
  { from, to, skills, has, named }: AskedRange,
): Promise<LevelRow[]> {
  const seen = skills.filter(({ id }) => has(id));
  const rows: LevelRow[] = [];
  for (const withinMs of new Set(seen.map(({ target }) => target.withinMs))) {
    const counts = await readModels.serviceLevelCounts(operation, from, to, withinMs);
    for (const { id, target } of seen) {
      const counted = counts.find(({ skill }) => skill === id);
      if (target.withinMs !== withinMs || !counted) continue;
      const level = levelOf([counted]);
      const { serviceLevel: strict, serviceLevelLive: live, serviceLevelPromise: promise } = level;
      const known = [strict, live, promise].filter((one) => one !== null);
      rows.push({
        skill: named(id),
        target,
        offered: level.offered,
        strict,
        live,
        promise,
        differ: Math.max(...known) - Math.min(...known) > FAR_APART,
      });
    }
  }
  return rows.sort((one, other) => one.skill.id - other.skill.id);
}

/** From here on one of the levels alone would mislead. */
const FAR_APART = 0.05;
