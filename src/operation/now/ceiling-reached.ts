import { dayCeilingOf } from "../../line/offer/day-ceiling.ts";
import type { Operation } from "../operation.ts";

/** How many callbacks may be registered on the local day of `now` (epoch ms), when as many are; `null`: there is room. */
export function ceilingReached({ coreState }: Operation, now: number): number | null {
  const { registered, atMost } = dayCeilingOf(coreState, now);
  return atMost !== null && registered >= atMost ? atMost : null;
}
