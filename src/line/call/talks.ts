import type { Conclusion } from "../callback/conclusion.ts";
import type { ServedLeg } from "../facts.ts";
import { type AttemptId, partsOfAttempt } from "../ids.ts";
import type { State } from "../state.ts";

/**
 * What is left of a return call once an agent is with its person: the callback has ended then, and only how long they
 * talk, or stay on the phone wherever they are passed on to, is not known yet.
 *
 * The leg of a joined attempt is over. `endedAt` (epoch ms): when, where the exchange said so; `null`: it is not there
 * any more, or was not heard of for too long, and nobody knows since when. Says whether its end was waited for.
 */
export function endTalk(out: Conclusion, attempt: AttemptId, endedAt: number | null): boolean {
  if (!out.state.talks.has(attempt)) return false;
  const callback = partsOfAttempt(attempt)?.callback ?? "";
  out.event({ type: "talk-ended", callback, attempt, endedAt });
  return true;
}

/** A snapshot holds these legs: the others are over, some of them since a moment that the exchange noted. */
export function endTalksThatAreGone(
  out: Conclusion,
  held: ReadonlySet<string>,
  served: readonly ServedLeg[],
): void {
  const endedAt = new Map(served.map((leg) => [leg.attempt, leg.endedAt]));
  for (const [attempt, since] of out.state.talks) {
    if (held.has(attempt)) continue;
    const noted = endedAt.get(attempt);
    // Noted by another clock: no talk ends later than now, nor before its beginning was seen; that of one of which this
    // snapshot reports first was not.
    const earliest = since < out.at ? since : 0;
    endTalk(out, attempt, noted === undefined ? null : Math.max(earliest, Math.min(noted, out.at)));
  }
}

/** Gives up those whose end was not heard of for too long. */
export function endTalksGivenUp(out: Conclusion): void {
  for (const [attempt, since] of out.state.talks) {
    if (since + DEADLINE_MS > out.at) return;
    endTalk(out, attempt, null);
  }
}

/** When the oldest talk is given up, epoch ms; `null`: there is none. */
export function nextTalkGivenUp(state: State): number | null {
  for (const since of state.talks.values()) return since + DEADLINE_MS;
  return null;
}

/** As long as a caller may talk to an agent without a word from the exchange. */
const DEADLINE_MS = 12 * 3_600_000;
