import type { LiftOfSkill } from "../../journal/lift.ts";
import type { ReadModels } from "../../journal/port/questions.ts";
import type { SkillId } from "../../line/ids.ts";
import type { LiftDefinition, SkillSettings } from "../../line/settings.ts";
import type { TimeRange } from "../../time/dates.ts";
import { doubtsOfSkill, rangeLift } from "../lift/lift-of-range.ts";

/** What smart wait did in one skill. Counts are of inbound calls, by the moment they arrived. */
export interface SmartWaitRow {
  readonly skillId: SkillId;
  /** Calls to which the question began to be played. */
  readonly treatment: number;
  /** Treatments that registered no callback: no, silent, or hung up. */
  readonly sayNo: number;
  /** Callbacks registered. */
  readonly sayYes: number;
  /** Callbacks that ended `FAIL` or `NO USER`. */
  readonly recallFail: number;
  /** Callbacks that ended `OK`: customer and agent were joined. */
  readonly recallOk: number;
  /** Percentage points by which smart wait raised the service level, by the skill's definition; `null`: not known. */
  readonly serviceLevelUp: number | null;
}

/**
 * One row per skill with a treatment in the range, by ascending skill id. The lift is the one that the skill's
 * settings name; it is not known where the skill's newest days allow no conclusion. Faults: `query-stopped` once `signal` says so.
 */
export async function smartWait(
  readModels: ReadModels,
  operation: number,
  { from, to }: TimeRange,
  skills: readonly Pick<SkillSettings, "id" | "serviceLevelUp">[],
  signal?: AbortSignal,
): Promise<SmartWaitRow[]> {
  const [counts, lifts] = await Promise.all([
    readModels.smartWaitCounts(operation, from, to, signal),
    readModels.liftOfSkills(operation, from, to, signal),
  ]);
  const definitions = new Map(skills.map(({ id, serviceLevelUp }) => [id, serviceLevelUp]));
  const liftBySkill = new Map(lifts.map((lift) => [lift.skill, lift]));
  return counts.map(({ skill, treatment, yes, recallFail, recallOk }) => ({
    skillId: skill,
    treatment,
    sayNo: treatment - yes,
    sayYes: yes,
    recallFail,
    recallOk,
    serviceLevelUp: conclusiveLift(liftBySkill.get(skill), definitions.get(skill) ?? "promise"),
  }));
}

function conclusiveLift(lift: LiftOfSkill | undefined, definition: LiftDefinition): number | null {
  return lift && doubtsOfSkill(lift)?.length === 0 ? rangeLift(lift)[definition] : null;
}
