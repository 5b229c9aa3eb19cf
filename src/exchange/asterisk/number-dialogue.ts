import type { OfferDialogue } from "../../line/commands.ts";
import type { Clock } from "../clock.ts";
import { digitPrompts } from "../dialogue/prompt-names.ts";
import { waitForDigit } from "./agi/commands.ts";
import { type Chosen, NO, unlessYes, YES } from "./choice.ts";
import type { Speech } from "./speech.ts";

/** Silence after the number was said. */
const KEY_WITHIN_MS = 4_000;
/** Until the first digit, and from each to the next. */
const FIRST_DIGIT_WITHIN_MS = 6_000;
const NEXT_DIGIT_WITHIN_MS = 4_000;
/** For all digits together. */
const ALL_DIGITS_WITHIN_MS = 25_000;
const FEWEST_DIGITS = 7;
const MOST_DIGITS = 15;
/** So many numbers that may not be called, and so many in all. */
const MOST_REFUSED = 2;
const MOST_KEYED = 3;

/** What the number dialogue needs to know of the caller, and of Espera. */
export interface NumberGiven {
  readonly clock: Clock;
  /** The number that he calls from; `null` when it is not known. */
  readonly number: string | null;
  readonly dialogue: OfferDialogue;
  /** What Espera says of a number that was keyed; `null`: it says nothing, or the call is over here. */
  readonly judge: (digits: string) => Promise<boolean | null>;
}

/**
 * Lets who said yes hear the number that will be called, or key another one; `null` when the call is over here. Who
 * withholds his number, or has one that may not be called, has to key one.
 */
export async function confirmedNumber(speech: Speech, given: NumberGiven): Promise<Chosen | null> {
  const { confirmNumber, otherNumber, keyNumber } = given.dialogue;
  let number = keyNumber ? null : given.number;
  if (!confirmNumber && !otherNumber && number !== null) return YES;
  let [keyed, refused] = [0, 0];
  for (;;) {
    if (number === null) {
      keyed++;
      const digits = await keyedDigits(speech, given.clock);
      if (digits === null || digits === "") return unlessYes({ key: null, gone: digits === null });
      const accepted = isComplete(digits) ? await given.judge(digits) : false;
      if (accepted === null) return null;
      if (accepted) number = digits;
      else if (++refused < MOST_REFUSED) {
        await speech.say(["number-not-possible"], { keys: "" });
        continue;
      } else {
        await speech.say(["number-not-possible", "not-registered"], { keys: "" });
        return speech.session.closed ? null : NO;
      }
    }
    const mayKey = otherNumber && keyed < MOST_KEYED;
    const confirm = mayKey ? ("number-confirm-other" as const) : ("number-confirm" as const);
    const heard = await speech.ask(["number-intro", ...digitPrompts(number), confirm], KEY_WITHIN_MS);
    if (heard.key === "1") return YES;
    if (heard.key !== "2" || !mayKey) return unlessYes(heard);
    number = null;
  }
}

/**
 * The digits that are keyed after the tone, up to `#` or a pause; `null` when the call is over here. Keys before the tone
 * are none of the number: an impatient second press of the key that led here must not become its first digit.
 */
async function keyedDigits(speech: Speech, clock: Clock): Promise<string | null> {
  const { gone } = await speech.say(["number-key", "tone"], { keys: "" });
  if (gone) return null;
  const until = clock.now() + ALL_DIGITS_WITHIN_MS;
  let digits = "";
  while (digits.length <= MOST_DIGITS) {
    const within = digits === "" ? FIRST_DIGIT_WITHIN_MS : NEXT_DIGIT_WITHIN_MS;
    const waitMs = Math.min(within, until - clock.now());
    if (waitMs <= 0) break;
    const heard = await waitForDigit(speech.session, waitMs);
    if (heard.gone) return null;
    if (heard.digit === null || heard.digit === "#") break;
    digits += heard.digit;
  }
  return digits;
}

/** Whether that can be a number; `*` is in none. */
function isComplete(digits: string): boolean {
  return new RegExp(`^[0-9]{${FEWEST_DIGITS},${MOST_DIGITS}}$`).test(digits);
}
