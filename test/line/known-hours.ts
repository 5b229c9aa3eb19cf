import * as hours from "../../src/line/hours/calling-hours.ts";
import type { Locality } from "../../src/line/hours/local-date.ts";
import type { ZoneClock } from "../../src/line/hours/zone-clock.ts";
import type { Settings } from "../../src/line/settings.ts";
import { readZoneClock } from "../../src/time/zone-clock.ts";

const clocks = new Map<string, ZoneClock | null>();

/** The clock of a zone from 1970 to 2100; `null`: there is no such zone. */
export function knownClock(zone: string): ZoneClock | null {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = readZoneClock(zone, 0, Date.UTC(2100, 0, 1));
    clocks.set(zone, clock);
  }
  return clock;
}

const localities = new WeakMap<Settings, Map<string, Locality>>();

/** Where the settings hold, with the clocks of their zone and of these. */
export function localityOf(settings: Settings, zones: readonly string[] = []): Locality {
  const ofSettings = localities.get(settings) ?? new Map<string, Locality>();
  localities.set(settings, ofSettings);
  const key = zones.join(" ");
  let locality = ofSettings.get(key);
  if (!locality) {
    const known = [settings.timeZone, ...zones].flatMap((zone) => knownClock(zone) ?? []);
    locality = { settings, clocks: new Map(known.map((clock) => [clock.zone, clock])) };
    ofSettings.set(key, locality);
  }
  return locality;
}

/** A question of the hours in which people may be called, asked where the clocks that count are known. */
function known<Answer>(question: (locality: Locality, called: hours.Called, at: number) => Answer) {
  return (settings: Settings, called: hours.Called, at: number): Answer =>
    question(localityOf(settings, called.zones ?? []), called, at);
}

export const mayCall = known(hours.mayCall);
export const mayDial = known(hours.mayDial);
export const nextDialTime = known(hours.nextDialTime);
export const closingTime = known(hours.closingTime);
export const isOpen = (settings: Settings, skill: number, at: number): boolean =>
  hours.isOpen(localityOf(settings), skill, at);
