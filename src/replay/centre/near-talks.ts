import type { LoggedCall } from "../../history/call-log.ts";

/** So many talks show how long talks were at a time: enough of them to differ, and no more than an hour or two of a busy line. */
const NEAR = 25;

interface HeldTalk {
  readonly arrivedAt: number;
  readonly heldMs: number;
}

/**
 * How long agents were busy with the calls that came next to another one, in its skill and on its day. Of callers who gave up it says how long they would have talked:
 * in an hour in which all ask for the same, or something is out of order, talks are unlike those of other hours.
 */
export class NearTalks {
  readonly #bySkill = new Map<string, HeldTalk[]>();

  /** Takes the calls of a day in order of arrival. */
  constructor(calls: readonly LoggedCall[], afterCallMs: ReadonlyMap<LoggedCall, number>) {
    for (const call of calls) {
      const { skill, arrivedAt, handleMs } = call;
      if (handleMs === null) continue;
      const talks = this.#bySkill.get(skill) ?? [];
      talks.push({ arrivedAt, heldMs: handleMs + (afterCallMs.get(call) ?? 0) });
      this.#bySkill.set(skill, talks);
    }
  }

  /** ms; nothing where nobody of the skill was answered that day. */
  heldMs({ skill, arrivedAt }: LoggedCall): readonly number[] {
    const talks = this.#bySkill.get(skill) ?? [];
    const from = Math.min(firstFrom(talks, arrivedAt) - (NEAR >> 1), talks.length - NEAR);
    return talks.slice(Math.max(0, from), Math.max(0, from) + NEAR).map(({ heldMs }) => heldMs);
  }
}

/** The index of the first that arrived at the moment or later. */
function firstFrom(talks: readonly HeldTalk[], moment: number): number {
  let low = 0;
  let high = talks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (talks[middle]!.arrivedAt < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}
