import type { ReturnDialogue } from "../../line/commands.ts";
import type { AttemptProgress } from "../../line/facts.ts";
import type { CallbackId } from "../../line/ids.ts";
import type { DialogueRun, DialogueScript } from "./dialogue-run.ts";
import { chooseLater } from "./later-script.ts";
import type { Dismissed, Utterance } from "./utterances.ts";

/** What the person who picked up a return call wants: to talk with an agent, or not to go on to the queue. */
export type Wish = "confirmed" | Dismissed;

/** How a wish is reported of an attempt; with `snoozed` after how many ms they want to be called. */
export function progressBy(wish: Wish): { readonly progress: AttemptProgress; readonly laterMs?: number } {
  if (typeof wish === "object") return { progress: "snoozed", laterMs: wish.laterMs };
  return { progress: wish === "nobody" ? "machine" : wish };
}

/**
 * What the person who picked up a return call is asked: is it their call, and are they ready? 1: they go to the queue; 2: they
 * did not ask for it; 3: they choose when to be called instead. Without a key it is taken for a machine. `whose`: the callback
 * whose recorded name is said, where the dialogue says one; `null`: there is none.
 */
export function* returnScript(
  talk: DialogueRun,
  { name, laterMs }: ReturnDialogue,
  whose: CallbackId | null,
): DialogueScript<Wish> {
  const named = (greets: boolean): Utterance[] =>
    whose === null ? [] : [{ what: "name", of: whose, greets }];
  const later = laterMs.length > 0;
  const isAnswer = (key: string | null) => key !== null && (later ? "123" : "12").includes(key);
  const greeting = name === "first" ? named(true) : [];
  let key = yield* talk.ask(...greeting, {
    what: "confirmation-asked",
    greets: greeting.length === 0,
    later,
  });
  if (!isAnswer(key)) key = yield* talk.ask({ what: "confirmation-asked-again" });
  if (!isAnswer(key)) return "nobody";
  if (key === "2") return "declined";
  if (key === "3") {
    const chosen = yield* chooseLater(talk, laterMs);
    return chosen === null || typeof chosen === "string" ? "nobody" : { laterMs: chosen.laterMs };
  }
  if (name !== "after-key") return "confirmed";
  // At another number than the one that called the name is said only now; 2 still means: not me.
  return (yield* talk.say(named(false), "2")) === "2" ? "declined" : "confirmed";
}
