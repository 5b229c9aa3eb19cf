import { chance, exponential, pick, uniform } from "../../../queueing/laws/distributions.ts";
import type { Random } from "../../../queueing/random.ts";
import type { DetailsBehaviour, QueueKey } from "../traffic/traffic.ts";

/** What callers do in the dialogue beside yes and no, where they are asked. Shares lie between 0 and 1. */
export interface DialogueMix {
  /** Of those who say yes, who wants another number called. */
  readonly otherNumberShare: number;
  /** Of the numbers that are keyed, which cannot be called. */
  readonly badNumberShare: number;
  /** Of those who are asked for their name, who says it. */
  readonly nameShare: number;
  /** Of those who say yes, who asks for a later time. */
  readonly laterShare: number;
  /** Of those who say yes, who then does nothing more, or hangs up, before all is asked. */
  readonly fallsSilentShare: number;
  readonly breaksOffShare: number;
  /** Of the callers, who presses the key to be asked when they have waited, and after how long on average. */
  readonly queueKeyShare: number;
  readonly queueKeyAfterMs: number;
}

/** Our guess: nobody publishes how callers use such choices. */
export const usualDialogue: DialogueMix = {
  otherNumberShare: 0.08,
  badNumberShare: 0.2,
  nameShare: 0.75,
  laterShare: 0.1,
  fallsSilentShare: 0.02,
  breaksOffShare: 0.02,
  queueKeyShare: 0.08,
  queueKeyAfterMs: 90_000,
};

/** What a caller does once they said yes; who shows no number must key one. */
export function detailsOf(random: Random, mix: DialogueMix, withheld: boolean): DetailsBehaviour {
  const { otherNumberShare, badNumberShare, nameShare, laterShare, fallsSilentShare, breaksOffShare } = mix;
  const [first, second] = [keyedNumber(random, badNumberShare), keyedNumber(random, badNumberShare)];
  const how = pick(random, {
    silent: fallsSilentShare,
    "hang-up": breaksOffShare,
    "": 1 - fallsSilentShare - breaksOffShare,
  });
  const at = pick(random, { later: 1, number: 2, keying: 2, name: 1 });
  return {
    answersAfterMs: Math.round(uniform(random, 2_000, 7_000)),
    keysAfterMs: Math.round(uniform(random, 6_000, 15_000)),
    later: chance(random, laterShare) ? Math.floor(random.uniform() * 3) : null,
    keys: chance(random, otherNumberShare) || withheld ? [first, second] : [],
    saysName: chance(random, nameShare),
    stops: how === "" ? null : { at, how },
  };
}

/** Who presses the key wants to be called back, mostly. */
export function queueKeyOf(
  random: Random,
  mix: DialogueMix,
  details: DetailsBehaviour,
): { readonly queueKey?: QueueKey } {
  if (!chance(random, mix.queueKeyShare)) return {};
  const does = pick(random, { yes: 80, no: 8, silent: 8, "hang-up": 4 });
  const question = { afterMs: Math.round(uniform(random, 3_000, 9_000)), does, details };
  return { queueKey: { afterMs: Math.round(10_000 + exponential(random, mix.queueKeyAfterMs)), question } };
}

/** As people key it: a mobile number without the country's code; or one that no telephone has, or a premium one. */
function keyedNumber(random: Random, badShare: number): string {
  const bad = chance(random, badShare);
  const digits = String(Math.floor(random.uniform() * 10_000_000)).padStart(7, "0");
  if (!bad) return `310${digits}`;
  return Number(digits) % 2 === 0 ? `1900${digits}` : `12${digits.slice(0, 5)}`;
}
