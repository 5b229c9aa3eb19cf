import type { AttemptFailure } from "../../line/facts.ts";

/**
 * What an unanswered leg ended by, from the cause (Q.850) of its Hangup. `reached`: the other side rang or said itself
 * that nobody answers; a line that is dead ends by the same cause as one that rings in vain.
 */
export function failureOf(
  cause: number,
  reached: boolean,
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
      return reached ? "no-answer" : "failed";
    default:
      return "failed";
  }
}
