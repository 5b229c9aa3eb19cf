import type { SkillLine, State } from "../state.ts";

/** Who is in a skill's line. */
export interface LineCounts {
  /** Callers who wait on the phone. */
  readonly live: number;
  /** Callbacks that are not being called. */
  readonly callbacks: number;
  /** Callbacks that are being called or whose customer is on the way to an agent. */
  readonly returning: number;
}

export function lineCounts(state: State, line: SkillLine): LineCounts {
  const legsWaiting = [...line.legs].filter((leg) => state.callbacks.get(leg.id)?.phase === "in-line").length;
  const returning = line.dialled.size + line.legs.size;
  return { live: line.live.size - legsWaiting, callbacks: line.open - returning, returning };
}
