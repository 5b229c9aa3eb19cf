import { randomUUID } from "node:crypto";
import type { ConfiguredSimulation } from "../../configuration/configuration.ts";
import { roster } from "../../exchange/simulated/roster.ts";
import { SimulatedExchange } from "../../exchange/simulated/simulated-exchange.ts";
import { configuredTraffic } from "../../exchange/simulated/traffic/configured-traffic.ts";
import type { Journal } from "../../journal/port/journal.ts";
import type { KeptPeople } from "../../journal/port/people.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import type { Settings } from "../../line/settings.ts";
import { RandomSource } from "../../queueing/random.ts";
import { simulateDay } from "../../replay/generated-day.ts";
import type { Clock } from "../../time/clock.ts";
import { type LocalDay, localDay, localDayAt } from "../../time/local-days.ts";

/** The exchange of a simulated operation from now on, day after day. `rush`: when the calls come that are on top, epoch ms. */
export function simulatedExchange(
  simulation: ConfiguredSimulation,
  { timeZone, country }: Pick<Settings, "timeZone" | "country">,
  clock: Clock,
  rush: { readonly from: number; readonly to: number },
): SimulatedExchange {
  const from = clock.now();
  return new SimulatedExchange({
    clock,
    random: new RandomSource(`${simulation.seed}/${from}`),
    traffic: configuredTraffic({
      seed: simulation.seed,
      timeZone,
      skills: simulation.traffic,
      callers: { country, classes: simulation.classes },
      from,
      to: null,
      rush,
    }),
    agents: roster({ timeZone, groups: simulation.agents, from, to: null }),
  });
}

/** The last `count` local days before the one of `now` (epoch ms), the newest first. */
export function daysBefore(now: number, timeZone: string, count: number): LocalDay[] {
  const today = localDayAt(now, timeZone).date;
  return Array.from({ length: count }, (_, index) => localDay(today.subtract({ days: index + 1 }), timeZone));
}

/** What is needed to live through a past day; it can be posted to a thread. */
export interface SimulatedPast {
  readonly simulation: ConfiguredSimulation;
  readonly record: OperationRecord;
  readonly settings: Settings;
}

/** Lives through one past day of a simulated operation, unless it is there already. */
export async function simulatePastDay(
  store: Journal & KeptPeople,
  { simulation, record, settings }: SimulatedPast,
  date: string,
  {
    stepsAtOnce,
    newPersonId = randomUUID,
  }: { readonly stepsAtOnce?: number; readonly newPersonId?: () => string } = {},
): Promise<void> {
  const { timeZone } = record;
  const { country } = settings;
  const { from, to } = localDay(Temporal.PlainDate.from(date), timeZone);
  const { seed, classes, traffic, agents } = simulation;
  await simulateDay({
    store,
    record,
    settings,
    name: date,
    from,
    to,
    traffic: configuredTraffic({ seed, timeZone, skills: traffic, callers: { country, classes }, from, to }),
    agents: roster({ timeZone, groups: agents, from, to: to + AFTERMATH_MS }),
    random: new RandomSource(`${seed}/${date}`),
    newPersonId,
    ...(stepsAtOnce === undefined ? {} : { stepsAtOnce }),
  });
}

/** The agents stay long enough to keep what their day promised. */
const AFTERMATH_MS = 26 * 3_600_000;
