import { createHash } from "node:crypto";
import { type CountryCode, getExampleNumber, parsePhoneNumberFromString } from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { Fault } from "../line/faults.ts";

/** Digits at the end of a number that are varied. */
const VARIED = 7;

/**
 * Valid mobile numbers of a country for people whose numbers are not known: the same key always gets the same number,
 * other keys other ones. They are made up, but may belong to somebody: for simulated exchanges only.
 */
export class FictitiousNumbers {
  readonly #start: string;
  readonly #varied: number;
  readonly #byKey = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** `country` is an ISO 3166 code, e.g. `CO`. Raises `country-unknown`. */
  constructor(country: string) {
    const example = getExampleNumber(country as CountryCode, examples);
    if (!example) throw new Fault("country-unknown", { country });
    this.#varied = Math.min(VARIED, example.nationalNumber.length - 2);
    this.#start = example.number.slice(0, -this.#varied);
  }

  /** In E.164. */
  of(key: string): string {
    const known = this.#byKey.get(key);
    if (known) return known;
    for (let tries = 0; ; tries++) {
      const digest = createHash("sha256").update(`${key}/${tries}`).digest();
      const end = String(digest.readUIntBE(0, 6) % 10 ** this.#varied).padStart(this.#varied, "0");
      const number = this.#start + end;
      if (this.#taken.has(number) || !parsePhoneNumberFromString(number)?.isValid()) continue;
      this.#taken.add(number);
      this.#byKey.set(key, number);
      return number;
    }
  }
}
