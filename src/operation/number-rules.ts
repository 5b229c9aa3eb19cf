import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { NumberVerdict } from "../line/facts.ts";
import type { Settings } from "../line/settings.ts";
import { RecentlyUsed } from "./recently-used.ts";

export interface JudgedNumber {
  readonly verdict: NumberVerdict;
  /** E.164 where it is a valid number, else as the exchange gave it; `null` when it was withheld. */
  readonly number: string | null;
  /** The number is one that many people share. */
  readonly shared?: true;
  /** Two letters, ISO 3166, of a dialable number that is not of the operation's own country. */
  readonly country?: string;
}

/**
 * What may be dialled for an operation: a valid number of one of its countries, neither premium nor a short code, an
 * emergency number among them. Judged when a caller arrives or keys a number, and again when it is dialled: the rules
 * may have changed in between.
 */
export class NumberRules {
  readonly #own: string;
  readonly #countries: ReadonlySet<string>;
  readonly #shared: ReadonlySet<string>;
  readonly #judged = new RecentlyUsed<string, JudgedNumber>(50_000);

  constructor(settings: Pick<Settings, "country" | "countries" | "sharedNumbers">) {
    this.#own = settings.country;
    this.#countries = new Set(settings.countries);
    this.#shared = new Set(settings.sharedNumbers);
  }

  /** A number without its country's code is taken as one of the operation's own country. */
  judge(raw: string | null): JudgedNumber {
    if (raw === null || raw.trim() === "") return { verdict: "anonymous", number: null };
    const known = this.#judged.get(raw);
    if (known) return known;
    const judged = this.#judge(raw);
    this.#judged.set(raw, judged);
    return judged;
  }

  #judge(raw: string): JudgedNumber {
    const parsed = parsePhoneNumberFromString(raw, this.#own as CountryCode);
    if (!parsed?.isValid()) return { verdict: "refused", number: raw };
    const number = parsed.number;
    const shared = this.#shared.has(number) ? { shared: true as const } : {};
    const { country } = parsed;
    if (country === undefined || !this.#countries.has(country) || !isOrdinary(parsed))
      return { verdict: "refused", number, ...shared };
    return { verdict: "dialable", number, ...shared, ...(country === this.#own ? {} : { country }) };
  }
}

/** Whether a person answers it, at an ordinary price. */
function isOrdinary(number: PhoneNumber): boolean {
  const type = number.getType();
  return type !== undefined && ordinaryTypes.has(type);
}

const ordinaryTypes: ReadonlySet<string> = new Set([
  "MOBILE",
  "FIXED_LINE",
  "FIXED_LINE_OR_MOBILE",
  "VOIP",
  "PERSONAL_NUMBER",
]);
