import { laterOptions } from "../dialogue/later-options.ts";
import type { Utterance } from "../dialogue/utterances.ts";
import type { DetailsBehaviour, DetailsStep, QuestionBehaviour, ReturnCall } from "./traffic/traffic.ts";

/** What a person on the phone does, so long after what they hear began. */
export type Reaction =
  | { readonly does: "press"; readonly keys: string; readonly afterMs: number }
  | { readonly does: "hang-up" | "speak"; readonly afterMs: number };

/** Somebody on the phone: gives what they do when they hear something; `null`: nothing. */
export type Person = (says: Utterance) => Reaction | null;

/** A caller who is asked, and does what was drawn. */
export function personWhoCalls({ afterMs, does, details = agreeable }: QuestionBehaviour): Person {
  const { answersAfterMs, keysAfterMs, stops, later, keys, saysName } = details;
  let keyed = 0;
  return (says) => {
    if (stops && stepOf[says.what] === stops.at)
      return stops.how === "silent" ? null : { does: stops.how, afterMs: answersAfterMs };
    if (says.what === "question") {
      if (does === "silent") return null;
      if (does === "hang-up") return { does, afterMs };
      if (does === "no") return press("2", afterMs);
      return press(later !== null && says.later ? "3" : "1", afterMs);
    }
    if (says.what === "later-options") return press(keyOfTime(says.laterMs, later ?? 0), answersAfterMs);
    // The number that they keyed themselves is right.
    if (says.what === "number") return press(keys.length === 0 || keyed > 0 ? "1" : "2", answersAfterMs);
    if (says.what === "number-wanted") {
      const number = keys[keyed++];
      return number === undefined ? null : press(`${number}#`, keysAfterMs);
    }
    return says.what === "name-wanted" && saysName ? { does: "speak", afterMs: answersAfterMs } : null;
  };
}

/** Somebody who picks up a return call, and does what was drawn. A machine, and a person who only listens, press nothing. */
export function personWhoPicksUp({ does, later, confirmAfterMs }: ReturnCall): Person {
  return (says) => {
    if (says.what === "confirmation-asked") {
      if (does === "declined") return press("2", confirmAfterMs);
      if (does !== "confirm") return null;
      return press(later !== undefined && says.later ? "3" : "1", confirmAfterMs);
    }
    if (says.what !== "later-options" || later === undefined || later === "silent") return null;
    if (later === "hang-up") return { does: later, afterMs: confirmAfterMs };
    return press(keyOfTime(says.laterMs, later), confirmAfterMs);
  };
}

function press(keys: string, afterMs: number): Reaction {
  return { does: "press", keys, afterMs };
}

/** The key of the time that was meant, or of the last where there are fewer. */
function keyOfTime(laterMs: readonly number[], nth: number): string {
  return String(Math.min(nth + 1, laterOptions(laterMs).length));
}

const stepOf: { readonly [what in Utterance["what"]]?: DetailsStep } = {
  "later-options": "later",
  number: "number",
  "number-wanted": "keying",
  "name-wanted": "name",
};

const agreeable: DetailsBehaviour = {
  answersAfterMs: 3_000,
  keysAfterMs: 8_000,
  later: null,
  keys: [],
  saysName: true,
  stops: null,
};
