import type { CallStatistics } from "../../reports/call-statistics.ts";
import type { Row } from "./answer.ts";
import { percentage } from "./percentage.ts";

/** The service levels that every report on calls has, in seconds. */
export const USUAL_LEVELS_S = [10, 20, 30] as const;

/** Members of how many calls came and what became of them. */
export function countMembers({ arrived, answered, abandoned }: CallStatistics): Row {
  return {
    inbound_calls: String(arrived),
    answer_calls: String(answered),
    abandon_calls: String(abandoned),
  };
}

/** Members of the service levels; `levelsS` are those that the statistics were made for, in their order. */
export function levelMembers({ serviceLevels }: CallStatistics, levelsS: readonly number[]): Row {
  return Object.fromEntries(
    levelsS.map((level, n) => [`service_level_${level}seg`, shareAsPercentage(serviceLevels[n] ?? null)]),
  );
}

/** A share, 0 to 1, as the family writes it. */
export function shareAsPercentage(share: number | null): string {
  return percentage(share === null ? null : 100 * share);
}
