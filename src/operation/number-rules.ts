import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { NumberVerdict } from "../line/facts.ts";
import type { Settings } from "../line/settings.ts";
import { isCostly } from "./numbers/costly-ranges.ts";
import { RecentlyUsed } from "./numbers/recently-used.ts";
import { readingsOf } from "./numbers/written-numbers.ts";
import { haveSameClock, zonesOfNumber } from "./numbers/zones-of-number.ts";

/** The settings that numbers are judged by. Without a zone of the operation, every zone of a number is another one. */
export type NumberSettings = Pick<Settings, "country" | "countries" | "sharedNumbers"> &
  Partial<Pick<Settings, "ownNumbers" | "timeZone">>;

export interface JudgedNumber {
  readonly verdict: NumberVerdict;
  /** E.164; `null` of an `anonymous` one. */
  readonly number: string | null;
  /** The number is one that many people share. */
  readonly shared?: true;
  /** IANA zones in which the owner of a dialable number may be, where their clocks are not the operation's. */
  readonly zones?: readonly string[];
}

/**
 * What may be dialled for an operation: a valid number of one of its countries at an ordinary price, and not a short
 * code, an emergency number among them. Judged when a caller arrives or keys a number, and again when it is dialled: the rules
 * may have changed in between.
 *
 * Carriers and phone systems write something for callers who withhold their number: a word in some language, zeros, the
 * trunk's name. What cannot be a telephone is no number at all, so that callers who show the same are not taken for
 * one person. The extension of a colleague is among them: nothing distinguishes it from a carrier's short placeholder, and no trunk dials it.
 */
export class NumberRules {
  readonly #own: string;
  readonly #timeZone: string | undefined;
  readonly #countries: ReadonlySet<string>;
  readonly #shared: ReadonlySet<string>;
  readonly #ours: ReadonlySet<string>;
  readonly #judged = new RecentlyUsed<string, JudgedNumber>(50_000);

  constructor(settings: NumberSettings) {
    this.#own = settings.country;
    this.#timeZone = settings.timeZone;
    this.#countries = new Set(settings.countries);
    this.#shared = new Set(settings.sharedNumbers);
    this.#ours = new Set(settings.ownNumbers ?? []);
  }

  /** A number without its country's code is taken as one of the operation's own country. */
  judge(raw: string | null): JudgedNumber {
    if (raw === null) return none;
    const known = this.#judged.get(raw);
    if (known) return known;
    const judged = this.#judge(raw);
    this.#judged.set(raw, judged);
    return judged;
  }

  #judge(raw: string): JudgedNumber {
    const parsed = telephoneOf(raw, this.#own);
    if (!parsed) return none;
    const { number } = parsed;
    if (this.#ours.has(number)) return { verdict: "own", number };
    const ordinary = isOrdinary(parsed);
    // What is shown from behind a free or a premium number is a company's, and no one telephone's.
    const shared = this.#shared.has(number) || !ordinary ? { shared: true as const } : {};
    const { country } = parsed;
    if (country === undefined || !this.#countries.has(country) || !ordinary)
      return { verdict: "refused", number, ...shared };
    return { verdict: "dialable", number, ...shared, ...this.#elsewhere(country, parsed.nationalNumber) };
  }

  #elsewhere(country: string, national: string): Pick<JudgedNumber, "zones"> {
    const zones = zonesOfNumber(country, national);
    const home = this.#timeZone;
    const others = zones.filter((zone) => home === undefined || !haveSameClock(zone, home));
    return zones.length > 0 && others.length === 0 ? {} : { zones: others };
  }
}

const none: JudgedNumber = { verdict: "anonymous", number: null };

/** The number that a text can be, read as one of `country` where it names none; `null`: no telephone has it. */
export function telephoneOf(text: string, country?: string): PhoneNumber | null {
  // Phone systems may give the whole address, as sip:3001234567@carrier or 3001234567;npdi.
  const user = text
    .trim()
    .replace(/^(tel|sips?):/i, "")
    .replace(/[;@].*$/s, "");
  const parsed =
    country === undefined
      ? parsePhoneNumberFromString(user, { extract: false })
      : readingsOf(user)
          .map((reading) =>
            parsePhoneNumberFromString(reading, { defaultCountry: country as CountryCode, extract: false }),
          )
          .find((one) => one?.isValid());
  if (!parsed?.isValid()) return null;
  // In some countries 3333333333 is valid, and for a carrier it is a number that nobody has.
  return /^(\d)\1*$/.test(parsed.nationalNumber) ? null : parsed;
}

/** Whether a text is what stands where a number is withheld: no telephone of any country has it. */
export function isWithheldText(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  return digits.length < FEWEST_DIGITS || /^(\d)\1*$/.test(digits);
}

/** Shorter ones are extensions, short codes and carriers' placeholders. */
const FEWEST_DIGITS = 6;

/** Whether a person answers it, at an ordinary price. */
function isOrdinary(number: PhoneNumber): boolean {
  const type = number.getType();
  if (type === undefined || !ordinaryTypes.has(type)) return false;
  return !isCostly(number.countryCallingCode, number.nationalNumber);
}

const ordinaryTypes: ReadonlySet<string> = new Set(["MOBILE", "FIXED_LINE", "FIXED_LINE_OR_MOBILE", "VOIP"]);
