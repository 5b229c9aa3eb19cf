import type { OfferDialogue } from "../../line/commands.ts";
import type { Choice, ChoiceSource, Consent } from "../../line/facts.ts";
import type { DialogueRun, DialogueScript } from "./dialogue-run.ts";
import { chooseLater } from "./later-script.ts";
import { confirmedNumber } from "./number-script.ts";
import { consentPrompt } from "./prompt-names.ts";
import type { Opening } from "./utterances.ts";

/** A caller who is asked, and what. */
export interface AskedCaller {
  readonly dialogue: OfferDialogue;
  readonly opening: Opening;
  /** The number that they call from; `null`: withheld. */
  readonly number: string | null;
}

/** What a caller chose. */
export interface Answered {
  readonly choice: Choice;
  readonly source: ChoiceSource;
  /** With yes: which words and which key it was, when, if they chose that, and whether their name was recorded. */
  readonly consent?: Consent;
  readonly laterMs?: number;
  readonly nameRecorded?: true;
}

/** All that a caller is asked: whether they want to be called back, or later; at which number; their name. */
export function* offerScript(talk: DialogueRun, asked: AskedCaller): DialogueScript<Answered> {
  const answered = yield* question(talk, asked);
  if (answered.choice !== "yes") return answered;
  const confirmed = yield* confirmedNumber(talk, asked.dialogue, asked.number);
  if (confirmed !== "yes") return unlessYes(confirmed);
  if (!asked.dialogue.recordName) return answered;
  const named = yield* talk.record({ what: "name-wanted" });
  return named ? { ...answered, nameRecorded: true } : answered;
}

/** Puts the question, again after a key without meaning. */
function* question(talk: DialogueRun, { dialogue, opening }: AskedCaller): DialogueScript<Answered> {
  const { waitMs, waitSpan, laterMs } = dialogue;
  const later = laterMs.length > 0;
  const meaningful = later ? "123" : "12";
  const wait = { waitMs, ...(waitSpan ? { waitSpan } : {}) };
  let key = yield* talk.ask({ what: "question", opening, ...wait, later });
  if (key !== null && !meaningful.includes(key))
    key = yield* talk.ask({ what: "question", opening: "not-understood", waitMs: null, later });
  if (key === "1") return yes({ prompt: consentPrompt("question-choice"), key });
  if (key !== "3" || !later) return unlessYes(key);
  const chosen = yield* chooseLater(talk, laterMs);
  if (chosen === null || typeof chosen === "string") return unlessYes(chosen);
  return { ...yes({ prompt: consentPrompt("question-later"), key }), laterMs: chosen.laterMs };
}

function yes(consent: Consent): Answered {
  return { choice: "yes", source: "key", consent };
}

/** What it means that no yes came of a question, but some other key, or none. */
function unlessYes(key: string | null): Answered {
  return key === null ? { choice: "silent", source: "timeout" } : { choice: "no", source: "key" };
}
