import type { CallId } from "../ids.ts";
import type { CallPhase, SkillLine, State } from "../state.ts";

/** Somebody who waits on the phone, by the call. */
export interface LineCaller {
  readonly id: CallId;
  /** By which they stand in line, epoch ms: mostly when they arrived. */
  readonly place: number;
  readonly arrivedAt: number;
  /** How long they would wait, as it was predicted when they were decided on, ms; `null`: nobody said. */
  readonly predictedWaitMs: number | null;
  readonly phase: CallPhase;
}

/** The first callers in a skill's line, in its order: those in the queue, and those who are being asked. */
export function lineCallers(state: State, line: SkillLine, atMost: number): LineCaller[] {
  const callers: LineCaller[] = [];
  for (const standings of [line.live, line.asked]) {
    let found = 0;
    for (const { id } of standings) {
      const call = state.calls.get(id);
      // Legs of return calls wait in the queue too, and are callbacks.
      if (!call) continue;
      const { place, arrivedAt, predictedWaitMs, phase } = call;
      callers.push({ id, place, arrivedAt, predictedWaitMs, phase });
      if (++found === atMost) break;
    }
  }
  return callers.sort((a, b) => a.place - b.place).slice(0, atMost);
}
