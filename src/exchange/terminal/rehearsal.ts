import type { ReturnDialogue } from "../../line/commands.ts";
import { DialogueRun } from "../dialogue/dialogue-run.ts";
import { type Answered, type AskedCaller, offerScript } from "../dialogue/offer-script.ts";
import { returnScript, type Wish } from "../dialogue/return-script.ts";
import { GONE, type Gone, play } from "../dialogue/voice.ts";
import type { TerminalVoice } from "./terminal-voice.ts";

/** The answer to a rehearsed question, with the number that would be called: the one keyed, or the one they call from. */
export type Rehearsed = Answered & { readonly number: string | null };

/** From the beginning of the span in which a return call is promised to its end, ms. */
const PROMISE_MS = 600_000;

/** Plays all that a caller is asked, to the end of the call or the way to the queue. `mayBeCalled` judges a number. */
export async function rehearseOffer(
  voice: TerminalVoice,
  asked: AskedCaller,
  mayBeCalled: (number: string) => boolean,
): Promise<Rehearsed | Gone> {
  let { number } = asked;
  const judge = (keyed: string) => {
    const accepted = mayBeCalled(keyed);
    if (accepted) number = keyed;
    return Promise.resolve(accepted);
  };
  const answered = await play(offerScript(new DialogueRun(() => 0), asked), voice, judge);
  if (answered === GONE) return GONE;
  if (answered.choice !== "yes") return { ...answered, number };
  if (number === null || !mayBeCalled(number)) {
    await voice.say([{ what: "not-registered" }]);
    return { choice: "no", source: "key", number: null };
  }
  const fromAt = answered.laterMs ?? asked.dialogue.waitMs ?? 0;
  await voice.say([{ what: "promise", fromAt, untilAt: fromAt + PROMISE_MS }]);
  return { ...answered, number };
}

/** Plays what the person who picks up a return call is asked, and what they hear then. */
export async function rehearseReturn(voice: TerminalVoice, dialogue: ReturnDialogue): Promise<Wish | Gone> {
  const wish = await play(returnScript(new DialogueRun(() => 0), dialogue, "rehearsal"), voice);
  if (wish === GONE) return GONE;
  await voice.say([wish === "confirmed" ? { what: "connecting" } : { what: "goodbye", to: wish }]);
  return wish;
}
