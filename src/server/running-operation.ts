import type { LiveOperation as OperationView } from "../api/live-view.ts";
import { type Clock, realClock } from "../exchange/clock.ts";
import type { Exchange } from "../exchange/port.ts";
import { localDayAt } from "../exchange/simulated/local-days.ts";
import type { OperationRecord } from "../journal/port.ts";
import { Fault } from "../line/faults.ts";
import type { Settings } from "../line/settings.ts";
import { CatchUpClock } from "../replay/virtual-clock.ts";
import { WriteBehind } from "../replay/write-behind.ts";
import type { ConfiguredOperation, ConfiguredSimulation } from "./configuration.ts";
import { currentSettings } from "./current-settings.ts";
import { LiveOperation } from "./live-operation.ts";
import type { OperationBase } from "./operation-base.ts";
import { PastDays } from "./past-days.ts";
import { daysBefore, simulatedExchange, simulatePastDay } from "./simulation.ts";

/** An operation of a running server. */
export interface RunningOperation {
  readonly record: OperationRecord;
  /** Epoch ms on the clock that it lives by. */
  readonly now: () => number;
  /** What it still lacks, a sentence; `null` when it does its work. */
  readonly lacking: string | null;
  view(): OperationView;
  /** Begins what may come after the API is open. */
  fillInThePast(): void;
  /** Goes on by other settings, as a new version when they say something else. */
  adopt(wanted: Omit<Settings, "version">): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a configured operation. One that is simulated and new lives through the last days first: the two newest and
 * today so far before this is fulfilled, the rest when `fillInThePast` is called.
 */
export async function startOperation(
  base: OperationBase,
  configured: ConfiguredOperation,
  exchangeFor?: (operation: ConfiguredOperation, clock: Clock) => Exchange,
): Promise<RunningOperation> {
  const { store } = base;
  const { name } = configured;
  const { timeZone } = configured.settings;
  const record = await store.openOperation({ name, timeZone, simulated: true });
  // Its days were counted in the first zone: in another one the same reports would say something else.
  if (record.timeZone !== timeZone)
    throw new Fault("time-zone-fixed", { name, kept: record.timeZone, wanted: timeZone });
  const settings = await currentSettings(store, record, configured.settings, realClock.now());
  if (exchangeFor) {
    const live = await goLive(base, record, settings, realClock, exchangeFor(configured, realClock));
    return running(base, record, live, null);
  }
  const simulation = configured.exchange;
  const past = { simulation, record, settings };
  const missing = await missingDays(base, record, simulation);
  for (const date of missing.splice(0, Math.max(0, AT_ONCE - (simulation.historyDays - missing.length))))
    await simulatePastDay(store, past, date);
  const live = await goLiveSimulated(base, record, settings, simulation);
  const fill = () =>
    missing.length === 0
      ? null
      : new PastDays(
          { directory: base.directory, past, dates: missing },
          simulation.historyDays - missing.length,
          base.log,
          ({ progress }) => base.print(progressLine(record.name, progress, simulation.historyDays)),
        );
  return running(base, record, live, fill);
}

function running(
  base: OperationBase,
  record: OperationRecord,
  live: LiveOperation,
  fill: (() => PastDays | null) | null,
): RunningOperation {
  let past: PastDays | null = null;
  return {
    record,
    now: realClock.now,
    get lacking() {
      return live.lacking;
    },
    view: () => ({ ...live.view(), generation: past?.progress ?? null }),
    fillInThePast() {
      past = fill?.() ?? null;
    },
    async adopt(wanted) {
      live.adoptSettings(await currentSettings(base.store, record, wanted, realClock.now()));
    },
    async stop() {
      await past?.stop();
      await live.stop();
    },
  };
}

async function goLiveSimulated(
  base: OperationBase,
  record: OperationRecord,
  settings: Settings,
  simulation: ConfiguredSimulation,
): Promise<LiveOperation> {
  const known = (await base.store.runs(record.id)).some(
    ({ kind, lastSeq }) => kind === "live" && lastSeq > 0,
  );
  if (known || simulation.historyDays === 0)
    return goLive(
      base,
      record,
      settings,
      realClock,
      simulatedExchange(simulation, record.timeZone, realClock),
    );
  // Its first day: today's calls so far are lived through at once, and it goes on with whoever is on the phone then.
  const clock = new CatchUpClock(localDayAt(realClock.now(), record.timeZone).from);
  const exchange = simulatedExchange(simulation, record.timeZone, clock);
  const journal = new WriteBehind(base.store);
  const live = await goLive(base, record, settings, clock, exchange, journal);
  await clock.catchUp(() => live.settled());
  await journal.goDirect();
  return live;
}

async function goLive(
  base: OperationBase,
  record: OperationRecord,
  settings: Settings,
  clock: Clock,
  exchange: Exchange,
  journal?: WriteBehind,
): Promise<LiveOperation> {
  const live = new LiveOperation({
    ...base,
    journal: journal ?? base.store,
    record,
    settings,
    exchange,
    clock,
  });
  await live.start();
  return live;
}

/** Days of the past that are not there whole, the newest first. */
async function missingDays(
  { store }: OperationBase,
  record: OperationRecord,
  { historyDays }: ConfiguredSimulation,
): Promise<string[]> {
  const runs = await store.runs(record.id);
  const live = runs.find(({ kind, lastSeq }) => kind === "live" && lastSeq > 0);
  // The past ends where the first live day began.
  const begun = live ? await firstFactAt(store, live) : realClock.now();
  const whole = new Set(runs.filter(({ complete }) => complete).map(({ name }) => name));
  return daysBefore(begun, record.timeZone, historyDays)
    .map(({ date }) => date.toString())
    .filter((date) => !whole.has(date));
}

async function firstFactAt(
  store: OperationBase["store"],
  run: Parameters<OperationBase["store"]["steps"]>[0],
): Promise<number> {
  for await (const steps of store.steps(run, 0)) for (const step of steps) return step.fact.at;
  return realClock.now();
}

function progressLine(name: string, progress: { done: number; total: number } | null, days: number): string {
  return progress
    ? `${name}: historia simulada / simulated history ${progress.done}/${progress.total}`
    : `${name}: historia simulada completa / simulated history complete (${days})`;
}

/** Past days that are there when the API opens. */
const AT_ONCE = 2;
