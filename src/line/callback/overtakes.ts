import { type Callback, isAlive, lineOf, rungAfter } from "../state.ts";
import type { Conclusion } from "./conclusion.ts";

/** Says how many overtook it in the stretch of its way that ends now. */
export function concludeOvertakes(out: Conclusion, callback: Callback): void {
  const waiting = isHeldBack(callback);
  if (!waiting && (!isAlive(callback.phase) || callback.legRung)) return;
  const by = rungAfter(lineOf(out.state, callback.skill), callback.place) - callback.overtakeMark;
  if (by <= 0) return;
  out.event({
    type: "callback-overtaken",
    callback: callback.id,
    while: waiting ? "held-back" : "dialled",
    total: by + (waiting ? callback.overtakesHeldBack : callback.overtakesDialled),
  });
}

/** Waiting for its turn, or resting for so short a while that it keeps its place. */
function isHeldBack({ phase, place, placeAfterRest }: Callback): boolean {
  return phase === "waiting" || (phase === "resting" && place === placeAfterRest);
}
