import type { ShownCallback } from "../../journal/rows/callback-members.ts";
import type { Language } from "../../words/language.ts";
import { restReasons, waitReasons } from "../../words/reasons/callback-reasons.ts";
import { minuteIn, notBeforeWords, sentenceOf } from "../../words/sentences.ts";

/** Why a callback waits now, and until when where that is known. */
export function whyItWaits(
  { waits, putOff, notBefore }: ShownCallback,
  timeZone: string,
  language: Language,
): string {
  if (waits !== "resting" || notBefore === null) return sentenceOf(waitReasons, waits ?? "", language);
  const why = putOff === null ? waitReasons.resting[language] : sentenceOf(restReasons, putOff, language);
  return `${why} ${notBeforeWords[language]} ${minuteIn(timeZone, notBefore)}.`;
}
