import type { ConfiguredSimulation, SimulatedOperation } from "../../configuration/configuration.ts";
import type { Journal } from "../../journal/port/journal.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import type { Run } from "../../journal/port/run.ts";
import type { Settings } from "../../line/settings.ts";
import { CatchUpClock } from "../../replay/virtual-clock.ts";
import { realClock } from "../../time/real-clock.ts";
import { currentSettings } from "../operations/current-settings.ts";
import { LiveOperation } from "../operations/live-operation.ts";
import type { OperationBase } from "../operations/operation-base.ts";
import { operationRecord } from "../operations/operation-record.ts";
import type { RunningOperation } from "../operations/running-operation.ts";
import { PastDays } from "./past-days.ts";
import { daysBefore, simulatedExchange, simulatePastDay } from "./simulation.ts";

/**
 * Starts an operation on the simulated exchange. A new one lives through the last days first: yesterday, today so far
 * and the day before them before this is fulfilled, the rest when `fillInThePast` is called.
 */
export async function startSimulatedOperation(
  base: OperationBase,
  configured: SimulatedOperation,
): Promise<RunningOperation> {
  const { store } = base;
  const record = await operationRecord(store, configured);
  const settings = await currentSettings(store, record, configured, realClock.now());
  const simulation = configured.exchange;
  const past = { simulation, record, settings };
  const missing = await missingDays(base, record, simulation);
  for (const date of missing.splice(0, Math.max(0, AT_ONCE - (simulation.historyDays - missing.length))))
    await simulatePastDay(store, past, date);
  const { live, stop } = await goLive(base, record, settings, simulation);
  let pastDays: PastDays | null = null;
  return {
    record,
    now: () => realClock.now(),
    get running() {
      return live.running;
    },
    get lacking() {
      return live.lacking;
    },
    get ceilingReached() {
      return live.ceilingReached;
    },
    view: () => ({ ...live.view(), generation: pastDays?.progress ?? null }),
    today: (skill) => live.today(skill),
    fillInThePast() {
      if (missing.length === 0) return;
      const wanted = { directory: base.directory, past, dates: missing };
      pastDays = new PastDays(wanted, simulation.historyDays - missing.length, base.log, (days) =>
        base.print(`${record.name}: ${days.sentence(base.language)}`),
      );
    },
    async adopt(wanted) {
      live.adoptSettings(await currentSettings(base.store, record, wanted, realClock.now()));
    },
    async stop() {
      await pastDays?.stop();
      await stop();
    },
  };
}

/**
 * Lets the operation live from now on. At its first start all calls since yesterday's midnight are lived through at once,
 * and it goes on with the callers who are on the phone then, and those to be called back: some asked yesterday. Nothing
 * of that is durable before all is, so that no hole is left in it.
 */
async function goLive(
  base: OperationBase,
  record: OperationRecord,
  settings: Settings,
  simulation: ConfiguredSimulation,
): Promise<{ readonly live: LiveOperation; readonly stop: () => Promise<void> }> {
  const runs = await base.store.runs(record.id);
  const first = simulation.historyDays > 0 && !runs.some(isLive);
  const clock = first ? new CatchUpClock(firstLiveDay(record.timeZone)) : null;
  const rushFrom = realClock.now() + RUSH_AFTER_MS;
  const rush = { from: rushFrom, to: rushFrom + RUSH_MS };
  const exchange = simulatedExchange(simulation, settings, clock ?? realClock, rush);
  const live = new LiveOperation({
    ...base,
    record,
    settings,
    exchange,
    clock: clock ?? realClock,
    gathers: first,
  });
  /** Also where the journal cannot be written: else people would go on phoning for ever. */
  const stop = () => live.stop().finally(() => exchange.close());
  try {
    await live.start();
    await clock?.catchUp(() => live.settled());
    if (first) await live.stopGathering();
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
  return { live, stop };
}

/** The midnight from which a new operation lives, epoch ms. */
function firstLiveDay(timeZone: string): number {
  const [yesterday] = daysBefore(realClock.now(), timeZone, 1);
  return yesterday!.from;
}

function isLive({ kind, lastSeq }: Run): boolean {
  return kind === "live" && lastSeq > 0;
}

/** Days of the past that are not there whole, the newest first. */
async function missingDays(
  { store }: OperationBase,
  record: OperationRecord,
  { historyDays }: ConfiguredSimulation,
): Promise<string[]> {
  const runs = await store.runs(record.id);
  const live = runs.find(isLive);
  // The past ends where the first live day began.
  const begun = live ? await firstFactAt(store, live) : firstLiveDay(record.timeZone);
  const whole = new Set(runs.filter(({ complete }) => complete).map(({ name }) => name));
  return daysBefore(begun, record.timeZone, historyDays)
    .map(({ date }) => date.toString())
    .filter((date) => !whole.has(date));
}

async function firstFactAt(store: Journal, run: Run): Promise<number> {
  if (run.beganAt !== null) return run.beganAt;
  for await (const steps of store.steps(run, 0)) for (const step of steps) return step.fact.at;
  return realClock.now();
}

/** Whoever starts it has opened the page by then, and sees the line grow. */
const RUSH_AFTER_MS = 2 * 60_000;
const RUSH_MS = 28 * 60_000;
/** Past days that are there when the API opens. */
const AT_ONCE = 1;
