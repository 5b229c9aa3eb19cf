import type { ReadModels } from "../journal/port/questions.ts";
import type { CallSums, CallSumsWanted } from "../journal/rows/report-rows.ts";
import type { SkillId } from "../line/ids.ts";

/**
 * How calls were answered, in the call itself or in a return call. Those who wait on the phone are not counted yet, so
 * that `answered` and `abandoned` add up to `inbound`; a caller who waits to be called back is among the abandoned until then.
 * Times are means, ms; `null`: there is nothing to take the mean of.
 */
export interface CallStatistics {
  /** `null`: of all skills together. */
  readonly skillId: SkillId | null;
  /** Of the ranges asked for. */
  readonly group: number;
  readonly inbound: number;
  readonly answered: number;
  readonly abandoned: number;
  /** People who called; 0 where it was not asked for. */
  readonly callers: number;
  /** For each threshold the share, 0 to 1, of all inbound calls that an agent answered within it. */
  readonly serviceLevels: readonly number[];
  /** Abandoned, of all inbound calls, 0 to 1. */
  readonly abandonedShare: number;
  /** From arrival to the agent. */
  readonly answerMs: number | null;
  /** From arrival to the end of a call that was not answered. */
  readonly abandonMs: number | null;
  /** From arrival to the agent or the end, of answered calls and others. */
  readonly waitMs: number | null;
  /** From the agent to the end. */
  readonly handleMs: number | null;
}

/** One row per skill and group with a call in it, ascending by both. Faults: `query-stopped` once `signal` says so. */
export async function callStatistics(
  readModels: Pick<ReadModels, "callSums">,
  operation: number,
  wanted: CallSumsWanted,
  signal: AbortSignal,
): Promise<CallStatistics[]> {
  const sums = await readModels.callSums(operation, wanted, signal);
  return sums.map((own) => statisticsOf(own, own.skill));
}

/** The same over all skills together, one row per group, ascending, without a count of people. */
export async function consolidatedStatistics(
  readModels: Pick<ReadModels, "callSums">,
  operation: number,
  wanted: Omit<CallSumsWanted, "skill" | "callers">,
  signal: AbortSignal,
): Promise<CallStatistics[]> {
  const sums = await readModels.callSums(operation, { ...wanted, skill: null }, signal);
  return [...Map.groupBy(sums, ({ group }) => group).values()]
    .map((ofAll) => statisticsOf(ofAll.reduce(together), null))
    .sort((one, other) => one.group - other.group);
}

function together(one: CallSums, other: CallSums): CallSums {
  return {
    skill: one.skill,
    group: one.group,
    finished: one.finished + other.finished,
    answered: one.answered + other.answered,
    callers: 0,
    within: one.within.map((calls, n) => calls + other.within[n]!),
    answerMs: one.answerMs + other.answerMs,
    answers: one.answers + other.answers,
    abandonMs: one.abandonMs + other.abandonMs,
    abandons: one.abandons + other.abandons,
    handleMs: one.handleMs + other.handleMs,
    handled: one.handled + other.handled,
  };
}

function statisticsOf(sums: CallSums, skillId: SkillId | null): CallStatistics {
  const { group, finished, answered, callers } = sums;
  return {
    skillId,
    group,
    inbound: finished,
    answered,
    abandoned: finished - answered,
    callers,
    serviceLevels: sums.within.map((within) => within / finished),
    abandonedShare: (finished - answered) / finished,
    answerMs: mean(sums.answerMs, sums.answers),
    abandonMs: mean(sums.abandonMs, sums.abandons),
    waitMs: mean(sums.answerMs + sums.abandonMs, sums.answers + sums.abandons),
    handleMs: mean(sums.handleMs, sums.handled),
  };
}

function mean(sum: number, count: number): number | null {
  return count === 0 ? null : sum / count;
}
