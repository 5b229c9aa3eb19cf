import { zonesOfCountry } from "../../time/zones-of-country.ts";
import { areaZones } from "./area-zones.ts";

/**
 * The IANA zones in which the owner of a national number of a country (ISO 3166) may be, of those with the same clock
 * one: of its area, where that is known, else all of the country. None where they are not known.
 */
export function zonesOfNumber(country: string, national: string): readonly string[] {
  const byArea = areasOf(country);
  for (let length = LONGEST_AREA; byArea && length > 0; length--) {
    const zones = byArea.get(national.slice(0, length));
    if (zones) return zones;
  }
  let zones = wholeCountries.get(country);
  if (!zones) {
    zones = ofDifferentClocks(zonesOfCountry(country));
    wholeCountries.set(country, zones);
  }
  return zones;
}

/** Whether the clocks of two zones show the same from now on, as far as is laid down. */
export function haveSameClock(one: string, other: string): boolean {
  return one === other || clockOf(one) === clockOf(other);
}

const LONGEST_AREA = 5;
const wholeCountries = new Map<string, readonly string[]>();
const areas = new Map<string, ReadonlyMap<string, readonly string[]>>();

function areasOf(country: string): ReadonlyMap<string, readonly string[]> | undefined {
  const table = areaZones[country];
  if (!table) return undefined;
  let found = areas.get(country);
  if (!found) {
    const pairs = Object.entries(table).flatMap(([zones, beginnings]) =>
      words(beginnings).map((beginning) => [beginning, words(zones)] as const),
    );
    found = new Map(pairs);
    areas.set(country, found);
  }
  return found;
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

function ofDifferentClocks(zones: readonly string[]): readonly string[] {
  return [...new Map(zones.map((zone) => [clockOf(zone), zone])).values()];
}

const clocks = new Map<string, string>();
/** What clocks showed before does not matter. */
const FROM = Temporal.Instant.from("2026-01-01T00:00:00Z");
/** Ten years where clocks are changed twice a year. */
const CHANGES_COMPARED = 20;

/** The offset of a zone and its coming changes, as text. */
function clockOf(zone: string): string {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  let time: Temporal.ZonedDateTime | null = FROM.toZonedDateTimeISO(zone);
  const offsets = [time.offset];
  for (let change = 0; change < CHANGES_COMPARED; change++) {
    time = time.getTimeZoneTransition("next");
    if (!time) break;
    offsets.push(`${time.epochMilliseconds} ${time.offset}`);
  }
  const clock = offsets.join();
  clocks.set(zone, clock);
  return clock;
}
