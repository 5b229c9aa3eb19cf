import { DialogueRun } from "../../dialogue/dialogue-run.ts";
import { returnScript } from "../../dialogue/return-script.ts";
import { GONE, play } from "../../dialogue/voice.ts";
import type { AgiCall } from "../agi/call.ts";
import { setVariable } from "../agi/commands.ts";
import type { AgiSession } from "../agi/session.ts";
import { AgiVoice, type AgiVoiceGiven } from "../agi-voice.ts";

/** The channel variable in which the server says how far the dialogue of a test call is, for the check that placed it. */
export const TEST_STEP = "ESPERA_STEP";

/** What `TEST_STEP` says. */
type TestStep = "asked" | "confirmed" | "declined" | "nobody";

/** The dialogue of a return call with the person who picked up a test call: the same questions, and nothing is reported of it. */
export async function testDialogue(call: AgiCall, session: AgiSession, given: AgiVoiceGiven): Promise<void> {
  const step = (what: TestStep) => setVariable(session, TEST_STEP, what);
  await step("asked");
  const voice = new AgiVoice(session, call.uniqueid, given);
  // It offers no other times: they would be a callback's.
  const asked = { name: null, laterMs: [] };
  const wish = await play(returnScript(new DialogueRun(() => given.clock.now()), asked, null), voice);
  if (wish === GONE) return;
  if (wish === "confirmed") {
    await step("confirmed");
    await voice.say([{ what: "connecting" }]);
    return;
  }
  await step(wish === "declined" ? "declined" : "nobody");
  await setVariable(session, "ESPERA_DO", "bye");
  await voice.say([{ what: "goodbye", to: wish }]);
}
