/** All zones (IANA names) of a country (two letters, ISO 3166); none where the country, or its zones, are not known. */
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
