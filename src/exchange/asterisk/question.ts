import type { OfferDialogue } from "../../line/commands.ts";
import type { Consent } from "../../line/facts.ts";
import { consentPrompt, minutesPrompt, type PromptName } from "../dialogue/prompt-names.ts";
import { type Chosen, unlessYes, YES } from "./choice.ts";
import { chooseLater, laterOptions } from "./later-menu.ts";
import type { Speech } from "./speech.ts";

/** Silence after the question. */
const KEY_WITHIN_MS = 4_000;

/** What came of the question. With yes: which words and which key it was, and when, if he chose that. */
export interface Answered extends Chosen {
  readonly consent?: Consent;
  readonly laterMs?: number;
}

/** Puts the question, again after a key without meaning; `null` when the call is over here. */
export async function question(
  speech: Speech,
  opening: readonly PromptName[],
  { waitMs, laterMs }: OfferDialogue,
): Promise<Answered | null> {
  const wait: PromptName[] = waitMs === null ? [] : ["question-wait", ...minutesPrompt(waitMs / 60_000)];
  const options = laterOptions(laterMs);
  const choice: PromptName[] = [
    "question-choice",
    ...(options.length > 0 ? ["question-later" as const] : []),
  ];
  const meaningful = options.length > 0 ? "123" : "12";
  let heard = await speech.ask([...opening, ...wait, ...choice], KEY_WITHIN_MS);
  if (heard.key !== null && !meaningful.includes(heard.key))
    heard = await speech.ask(["not-understood", ...choice], KEY_WITHIN_MS);
  if (heard.key === "1") return { ...YES, consent: { prompt: consentPrompt("question-choice"), key: "1" } };
  if (heard.key !== "3" || options.length === 0) return unlessYes(heard);
  const { chosen, said } = await chooseLater(speech, options);
  if (chosen === null) return unlessYes(said);
  const consent = { prompt: consentPrompt("question-later"), key: "3" };
  return { ...YES, consent, laterMs: chosen.laterMs };
}
