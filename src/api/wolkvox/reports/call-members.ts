import type { CallStatistics } from "../../../reports/call-statistics.ts";
import type { WolkvoxRow } from "../answer.ts";
import { meanDuration } from "../mean-duration.ts";
import { percentage } from "../values/percentage.ts";
import { decimalSeconds } from "../values/seconds.ts";

/** The service levels that every report on calls has, in seconds. */
const USUAL_LEVELS_S = [10, 20, 30] as const;

/** The usual levels, and one more where it is asked for. */
export function levelsWith(timeS: number | null): number[] {
  return [...new Set([...USUAL_LEVELS_S, ...(timeS === null ? [] : [timeS])])];
}

/** Members of how many calls came and what became of them. */
export function countMembers({ inbound, answered, abandoned }: CallStatistics): WolkvoxRow {
  return {
    inbound_calls: String(inbound),
    answer_calls: String(answered),
    abandon_calls: String(abandoned),
  };
}

/** Members of the service levels; `levelsS` are those that the statistics were made for, in their order. */
export function levelMembers(
  { serviceLevels }: Pick<CallStatistics, "serviceLevels">,
  levelsS: readonly number[],
): WolkvoxRow {
  return Object.fromEntries(
    levelsS.map((level, n) => [`service_level_${level}seg`, shareAsPercentage(serviceLevels[n] ?? 0)]),
  );
}

/** A share, 0 to 1, as the family writes it. */
export function shareAsPercentage(share: number): string {
  return percentage(100 * share);
}

/** Members of mean times and of the share that was abandoned, each as the family writes it. */
export function timeMembers(calls: CallStatistics) {
  return {
    asa: decimalSeconds(calls.answerMs),
    abandon: shareAsPercentage(calls.abandonedShare),
    aht: meanDuration(calls.handleMs),
    ata: decimalSeconds(calls.abandonMs),
    wait_time: meanDuration(calls.waitMs),
  } as const satisfies WolkvoxRow;
}
