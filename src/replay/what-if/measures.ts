import type { Tally } from "./tally.ts";

/** What is measured of a centre. Shares from 0 to 1, times in seconds; `null`: of nobody. Counts are means over the seeds. */
export interface Measures {
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly abandonedShare: number | null;
  readonly serviceLevelStrict: number | null;
  readonly serviceLevelLive: number | null;
  readonly serviceLevelPromise: number | null;
  readonly meanWaitS: number | null;
  readonly p90WaitS: number | null;
  readonly treatment: number;
  readonly yes: number;
  readonly no: number;
  readonly recallOk: number;
  readonly recallFail: number;
  readonly meanTimeToCallbackS: number | null;
  readonly p90TimeToCallbackS: number | null;
  readonly calledInTime: number;
  readonly promisesKept: number;
  readonly overtakes: number;
  readonly agentIdleForCallbacksS: number;
}

export const measureNames = [
  "offered",
  "answered",
  "abandoned",
  "abandonedShare",
  "serviceLevelStrict",
  "serviceLevelLive",
  "serviceLevelPromise",
  "meanWaitS",
  "p90WaitS",
  "treatment",
  "yes",
  "no",
  "recallOk",
  "recallFail",
  "meanTimeToCallbackS",
  "p90TimeToCallbackS",
  "calledInTime",
  "promisesKept",
  "overtakes",
  "agentIdleForCallbacksS",
] as const satisfies readonly (keyof Measures)[];

/** The measures of a tally that has the same calls `runs` times. */
export function dayMeasures({ counts, waitsS, toCallbackS }: Tally, runs = 1): Measures {
  const each = (count: number) => count / runs;
  const of = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    offered: each(counts.offered),
    answered: each(counts.answered),
    abandoned: each(counts.abandoned),
    abandonedShare: of(counts.abandoned, counts.offered),
    serviceLevelStrict: of(counts.strictMet, counts.offered),
    serviceLevelLive: of(counts.liveMet, counts.live),
    serviceLevelPromise: of(counts.promiseMet, counts.offered),
    meanWaitS: of(counts.waitMs / 1_000, counts.offered),
    p90WaitS: quantile(waitsS, 0.9),
    treatment: each(counts.treatment),
    yes: each(counts.yes),
    no: each(counts.no),
    recallOk: each(counts.recallOk),
    recallFail: each(counts.recallFail),
    meanTimeToCallbackS: of(counts.toCallbackMs / 1_000, counts.calledBack),
    p90TimeToCallbackS: quantile(toCallbackS, 0.9),
    calledInTime: each(counts.calledInTime),
    promisesKept: each(counts.promisesKept),
    overtakes: each(counts.overtakes),
    agentIdleForCallbacksS: each(counts.idleMs / 1_000),
  };
}

/** The smallest second that at least the share `p` does not exceed. */
function quantile(histogram: ReadonlyMap<number, number>, p: number): number | null {
  const all = histogram.values().reduce((sum, count) => sum + count, 0);
  let left = p * all;
  for (const [second, count] of [...histogram].sort(([one], [other]) => one - other)) {
    left -= count;
    if (left <= 1e-9) return second;
  }
  return null;
}
