import assert from "node:assert/strict";
import { test } from "node:test";
import { erlangA } from "../../../src/queueing/erlang/erlang-a.ts";
import { handleTime } from "../../../src/queueing/estimators/handle-time.ts";
import { newLaw, observeDuration } from "../../../src/queueing/estimators/learned-law.ts";
import {
  newPatience,
  observePatience,
  patienceRate,
} from "../../../src/queueing/estimators/learned-patience.ts";
import {
  erlang,
  exponential,
  hyperExponential,
  lognormal,
} from "../../../src/queueing/laws/distributions.ts";
import { type Random, RandomSource } from "../../../src/queueing/random.ts";
import { EarliestFree } from "./earliest-free.ts";

const THRESHOLD = 20;
const arrivalRate = 1 / 12;

const patiences: [string, (random: Random) => number][] = [
  ["exponential", (random) => exponential(random, 150)],
  ["Erlang-2", (random) => erlang(random, 150, 2)],
  ["hyper-exponential", (random) => hyperExponential(random, 150, 3)],
];

for (const [name, patience] of patiences)
  test(`what is learned from a line with ${name} patience, of beliefs that were wrong, gives its service level`, () => {
    const source = new RandomSource(`learned line ${name}`);
    const [gaps, handles, patients] = [
      source.stream("gaps"),
      source.stream("handles"),
      source.stream("patients"),
    ];
    const handled = newLaw({ mean: 120, weight: 20, memory: 5000 });
    const patienceSeen = newPatience({ mean: 600, weight: 5, memory: 5000 });
    const free = new EarliestFree(20);
    for (let agent = 0; agent < 20; agent++) free.add(0);
    const customers = 200_000;
    let answeredWithin = 0;
    for (let [i, now] = [0, 0]; i < customers; i++) {
      now += exponential(gaps, 1 / arrivalRate);
      const wait = Math.max(0, free.first - now);
      const patient = patience(patients);
      observePatience(patienceSeen, Math.min(wait, patient), patient < wait);
      if (patient < wait) continue;
      if (wait <= THRESHOLD) answeredWithin++;
      const handle = lognormal(handles, 270, 0.9);
      // One call in a thousand is forgotten for hours in the records, not in the line.
      observeDuration(handled, i % 1000 === 999 ? 20_000 : handle);
      free.replaceFirst(now + wait + handle);
    }
    const { mean } = handleTime(handled);
    assert.ok(Math.abs(mean / 270 - 1) < 0.04, `handle time ${mean}`);
    const learned = erlangA(
      { agents: 20, arrivalRate, serviceRate: 1 / mean, patienceRate: patienceRate(patienceSeen) },
      THRESHOLD,
    );
    const right = answeredWithin / customers;
    // 1 % more handle time is 1.5 points of service level here, and 5000 calls know it to 1 %.
    assert.ok(Math.abs(learned.serviceLevel - right) < 0.03, `${learned.serviceLevel}, was ${right}`);
  });
