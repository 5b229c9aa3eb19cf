import { demonstrationOperations } from "../src/configuration/configuration.ts";
import type { Exchange, Order, Report } from "../src/exchange/port.ts";
import { roster } from "../src/exchange/simulated/roster.ts";
import { SimulatedExchange } from "../src/exchange/simulated/simulated-exchange.ts";
import { configuredTraffic } from "../src/exchange/simulated/traffic/configured-traffic.ts";
import { IN_MEMORY } from "../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import type { Settings } from "../src/line/settings.ts";
import { Operation } from "../src/operation/operation.ts";
import { RandomSource } from "../src/queueing/random.ts";
import { VirtualClock } from "../src/replay/virtual-clock.ts";

export const timeZone = "America/Bogota";
/** A Monday; the demonstration's first rush is in this morning. */
export const morning = Date.parse("2026-11-16T08:00:00-05:00");

const demonstration = demonstrationOperations()[0]!;
/** Who phones in the demonstration, and who answers. */
export const { traffic, agents } = demonstration.exchange;

export const settings: Settings = { ...demonstration.settings, version: 1 };

/** The demonstration's 40 agents and 3,000 calls a day, this many times: 480 agents and 36,000 calls. */
const TIMES = 12;

export interface TimedReport {
  /** When the exchange reported it, epoch ms. */
  readonly at: number;
  readonly report: Report;
}

/**
 * What the simulated exchange of a large centre reports from 8 in the morning on, while Espera steers it. Fed again
 * to an operation in groups, nearly all of it is concluded as it was; a `woke` may come up to a group late.
 */
export async function recordMorning(hours: number): Promise<TimedReport[]> {
  const to = morning + hours * 3_600_000;
  const clock = new VirtualClock(morning);
  const reports: TimedReport[] = [];
  const exchange = new SimulatedExchange({
    clock,
    random: new RandomSource("bench"),
    traffic: configuredTraffic({
      seed: "bench",
      timeZone,
      skills: traffic.map((skill) => ({ ...skill, callsPerDay: skill.callsPerDay * TIMES })),
      from: morning,
      to,
      callers: { customers: 600_000 },
    }),
    agents: roster({
      timeZone,
      groups: agents.map((group) => ({ ...group, count: group.count * TIMES })),
      from: morning,
      to,
    }),
  });
  const store = await openSqliteStore({ file: IN_MEMORY });
  const record = await store.openOperation({ name: "recording", timeZone, simulated: true });
  const operation = await Operation.open({
    store,
    stepsAtOnce: 5_000,
    record,
    run: await store.openRun(record.id, { kind: "live", name: "live" }),
    exchange: {
      capabilities: exchange.capabilities,
      connect: (receive) =>
        exchange.connect((report) => {
          reports.push({ at: clock.now(), report });
          receive(report);
        }),
      disconnect: () => exchange.disconnect(),
      execute: (order) => exchange.execute(order),
    },
    clock,
    settings,
    newPersonId: () => crypto.randomUUID(),
    onFault: raise,
  });
  operation.start();
  await clock.run(to, () => operation.settled());
  await operation.stop();
  exchange.close();
  await store.close();
  return reports;
}

/** An exchange whose reports are played to it, and that only takes note of orders. */
export class PlayedExchange implements Exchange {
  readonly capabilities = { dial: true, reserve: false, withdraw: false, reprioritise: false };
  readonly clock: VirtualClock;
  /** Called with each order. */
  onOrder: (order: Order) => void = () => {};
  #receive: (report: Report) => void = () => {};

  constructor(startAt: number) {
    this.clock = new VirtualClock(startAt);
  }

  connect(receive: (report: Report) => void): void {
    this.#receive = receive;
  }

  disconnect(): void {
    this.#receive = () => {};
  }

  execute(order: Order): void {
    this.onOrder(order);
  }

  /** Moves the time on, timers that are due included, and reports. */
  play({ at, report }: TimedReport): void {
    for (let next = this.clock.nextAt(); next !== null && next <= at; next = this.clock.nextAt())
      this.clock.step();
    if (at > this.clock.now()) this.clock.jump(at - this.clock.now());
    this.#receive(report);
  }
}

/** For faults that no bench expects. */
export function raise(fault: unknown): never {
  throw fault;
}
