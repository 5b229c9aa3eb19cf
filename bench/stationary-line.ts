import { SimulatedExchange } from "../src/exchange/simulated/simulated-exchange.ts";
import type { SimulatedCaller } from "../src/exchange/simulated/traffic/traffic.ts";
import type { Event } from "../src/line/events.ts";
import type { CallId } from "../src/line/ids.ts";
import type { State } from "../src/line/state.ts";
import { exponential } from "../src/queueing/laws/distributions.ts";
import { RandomSource } from "../src/queueing/random.ts";
import { VirtualClock } from "../src/replay/virtual-clock.ts";
import { CoreRun } from "../src/replay/what-if/core-run.ts";
import { recordSettings } from "../src/replay/what-if/record-settings.ts";

/** An M/M/n+M line; times in seconds. */
export interface StationaryLine {
  readonly agents: number;
  readonly callsPerHour: number;
  readonly handleS: number;
  readonly patienceS: number;
  readonly thresholdS: number;
  readonly customers: number;
  readonly seed: string;
}

/** What was seen of a line: of each measure the mean over batches, and its standard error. */
export interface SeenLine {
  readonly atOnce: Estimate;
  readonly abandoned: Estimate;
  /** Answered within the threshold, of all. */
  readonly inTime: Estimate;
  /** Of all, s. */
  readonly waitS: Estimate;
  /** By how much the integral of the core's line differs from the sum of all waits (Little's law), as a share of it. */
  readonly littleMiss: number;
  readonly answered: number;
  readonly gaveUp: number;
}

export interface Estimate {
  readonly mean: number;
  readonly error: number;
}

const BATCHES = 40;
/** The line begins empty: these customers are not counted. */
const WARM_UP = 2_000;

interface Batch {
  customers: number;
  atOnce: number;
  abandoned: number;
  inTime: number;
  waitS: number;
}

/**
 * Sends customers through the core and the simulated exchange with smart wait off: exponential times, agents who answer at once,
 * and a queue that looks for agents every millisecond.
 */
export function seeStationaryLine(line: StationaryLine): SeenLine {
  const { agents, customers, callsPerHour, handleS, patienceS, thresholdS, seed } = line;
  const random = new RandomSource(seed);
  const [gaps, handles, patiences] = ["gap", "handle", "patience"].map((name) => random.stream(name)) as [
    ReturnType<RandomSource["stream"]>,
    ReturnType<RandomSource["stream"]>,
    ReturnType<RandomSource["stream"]>,
  ];
  let at = 0;
  let n = -WARM_UP;
  const next = (): SimulatedCaller | null => {
    if (n >= customers) return null;
    at += exponential(gaps, 3_600_000 / callsPerHour);
    const number = `${n++}`;
    return {
      call: number,
      at: Math.round(at),
      skill: 1,
      number,
      handleMs: Math.round(exponential(handles, handleS * 1_000)),
      patienceMs: Math.round(exponential(patiences, patienceS * 1_000)),
      question: { afterMs: 1_000, does: "no" },
      returnCall: () => {
        throw new Error("nobody is called back");
      },
      redial: null,
    };
  };
  const batches = Array.from(
    { length: BATCHES },
    (): Batch => ({ customers: 0, atOnce: 0, abandoned: 0, inTime: 0, waitS: 0 }),
  );
  const waiting = new Map<CallId, number>();
  let lineMs = 0;
  let allWaitMs = 0;
  let changedAt = 0;
  const passed = (now: number, { skills }: State) => {
    lineMs += (skills.get(1)?.live.size ?? 0) * (now - changedAt);
    changedAt = now;
  };
  const left = (call: CallId, now: number, answered: boolean) => {
    const since = waiting.get(call);
    if (since === undefined) return;
    waiting.delete(call);
    const waitMs = now - since;
    allWaitMs += waitMs;
    const batch = batches[Math.floor((Number(call) * BATCHES) / customers)];
    if (!batch) return;
    batch.customers++;
    batch.waitS += waitMs / 1_000;
    if (!answered) batch.abandoned++;
    else if (waitMs <= thresholdS * 1_000) batch.inTime++;
    if (answered && waitMs === 0) batch.atOnce++;
  };
  const clock = new VirtualClock(0);
  const core = new CoreRun({
    settings: recordSettings("UTC", new Map([["line", 1]]), { smartWait: "off" }),
    clock,
    draw: () => 0.5,
    watcher: {
      before: passed,
      event: (event: Event, now) => {
        if (event.type === "call-arrived") waiting.set(event.call, now);
        else if (event.type === "call-answered") left(event.call, now, true);
        else if (event.type === "call-closed") left(event.call, now, false);
      },
    },
  });
  core.steer(
    new SimulatedExchange({
      clock,
      random,
      traffic: {
        next,
        customer: () => {
          throw new Error("nobody is called back");
        },
      },
      agents: Array.from({ length: agents }, (_, index) => ({
        id: `agent-${index}`,
        skills: [1],
        wrapUpMs: 0,
        shifts: [{ from: 0, to: Number.MAX_SAFE_INTEGER }],
      })),
      options: {
        pollMs: 1,
        orderMs: 0,
        queueKey: false,
        missProbability: 0,
        agentAnswersAfterMs: { from: 0, to: 0 },
      },
    }),
  );
  while (n < customers || core.state.calls.size > 0) clock.step();
  passed(clock.now(), core.state);
  core.letGo();
  const estimate = (of: (batch: Batch) => number) =>
    estimateOf(batches.map((one) => of(one) / one.customers));
  const gaveUp = batches.reduce((sum, { abandoned }) => sum + abandoned, 0);
  return {
    atOnce: estimate(({ atOnce }) => atOnce),
    abandoned: estimate(({ abandoned }) => abandoned),
    inTime: estimate(({ inTime }) => inTime),
    waitS: estimate(({ waitS }) => waitS),
    littleMiss: Math.abs(lineMs - allWaitMs) / allWaitMs,
    answered: customers - gaveUp,
    gaveUp,
  };
}

function estimateOf(values: readonly number[]): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}
