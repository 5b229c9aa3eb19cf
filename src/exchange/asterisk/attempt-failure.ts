import type { AttemptFailure } from "../../line/facts.ts";

/**
 * What an unanswered leg ended by, from the cause (Q.850) of its Hangup. `rang`: the phone did; `refused`: the other side
 * said itself that nobody answers. A line that is dead ends by the same cause as one that rings in vain.
 */
export function failureOf(
  cause: number,
  { rang, refused }: { readonly rang: boolean; readonly refused: boolean },
): Extract<AttemptFailure, "invalid" | "busy" | "no-answer" | "failed"> {
  switch (cause) {
    // No such number; not a number.
    case 1:
    case 22:
    case 28:
      return "invalid";
    // Busy; refused by hand.
    case 17:
    case 21:
      return "busy";
    // None: Asterisk 16, when the time to ring is up. Does not respond; rings in vain; is away.
    case 0:
    case 18:
    case 19:
    case 20:
      return rang || refused ? "no-answer" : "failed";
    // A dialplan on the way let it ring for as long as it wanted.
    case 16:
      return rang ? "no-answer" : "failed";
    default:
      return "failed";
  }
}

/**
 * Whether the trunk could not place a call that ended by this cause, so that another may: there is no way there, the
 * network is out of order, or all lines are busy.
 */
export function isUnplaced(cause: number): boolean {
  return UNPLACED.has(cause);
}

const UNPLACED: ReadonlySet<number> = new Set([2, 3, 27, 34, 38, 41, 42, 44, 47, 58]);
