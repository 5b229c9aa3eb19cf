import { chance } from "../../queueing/distributions.ts";
import type { Random, RandomSource } from "../../queueing/random.ts";

/** Which numbers callers show. Shares are of all calls. */
export interface NumberMix {
  /** How many customers there are: some phone more than once. */
  readonly customers: number;
  readonly withheldShare: number;
  readonly foreignShare: number;
  /** What no plan of numbering allows: short, or garbled on the way. */
  readonly invalidShare: number;
}

const MOBILE_PREFIXES = [
  "300",
  "301",
  "302",
  "304",
  "305",
  "310",
  "311",
  "312",
  "313",
  "314",
  "315",
  "316",
  "317",
];
const FOREIGN = ["+12125550", "+34600111", "+525512340", "+5939912340"];
const INVALID = ["+5712", "+57000", "911", "+570000000000"];

/**
 * The number that a caller shows, in E.164 where it is one: mostly a Colombian mobile of one of the customers, who
 * keep their numbers for ever. A fifth of the customers makes a little over half of the calls. `null`: withheld.
 */
export function callerNumber(random: Random, source: RandomSource, mix: NumberMix): string | null {
  if (chance(random, mix.withheldShare)) return null;
  if (chance(random, mix.foreignShare)) return `${anyOf(random, FOREIGN)}${digits(random, 3)}`;
  if (chance(random, mix.invalidShare)) return anyOf(random, INVALID);
  const customer = Math.floor(random.uniform() ** 2.7 * mix.customers);
  const own = source.stream("number", customer);
  return `+57${anyOf(own, MOBILE_PREFIXES)}${digits(own, 7)}`;
}

function anyOf(random: Random, choices: readonly string[]): string {
  return choices[Math.floor(random.uniform() * choices.length)]!;
}

function digits(random: Random, length: number): string {
  return String(Math.floor(random.uniform() * 10 ** length)).padStart(length, "0");
}
