import { basename } from "node:path";
import { SimulatedExchange } from "../../exchange/simulated/simulated-exchange.ts";
import type { CallLog } from "../../history/call-log.ts";
import type { OperationRecord, Registry } from "../../journal/port/registry.ts";
import type { Settings } from "../../line/settings.ts";
import { defaultSettings, defaultSkill } from "../../operation/default-settings.ts";
import { RandomSource } from "../../queueing/random.ts";
import { readRecordedDay, recordedPlay } from "../../replay/recorded-day.ts";
import { recordedBesidePlayed, recordedLevel, tooFast } from "../../reports/recorded-beside-played.ts";
import { serviceLevel } from "../../reports/service-level.ts";
import type { Clock } from "../../time/clock.ts";
import { scaledClock } from "../../time/scaled-clock.ts";
import { counted } from "../../words/counted.ts";
import { historyNoteSentence } from "../../words/history-note-sentence.ts";
import type { Language } from "../../words/language.ts";
import { DecisionDelay } from "../operations/decision-delay.ts";
import { LiveOperation } from "../operations/live-operation.ts";
import type { OperationBase } from "../operations/operation-base.ts";
import type { RunningOperation } from "../operations/running-operation.ts";

export interface PlayedDayWanted {
  /** What is played, by which messages name it; a call log, unless `log` reads it. */
  readonly file: string;
  /** Gives the calls, their times local to the zone. */
  readonly log?: (timeZone: string) => CallLog;
  /** `YYYY-MM-DD`, in the file's zone. */
  readonly date: string;
  /** IANA zone of the file's times. */
  readonly timeZone: string;
  /** How many times as fast as it happened. */
  readonly speed: number;
}

/**
 * Plays a recorded day through the simulated exchange, as an operation of its own: its callers come when they came,
 * and Espera decides, offers and calls back. When the last of them was served it prints what was recorded beside
 * what was played, and goes on answering.
 * Faults: those of the file, `recording-day-empty`.
 */
export async function startPlayedDay(
  base: OperationBase,
  wanted: PlayedDayWanted,
): Promise<RunningOperation> {
  const word = words[base.language];
  const { file, date, timeZone, log } = wanted;
  const day = await readRecordedDay(file, date, timeZone, log?.(timeZone));
  const record = await freshOperation(base.store, wanted);
  const settings = settingsOf(wanted.timeZone, day.skillNames);
  const firstCallAt = day.calls[0]?.arrivedAt ?? day.from;
  const clock = scaledClock({ startAt: firstCallAt - LEAD_MS, speed: wanted.speed });
  await base.store.addSettings(record.id, settings, Date.now());
  const exchange = new SimulatedExchange({
    clock,
    random: new RandomSource(`${wanted.date}/exchange`),
    ...recordedPlay(day, {
      skillIds: new Map(settings.skills.map(({ name, id }) => [name, id])),
      random: new RandomSource(wanted.date),
      country: settings.country,
    }),
  });
  const delay = new DecisionDelay(exchange, clock);
  const live = new LiveOperation({
    ...base,
    record,
    settings,
    exchange: delay.exchange,
    clock,
  });
  await live.start();
  const lastCallAt = day.calls.at(-1)?.arrivedAt ?? day.to;
  const watch = watchForTheEnd(clock, live, lastCallAt, async () => {
    base.print(`${record.name}: ${word.over}`);
    try {
      await live.settled();
      const { total } = await serviceLevel(base.readModels, record.id, day, THRESHOLD_MS);
      const recorded = recordedLevel(day.calls, THRESHOLD_MS);
      base.print(`\n${recordedBesidePlayed(recorded, total, THRESHOLD_MS, base.language)}`);
      const warning = tooFast(wanted.speed, delay.meanMs ?? 0, base.language);
      if (warning !== null) base.print(`\n${warning}`);
    } catch (error) {
      base.log.error({ err: error, operation: record.name }, "played day not compared with the recorded one");
    }
  });
  for (const note of day.notes) base.print(`${record.name}: ${historyNoteSentence(note)[base.language]}`);
  if (day.badRows > 0) base.print(`${record.name}: ${word.leftOut(day.badRows)}`);
  base.print(`${record.name}: ${word.calls(day.calls.length)}, × ${wanted.speed}`);
  return {
    record,
    now: () => clock.now(),
    get running() {
      return live.running;
    },
    get lacking() {
      return live.lacking;
    },
    view: () => ({ ...live.view(), generation: null }),
    today: (skill) => live.today(skill),
    fillInThePast() {},
    // Its settings follow from its file.
    async adopt() {},
    async stop() {
      await watch.stop();
      await live.stop().finally(() => exchange.close());
    },
  };
}

/** A day may be played as often as one likes, each time as an operation of its own. */
async function freshOperation(
  store: Registry,
  { file, date, timeZone }: PlayedDayWanted,
): Promise<OperationRecord> {
  const taken = new Set((await store.operations()).map(({ name }) => name));
  const base = `${date} ${basename(file)}`;
  let name = base;
  for (let nth = 2; taken.has(name); nth++) name = `${base} (${nth})`;
  return store.openOperation({ name, timeZone, simulated: true });
}

/** Nobody real is called, so the hours of calling do not bound what the day shows. */
function settingsOf(timeZone: string, skillNames: readonly string[]): Settings {
  const settings = defaultSettings(timeZone);
  return {
    ...settings,
    callingHours: settings.callingHours.map(() => ({ fromMinute: 0, toMinute: 1440 })),
    skills: skillNames.map((name, index) => ({
      ...defaultSkill,
      id: index + 1,
      name,
      smartWait: "on",
      offerAfterMs: 60_000,
    })),
  };
}

/** Calls `ended` once, when nobody phones, waits or is to be called any more; `stop` waits for it where it is under way. */
function watchForTheEnd(
  clock: Clock,
  live: LiveOperation,
  lastCallAt: number,
  ended: () => Promise<void>,
): { stop(): Promise<void> } {
  let telling: Promise<void> | null = null;
  const watch = setInterval(() => {
    if (clock.now() <= lastCallAt || !live.quiet) return;
    clearInterval(watch);
    telling = ended();
  }, 250);
  return {
    async stop() {
      clearInterval(watch);
      await telling;
    },
  };
}

const words = {
  es: {
    calls: (count: number) => counted(count, "llamada", "llamadas"),
    leftOut: (rows: number) =>
      `${counted(rows, "fila no se puede usar y se omite", "filas no se pueden usar y se omiten")}; npx espera import dice por qué`,
    over: "terminado, nadie espera ya",
  },
  en: {
    calls: (count: number) => counted(count, "call", "calls"),
    leftOut: (rows: number) =>
      `${counted(rows, "row cannot be used and is left out", "rows cannot be used and are left out")}; npx espera import says why`,
    over: "over, nobody waits any more",
  },
} as const satisfies Record<Language, unknown>;

/** The threshold of the day's service level: that of the skills. */
const THRESHOLD_MS = defaultSkill.target.withinMs;

/** The clock begins a minute before the first call. */
const LEAD_MS = 60_000;
