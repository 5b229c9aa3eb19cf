import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { NumberVerdict } from "../line/facts.ts";
import { RecentlyUsed } from "./recently-used.ts";

export interface JudgedNumber {
  readonly verdict: NumberVerdict;
  /** E.164 where it is a valid number, else as the exchange gave it; `null` when it was withheld. */
  readonly number: string | null;
}

/**
 * What may be dialled for an operation: a valid number of its own country, neither premium nor a short code.
 * Judged when a caller arrives, and again when he is dialled: the rules may have changed in between.
 */
export class NumberRules {
  readonly #country: string;
  readonly #judged = new RecentlyUsed<string, JudgedNumber>(50_000);

  constructor(country: string) {
    this.#country = country;
  }

  judge(raw: string | null): JudgedNumber {
    if (raw === null || raw.trim() === "") return { verdict: "anonymous", number: null };
    const known = this.#judged.get(raw);
    if (known) return known;
    const judged = this.#judge(raw);
    this.#judged.set(raw, judged);
    return judged;
  }

  #judge(raw: string): JudgedNumber {
    const parsed = parsePhoneNumberFromString(raw, this.#country as CountryCode);
    if (!parsed?.isValid()) return { verdict: "refused", number: raw };
    const type = parsed.getType();
    const dialable = parsed.country === this.#country && type !== undefined && dialableTypes.has(type);
    return { verdict: dialable ? "dialable" : "refused", number: parsed.number };
  }
}

/** Kinds of numbers that a person answers at an ordinary price. */
const dialableTypes: ReadonlySet<string> = new Set([
  "MOBILE",
  "FIXED_LINE",
  "FIXED_LINE_OR_MOBILE",
  "VOIP",
  "PERSONAL_NUMBER",
]);
