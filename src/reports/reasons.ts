import type { Sentence } from "../words/language.ts";
import { callOutcomes, choiceSources, keyedNumbers, offerReasons } from "../words/reasons/call-reasons.ts";
import {
  attemptResults,
  callbackStatuses,
  dialReasons,
  endReasons,
  restReasons,
  waitReasons,
} from "../words/reasons/callback-reasons.ts";
import { orderOutcomes } from "../words/reasons/order-outcomes.ts";
import { skillReasons } from "../words/reasons/skill-reasons.ts";
import { switchReasons } from "../words/reasons/switch-reasons.ts";

/** All catalogues by their kind: what the documentation lists, and what a running system may give and nothing else. */
export const reasons = {
  offer: offerReasons,
  choice: choiceSources,
  number: keyedNumbers,
  call: callOutcomes,
  dial: dialReasons,
  attempt: attemptResults,
  rest: restReasons,
  end: endReasons,
  order: orderOutcomes,
  wait: waitReasons,
  status: callbackStatuses,
  skill: skillReasons,
  switch: switchReasons,
} as const satisfies Readonly<Record<string, Readonly<Record<string, Sentence>>>>;
