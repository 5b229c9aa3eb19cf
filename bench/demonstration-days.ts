import { roster } from "../src/exchange/simulated/roster.ts";
import { configuredTraffic } from "../src/exchange/simulated/traffic/configured-traffic.ts";
import type { OperationRecord } from "../src/journal/port/registry.ts";
import type { Store } from "../src/journal/port/store.ts";
import type { Settings } from "../src/line/settings.ts";
import { RandomSource } from "../src/queueing/random.ts";
import { simulateDay } from "../src/replay/generated-day.ts";
import { agents, settings, timeZone, traffic } from "./large-centre.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The operation that such days are put into. */
export function demonstrationIn(store: Store): Promise<OperationRecord> {
  return store.openOperation({ name: "demonstration", timeZone, simulated: true });
}

/** Lives through the demonstration's day (`YYYY-MM-DD`), or through its first nine hours; `judged`: with settings other than the demonstration's. */
export async function liveThrough(
  store: Store,
  record: OperationRecord,
  date: string,
  { nineHours, judged = settings }: { nineHours: boolean; judged?: Settings },
): Promise<void> {
  let people = 0;
  const from = Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds;
  const to = from + (nineHours ? 9 * HOUR_MS : DAY_MS);
  await simulateDay({
    store,
    record,
    settings: judged,
    name: date,
    from,
    to,
    traffic: configuredTraffic({ seed: "bench", timeZone, skills: traffic, from, to }),
    agents: roster({ timeZone, groups: agents, from, to: to + 26 * HOUR_MS }),
    random: new RandomSource(`bench ${date}`),
    newPersonId: () => `${date}-${++people}`,
  });
}

/** So many dates from `first` (`YYYY-MM-DD`) on. */
export function datesFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, days) => Temporal.PlainDate.from(first).add({ days }).toString());
}
