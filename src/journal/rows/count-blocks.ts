import { blockStart } from "../counts.ts";
import type { CountDelta } from "./changes.ts";

/** What is added to the count of a block of a level. */
type BlockDelta = Omit<CountDelta, "minute"> & { readonly start: number };

/** The minutes' deltas summed by skill and block of `level`, so that a row is written once a batch. */
export function countBlocks(
  deltas: readonly CountDelta[],
  level: number,
  offsetMs: number,
): Iterable<BlockDelta> {
  const sums = new Map<string, BlockDelta>();
  for (const { skill, minute, treatment, yes, recallOk, recallFail } of deltas) {
    const start = blockStart(level, minute, offsetMs);
    const key = `${skill}/${start}`;
    const sum = sums.get(key);
    if (sum) {
      sum.treatment += treatment;
      sum.yes += yes;
      sum.recallOk += recallOk;
      sum.recallFail += recallFail;
    } else sums.set(key, { skill, start, treatment, yes, recallOk, recallFail });
  }
  return sums.values();
}
