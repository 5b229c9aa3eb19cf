import type { ZoneClock } from "../../line/hours/zone-clock.ts";
import { readZoneClock } from "../../time/zone-clock.ts";

/** The clocks of zones at all times at which an Espera without clocks in its steps may have written some. */
export function clocksAtAllTimes(zones: readonly string[]): readonly ZoneClock[] {
  return [...new Set(zones)].flatMap((zone) => {
    let clock = read.get(zone);
    if (clock === undefined) {
      clock = readZoneClock(zone, FROM, UNTIL);
      read.set(zone, clock);
    }
    return clock ?? [];
  });
}

const read = new Map<string, ZoneClock | null>();
const FROM = Date.UTC(1970, 0, 1);
const UNTIL = Date.UTC(2100, 0, 1);
