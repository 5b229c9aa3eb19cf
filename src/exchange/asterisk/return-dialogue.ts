import type { ReturnDialogue } from "../../line/commands.ts";
import type { AttemptProgress } from "../../line/facts.ts";
import { type AttemptId, partsOfAttempt } from "../../line/ids.ts";
import { recordingName } from "../recording-name.ts";
import type { AgiCall } from "./agi/call.ts";
import { setVariable } from "./agi/commands.ts";
import type { AgiSession } from "./agi/session.ts";
import { attemptOf, secondOf } from "./identity.ts";
import { type DialogueGiven, ORDER_WITHIN_MS } from "./inbound-dialogue.ts";
import { chooseLater, type LaterOption, laterOptions } from "./later-menu.ts";
import { readReturnVariables } from "./return-variables.ts";
import { type Said, type Sayable, Speech } from "./speech.ts";

/** Silence after being asked to press 1. */
const KEY_WITHIN_MS = 4_000;
/** The core takes a leg back that is asked for a minute: what is begun by now ends before, with a few times to choose from. */
export const QUESTIONS_WITHIN_MS = 40_000;

export interface ReturnGiven extends DialogueGiven {
  readonly progress: (attempt: AttemptId, progress: AttemptProgress, laterMs?: number) => void;
}

/** What whoever picked up wants, or that nobody is there; `gone` when the call is over here. */
type Wish = "confirmed" | "declined" | "nobody" | "gone" | LaterOption;

/**
 * The dialogue with whoever picked up a return call: is it the person, and is he ready? On 1 he goes to the queue
 * at his earned place; on 2 he did not ask for it; on 3 he chooses when to be called instead; without a key it is taken
 * for a machine.
 */
export async function returnDialogue(call: AgiCall, session: AgiSession, given: ReturnGiven): Promise<void> {
  const attempt = attemptOf(call.uniqueid);
  if (attempt === null) return;
  const { orders, progress } = given;
  progress(attempt, "answered");
  const speech = new Speech(session, { ...given, questionsWithinMs: QUESTIONS_WITHIN_MS });
  const whose = nameOf(attempt, given.recordings);
  const wish = await askReturned(speech, await readReturnVariables(session), whose);
  if (wish === "gone") return;
  if (wish === "confirmed") {
    const seat = orders.next(attempt, ["seat"], ORDER_WITHIN_MS, session.over);
    progress(attempt, "confirmed");
    const order = await seat;
    if (order) await setVariable(session, "ESPERA_AT", secondOf(order.place));
    await speech.say(["connecting"], { keys: "" });
    return;
  }
  if (wish === "declined") progress(attempt, "declined");
  else if (wish === "nobody") progress(attempt, "machine");
  else progress(attempt, "snoozed", wish.laterMs);
  // First the end is asked for: whatever happens to Espera now, nobody is put through who did not want it.
  await setVariable(session, "ESPERA_DO", "bye");
  await speech.say(farewell(wish), { keys: "" });
}

/** What is said to whoever does not go on to the queue. */
export function farewell(wish: Exclude<Wish, "confirmed" | "gone">): Sayable[] {
  if (wish === "declined") return ["return-sorry"];
  if (wish === "nobody") return ["return-goodbye"];
  return ["return-put-off", ...wish.time, "return-until-then"];
}

/** Asks whoever picked up what they want; `whose`: how the customer is named, where the dialogue names them. */
export async function askReturned(
  speech: Speech,
  { name, laterMs }: ReturnDialogue,
  whose: readonly Sayable[],
): Promise<Wish> {
  const options = laterOptions(laterMs);
  const meaningful = options.length > 0 ? "123" : "12";
  const isAnswer = ({ key }: Said) => key !== null && meaningful.includes(key);
  const text: Sayable[] = [
    "return-hello",
    ...(name === "first" ? whose : []),
    "return-call",
    "return-not-me",
    ...(options.length > 0 ? (["return-later"] as const) : []),
  ];
  let heard = await speech.ask(text, KEY_WITHIN_MS);
  if (!heard.gone && !isAnswer(heard)) heard = await speech.ask(["return-again"], KEY_WITHIN_MS);
  if (heard.gone) return "gone";
  if (!isAnswer(heard)) return "nobody";
  if (heard.key === "2") return "declined";
  if (heard.key === "3") {
    const { chosen, said } = await chooseLater(speech, options);
    return chosen ?? (said.gone ? "gone" : "nobody");
  }
  if (name !== "after-key") return "confirmed";
  // At another number than the one that called it is said only now whom the call is for; 2 still means: not me.
  const { key, gone } = await speech.say(whose, { keys: "2" });
  if (gone) return "gone";
  return key === "2" ? "declined" : "confirmed";
}

/** The name that he recorded, as it is said; nothing where recordings are not known here. */
function nameOf(attempt: AttemptId, recordings: string | undefined): Sayable[] {
  const callback = partsOfAttempt(attempt)?.callback;
  if (callback === undefined || recordings === undefined) return [];
  return ["return-for", { recording: recordings + recordingName(callback) }];
}
