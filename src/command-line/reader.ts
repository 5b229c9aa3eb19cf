import { type Language, languageOf } from "../words/language.ts";

/** The language of the person who typed this command: what `--lang` says, wherever it stands, else the environment's. */
export const reader: Language = languageOf(languageTyped(process.argv.slice(2)), process.env);

/** What is said to the reader, out of both languages. */
export function toReader(es: string, en: string): string {
  return reader === "es" ? es : en;
}

/** Looked for before the words are parsed: help and complaints about them are in that language too. */
function languageTyped(words: readonly string[]): string | undefined {
  const at = words.findLastIndex((word) => word === "--lang" || word.startsWith("--lang="));
  return words[at] === "--lang" ? words[at + 1] : words[at]?.slice("--lang=".length);
}
