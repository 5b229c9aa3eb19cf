import type { Clock } from "../clock.ts";
import { ALL_DIGITS, type Heard, streamFile, waitForDigit } from "./agi/commands.ts";
import type { AgiSession } from "./agi/session.ts";
import type { PromptName } from "./prompt-names.ts";

/** How long a prompt may be, ms: the watchdog waits for it. */
const LONGEST_PROMPT_MS = 8_000;

/** What came of speaking: a key, nothing, or the call is over here. */
export type Said = { readonly key: string | null; readonly gone: boolean };

/** Speaks to a call, one prompt after another; any key stops it. */
export class Speech {
  readonly #session: AgiSession;
  readonly #folder: string;
  readonly #missing: (file: string) => void;

  constructor(session: AgiSession, folder: string, missing: (file: string) => void) {
    this.#session = session;
    this.#folder = folder;
    this.#missing = missing;
  }

  /** Says the prompts up to a key. A prompt that is not there is left out. */
  async say(prompts: readonly PromptName[], { keys = ALL_DIGITS } = {}): Promise<Said> {
    for (const prompt of prompts) {
      const file = this.#folder + prompt;
      const heard = await streamFile(this.#session, file, {
        escapeDigits: keys,
        longestMs: LONGEST_PROMPT_MS,
      });
      if (heard.missing) this.#missing(file);
      if (heard.digit !== null || heard.gone) return said(heard);
    }
    return { key: null, gone: this.#session.closed };
  }

  /** Says the prompts and then waits for a key. */
  async ask(prompts: readonly PromptName[], waitMs: number): Promise<Said> {
    const answer = await this.say(prompts);
    return answer.key !== null || answer.gone ? answer : said(await waitForDigit(this.#session, waitMs));
  }
}

function said({ digit, gone }: Heard): Said {
  return { key: digit, gone };
}

/** Whole minutes from now until `at`, for saying. */
export function minutesUntil(at: number, clock: Clock): number {
  return Math.max(0, at - clock.now()) / 60_000;
}
