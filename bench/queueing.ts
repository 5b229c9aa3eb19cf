import {
  agentsNeeded,
  erlangA,
  erlangC,
  expectedServiceLevel,
  generalPatience,
  Patience,
  type QueueParameters,
  RandomSource,
  taggedCaller,
  virtualHold,
} from "../src/queueing/index.ts";
import { type Bench, median, rounded, timed } from "./measure.ts";

const AGENTS = 1_000;
const AHT_S = 270;
const THRESHOLD_S = 20;

/**
 * One call of each formula at 1,000 agents, in the corners too where a series would have millions of terms. The
 * baseline is the bare recursion of Erlang B up to as many agents.
 */
export const queueing: Bench = async ({ quick, say }) => {
  const rounds = quick ? 2 : 30;
  const measured: Record<string, number> = {};
  for (const [name, call] of [["bareErlangB", () => bareErlangB(AGENTS, 950)] as const, ...calls()]) {
    say(name);
    measured[name] = await msEach(call, rounds);
  }
  const { bareErlangB: bare, ...ours } = measured;
  const slowest = Math.max(...Object.values(ours));
  return {
    what: "the slowest call at 1,000 agents against a bare recursion of Erlang B",
    ratio: rounded(slowest / bare!),
    bounds: Object.entries(ours).map(([name, ms]) => ({ of: `${name}, ms`, is: rounded(ms), atMost: 1 })),
    figures: { bareErlangBMs: rounded(bare!) },
  };
};

function calls(): [name: string, call: () => unknown][] {
  const line = (load: number, patienceS: number, agents = AGENTS): QueueParameters => ({
    agents,
    arrivalRate: (agents * load) / AHT_S,
    serviceRate: 1 / AHT_S,
    patienceRate: 1 / patienceS,
  });
  const usual = line(0.97, 150);
  const steps = kaplanMeier(1_000);
  const twoSorts = { survival: (wait: number) => 0.3 * Math.exp(-wait / 20) + 0.7 * Math.exp(-wait / 300) };
  const steady = (name: string, parameters: QueueParameters) =>
    [`erlangA, ${name}`, () => erlangA(parameters, THRESHOLD_S)] as [string, () => unknown];
  const halfHour = [{ ...usual, duration: 1800 }];
  return [
    ["erlangC", () => erlangC(AGENTS, 970)],
    steady("usual", usual),
    steady("1 % of load", line(0.01, 150)),
    steady("300 % of load", line(3, 150)),
    steady("patience of a second", line(1, 1)),
    steady("patience of a millennium, just busy", line(0.999_999_999, 3e10)),
    steady("patience of a millennium, overrun", line(3, 3e10)),
    steady("nobody gives up", line(0.99, Number.POSITIVE_INFINITY)),
    steady("10,000 agents, 300 % of load", line(3, 150, 10_000)),
    ["generalPatience, 1,000 steps", () => generalPatience(usual, steps, THRESHOLD_S)],
    ["generalPatience, smooth", () => generalPatience(usual, twoSorts, THRESHOLD_S)],
    [
      "virtualHold",
      () => virtualHold(usual, { offerAfter: 30, acceptance: 0.37, reached: 0.93 }, THRESHOLD_S),
    ],
    [
      "taggedCaller, 500 ahead",
      () => taggedCaller(usual, { ahead: 500, elapsed: 5, threshold: THRESHOLD_S }),
    ],
    ["expectedServiceLevel, half an hour", () => expectedServiceLevel(1_010, halfHour, THRESHOLD_S)],
    ["agentsNeeded", () => agentsNeeded(usual, THRESHOLD_S, { serviceLevel: 0.8 })],
  ];
}

/** Milliseconds of a call, of calls enough for the clock: the median of the rounds. */
async function msEach(call: () => unknown, rounds: number): Promise<number> {
  const calls = Math.max(1, Math.round(2 / (await timed(call))));
  const took: number[] = [];
  for (let round = 0; round < rounds; round++)
    took.push(
      (await timed(() => {
        for (let n = 0; n < calls; n++) call();
      })) / calls,
    );
  return median(took);
}

function bareErlangB(agents: number, load: number): number {
  let blocked = 1;
  for (let count = 1; count <= agents; count++) blocked = (load * blocked) / (count + load * blocked);
  return blocked;
}

function kaplanMeier(count: number): Patience {
  const random = new RandomSource("bench").stream("patience");
  return new Patience(
    Array.from({ length: 3 * count }, (_, index) => ({
      wait: -150 * Math.log(1 - random.uniform()),
      gaveUp: index % 3 === 0,
    })),
  );
}
