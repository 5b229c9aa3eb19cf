import { createHash } from "node:crypto";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { type MobileNumbers, mobileNumbersOf } from "../exchange/simulated/traffic/mobile-numbers.ts";
import { isCostly } from "../operation/numbers/costly-ranges.ts";

/**
 * Valid mobile numbers of a country for people whose numbers are not known: the same key always gets the same number,
 * other keys other ones. They are made up, but may belong to somebody: for simulated exchanges only.
 */
export class FictitiousNumbers {
  readonly #numbers: MobileNumbers;
  readonly #byKey = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** `country` is an ISO 3166 code, e.g. `CO`. Raises `country-unknown`. */
  constructor(country: string) {
    this.#numbers = mobileNumbersOf(country);
  }

  /** In E.164. */
  of(key: string): string {
    const known = this.#byKey.get(key);
    if (known) return known;
    const { start, varied } = this.#numbers;
    for (let tries = 0; ; tries++) {
      const digest = createHash("sha256").update(`${key}/${tries}`).digest();
      const end = String(digest.readUIntBE(0, 6) % 10 ** varied).padStart(varied, "0");
      const number = start + end;
      if (this.#taken.has(number) || !isOneOfACustomer(number)) continue;
      this.#taken.add(number);
      this.#byKey.set(key, number);
      return number;
    }
  }
}

function isOneOfACustomer(number: string): boolean {
  const parsed = parsePhoneNumberFromString(number);
  return parsed?.isValid() === true && !isCostly(parsed.countryCallingCode, parsed.nationalNumber);
}
