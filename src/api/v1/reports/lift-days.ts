import type { LiftOfSkill } from "../../../journal/lift.ts";
import type { SkillId } from "../../../line/ids.ts";
import { estimatedLift, type RangeLift } from "../../../reports/lift/lift-of-range.ts";
import { type Endpoint, endpoint } from "../schema/endpoint.ts";
import { momentText } from "../schema/moments.ts";
import { reportLift } from "../schema/reports/report-forms.ts";
import type { Sources } from "../sources.ts";
import { type AskedRange, askedRange } from "./asked-range.ts";
import { byDefinition, liftAnswerOf, rounded } from "./lift-answer.ts";

/** By how much the level rose, with each day of the range. */
export function liftEndpoint(sources: Sources): Endpoint {
  return endpoint(reportLift, async ({ operation, rights, query, signal }) => {
    const asked = await askedRange(sources, { operation, rights }, query);
    const { from, to, timeZone, has, named } = asked;
    const whole = await sources.readModels.liftOfSkills(operation.id, from, to, signal);
    const days = await dailyLifts(sources, operation.id, asked, whole, signal);
    return {
      from: momentText(from, timeZone),
      to: momentText(to, timeZone),
      rows: whole
        .filter(({ skill }) => has(skill))
        .map((lift) => ({
          lift: liftAnswerOf(lift, (id) => named(id).name, timeZone),
          days: (days.get(lift.skill) ?? []).map(({ day, lift: ofDay }) => ({
            day,
            ...byDefinition((name) => rounded(ofDay[name])),
          })),
        })),
    };
  });
}

/** By skill, the local days on which a lift is estimated: none where too few were held out. */
async function dailyLifts(
  { readModels }: Pick<Sources, "readModels">,
  operation: number,
  { from, to, timeZone }: AskedRange,
  whole: readonly LiftOfSkill[],
  signal: AbortSignal,
): Promise<Map<SkillId, { readonly day: string; readonly lift: RangeLift }[]>> {
  const found = new Map<SkillId, { day: string; lift: RangeLift }[]>();
  if (!whole.some((lift) => estimatedLift(lift).promise !== null)) return found;
  for (let at = from; at < to; ) {
    const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
    const next = Math.min(to, local.add({ days: 1 }).startOfDay().epochMilliseconds);
    for (const lift of await readModels.liftOfSkills(operation, at, next, signal)) {
      const ofDay = estimatedLift(lift);
      if (ofDay.promise === null) continue;
      const days = found.get(lift.skill) ?? [];
      found.set(lift.skill, days);
      days.push({ day: local.toPlainDate().toString(), lift: ofDay });
    }
    at = next;
  }
  return found;
}
