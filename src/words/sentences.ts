import { formatLocal } from "../time/dates.ts";
import type { Language, Sentence } from "./language.ts";

/** A code's sentence; of a code that only a newer server knows, the code. */
export function sentenceOf(
  catalogue: Readonly<Record<string, Sentence>>,
  code: string,
  language: Language,
): string {
  return Object.hasOwn(catalogue, code) ? catalogue[code]![language] : code;
}

/** A moment (epoch ms) as `YYYY-MM-DD HH:MM` in a zone. */
export function minuteIn(timeZone: string, at: number): string {
  return formatLocal(at, timeZone).slice(0, -3);
}

/** Before the time until which nothing is dialled. */
export const notBeforeWords: Sentence = { es: "No antes de", en: "Not before" };
