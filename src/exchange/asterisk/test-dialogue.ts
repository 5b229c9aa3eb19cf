import { setVariable } from "./agi/commands.ts";
import type { AgiSession } from "./agi/session.ts";
import { askReturned, farewell, QUESTIONS_WITHIN_MS } from "./return-dialogue.ts";
import { Speech, type SpeechGiven } from "./speech.ts";

/** The channel variable in which the server says how far the dialogue of a test call is, for the check that placed it. */
export const TEST_STEP = "ESPERA_STEP";

/** What `TEST_STEP` says. */
export type TestStep = "asked" | "confirmed" | "declined" | "nobody";

/** The dialogue of a return call with whoever picked up a test call: the same questions, and nothing is reported of it. */
export async function testDialogue(
  session: AgiSession,
  given: Omit<SpeechGiven, "questionsWithinMs">,
): Promise<void> {
  const step = (what: TestStep) => setVariable(session, TEST_STEP, what);
  await step("asked");
  const speech = new Speech(session, { ...given, questionsWithinMs: QUESTIONS_WITHIN_MS });
  // It offers no other times: they would be a callback's.
  const wish = await askReturned(speech, { name: null, laterMs: [] }, []);
  if (wish === "gone") return;
  if (wish === "confirmed") {
    await step("confirmed");
    await speech.say(["connecting"], { keys: "" });
    return;
  }
  await step(wish === "declined" ? "declined" : "nobody");
  await setVariable(session, "ESPERA_DO", "bye");
  await speech.say(farewell(wish), { keys: "" });
}
