import { ORDER_WITHIN_MS } from "../../../line/call/dialogue-deadlines.ts";
import type { AttemptProgress } from "../../../line/facts.ts";
import { type AttemptId, partsOfAttempt } from "../../../line/ids.ts";
import { DialogueRun } from "../../dialogue/dialogue-run.ts";
import { progressBy, returnScript } from "../../dialogue/return-script.ts";
import { GONE, play } from "../../dialogue/voice.ts";
import type { AgiCall } from "../agi/call.ts";
import { setVariable } from "../agi/commands.ts";
import type { AgiSession } from "../agi/session.ts";
import { AgiVoice } from "../agi-voice.ts";
import { attemptOf, secondOf } from "../identity.ts";
import { readReturnVariables } from "../return-variables.ts";
import type { DialogueGiven } from "./inbound-dialogue.ts";

export interface ReturnGiven extends DialogueGiven {
  readonly progress: (attempt: AttemptId, progress: AttemptProgress, laterMs?: number) => void;
}

/**
 * The dialogue with the person who picked up a return call. Customers who want to talk with an agent go to the queue at their
 * earned place; the others are let go.
 */
export async function returnDialogue(call: AgiCall, session: AgiSession, given: ReturnGiven): Promise<void> {
  const attempt = attemptOf(call.uniqueid);
  if (attempt === null) return;
  const { clock, orders, progress, recordings } = given;
  progress(attempt, "answered");
  const voice = new AgiVoice(session, attempt, given);
  const dialogue = await readReturnVariables(session);
  // Where recordings are not known here, no name is said.
  const whose = recordings === undefined ? null : (partsOfAttempt(attempt)?.callback ?? null);
  const wish = await play(returnScript(new DialogueRun(() => clock.now()), dialogue, whose), voice);
  if (wish === GONE) return;
  if (wish === "confirmed") {
    const seat = orders.next(attempt, ["seat"], ORDER_WITHIN_MS, session.over);
    progress(attempt, "confirmed");
    const order = await seat;
    if (order) await setVariable(session, "ESPERA_AT", secondOf(order.place));
    await voice.say([{ what: "connecting" }]);
    return;
  }
  const said = progressBy(wish);
  progress(attempt, said.progress, said.laterMs);
  // First the end is asked for: whatever happens to Espera now, nobody is put through who did not want it.
  await setVariable(session, "ESPERA_DO", "bye");
  await voice.say([{ what: "goodbye", to: wish }]);
}
