import type { Complain, Evidence } from "./evidence.ts";

/**
 * 5. A clock that is soon right again changes nothing: no step is recorded at a time that has not come, by which promises
 * would end, be put off, or be dialled before their time.
 */
export function judgeClock(evidence: Evidence, complain: Complain): void {
  if (evidence.clockWrongMs > 0) return;
  for (const { seq, fact } of evidence.steps) {
    const aheadMs = fact.at - evidence.chronicle.durableAt(seq).at;
    if (aheadMs > 0) complain(5, `step ${seq} was recorded ${aheadMs} ms before its time had come`);
  }
}
