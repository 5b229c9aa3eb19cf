import assert from "node:assert/strict";
import { test } from "node:test";
import { exponential, gamma } from "../../../src/queueing/laws/distributions.ts";
import { RandomSource } from "../../../src/queueing/random.ts";
import { agrees, estimate } from "./batches.ts";
import { Day, type DayPlayed } from "./day-of-periods.ts";

/** Means over the days, and their standard errors. */
function over(days: readonly DayPlayed[], of: (day: DayPlayed) => number) {
  return estimate(Float64Array.from(days, of));
}

test("the call centre of SSJ's tutorial: busy and quiet days, agents who come and go, some who never wait", () => {
  // L'Ecuyer, SSJ: CallCenter, with its data file. Times in seconds.
  const agents = [4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4];
  const perHour = [100, 150, 150, 180, 200, 150, 150, 150, 120, 100, 80, 70, 60];
  const expected = perHour.reduce((sum, calls) => sum + calls, 0);
  assert.equal(expected, 1660);
  const source = new RandomSource("tutorial");
  const [gaps, handles, patiences, factors] = [
    source.stream("gaps"),
    source.stream("handles"),
    source.stream("patiences"),
    source.stream("factors"),
  ];
  const day = new Day({
    periods: agents.map((count, i) => ({ length: 3600, agents: count, arrivalRate: perHour[i]! / 3600 })),
    unitGap: () => exponential(gaps, 1),
    handle: () => exponential(handles, 100),
    patience: () => (patiences.uniform() < 0.1 ? 0 : exponential(patiences, 1000)),
    threshold: 20,
  });
  const beyondFactor = new Float64Array(1500);
  const days = Array.from({ length: 1500 }, (_, i) => {
    const factor = gamma(factors, 1, 400);
    const played = day.play(factor);
    beyondFactor[i] = played.arrivals - expected * factor;
    return played;
  });
  agrees("arrivals beyond what the day's factor says", estimate(beyondFactor), 0, "mean");
  const values: [string, (day: DayPlayed) => number, number, number][] = [
    // As published for 10,000 days (90 % intervals), and as simulated once more with another program (95 %).
    ["arrivals", ({ arrivals }) => arrivals, 1660.366, 1.54 / 1.645],
    ["arrivals", ({ arrivals }) => arrivals, 1659.436, 1.29 / 1.96],
    ["mean wait", ({ wait }) => wait / expected, 4.713, 0.033 / 1.645],
    ["mean wait", ({ wait }) => wait / expected, 4.716833, 0.0281 / 1.96],
    // Published with three digits: rounding adds to the interval.
    ["good service", ({ waitWithin }) => waitWithin / expected, 0.925, 0.0005],
    ["good service", ({ waitWithin }) => waitWithin / expected, 0.9244183, 0.000547 / 1.96],
    ["lost", ({ abandoned }) => abandoned / expected, 0.02, 0.0003],
    ["lost", ({ abandoned }) => abandoned / expected, 0.01987849, 9.29e-5 / 1.96],
  ];
  for (const [name, of, value, errorOfValue] of values) {
    const { mean, error } = over(days, of);
    const t = (mean - value) / Math.hypot(error, errorOfValue);
    assert.ok(
      Math.abs(t) < 4,
      `${name}: simulated ${mean} ± ${error}, there ${value} ± ${errorOfValue}, t ${t}`,
    );
  }
});

test("eight hours of 12 agents from empty, as published with ContactCenters, and as calculated exactly", () => {
  // Times in minutes.
  const source = new RandomSource("eight hours");
  const [gaps, handles] = [source.stream("gaps"), source.stream("handles")];
  const day = new Day({
    periods: [{ length: 480, agents: 12, arrivalRate: 4.2 }],
    unitGap: () => exponential(gaps, 1),
    handle: () => exponential(handles, 2),
    patience: () => Number.POSITIVE_INFINITY,
    threshold: 20 / 60,
  });
  const days = Array.from({ length: 1000 }, () => day.play());
  // 1815.2718 a day is exact, by uniformisation.
  agrees(
    "answered within 20 s",
    over(days, ({ answeredWithin }) => answeredWithin),
    1815.2718,
    "mean",
  );
  agrees(
    "service level",
    over(days, ({ answeredWithin }) => answeredWithin / 2016),
    1815.2718 / 2016,
    "probability",
  );
  const published: [string, (day: DayPlayed) => number, number, number][] = [
    ["answered within", ({ answeredWithin }) => answeredWithin, 1816.158, 3.54 / 1.96],
    ["mean wait", ({ wait }) => wait / 2016, 0.099, 0.003 / 1.96],
    ["occupancy", ({ busy }) => busy / 480 / 12, 0.695, 0.0015 / 1.96],
  ];
  for (const [name, of, value, errorOfValue] of published) {
    const { mean, error } = over(days, of);
    const t = (mean - value) / Math.hypot(error, errorOfValue);
    assert.ok(
      Math.abs(t) < 4,
      `${name}: simulated ${mean} ± ${error}, there ${value} ± ${errorOfValue}, t ${t}`,
    );
  }
  assert.ok(days.every(({ abandoned, arrivals }) => abandoned === 0 && arrivals > 1500));
});
