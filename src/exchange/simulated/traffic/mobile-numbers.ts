import { type CountryCode, getExampleNumber, type PhoneNumber } from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { Fault } from "../../../faults/faults.ts";

/** Mobile numbers of a country that may be valid: all with this beginning, in E.164, and so many digits after it. */
export interface MobileNumbers {
  readonly start: string;
  readonly varied: number;
}

const MOST_VARIED = 7;

/** `country`: ISO 3166. Raises `country-unknown`. */
export function mobileNumbersOf(country: string): MobileNumbers {
  const example = exampleOf(country);
  const varied = Math.min(MOST_VARIED, example.nationalNumber.length - 2);
  return { start: example.number.slice(0, -varied), varied };
}

/** A mobile number of a country as people there write it, `3211234567`. `country`: ISO 3166. Raises `country-unknown`. */
export function exampleMobile(country: string): string {
  return exampleOf(country).nationalNumber;
}

function exampleOf(country: string): PhoneNumber {
  const example = getExampleNumber(country as CountryCode, examples);
  if (!example) throw new Fault("country-unknown", { country });
  return example;
}
