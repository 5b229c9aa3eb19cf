import type { ReadModels } from "../journal/port.ts";
import type { SkillId } from "../line/ids.ts";
import type { TimeRange } from "./dates.ts";

/** How quickly calls were answered. */
export interface ServiceLevel {
  /** Calls that arrived. */
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly answeredWithinThreshold: number;
  /** `answeredWithinThreshold` of all offered, 0 to 1, to four decimals; `null` when nothing was offered. */
  readonly serviceLevel: number | null;
}

export interface ServiceLevelReport {
  readonly skills: readonly ({ readonly skillId: SkillId; readonly name: string } & ServiceLevel)[];
  readonly total: ServiceLevel;
}

/**
 * The service level of the calls that arrived in the range: per skill with a call in it, by ascending id, and of all.
 * It is the strict one: every offered call is in the denominator.
 */
export async function serviceLevel(
  readModels: ReadModels,
  operation: number,
  { from, to }: TimeRange,
  thresholdMs: number,
): Promise<ServiceLevelReport> {
  const counts = await readModels.serviceLevelCounts(operation, from, to, thresholdMs);
  return {
    skills: counts.map(({ skill, name, ...counted }) => ({ skillId: skill, name, ...levelOf([counted]) })),
    total: levelOf(counts),
  };
}

function levelOf(counts: readonly Omit<ServiceLevel, "serviceLevel">[]): ServiceLevel {
  const sum = (member: keyof Omit<ServiceLevel, "serviceLevel">) =>
    counts.reduce((total, counted) => total + counted[member], 0);
  const offered = sum("offered");
  const within = sum("answeredWithinThreshold");
  return {
    offered,
    answered: sum("answered"),
    abandoned: sum("abandoned"),
    answeredWithinThreshold: within,
    serviceLevel: offered === 0 ? null : Math.round((10_000 * within) / offered) / 10_000,
  };
}
