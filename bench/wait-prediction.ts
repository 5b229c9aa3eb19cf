import { expectedInterval } from "../src/queueing/interval-risk.ts";
import { CumulativeHazard } from "../src/queueing/laws/cumulative-hazard.ts";
import { lognormalHandleTime } from "../src/queueing/laws/handle-time-law.ts";
import { Patience } from "../src/queueing/laws/patience.ts";
import { RandomSource } from "../src/queueing/random.ts";
import { completionTimes } from "../src/queueing/waits/completion-times.ts";
import { expectedReleases } from "../src/queueing/waits/releases.ts";
import { type InLine, SurvivalWeightedQueue } from "../src/queueing/waits/survival-weighted-queue.ts";
import { outlookInCrowd } from "./crowded-outlook.ts";
import { type Bench, median, rounded } from "./measure.ts";

const HANDLE_S = 270;
const PATIENCE_S = 150;
const THRESHOLD_S = 20;

/**
 * What the brain asks at each arrival and every few seconds, at the size of a large centre. Against it: a sum over the line
 * of as many terms, QLm's. Taken in turns.
 */
export const waitPrediction: Bench = async ({ quick, say }) => {
  const line = mixedLine(500);
  const law = learnedPatience();
  const staff = [
    { from: 0, agents: 500 },
    { from: 600, agents: 480 },
    { from: 1_200, agents: 510 },
  ];
  const hazard = new CumulativeHazard(lognormalHandleTime(HANDLE_S, 0.9));
  const handling = (agents: number) => Array.from({ length: agents }, (_, i) => (i * 541) % 600);
  const work: Record<string, () => number> = {
    sumOverTheLine: () => sumOverTheLine(500),
    wait: () =>
      new SurvivalWeightedQueue({ staff, serviceRate: 1 / HANDLE_S, patience: law }).wait(line).quantile(0.9),
    waitsOfAll: () =>
      new SurvivalWeightedQueue({ staff, serviceRate: 1 / HANDLE_S, patience: law }).waits(line).at(-1)!.mean,
    completionsOfTen: () => completionTimes(hazard, handling(10), 10).times.at(-1)!,
    releases: () => expectedReleases(hazard, handling(500), 14),
    intervalOf20: () => interval(20, 3),
    intervalOf500: () => interval(500, 40),
    intervalOf500InTrouble: () => interval(500, 500),
    outlookOf500: outlookInCrowd(40),
    outlookOf500InTrouble: outlookInCrowd(500),
  };
  const took = new Map(Object.keys(work).map((name) => [name, [] as number[]]));
  // The result is used, so that the calculation is not optimised away.
  let seen = 0;
  const rounds = quick ? 3 : 60;
  for (let round = 0; round < rounds; round++) {
    if (round % 20 === 0) say(`round ${round + 1}`);
    for (const [name, call] of Object.entries(work)) {
      const begin = performance.now();
      for (let again = 0; again < 10; again++) seen += call();
      took.get(name)!.push((performance.now() - begin) * 100);
    }
  }
  if (!Number.isFinite(seen)) throw new Error("a wait or a risk is no number");
  // The first rounds are run by the interpreter.
  const us = (name: string) => rounded(median(took.get(name)!.slice(Math.floor(rounds / 3))));
  return {
    what: "one caller's wait behind 500 in a mixed line of 500 agents who come and go, over a sum of 500 terms (QLm)",
    ratio: rounded(us("wait") / us("sumOverTheLine")),
    bounds: [
      { of: "one caller's wait behind 500, µs", is: us("wait"), atMost: 200 },
      { of: "risk of an interval, 500 agents and 40 in line, µs", is: us("intervalOf500"), atMost: 2_000 },
      {
        of: "risk of an interval, 500 agents and 500 in line, µs",
        is: us("intervalOf500InTrouble"),
        atMost: 2_000,
      },
      { of: "outlook of a skill, 500 agents and 40 in line, µs", is: us("outlookOf500"), atMost: 2_000 },
    ],
    figures: { microseconds: Object.fromEntries(Object.keys(work).map((name) => [name, us(name)])) },
  };
};

/** Every fifth a callback; those at the head have waited longest. */
function mixedLine(length: number): InLine[] {
  return Array.from({ length }, (_, i) => (i % 5 === 0 ? { pickUp: 0.93 } : { elapsed: (length - i) * 0.5 }));
}

/** From the waits of a month, a third of which were given up. */
function learnedPatience(): Patience {
  const random = new RandomSource("bench").stream("waits");
  return new Patience(
    Array.from({ length: 5_000 }, () => ({ wait: random.uniform() * 300, gaveUp: random.uniform() < 0.3 })),
  );
}

function sumOverTheLine(length: number): number {
  let wait = 0;
  for (let ahead = 0; ahead <= length; ahead++) wait += 1 / (500 / HANDLE_S + ahead / PATIENCE_S);
  return wait;
}

function interval(agents: number, waiting: number): number {
  const rate = agents / HANDLE_S;
  return expectedInterval(
    {
      elapsed: 300,
      remaining: 1_500,
      offered: Math.round(rate * 300),
      answeredWithin: Math.round(rate * 150),
      busy: agents,
      line: Array.from({ length: waiting }, (_, i) => ({ elapsed: (waiting - i) / rate })),
    },
    {
      staff: [{ from: 0, agents }],
      serviceRate: 1 / HANDLE_S,
      patienceRate: 1 / PATIENCE_S,
      threshold: THRESHOLD_S,
      forecast: { arrivalRate: rate, variation: 0.15 },
    },
  ).serviceLevel;
}
