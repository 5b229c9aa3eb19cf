import assert from "node:assert/strict";
import { test } from "node:test";
import { generalPatience } from "../../../src/queueing/erlang/general-patience.ts";
import { erlang, exponential, hyperExponential, weibull } from "../../../src/queueing/laws/distributions.ts";
import { type ObservedWait, Patience } from "../../../src/queueing/laws/patience.ts";
import type { PatienceLaw } from "../../../src/queueing/laws/patience-law.ts";
import { type Random, RandomSource } from "../../../src/queueing/random.ts";
import { agrees } from "./batches.ts";
import { playFirstComeLine } from "./first-come-line.ts";

const line = { agents: 20, arrivalRate: 1 / 12, serviceRate: 1 / 270 };
const THRESHOLD = 20;

/** What callers of the example were seen to wait; most were served. */
const seen: readonly ObservedWait[] = Array.from({ length: 60 }, (_, i) => ({
  wait: ((i * 37) % 97) + 3,
  gaveUp: i % 3 === 0,
}));
const kaplanMeier = new Patience(seen);

const laws: { name: string; draw: (random: Random) => number; law: PatienceLaw }[] = [
  {
    name: "Erlang-2 patience",
    draw: (random) => erlang(random, 150, 2),
    law: { survival: (wait) => (1 + wait / 75) * Math.exp(-wait / 75) },
  },
  {
    name: "hyper-exponential patience",
    draw: (random) => hyperExponential(random, 150, 3),
    law: {
      survival: (wait) => {
        const share = (1 + Math.SQRT1_2) / 2;
        return [share, 1 - share].reduce((sum, p) => sum + p * Math.exp((-2 * p * wait) / 150), 0);
      },
    },
  },
  {
    name: "patience of a law that grows with the wait",
    draw: (random) => weibull(random, 100, 0.6),
    law: { survival: (wait) => Math.exp(-((wait / 100) ** 0.6)) },
  },
  {
    name: "the same patience for all",
    draw: () => 60,
    law: { survival: (wait) => (wait < 60 ? 1 : 0), breakpoints: [60] },
  },
  {
    name: "a tenth who never wait",
    draw: (random) => (random.uniform() < 0.1 ? 0 : exponential(random, 150)),
    law: { survival: (wait) => 0.9 * Math.exp(-wait / 150) },
  },
  {
    name: "patience by Kaplan and Meier, from waits",
    draw: (random) => kaplanMeier.beyond(0, random.uniform()),
    law: kaplanMeier,
  },
];

for (const { name, draw, law } of laws)
  test(`${name}: a million simulated customers agree with the formulas`, () => {
    const source = new RandomSource(name);
    const [gaps, handles, patiences] = [
      source.stream("gaps"),
      source.stream("handles"),
      source.stream("patiences"),
    ];
    const played = playFirstComeLine(
      {
        agents: line.agents,
        gap: () => exponential(gaps, 1 / line.arrivalRate),
        handle: () => exponential(handles, 1 / line.serviceRate),
        patience: () => draw(patiences),
        threshold: THRESHOLD,
      },
      1_000_000,
    );
    const exact = generalPatience(line, law, THRESHOLD);
    const probabilities = [
      ["waiting", "customers", "probabilityOfWaiting"],
      ["abandoned", "customers", "probabilityOfAbandonment"],
      ["answeredWithin", "customers", "serviceLevel"],
      ["abandonedWithin", "customers", "probabilityOfAbandonmentWithin"],
      ["busy", "agentTime", "occupancy"],
    ] as const;
    for (const [above, below, measure] of probabilities)
      agrees(measure, played.ratio(above, below), exact[measure], "probability", above !== "abandoned");
    const means = [
      ["wait", "customers", "meanWait"],
      ["waitOfAnswered", "answered", "meanWaitOfServed"],
      ["offeredWait", "customers", "meanOfferedWait"],
    ] as const;
    for (const [above, below, measure] of means)
      agrees(measure, played.ratio(above, below), exact[measure], "mean");

    const judged = integrated((wait) => law.survival(wait));
    for (const [measure, value] of Object.entries(judged) as [keyof typeof judged, number][])
      assert.ok(
        Math.abs(exact[measure] / value - 1) < 5e-5,
        `${measure}: ${exact[measure]}, integrated ${value}`,
      );
  });

/** M/M/n+G by the trapezoidal rule in steps of 2 ms, a second judge straight from the density of the offered wait. */
function integrated(survival: (wait: number) => number) {
  const { agents, arrivalRate, serviceRate } = line;
  const capacity = agents * serviceRate;
  let blocked = 1;
  for (let k = 1; k < agents; k++)
    blocked = (arrivalRate * blocked) / (k * serviceRate + arrivalRate * blocked);
  const step = 0.002;
  let [mass, served, servedWithin, offered, waited] = [0, 0, 0, 0, 0];
  let area = 0;
  let stays = survival(0);
  for (let wait = step / 2; ; wait += step) {
    const next = survival(wait + step / 2);
    const middle = survival(wait);
    const density = Math.exp(arrivalRate * (area + (stays + middle) * 0.25 * step) - capacity * wait) * step;
    mass += density;
    served += middle * density;
    if (wait < THRESHOLD) servedWithin += middle * density;
    offered += wait * density;
    // Who is offered a wait waits until then or until they leave: the area under the law up to it.
    waited += (area + (stays + middle) * 0.25 * step) * density;
    area += ((stays + 4 * middle + next) / 6) * step;
    stays = next;
    if (wait > 60 && density < 1e-14 * mass) break;
  }
  const all = 1 / blocked + arrivalRate * mass;
  const none = 1 / blocked / all;
  const share = arrivalRate / all;
  return {
    probabilityOfWaiting: share * mass,
    probabilityOfAbandonment: share * (mass - served),
    serviceLevel: none + share * servedWithin,
    meanOfferedWait: share * offered,
    meanWait: share * waited,
  };
}
