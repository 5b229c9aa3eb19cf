import type { AttemptProgress } from "../../line/facts.ts";
import type { AgiCall } from "./agi/call.ts";
import { setVariable } from "./agi/commands.ts";
import type { AgiSession } from "./agi/session.ts";
import { attemptOf, secondOf } from "./identity.ts";
import { type DialogueGiven, ORDER_WITHIN_MS } from "./inbound-dialogue.ts";
import { type Said, Speech } from "./speech.ts";

/** Silence after being asked to press 1. */
const KEY_WITHIN_MS = 4_000;

/**
 * The dialogue with whoever picked up a return call: is it the person, and is he ready? On 1 he goes to the queue
 * at his earned place; on 2 he did not ask for it; without a key it is taken for a machine.
 */
export async function returnDialogue(
  call: AgiCall,
  session: AgiSession,
  given: Omit<DialogueGiven, "report"> & { progress: (attempt: string, progress: AttemptProgress) => void },
): Promise<void> {
  const attempt = attemptOf(call.uniqueid);
  if (attempt === null) return;
  const { orders, progress } = given;
  progress(attempt, "answered");
  const speech = new Speech(session, given.prompts, given.missingPrompt);
  let heard = await speech.ask(["return-call", "return-not-me"], KEY_WITHIN_MS);
  if (!heard.gone && !isAnswer(heard)) heard = await speech.ask(["return-again"], KEY_WITHIN_MS);
  if (heard.gone) return;
  if (heard.key === "1") {
    const seat = orders.next(attempt, ["seat"], ORDER_WITHIN_MS, session.over);
    progress(attempt, "confirmed");
    const order = await seat;
    if (order) await setVariable(session, "ESPERA_AT", secondOf(order.place));
    await speech.say(["connecting"], { keys: "" });
    return;
  }
  const notHim = heard.key === "2";
  progress(attempt, notHim ? "declined" : "machine");
  // First the end is asked for: whatever happens to Espera now, nobody is put through who did not want it.
  await setVariable(session, "ESPERA_DO", "bye");
  await speech.say([notHim ? "return-sorry" : "return-goodbye"], { keys: "" });
}

function isAnswer({ key }: Said): boolean {
  return key === "1" || key === "2";
}
