import { QUESTIONS_WITHIN_MS } from "../../line/call/dialogue-deadlines.ts";
import type { Utterance } from "./utterances.ts";

/** What a script asks of its player: the voice, or, with `judge`, Espera. */
export type Act =
  /** Says all of it, up to one of `keys`. */
  | { readonly act: "say"; readonly says: readonly Utterance[]; readonly keys: string }
  /** Says all of it up to any key, and then waits for one. */
  | { readonly act: "ask"; readonly says: readonly Utterance[] }
  /** Says what is wanted, and then takes the digits of a number. */
  | { readonly act: "digits"; readonly says: Utterance }
  /** Says what is wanted, and then records a name. */
  | { readonly act: "record"; readonly says: Utterance }
  /** Finds out whether a number that was keyed may be called. */
  | { readonly act: "judge"; readonly number: string };

/** What came of an act: a key, or `null` for none; digits, empty for none; whether a name was said, or a number accepted. */
export type ActOutcome = string | boolean | null;

/**
 * A dialogue as it is written once: it yields its acts one by one, is given what came of each, and returns what came of it
 * all. A hang-up ends it between two acts; it never hears of it.
 */
export type DialogueScript<T> = Generator<Act, T, ActOutcome>;

/**
 * One dialogue with one person. Where it has lasted too long it puts no further question: it is then as if the person did
 * nothing.
 */
export class DialogueRun {
  readonly #now: () => number;
  readonly #questionsUntil: number;

  /** Begins now; `now` gives the player's time, epoch ms. */
  constructor(now: () => number) {
    this.#now = now;
    this.#questionsUntil = now() + QUESTIONS_WITHIN_MS;
  }

  /** Says all of it, up to one of `keys` (none by default), and gives that key. */
  *say(says: readonly Utterance[], keys = ""): DialogueScript<string | null> {
    return (yield { act: "say", says, keys }) as string | null;
  }

  /** Asks for a key, and gives it. */
  *ask(...says: readonly Utterance[]): DialogueScript<string | null> {
    if (this.#isOver) return null;
    return (yield { act: "ask", says }) as string | null;
  }

  /** Asks for a number, and gives its digits. */
  *digits(says: Utterance): DialogueScript<string> {
    if (this.#isOver) return "";
    return (yield { act: "digits", says }) as string;
  }

  /** Asks for the person's name, and says whether they said it. */
  *record(says: Utterance): DialogueScript<boolean> {
    if (this.#isOver) return false;
    return (yield { act: "record", says }) as boolean;
  }

  /** Whether a number that was keyed may be called. */
  *judge(number: string): DialogueScript<boolean> {
    return (yield { act: "judge", number }) as boolean;
  }

  get #isOver(): boolean {
    return this.#now() > this.#questionsUntil;
  }
}
