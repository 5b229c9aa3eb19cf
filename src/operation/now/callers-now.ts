import type { SkillId } from "../../line/ids.ts";
import { type LineCaller, lineCallers } from "../../line/now/line-callers.ts";
import type { AtWork } from "./at-work.ts";

/** The callers of one skill who wait on the phone, in the order of the line; the first of them, where they are many. */
export interface CallersNow {
  readonly skill: SkillId;
  readonly callers: readonly LineCaller[];
}

/** Of every skill in the operation's settings, at most so many callers each. */
export function callersNow({ operation: { coreState: state } }: AtWork, atMost: number): CallersNow[] {
  return state.settings.skills.map(({ id }) => {
    const line = state.skills.get(id);
    return { skill: id, callers: line ? lineCallers(state, line, atMost) : [] };
  });
}
