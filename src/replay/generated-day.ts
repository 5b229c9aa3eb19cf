import type { SimulatedOptions } from "../exchange/simulated/options.ts";
import type { SimulatedAgent } from "../exchange/simulated/simulated-agent.ts";
import { SimulatedExchange } from "../exchange/simulated/simulated-exchange.ts";
import type { Traffic } from "../exchange/simulated/traffic/traffic.ts";
import type { Journal } from "../journal/port/journal.ts";
import type { KeptPeople } from "../journal/port/people.ts";
import type { OperationRecord } from "../journal/port/registry.ts";
import type { Settings } from "../line/settings.ts";
import { isQuiet } from "../operation/now/quiet.ts";
import { Operation } from "../operation/operation.ts";
import type { RandomSource } from "../queueing/random.ts";
import { VirtualClock } from "./virtual-clock.ts";

interface SimulatedDay {
  readonly store: Journal & KeptPeople;
  readonly record: OperationRecord;
  readonly settings: Settings;
  /** The run's name, one per day. */
  readonly name: string;
  /** Epoch ms; callers arrive from `from` until `to`. */
  readonly from: number;
  readonly to: number;
  readonly traffic: Traffic;
  /** On shift until after `to`: what the day promised is kept by them. */
  readonly agents: readonly SimulatedAgent[];
  readonly random: RandomSource;
  readonly options?: Partial<SimulatedOptions>;
  readonly newPersonId: () => string;
  /** Steps in one transaction; fewer where somebody else writes beside it. */
  readonly stepsAtOnce?: number;
}

/**
 * Lives through one day on a virtual clock, with the same core, journal and exchange as a live operation, into a run
 * of its own. A day that is there already stays as it is; one that was cut off starts over.
 */
export async function simulateDay(day: SimulatedDay): Promise<void> {
  const { store, record, random } = day;
  let run = await store.openRun(record.id, { kind: "generated", name: day.name });
  if (run.complete) return;
  if (run.lastSeq > 0) {
    await store.dropRun(run);
    run = await store.openRun(record.id, { kind: "generated", name: day.name });
  }
  const clock = new VirtualClock(day.from);
  const exchange = new SimulatedExchange({
    clock,
    random,
    traffic: day.traffic,
    agents: day.agents,
    ...(day.options ? { options: day.options } : {}),
  });
  let fault: unknown = null;
  const operation = await Operation.open({
    store,
    record,
    run,
    exchange,
    clock,
    settings: day.settings,
    newPersonId: day.newPersonId,
    stepsAtOnce: day.stepsAtOnce ?? STEPS_AT_ONCE,
    onFault: (raised) => {
      fault = raised;
    },
  });
  operation.start();
  await runUntilQuiet(clock, operation, day.to);
  await operation.stop({ completes: true });
  exchange.close();
  if (fault !== null) throw fault;
}

/** Runs to `to`, and then on until nobody is on the phone and no callback is open, or a day and a bit longer. */
export async function runUntilQuiet(clock: VirtualClock, operation: Operation, to: number): Promise<void> {
  const settle = () => operation.settled();
  await clock.run(to, settle);
  const last = to + LONGEST_AFTERMATH_MS;
  while (clock.now() < last && !isQuiet(operation)) await clock.run(clock.now() + QUARTER_HOUR_MS, settle);
}

/**
 * Nobody waits for a promise in a simulated past, but the live operation beside it waits until what is gathered was
 * written: few enough that this is far from its patience, also on a machine with much else to do.
 */
const STEPS_AT_ONCE = 1_000;
const QUARTER_HOUR_MS = 900_000;
/** Longer than a callback lives. */
const LONGEST_AFTERMATH_MS = 26 * 3_600_000;
