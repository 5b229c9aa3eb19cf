import type { ReadModels } from "../journal/port.ts";
import type { CallSums, GroupedRange } from "../journal/report-rows.ts";
import type { SkillId } from "../line/ids.ts";

/** How the calls of one skill were answered. Times are means, ms; `null`: there is nothing to take the mean of. */
export interface CallStatistics {
  readonly skillId: SkillId;
  /** Of the ranges asked for. */
  readonly group: number;
  readonly arrived: number;
  readonly answered: number;
  readonly abandoned: number;
  /**
   * For each threshold the share, 0 to 1, of the calls answered within it: of all that arrived but for those that
   * hung up within 5 s; `null` when no other arrived.
   */
  readonly serviceLevels: readonly (number | null)[];
  /** Abandoned, of all that arrived; `null` when none did. */
  readonly abandonedShare: number | null;
  /** From arrival to answer. */
  readonly answerMs: number | null;
  /** From arrival to hanging up. */
  readonly abandonMs: number | null;
  /** From answer to end. */
  readonly handleMs: number | null;
}

/** Abandons shorter than this are no judgement of the service. */
const SHORT_ABANDON_MS = 5_000;

/**
 * One row per skill and group with a call in it, ascending by both. Thresholds in ms. Faults: `query-stopped` once
 * `signal` says so.
 */
export async function callStatistics(
  readModels: Pick<ReadModels, "callSums">,
  operation: number,
  asked: {
    readonly ranges: readonly GroupedRange[];
    readonly skill: SkillId | null;
    readonly thresholdsMs: readonly number[];
  },
  signal: AbortSignal,
): Promise<CallStatistics[]> {
  const sums = await readModels.callSums(operation, { ...asked, shortAbandonMs: SHORT_ABANDON_MS }, signal);
  return sums.map(statisticsOf);
}

function statisticsOf(sums: CallSums): CallStatistics {
  const { skill, group, arrived, answered, abandoned, abandonedShort } = sums;
  const judged = arrived - abandonedShort;
  return {
    skillId: skill,
    group,
    arrived,
    answered,
    abandoned,
    serviceLevels: sums.within.map((within) => ratio(within, judged)),
    abandonedShare: ratio(abandoned, arrived),
    answerMs: ratio(sums.answerMs, answered),
    abandonMs: ratio(sums.abandonMs, abandoned),
    handleMs: ratio(sums.handleMs, sums.handled),
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
