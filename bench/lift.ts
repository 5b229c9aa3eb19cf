import { LiftMeasure } from "../src/lift/estimate.ts";
import { liftOf, sumOf } from "../src/lift/levels.ts";
import type { LiftCall } from "../src/lift/lift-call.ts";
import { exponential } from "../src/queueing/laws/distributions.ts";
import { RandomSource } from "../src/queueing/random.ts";
import type { LineDay } from "../src/replay/line-run/centre-day.ts";
import { LineRun } from "../src/replay/line-run/line-run.ts";
import { MADE_WITHIN_MS, type MadeCentre, type MadeDiscipline, madeDay } from "./lift-centre.ts";
import { type Bench, median, rounded } from "./measure.ts";

const DAYS = 20;
/** Of each discipline, with and without impatient acceptors; `--rounds 67` makes 402 months. */
const MONTHS = 5;
const DISCIPLINES: readonly MadeDiscipline[] = ["place", "window", "flexible"];

/**
 * The lift that is found of made centres against the true one, both worlds of the same calls being known; beside it what is often
 * taken for it: the share of calls that were saved, and the patience of all callers for that of those who accept. And how fast a
 * day's line is run, against a bare recursion of waiting times.
 */
export const lift: Bench = async ({ quick, rounds, say }) => {
  const months = rounds ?? (quick ? 1 : MONTHS);
  const byDiscipline = new Map(
    DISCIPLINES.map((discipline) => [
      discipline,
      [false, true].flatMap((impatientAccept) =>
        Array.from({ length: months }, (_, month) => {
          say(
            `${discipline}${impatientAccept ? ", the impatient accept" : ""}, month ${month + 1} of ${months}`,
          );
          const seed = `${discipline}/${impatientAccept}/${month}`;
          return { impatientAccept, ...oneMonth({ discipline, impatientAccept }, seed, quick ? 2 : DAYS) };
        }),
      ),
    ]),
  );
  const found = [...byDiscipline.values()].flat();
  const all = summaryOf(found);
  const speed = lineSpeed(quick ? 5 : 200);
  return {
    what: "a bare recursion of waiting times over the run of a day's line of 20 agents",
    ratio: speed.ratio,
    bounds: [
      { of: "|bias|, points", is: Math.abs(all.bias), atMost: 0.1 },
      { of: "RMSE, points", is: all.rmse, atMost: 0.3 },
      // Of a few months the share that lies inside is chance: its own standard error is allowed for.
      {
        of: "share of months inside the interval",
        is: all.intervalHolds,
        atLeast: rounded(0.93 - 2 * Math.sqrt((0.05 * 0.95) / found.length)),
      },
      { of: "ratio", is: speed.ratio, atLeast: 0.4 },
    ],
    figures: {
      made: {
        all,
        ...Object.fromEntries([...byDiscipline].map(([name, months]) => [name, summaryOf(months)])),
        "acceptors like all": summaryOf(found.filter(({ impatientAccept }) => !impatientAccept)),
        "the impatient accept": summaryOf(found.filter(({ impatientAccept }) => impatientAccept)),
      },
      ...speed,
    },
  };
};

interface Found {
  readonly truth: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly savedCalls: number;
  readonly pooledPatience: number;
}

function oneMonth(centre: MadeCentre, seed: string, count: number): Found {
  const random = new RandomSource(seed);
  const days = Array.from({ length: count }, (_, day) => madeDay(centre, day, random));
  const calls = days.map((day) => day.calls);
  const measure = new LiftMeasure(calls, () => MADE_WITHIN_MS);
  const { value, low, high } = measure.estimate().lift.promise;
  const all = calls.flat();
  return {
    truth: liftOf(measure.happened("promise"), sumOf(days.map(({ without }) => without))),
    value,
    low: low!,
    high: high!,
    savedCalls: (100 * all.filter(({ callback }) => callback?.connectedMs != null).length) / all.length,
    pooledPatience: liftOf(
      measure.happened("promise"),
      new LiftMeasure(
        calls.map((day) => day.map(asEverybody)),
        () => MADE_WITHIN_MS,
      ).withoutSmartWait(),
    ),
  };
}

/** As if there were no difference: callers who accepted are as patient as all who waited. */
function asEverybody(call: LiftCall): LiftCall {
  if (call.treatment === "accepted") return call;
  return { ...call, treatment: call.treatment === "not-eligible" ? "not-eligible" : "held-out" };
}

/** What is printed of some made months; lifts and errors in percentage points, shares from 0 to 1. */
export interface MadeSummary {
  readonly months: number;
  readonly trueLift: number;
  readonly bias: number;
  readonly rmse: number;
  readonly intervalHolds: number;
  readonly intervalHalfWidth: number;
  readonly biasOfSavedCalls: number;
  readonly biasOfPooledPatience: number;
}

function summaryOf(found: readonly Found[]): MadeSummary {
  const errorsOf = (value: (one: Found) => number) => found.map((one) => value(one) - one.truth);
  const errors = errorsOf(({ value }) => value);
  return {
    months: found.length,
    trueLift: rounded(meanOf(found.map(({ truth }) => truth))),
    bias: rounded(meanOf(errors)),
    rmse: rounded(Math.sqrt(meanOf(errors.map((error) => error ** 2)))),
    intervalHolds: rounded(
      meanOf(found.map(({ truth, low, high }) => Number(low <= truth && truth <= high))),
    ),
    intervalHalfWidth: rounded(meanOf(found.map(({ low, high }) => (high - low) / 2))),
    biasOfSavedCalls: rounded(meanOf(errorsOf(({ savedCalls }) => savedCalls))),
    biasOfPooledPatience: rounded(meanOf(errorsOf(({ pooledPatience }) => pooledPatience))),
  };
}

const AGENTS = 20;
const CALLS = 2_000;

/**
 * Of processor by call, of a day of 2,000 that is run again and again. The two take turns, and the ratio is the median of all turns': what
 * else the machine does changes both of a turn.
 */
function lineSpeed(rounds: number): {
  readonly ratio: number;
  readonly bareNs: number;
  readonly lineNs: number;
} {
  const random = new RandomSource("speed").stream("calls");
  let now = 0;
  const arrivals = Float64Array.from({ length: CALLS }, () => (now += exponential(random, 15_000)));
  const patience = Float64Array.from({ length: CALLS }, () => exponential(random, 150_000));
  const handles = Float64Array.from({ length: CALLS }, () => exponential(random, 270_000));
  const day: LineDay = {
    arrivals,
    places: arrivals,
    lanes: new Int32Array(CALLS),
    agents: Array.from({ length: AGENTS }, () => ({
      lanes: [0],
      stretches: [{ from: 0, to: Number.POSITIVE_INFINITY }],
    })),
  };
  const run = new LineRun(day);
  const bare = bareRecursion(arrivals, patience, handles);
  const [bareNs, lineNs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    bareNs.push(nsOfCall(bare));
    lineNs.push(nsOfCall(() => run.run(patience, handles)));
  }
  return {
    ratio: rounded(median(bareNs.map((bare, round) => bare / lineNs[round]!))),
    bareNs: rounded(median(bareNs)),
    lineNs: rounded(median(lineNs)),
  };
}

function nsOfCall(work: () => void): number {
  const begun = process.cpuUsage();
  for (let time = 0; time < TIMES; time++) work();
  const { user, system } = process.cpuUsage(begun);
  return ((user + system) * 1_000) / (TIMES * CALLS);
}

const TIMES = 20;

function bareRecursion(arrivals: Float64Array, patience: Float64Array, handles: Float64Array): () => void {
  const free = new Float64Array(AGENTS);
  const starts = new Float64Array(arrivals.length);
  return () => {
    free.fill(0);
    for (let caller = 0; caller < arrivals.length; caller++) {
      const now = arrivals[caller]!;
      let first = 0;
      for (let agent = 1; agent < AGENTS; agent++) if (free[agent]! < free[first]!) first = agent;
      const start = Math.max(now, free[first]!);
      if (start - now > patience[caller]!) {
        starts[caller] = Number.NaN;
        continue;
      }
      starts[caller] = start;
      free[first] = start + handles[caller]!;
    }
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
