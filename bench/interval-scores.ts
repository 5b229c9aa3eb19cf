import { rounded } from "./measure.ts";

/** A risk that was estimated, and whether it came true. */
export interface Judged {
  readonly score: number;
  readonly happened: boolean;
}

/** The probability that one that happened had the higher score than one that did not. */
export function areaUnderCurve(judged: readonly Judged[]): number {
  const sorted = judged.toSorted((one, other) => one.score - other.score);
  let [ranks, happened] = [0, 0];
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && sorted[to]!.score === sorted[from]!.score) to++;
    const among = sorted.slice(from, to).filter((one) => one.happened).length;
    // Those of one score share their ranks.
    ranks += (among * (from + to + 1)) / 2;
    happened += among;
    from = to;
  }
  return (ranks - (happened * (happened + 1)) / 2) / (happened * (sorted.length - happened));
}

/** By tenth of the risk that was said, in per cent: what was said in the mean, what came true, and how many there were. */
export function reliability(judged: readonly Judged[]) {
  return Array.from({ length: 10 }, (_, tenth) => {
    const own = judged.filter(({ score }) => Math.min(9, Math.floor(score * 10)) === tenth);
    const percent = (sum: number) => rounded((100 * sum) / own.length);
    return {
      said: percent(own.reduce((sum, { score }) => sum + score, 0)),
      came: percent(own.filter(({ happened }) => happened).length),
      intervals: own.length,
    };
  });
}
