import { KeyedDigits } from "../dialogue/keyed-digits.ts";
import type { DialogueLanguage } from "../dialogue/prompt-texts.ts";
import { type Utterance, type Words, wordsOf } from "../dialogue/utterances.ts";
import { GONE, type Gone, type Voice } from "../dialogue/voice.ts";

/** A terminal, or what stands in its place. */
export interface Terminal {
  readonly print: (line: string) => void;
  /** The next line that is typed; `null` at the end. */
  readonly type: () => Promise<string | null>;
}

/**
 * The voice of a terminal: what callers hear stands there as text, and what is typed are their keys. A line is all that they do
 * with one question: a key, the digits of a number, their name; an empty line is silence, and the end of input a hang-up. No
 * time passes.
 */
export class TerminalVoice implements Voice {
  readonly #terminal: Terminal;
  readonly #language: DialogueLanguage;

  constructor(terminal: Terminal, language: DialogueLanguage) {
    this.#terminal = terminal;
    this.#language = language;
  }

  async say(says: readonly Utterance[], keys = ""): Promise<string | null | Gone> {
    this.#print(says);
    if (keys === "") return null;
    const key = await this.#key();
    return key === GONE || (key !== null && keys.includes(key)) ? key : null;
  }

  async ask(says: readonly Utterance[]): Promise<string | null | Gone> {
    this.#print(says);
    return this.#key();
  }

  async digits(says: Utterance): Promise<string | Gone> {
    this.#print([says]);
    const typed = await this.#terminal.type();
    if (typed === null) return GONE;
    const keyed = new KeyedDigits(NOW);
    for (const key of [...keysIn(typed), null]) if (keyed.waitMs(NOW) > 0) keyed.take(key);
    return keyed.digits;
  }

  async record(says: Utterance): Promise<boolean | Gone> {
    this.#print([says]);
    const typed = await this.#terminal.type();
    return typed === null ? GONE : typed.trim() !== "";
  }

  async #key(): Promise<string | null | Gone> {
    const typed = await this.#terminal.type();
    return typed === null ? GONE : (keysIn(typed)[0] ?? null);
  }

  #print(says: readonly Utterance[]): void {
    const words = says.flatMap((one) => wordsOf(one, NOW));
    if (words.length > 0) this.#terminal.print(asSentences(words.map((word) => this.#textOf(word))));
  }

  #textOf(word: Words[number]): string {
    const { texts, recordedName } = this.#language;
    return typeof word === "string" ? texts[word] : recordedName;
  }
}

/** Prompts are spoken one after another; written, a beginning goes on with the next, and so does what begins small. */
function asSentences(texts: readonly string[]): string {
  return texts
    .map((text, index) => {
      const next = texts[index + 1];
      if (text.endsWith("…")) return text.slice(0, -1);
      if (next === undefined || !/^\p{Ll}/u.test(next)) return /\w$/.test(text) ? `${text}.` : text;
      return text.replace(/\.$/, ",");
    })
    .join(" ");
}

/** Times are counted from now: no clock is needed. */
const NOW = 0;

function keysIn(typed: string): string[] {
  return typed.match(/[0-9*#]/g) ?? [];
}
