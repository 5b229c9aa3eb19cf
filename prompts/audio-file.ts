import type { Language } from "../src/exchange/dialogue/prompt-texts.ts";

/** Where the audio of a prompt is kept. */
export function audioFile(language: Language, name: string): URL {
  return new URL(`${language}/${name}.wav`, import.meta.url);
}
