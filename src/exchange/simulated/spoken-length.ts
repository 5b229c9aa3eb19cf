import { readFileSync } from "node:fs";
import { KEY_WITHIN_MS, NAME_WITHIN_MS } from "../../line/call/dialogue-deadlines.ts";
import type { PromptName } from "../dialogue/prompt-names.ts";
import { type Utterance, type Words, wordsOf } from "../dialogue/utterances.ts";

/** How long it takes to say something at `now` (epoch ms), by the Spanish prompts as they come with Espera; ms. */
export function spokenMs(says: readonly Utterance[], now: number): number {
  let ms = 0;
  for (const one of says) for (const word of wordsOf(one, now)) ms += lengthOf(word);
  return ms;
}

/** How long a question lasts where no key is pressed, ms. */
export function unansweredMs(says: readonly Utterance[], now: number): number {
  return spokenMs(says, now) + KEY_WITHIN_MS;
}

const manifest = JSON.parse(
  readFileSync(new URL("../../../prompts/es/manifest.json", import.meta.url), "utf8"),
) as { readonly prompts: Readonly<Record<PromptName, { readonly ms: number }>> };

/** How long one prompt lasts, or the longest name, ms. */
export function lengthOf(word: Words[number]): number {
  return typeof word === "string" ? manifest.prompts[word].ms : NAME_WITHIN_MS;
}
