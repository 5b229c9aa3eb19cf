import type { Act, ActOutcome, DialogueScript } from "./dialogue-run.ts";
import type { Utterance } from "./utterances.ts";

/** The call is over here: the person hung up, or the phone system took the call back. */
export const GONE = Symbol("gone");
export type Gone = typeof GONE;

/** Somebody who speaks to a person on the phone, and hears what they press and say. Nothing rejects. */
export interface Voice {
  /** Says all of it up to one of `keys`, and gives that key. */
  say(says: readonly Utterance[], keys: string): Promise<string | null | Gone>;
  /** Says all of it up to any key, waits for one, and gives it. */
  ask(says: readonly Utterance[]): Promise<string | null | Gone>;
  /** Says what is wanted, and gives the digits that are keyed then. */
  digits(says: Utterance): Promise<string | Gone>;
  /** Says what is wanted, records what is said then, and gives whether it was anything. */
  record(says: Utterance): Promise<boolean | Gone>;
}

/** Says whether a number that was keyed may be called. */
export type Judge = (number: string) => Promise<boolean | Gone>;

/** Plays a script by a voice, and gives what came of it. */
export async function play<T>(
  script: DialogueScript<T>,
  voice: Voice,
  judge: Judge = noNumbers,
): Promise<T | Gone> {
  let step = script.next();
  while (!step.done) {
    const outcome: ActOutcome | Gone = await perform(step.value, voice, judge);
    if (outcome === GONE) return GONE;
    step = script.next(outcome);
  }
  return step.value;
}

function perform(act: Act, voice: Voice, judge: Judge): Promise<ActOutcome | Gone> {
  switch (act.act) {
    case "say":
      return voice.say(act.says, act.keys);
    case "ask":
      return voice.ask(act.says);
    case "digits":
      return voice.digits(act.says);
    case "record":
      return voice.record(act.says);
    case "judge":
      return judge(act.number);
  }
}

/** In a return call no number is keyed. */
const noNumbers: Judge = () => Promise.resolve(GONE);
