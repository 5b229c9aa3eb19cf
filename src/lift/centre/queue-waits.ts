import { WaitsOfSkill } from "../../replay/centre/waits-of-skill.ts";
import type { LiftDay } from "../lift-call.ts";

/**
 * The waits in the line by skill: from joining it until an agent's phone rang, or the caller left. Before, while a question is asked, no agent could
 * take the caller, and after it one has.
 */
export function queueWaits(calls: LiftDay): ReadonlyMap<string, WaitsOfSkill> {
  const waits = calls.flatMap(({ skill, arrivedAt: turn, waitMs, joinedAfterMs, ringMs }) => {
    if (joinedAfterMs === null) return [];
    const inLineMs = waitMs - joinedAfterMs - (ringMs ?? 0);
    return inLineMs > 0 ? [{ skill, turn, arrivedAt: turn + joinedAfterMs, waitMs: inLineMs }] : [];
  });
  return WaitsOfSkill.of(
    waits.sort((one, other) => one.arrivedAt - other.arrivedAt),
    ({ turn }) => turn,
  );
}
