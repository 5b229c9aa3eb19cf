import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { chance } from "../../../queueing/laws/distributions.ts";
import type { Random, RandomSource } from "../../../queueing/random.ts";
import { mobileNumbersOf } from "./mobile-numbers.ts";

/** Which numbers callers show. Shares are of all calls. */
export interface NumberMix {
  /** Where the customers are; ISO 3166. */
  readonly country: string;
  /** How many customers there are: some phone more than once. */
  readonly customers: number;
  readonly withheldShare: number;
  readonly foreignShare: number;
  /** What no plan of numbering allows: short, or garbled on the way. */
  readonly invalidShare: number;
}

const COLOMBIAN_PREFIXES = [
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
const FOREIGN = ["+12125550", "+34600111", "+525512340", "+593991234"];
const INVALID = ["+5712", "+57000", "911", "+570000000000"];

/**
 * The number that a caller shows, in E.164 where it is one: mostly a mobile of the country of one of the customers, who
 * keep their numbers for ever. A fifth of the customers makes a little over half of the calls. `null`: withheld.
 */
export function callerNumber(random: Random, source: RandomSource, mix: NumberMix): string | null {
  if (chance(random, mix.withheldShare)) return null;
  if (chance(random, mix.foreignShare)) return foreignNumber(random, mix.country);
  if (chance(random, mix.invalidShare)) return anyOf(random, INVALID);
  const customer = Math.floor(random.uniform() ** 2.7 * mix.customers);
  const own = source.stream("number", customer);
  return mix.country === "CO"
    ? `+57${anyOf(own, COLOMBIAN_PREFIXES)}${digits(own, 7)}`
    : mobileNumber(own, mix.country);
}

function foreignNumber(random: Random, country: string): string {
  const others = FOREIGN.filter((start) => parsePhoneNumberFromString(`${start}000`)?.country !== country);
  return `${anyOf(random, others)}${digits(random, 3)}`;
}

function mobileNumber(random: Random, country: string): string {
  const { start, varied } = mobileNumbersOf(country);
  for (;;) {
    const number = start + digits(random, varied);
    if (parsePhoneNumberFromString(number)?.isValid()) return number;
  }
}

function anyOf(random: Random, choices: readonly string[]): string {
  return choices[Math.floor(random.uniform() * choices.length)]!;
}

function digits(random: Random, length: number): string {
  return String(Math.floor(random.uniform() * 10 ** length)).padStart(length, "0");
}
