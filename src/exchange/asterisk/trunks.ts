import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from "libphonenumber-js/max";

/** Where a trunk takes the number as `+573001112233`, and where as `3001112233`, without its country. */
export const NUMBER = "{number}";
const NATIONAL = "{national}";

/**
 * The channels that dial a number (`+573001112233`), in the order of the trunks. One that takes numbers without their country
 * is left out for a number that `country` (two letters, ISO 3166) does not share its calling code with.
 */
export function channelsFor(trunks: readonly string[], number: string, country: string): string[] {
  const parsed = parsePhoneNumberFromString(number);
  const isOwn = parsed?.countryCallingCode === getCountryCallingCode(country as CountryCode);
  return trunks.flatMap((trunk) => {
    if (!trunk.includes(NATIONAL)) return [trunk.replace(NUMBER, number)];
    return isOwn ? [trunk.replace(NATIONAL, parsed.nationalNumber)] : [];
  });
}
