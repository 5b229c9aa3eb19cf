import type { OfferDialogue } from "../../line/commands.ts";
import type { DialogueRun, DialogueScript } from "./dialogue-run.ts";

/** A telephone number has so many digits, country and all. */
const FEWEST_DIGITS = 7;
export const MOST_DIGITS = 15;
/** So many numbers that may not be called, and so many in all. */
const MOST_REFUSED = 2;
const MOST_KEYED = 3;

/**
 * Lets a caller who said yes hear the number that will be called, or key another one. That one is said back and confirmed as
 * well. Callers who withhold their number, or have one that may not be called, key one at once. Gives `yes`, the other key that
 * was pressed, or `null` for none. `own`: the number that they call from.
 */
export function* confirmedNumber(
  talk: DialogueRun,
  { confirmNumber, otherNumber, keyNumber }: OfferDialogue,
  own: string | null,
): DialogueScript<string | null> {
  let number = keyNumber ? null : own;
  // Where none may be keyed, Espera judges the one that they call from.
  if (!otherNumber && (!confirmNumber || number === null)) return "yes";
  let [keyed, refused] = [0, 0];
  for (;;) {
    if (number === null) {
      keyed++;
      const digits = yield* talk.digits({ what: "number-wanted" });
      if (digits === "") return null;
      if (isComplete(digits) && (yield* talk.judge(digits))) number = digits;
      else if (++refused < MOST_REFUSED) {
        yield* talk.say([{ what: "number-refused" }]);
        continue;
      } else {
        yield* talk.say([{ what: "number-refused" }, { what: "not-registered" }]);
        return digits;
      }
    }
    const mayKey = otherNumber && keyed < MOST_KEYED;
    const key: string | null = yield* talk.ask({ what: "number", number, mayKey });
    if (key === "1") return "yes";
    if (key !== "2" || !mayKey) return key;
    number = null;
  }
}

/** Whether that can be a number; `*` is in none. */
function isComplete(digits: string): boolean {
  return new RegExp(`^[0-9]{${FEWEST_DIGITS},${MOST_DIGITS}}$`).test(digits);
}
