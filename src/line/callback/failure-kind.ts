import type { AttemptResult } from "../events.ts";
import type { FailureKind } from "../settings.ts";

/** Into which kind of failure an attempt's result falls, for gaps and limits; `null`: it is none, or ends the callback. */
export function failureKind(result: AttemptResult): FailureKind | null {
  switch (result) {
    case "busy":
    case "no-answer":
    case "machine":
    case "failed":
      return result;
    // They picked up and put down: they are not to be called again at once.
    case "hung-up":
      return "no-answer";
    // Nobody knows whether it rang.
    case "unknown":
    // Not the customer's doing: they are called again soon.
    case "turned-away":
      return "failed";
    case "declined":
    case "invalid":
    case "joined":
    case "over-limit":
    case "refused":
    case "snoozed":
    case "withdrawn":
      return null;
  }
}
