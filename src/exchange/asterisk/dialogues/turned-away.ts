import { ORDER_WITHIN_MS } from "../../../line/call/dialogue-deadlines.ts";
import type { AgiCall } from "../agi/call.ts";
import { setVariable } from "../agi/commands.ts";
import type { AgiSession } from "../agi/session.ts";
import { AgiVoice } from "../agi-voice.ts";
import { attemptOf } from "../identity.ts";
import type { ReturnGiven } from "./return-dialogue.ts";

/**
 * The end of a return call whose queue had no room for the customer: they hear when they are called again. Where nobody says
 * when, it returns without having asked for the end of the call, and the dialplan says that there is no agent.
 */
export async function turnedAwayDialogue(
  call: AgiCall,
  session: AgiSession,
  given: ReturnGiven,
): Promise<void> {
  const attempt = attemptOf(call.uniqueid);
  if (attempt === null) return;
  const order = given.orders.next(attempt, ["turn-away"], ORDER_WITHIN_MS, session.over);
  given.progress(attempt, "turned-away");
  const command = await order;
  if (!command) return;
  await setVariable(session, "ESPERA_DO", "bye");
  await new AgiVoice(session, attempt, given).say([{ what: "called-again", at: command.againAt }]);
}
