import type { CallbackEntry } from "../api/control/schemas.ts";
import { formatLocal } from "../reports/dates.ts";
import type { Language } from "../reports/language.ts";
import { restReasons, type Sentence, waitReasons } from "../reports/reasons.ts";

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

/** Why a callback waits now, and until when where that is known. */
export function whyItWaits(
  { waits, putOff, notBefore }: CallbackEntry,
  timeZone: string,
  language: Language,
): string {
  if (waits !== "resting" || notBefore === null) return sentenceOf(waitReasons, waits ?? "", language);
  const why = putOff === null ? waitReasons.resting[language] : sentenceOf(restReasons, putOff, language);
  return `${why} ${notBeforeWords[language]} ${minuteIn(timeZone, notBefore)}.`;
}

/** Before the time until which nothing is dialled. */
export const notBeforeWords: Sentence = { es: "No antes de", en: "Not before" };
