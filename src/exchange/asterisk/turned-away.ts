import { minutesPrompt } from "../dialogue/prompt-names.ts";
import type { AgiCall } from "./agi/call.ts";
import { setVariable } from "./agi/commands.ts";
import type { AgiSession } from "./agi/session.ts";
import { attemptOf } from "./identity.ts";
import { ORDER_WITHIN_MS } from "./inbound-dialogue.ts";
import type { ReturnGiven } from "./return-dialogue.ts";
import { minutesUntil, type Sayable, Speech } from "./speech.ts";

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
  const told = await order;
  if (!told) return;
  await setVariable(session, "ESPERA_DO", "bye");
  const { againAt } = told;
  const words: Sayable[] =
    againAt === null
      ? ["return-no-agent"]
      : ["return-no-room", ...minutesPrompt(minutesUntil(againAt, given.clock)), "return-until-then"];
  await new Speech(session, { ...given, questionsWithinMs: 0 }).say(words, { keys: "" });
}
