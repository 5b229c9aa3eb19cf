import type { Caller } from "../facts.ts";

/** IANA zones in which the owner of a number may be; none: nobody knows where. `null`: where the operation is. */
export type NumberZones = readonly string[] | null;

/** The zones of a number as a fact or an event has them. */
export function zonesOf({ zones }: Pick<Caller, "zones">): NumberZones {
  return zones ?? null;
}

/** `zones` as a member of a fact or an event, which is left out where it says nothing. */
export function saidZones(zones: NumberZones): Pick<Caller, "zones"> {
  return zones === null ? {} : { zones };
}

/** All zones of a country (two letters, ISO 3166); none where the country, or its zones, are not known. */
export function zonesOfCountry(country: string): readonly string[] {
  if (!/^[A-Z]{2}$/.test(country)) return [];
  let zones = zonesByCountry.get(country);
  if (!zones) {
    zones = new Intl.Locale(`und-${country}`).getTimeZones() ?? [];
    zonesByCountry.set(country, zones);
  }
  return zones;
}

const zonesByCountry = new Map<string, readonly string[]>();

/** Whether there is a zone of that name. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
