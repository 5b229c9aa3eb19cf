import { KEY_WITHIN_MS, LONGEST_PROMPT_MS, NAME_WITHIN_MS } from "../../line/call/dialogue-deadlines.ts";
import type { Clock } from "../../time/clock.ts";
import { KeyedDigits } from "../dialogue/keyed-digits.ts";
import { type Utterance, type Words, wordsOf } from "../dialogue/utterances.ts";
import { GONE, type Gone, type Voice } from "../dialogue/voice.ts";
import { recordingName } from "../recording-name.ts";
import { ALL_DIGITS, type PromptEnd, streamFile, waitForDigit } from "./agi/commands.ts";
import { recordFile } from "./agi/recording.ts";
import type { AgiSession } from "./agi/session.ts";

/** Shorter than this, nobody has spoken. */
const SHORTEST_NAME_MS = 250;

export interface AgiVoiceGiven {
  readonly clock: Clock;
  /** Folder of the prompts, with a slash at its end. */
  readonly prompts: string;
  /** The folder of recorded names as Asterisk sees it, with a slash at its end; without it none is recorded or played. */
  readonly recordings?: string;
  /** Called with a file that is not there. */
  readonly missingPrompt: (file: string) => void;
}

/** The voice on one call in Asterisk: it plays one prompt after another, and hears the keys. */
export class AgiVoice implements Voice {
  readonly #session: AgiSession;
  readonly #id: string;
  readonly #given: AgiVoiceGiven;

  /** `id`: by what a name is recorded, the call's own id. */
  constructor(session: AgiSession, id: string, given: AgiVoiceGiven) {
    this.#session = session;
    this.#id = id;
    this.#given = given;
  }

  /** What is not there is left out. */
  async say(says: readonly Utterance[], keys = ""): Promise<string | null | Gone> {
    const { prompts, missingPrompt } = this.#given;
    for (const word of this.#wordsOf(says)) {
      const file = typeof word === "string" ? prompts + word : this.#fileOf(word.nameOf);
      const heard = await streamFile(this.#session, file, {
        escapeDigits: keys,
        longestMs: LONGEST_PROMPT_MS,
      });
      if (heard.missing) missingPrompt(file);
      if (heard.digit !== null || heard.gone) return keyOf(heard);
    }
    return this.#session.closed ? GONE : null;
  }

  async ask(says: readonly Utterance[]): Promise<string | null | Gone> {
    const early = await this.say(says, ALL_DIGITS);
    return early ?? keyOf(await waitForDigit(this.#session, KEY_WITHIN_MS));
  }

  /** Keys before the end of the tone are none of the number: an impatient second press must not become its first digit. */
  async digits(says: Utterance): Promise<string | Gone> {
    if ((await this.say([says])) === GONE) return GONE;
    const { clock } = this.#given;
    const keyed = new KeyedDigits(clock.now());
    for (;;) {
      const waitMs = keyed.waitMs(clock.now());
      if (waitMs <= 0) return keyed.digits;
      const key = keyOf(await waitForDigit(this.#session, waitMs));
      if (key === GONE) return GONE;
      keyed.take(key);
    }
  }

  async record(says: Utterance): Promise<boolean | Gone> {
    if ((await this.say([says])) === GONE) return GONE;
    const name = await recordFile(this.#session, this.#fileOf(this.#id), { longestMs: NAME_WITHIN_MS });
    return name.gone ? GONE : name.spokenMs > SHORTEST_NAME_MS;
  }

  #wordsOf(says: readonly Utterance[]): Words {
    return says.flatMap((one) => wordsOf(one, this.#given.clock.now()));
  }

  #fileOf(name: string): string {
    return `${this.#given.recordings ?? ""}${recordingName(name)}`;
  }
}

function keyOf({ digit, gone }: PromptEnd): string | null | Gone {
  return gone ? GONE : digit;
}
