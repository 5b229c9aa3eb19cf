import type { ReadModels, ServiceLevelCounts } from "../journal/port/questions.ts";
import type { SkillId } from "../line/ids.ts";
import type { TimeRange } from "../time/dates.ts";

/**
 * How quickly calls were answered, and what became of each: `offered` = `answered` + `answeredByReturnCall` + `abandoned` +
 * `open`. Shares are 0 to 1, to four decimals; `null`: there is nothing to take the share of.
 */
export interface ServiceLevel
  extends Pick<
    ServiceLevelCounts,
    | "offered"
    | "answered"
    | "answeredByReturnCall"
    | "abandoned"
    | "open"
    | "notReached"
    | "answeredWithinThreshold"
  > {
  /** The strict one: `answeredWithinThreshold` of all offered. */
  readonly serviceLevel: number | null;
  /** Of those who asked for no return call, who were answered within the threshold. */
  readonly serviceLevelLive: number | null;
  /** Of all offered, who were answered within the threshold, or called back as promised and then answered within it. */
  readonly serviceLevelPromise: number | null;
  /** From arrival to the answer, ms, of the `answered`. */
  readonly meanWaitMs: number | null;
  /** From arrival to the agent, ms, of the `answeredByReturnCall`. */
  readonly meanReturnMs: number | null;
}

export interface ServiceLevelReport {
  readonly skills: readonly ({ readonly skillId: SkillId; readonly name: string } & ServiceLevel)[];
  readonly total: ServiceLevel;
}

/** The service level of the calls that arrived in the range: per skill with a call in it, by ascending id, and of all. */
export async function serviceLevel(
  readModels: Pick<ReadModels, "serviceLevelCounts">,
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

type Counts = Omit<ServiceLevelCounts, "skill" | "name">;

/** The level of all calls that are counted. */
export function levelOf(counts: readonly Counts[]): ServiceLevel {
  const sum = (member: keyof Counts) => counts.reduce((total, counted) => total + counted[member], 0);
  const [offered, answered, answeredByReturnCall] = [
    sum("offered"),
    sum("answered"),
    sum("answeredByReturnCall"),
  ];
  return {
    offered,
    answered,
    answeredByReturnCall,
    abandoned: sum("abandoned"),
    open: sum("open"),
    notReached: sum("notReached"),
    answeredWithinThreshold: sum("answeredWithinThreshold"),
    serviceLevel: share(sum("answeredWithinThreshold"), offered),
    serviceLevelLive: share(sum("liveWithinThreshold"), offered - sum("accepted")),
    serviceLevelPromise: share(sum("promisesMet"), offered),
    meanWaitMs: mean(sum("answerMs"), answered),
    meanReturnMs: mean(sum("returnMs"), answeredByReturnCall),
  };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((10_000 * part) / whole) / 10_000;
}

function mean(sum: number, count: number): number | null {
  return count === 0 ? null : Math.round(sum / count);
}
