import type { Clock } from "../clock.ts";
import type { PromptName } from "../dialogue/prompt-names.ts";
import { ALL_DIGITS, type Heard, streamFile, waitForDigit } from "./agi/commands.ts";
import type { AgiSession } from "./agi/session.ts";

/** How long a prompt may be, ms: the watchdog waits for it. */
const LONGEST_PROMPT_MS = 8_000;

/** What is said: a prompt, or a recording by its path without extension. */
export type Sayable = PromptName | { readonly recording: string };

/** What came of speaking: a key, nothing, or the call is over here. */
export type Said = { readonly key: string | null; readonly gone: boolean };

export interface SpeechGiven {
  readonly clock: Clock;
  /** Folder of the prompts, with a slash at its end. */
  readonly prompts: string;
  /** Told of a file that is not there. */
  readonly missingPrompt: (file: string) => void;
  /**
   * From this long after its beginning the dialogue puts no further question: no longer than whoever waits for its end
   * bears. ms.
   */
  readonly questionsWithinMs: number;
}

/** Speaks to a call, one prompt after another; any key stops it. */
export class Speech {
  readonly session: AgiSession;
  readonly #given: SpeechGiven;
  readonly #questionsUntil: number;

  constructor(session: AgiSession, given: SpeechGiven) {
    this.session = session;
    this.#given = given;
    this.#questionsUntil = given.clock.now() + given.questionsWithinMs;
  }

  /** Says all of it up to one of `keys`, by default any. What is not there is left out. */
  async say(all: readonly Sayable[], { keys = ALL_DIGITS } = {}): Promise<Said> {
    for (const one of all) {
      const file = typeof one === "string" ? this.#given.prompts + one : one.recording;
      const heard = await streamFile(this.session, file, {
        escapeDigits: keys,
        longestMs: LONGEST_PROMPT_MS,
      });
      if (heard.missing) this.#given.missingPrompt(file);
      if (heard.digit !== null || heard.gone) return said(heard);
    }
    return { key: null, gone: this.session.closed };
  }

  /** Says all of it and then waits for a key. Where the dialogue has lasted too long, it is as if none was pressed. */
  async ask(all: readonly Sayable[], waitMs: number): Promise<Said> {
    if (this.#given.clock.now() > this.#questionsUntil) return { key: null, gone: this.session.closed };
    const answer = await this.say(all);
    return answer.key !== null || answer.gone ? answer : said(await waitForDigit(this.session, waitMs));
  }
}

function said({ digit, gone }: Heard): Said {
  return { key: digit, gone };
}

/** Whole minutes from now until `at`, for saying. */
export function minutesUntil(at: number, clock: Clock): number {
  return Math.max(0, at - clock.now()) / 60_000;
}
