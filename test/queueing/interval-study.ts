import { expectedInterval } from "../../src/queueing/interval-risk.ts";
import { exponential, gamma } from "../../src/queueing/laws/distributions.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { type Arrival, simulateLine } from "./line-simulation.ts";

/** Half-hours of 20 agents, 240 calls an hour give or take 15 %, handle time 270 s, patience 150 s, all exponential; in s. */
const AGENTS = 20;
const RATE = 240 / 3_600;
const VARIATION = 0.15;
const HANDLE = 270;
const PATIENCE = 150;
const THRESHOLD = 20;
const INTERVAL = 1_800;
export const TARGET = 0.8;

/** What was seen of a half-hour some way into it. */
export interface Signals {
  readonly expected: number;
  readonly soFar: number;
  readonly headOfLine: number;
}

export interface StudiedInterval {
  /** By minutes into it. */
  readonly at: ReadonlyMap<number, Signals>;
  /** What it ended at. */
  readonly serviceLevel: number;
}

/** As many half-hours one after the other, each with a load of its own, which nobody knows. */
export function studyIntervals(seed: string, count: number, minutes: readonly number[]): StudiedInterval[] {
  const source = new RandomSource(seed);
  const [rates, gaps, handles] = [source.stream("rate"), source.stream("gap"), source.stream("handle")];
  const patiences = source.stream("patience");
  // One more before, so that the first begins with a line as it is, and one after, so that nobody's wait is cut.
  const loads = Array.from({ length: count + 2 }, () => gamma(rates, RATE, 1 / VARIATION ** 2));
  const arrivals: Arrival[] = [];
  let at = 0;
  simulateLine(
    {
      arrivals: Math.ceil(1.1 * INTERVAL * loads.reduce((sum, load) => sum + load, 0)),
      gap: () => {
        const before = at;
        // The time that a work of exponential size takes at the loads of the intervals it falls into.
        for (let work = exponential(gaps, 1); ; ) {
          const interval = Math.floor(at / INTERVAL);
          const load = loads[interval] ?? RATE;
          const left = (interval + 1) * INTERVAL - at;
          if (work < load * left) {
            at += work / load;
            return at - before;
          }
          work -= load * left;
          at = (interval + 1) * INTERVAL;
        }
      },
      handle: () => exponential(handles, HANDLE),
      patience: () => exponential(patiences, PATIENCE),
      agents: Array.from({ length: AGENTS }, () => ({ from: 0, until: Number.POSITIVE_INFINITY })),
    },
    (_, arrival) => arrivals.push(arrival),
  );
  return Array.from({ length: count }, (_, index) => {
    const begin = (index + 1) * INTERVAL;
    // Anyone who may still be in the system when it begins.
    const near = arrivals.filter((one) => one.at >= begin - 5_000 && one.at < begin + INTERVAL);
    const own = near.filter((one) => one.at >= begin);
    return {
      at: new Map(minutes.map((minute) => [minute, signalsAt(near, begin, minute * 60)])),
      serviceLevel: own.filter(inTime).length / own.length,
    };
  });
}

function inTime(one: Arrival): boolean {
  return one.served && one.offeredWait <= THRESHOLD;
}

function signalsAt(near: readonly Arrival[], begin: number, elapsed: number): Signals {
  const now = begin + elapsed;
  const came = near.filter((one) => one.at <= now);
  const line = came.filter((one) => one.leaves > now).map((one) => ({ elapsed: now - one.at }));
  const own = came.filter((one) => one.at >= begin);
  const answered = own.filter((one) => inTime(one) && one.at + one.offeredWait <= now);
  const { serviceLevel } = expectedInterval(
    {
      elapsed,
      remaining: INTERVAL - elapsed,
      offered: own.length,
      answeredWithin: answered.length,
      busy: came.filter((one) => one.served && one.leaves <= now && one.ends > now).length,
      line,
    },
    {
      staff: [{ from: 0, agents: AGENTS }],
      serviceRate: 1 / HANDLE,
      patienceRate: 1 / PATIENCE,
      threshold: THRESHOLD,
      forecast: { arrivalRate: RATE, variation: VARIATION },
    },
  );
  const decided = own.filter((one) => one.leaves <= now).length;
  return {
    expected: serviceLevel,
    soFar: decided > 0 ? answered.length / decided : 1,
    headOfLine: line[0]?.elapsed ?? 0,
  };
}
