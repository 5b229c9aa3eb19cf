import { test } from "node:test";
import { erlang, exponential, hyperExponential, weibull } from "../../../src/queueing/distributions.ts";
import { type ObservedWait, Patience } from "../../../src/queueing/patience.ts";
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

const laws: { name: string; draw: (random: Random) => number; survival: (wait: number) => number }[] = [
  {
    name: "Erlang-2 patience",
    draw: (random) => erlang(random, 150, 2),
    survival: (wait) => (1 + wait / 75) * Math.exp(-wait / 75),
  },
  {
    name: "hyper-exponential patience",
    draw: (random) => hyperExponential(random, 150, 3),
    survival: (wait) => {
      const share = (1 + Math.SQRT1_2) / 2;
      return [share, 1 - share].reduce((sum, p) => sum + p * Math.exp((-2 * p * wait) / 150), 0);
    },
  },
  {
    name: "patience of a law that grows with the wait",
    draw: (random) => weibull(random, 100, 0.6),
    survival: (wait) => Math.exp(-((wait / 100) ** 0.6)),
  },
  { name: "the same patience for all", draw: () => 60, survival: (wait) => (wait < 60 ? 1 : 0) },
  {
    name: "a tenth who never wait",
    draw: (random) => (random.uniform() < 0.1 ? 0 : exponential(random, 150)),
    survival: (wait) => 0.9 * Math.exp(-wait / 150),
  },
  {
    name: "patience by Kaplan and Meier, from waits",
    draw: (random) => kaplanMeier.beyond(0, random.uniform()),
    survival: (wait) => kaplanMeier.survival(wait),
  },
];

for (const { name, draw, survival } of laws)
  test(`${name}: a million simulated customers agree with the integral over the offered wait`, () => {
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
    const exact = integrated(survival);
    agrees("waiting", played.ratio("waiting", "customers"), exact.waiting, "probability", true);
    agrees("abandoned", played.ratio("abandoned", "customers"), exact.abandoned, "probability");
    agrees(
      "service level",
      played.ratio("answeredWithin", "customers"),
      exact.serviceLevel,
      "probability",
      true,
    );
    agrees("offered wait", played.ratio("offeredWait", "customers"), exact.offeredWait, "mean");
    agrees("wait", played.ratio("wait", "customers"), exact.wait, "mean");
  });

/** M/M/n+G by the trapezoidal rule in steps of 2 ms, straight from the density of the offered wait. */
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
    // Who is offered a wait waits until then or until he leaves: the area under the law up to it.
    waited += (area + (stays + middle) * 0.25 * step) * density;
    area += ((stays + 4 * middle + next) / 6) * step;
    stays = next;
    if (wait > 60 && density < 1e-14 * mass) break;
  }
  const all = 1 / blocked + arrivalRate * mass;
  const none = 1 / blocked / all;
  const share = arrivalRate / all;
  return {
    waiting: share * mass,
    abandoned: share * (mass - served),
    serviceLevel: none + share * servedWithin,
    offeredWait: share * offered,
    wait: share * waited,
  };
}
