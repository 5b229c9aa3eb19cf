import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { erlangA } from "../../../src/queueing/erlang/erlang-a.ts";
import { virtualHold } from "../../../src/queueing/erlang/virtual-hold.ts";
import {
  deterministic,
  erlang,
  exponential,
  hyperExponential,
  lognormal,
} from "../../../src/queueing/laws/distributions.ts";
import { type Random, RandomSource } from "../../../src/queueing/random.ts";
import { agrees } from "./batches.ts";
import { playFirstComeLine } from "./first-come-line.ts";

function exactValues<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`../exact-values/${file}`, import.meta.url), "utf8")) as T;
}

const { sets } = exactValues<{
  sets: { id: string; n: number; lam: number; mu: number; theta: number; T: number; note: string }[];
}>("erlang-a.json");

/** How far customers depend on each other differs: a line near balance forgets slowly. */
const millions: Readonly<Record<string, number>> = { A11: 6 };
/** There 60 million customers would be needed for 0.003. */
const tooFew = new Set(["A08"]);

for (const { id, n: agents, lam, mu, theta, T: threshold, note } of sets)
  test(`Erlang A, ${id}: millions of simulated customers agree with the formulas (${note})`, () => {
    const source = new RandomSource(`first come ${id}`);
    const [gaps, handles, patiences] = [
      source.stream("gaps"),
      source.stream("handles"),
      source.stream("patiences"),
    ];
    const seen = playFirstComeLine(
      {
        agents,
        gap: () => exponential(gaps, 1 / lam),
        handle: () => exponential(handles, 1 / mu),
        patience: () => exponential(patiences, 1 / theta),
        threshold,
      },
      (millions[id] ?? 1) * 1_000_000,
    );
    const exact = erlangA({ agents, arrivalRate: lam, serviceRate: mu, patienceRate: theta }, threshold);
    const probabilities = [
      ["waiting", "customers", "probabilityOfWaiting"],
      ["abandoned", "customers", "probabilityOfAbandonment"],
      ["answeredWithin", "customers", "serviceLevel"],
      ["answeredWithin", "answered", "serviceLevelOfServed"],
      ["abandonedWithin", "customers", "probabilityOfAbandonmentWithin"],
      ["offeredWaitWithin", "customers", "probabilityOfOfferedWaitWithin"],
      ["busy", "agentTime", "occupancy"],
    ] as const;
    for (const [above, below, name] of probabilities)
      agrees(name, seen.ratio(above, below), exact[name], "probability", tooFew.has(id));
    const means = [
      ["wait", "customers", "meanWait"],
      ["waitOfAnswered", "answered", "meanWaitOfServed"],
      ["offeredWait", "customers", "meanOfferedWait"],
    ] as const;
    for (const [above, below, name] of means)
      agrees(name, seen.ratio(above, below), exact[name], "mean", tooFew.has(id));
  });

const { VH } = exactValues<{
  VH: { id: string; params: Record<string, number>; note: string }[];
}>("callback-models.json");

const offers = [
  ...VH.map(({ id, params, note }) => ({
    name: `${id} (${note})`,
    line: {
      agents: params["n"]!,
      arrivalRate: params["lam"]!,
      serviceRate: params["mu"]!,
      patienceRate: params["th"]!,
    },
    offer: { offerAfter: params["w0"]!, acceptance: params["p"]!, reached: params["q"]! },
  })),
  {
    name: "offered before the threshold",
    line: { agents: 8, arrivalRate: 1 / 30, serviceRate: 1 / 240, patienceRate: 1 / 120 },
    offer: { offerAfter: 8, acceptance: 0.6, reached: 0.8 },
  },
];

for (const { name, line, offer } of offers)
  test(`callbacks at their place, ${name}: two million simulated customers agree with the formulas`, () => {
    const source = new RandomSource(`first come ${name}`);
    const [gaps, handles, patiences] = [
      source.stream("gaps"),
      source.stream("handles"),
      source.stream("patiences"),
    ];
    const seen = playFirstComeLine(
      {
        agents: line.agents,
        gap: () => exponential(gaps, 1 / line.arrivalRate),
        handle: () => exponential(handles, 1 / line.serviceRate),
        patience: () => exponential(patiences, 1 / line.patienceRate),
        threshold: 20,
        returnCalls: {
          from: offer.offerAfter,
          accepted: offer.acceptance,
          reached: offer.reached,
          random: source.stream("return calls"),
        },
      },
      2_000_000,
    );
    const exact = virtualHold(line, offer, 20);
    const probabilities = [
      ["offered", "customers", "probabilityOfOffer"],
      ["accepted", "customers", "probabilityOfAcceptance"],
      ["reached", "customers", "probabilityOfReached"],
      ["reachedWithin", "customers", "callbackConnectedWithin"],
      ["abandoned", "customers", "probabilityOfAbandonment"],
      ["answeredWithin", "customers", "liveAnsweredWithin"],
      ["busy", "agentTime", "occupancy"],
    ] as const;
    for (const [above, below, measure] of probabilities)
      agrees(measure, seen.ratio(above, below), exact[measure], "probability");
    agrees("waiting", seen.ratio("waiting", "customers"), 1 - exact.probabilityOfNoWait, "probability");
    agrees("offered wait", seen.ratio("offeredWait", "customers"), exact.meanOfferedWait, "mean");
    agrees("callback delay", seen.ratio("delay", "accepted"), exact.meanCallbackDelay, "mean");
  });

const otherLaws: [string, (random: Random) => number, (random: Random) => number][] = [
  ["constant handle times", (r) => deterministic(r, 270), (r) => exponential(r, 150)],
  ["lognormal handle times, Erlang patience", (r) => lognormal(r, 270, 1.5), (r) => erlang(r, 150, 2)],
  ["hyper-exponential patience", (r) => exponential(r, 270), (r) => hyperExponential(r, 150, 3)],
  ["patience that all have alike", (r) => exponential(r, 270), (r) => deterministic(r, 150)],
];
for (const [name, handle, patience] of otherLaws)
  test(`${name}: Erlang A is right within two points, with patience taken as all waits by those who gave up`, () => {
    const source = new RandomSource(name);
    const [gaps, handles, patiences] = [
      source.stream("gaps"),
      source.stream("handles"),
      source.stream("patiences"),
    ];
    const seen = playFirstComeLine(
      {
        agents: 20,
        gap: () => exponential(gaps, 15),
        handle: () => handle(handles),
        patience: () => patience(patiences),
        threshold: 20,
      },
      600_000,
    );
    const patienceRate = seen.ratio("abandoned", "wait").mean;
    const model = erlangA({ agents: 20, arrivalRate: 1 / 15, serviceRate: 1 / 270, patienceRate }, 20);
    const { mean, error } = seen.ratio("answeredWithin", "customers");
    // Half a point where handle times are exponential; beside it what the sample allows.
    assert.ok(
      Math.abs(mean - model.serviceLevel) < 0.012 + 2 * error,
      `${mean} ± ${error}, ${model.serviceLevel}`,
    );
  });
