import assert from "node:assert/strict";
import { test } from "node:test";
import {
  exponential,
  hyperExponential,
  lognormal,
  pick,
  standardNormal,
  uniform,
} from "../../src/queueing/laws/distributions.ts";
import { type Random, RandomSource } from "../../src/queueing/random.ts";

const source = new RandomSource(20_261_122);
const DRAWS = 100_000;

test("a stream is the same each time it is opened, and another seed gives another", () => {
  const draw = (random: Random) => Array.from({ length: 5 }, () => random.uniform());
  assert.deepEqual(draw(source.stream("calls", 1)), draw(new RandomSource(20_261_122).stream("calls", 1)));
  assert.notDeepEqual(draw(source.stream("calls", 1)), draw(source.stream("calls", 2)));
  assert.notDeepEqual(draw(source.stream("calls", 1)), draw(new RandomSource(20_261_123).stream("calls", 1)));
});

test("numbers lie in [0, 1) and fill it evenly", () => {
  const random = source.stream("even");
  const bins = Array.from({ length: 100 }, () => 0);
  for (let i = 0; i < DRAWS; i++) {
    const drawn = random.uniform();
    assert.ok(drawn >= 0 && drawn < 1);
    bins[Math.floor(drawn * 100)]!++;
  }
  const expected = DRAWS / 100;
  const chiSquare = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 99 degrees of freedom: mean 99, standard deviation 14.1.
  assert.ok(Math.abs(chiSquare - 99) < 4 * 14.1, `chi-square ${chiSquare}`);
});

test("the first numbers of streams with neighbouring names are evenly spread and do not follow each other", () => {
  const firsts = Array.from({ length: 20_000 }, (_, n) =>
    source.stream("caller", `20260302-11-${n}`).uniform(),
  );
  const z = (mean(firsts) - 0.5) / Math.sqrt(1 / 12 / firsts.length);
  assert.ok(Math.abs(z) < 4, `z ${z}`);
  const r = correlation(firsts.slice(1), firsts.slice(0, -1)) * Math.sqrt(firsts.length);
  assert.ok(Math.abs(r) < 4, `correlation times root n ${r}`);
});

test("successive numbers of one stream, and two streams, are not correlated", () => {
  const one = draws(source.stream("one"), (random) => random.uniform());
  const other = draws(source.stream("other"), (random) => random.uniform());
  for (const r of [correlation(one.slice(1), one.slice(0, -1)), correlation(one, other)])
    assert.ok(Math.abs(r * Math.sqrt(DRAWS)) < 4, `correlation ${r}`);
});

const laws: {
  name: string;
  draw: (random: Random) => number;
  mean: number;
  variance: number;
  below: [number, number];
}[] = [
  { name: "uniform", draw: (r) => uniform(r, 2, 6), mean: 4, variance: 16 / 12, below: [3, 0.25] },
  { name: "normal", draw: standardNormal, mean: 0, variance: 1, below: [-1.959963985, 0.025] },
  {
    name: "exponential",
    draw: (r) => exponential(r, 240),
    mean: 240,
    variance: 240 ** 2,
    below: [240 * Math.LN2, 0.5],
  },
  {
    name: "lognormal",
    draw: (r) => lognormal(r, 240, 0.9),
    mean: 240,
    variance: (240 * 0.9) ** 2,
    // The median of a lognormal is its mean / sqrt(1 + variation^2).
    below: [240 / Math.sqrt(1 + 0.9 ** 2), 0.5],
  },
  {
    name: "hyper-exponential",
    draw: (r) => hyperExponential(r, 180, 2),
    mean: 180,
    variance: 2 * 180 ** 2,
    below: [180, 1 - phases(180, 180, 2)],
  },
];

/** P(X > x) of the hyper-exponential with balanced means, solved from its moments: p1 m1 = p2 m2 = mean / 2. */
function phases(x: number, mean: number, squaredVariation: number): number {
  // E[X^2] = 2 (p1 m1^2 + p2 m2^2) = mean (m1 + m2) = (c + 1) mean^2, and 1/m1 + 1/m2 = 2/mean give m1 and m2.
  const sum = (squaredVariation + 1) * mean;
  const product = (sum * mean) / 2;
  const root = Math.sqrt(sum ** 2 / 4 - product);
  return [sum / 2 + root, sum / 2 - root].reduce((p, m) => p + (mean / 2 / m) * Math.exp(-x / m), 0);
}

for (const law of laws)
  test(`the ${law.name} law has the mean, the spread and the quantile of the textbook`, () => {
    const drawn = draws(source.stream("law", law.name), law.draw);
    const error = Math.sqrt(law.variance / DRAWS);
    assert.ok(Math.abs(mean(drawn) - law.mean) < 4 * error, `mean ${mean(drawn)}`);
    const spread = mean(drawn.map((x) => (x - law.mean) ** 2)) / law.variance;
    assert.ok(Math.abs(spread - 1) < 0.06, `variance ${spread} of what it should be`);
    const [at, share] = law.below;
    const below = drawn.filter((x) => x <= at).length / DRAWS;
    assert.ok(Math.abs(below - share) < 4 * Math.sqrt((share * (1 - share)) / DRAWS), `share below ${below}`);
  });

test("picking follows the weights and never picks what weighs nothing", () => {
  const random = source.stream("pick");
  const counts = { often: 0, seldom: 0, never: 0 };
  for (let i = 0; i < DRAWS; i++) counts[pick(random, { often: 3, seldom: 1, never: 0 })]++;
  assert.equal(counts.never, 0);
  assert.ok(Math.abs(counts.seldom / DRAWS - 0.25) < 4 * Math.sqrt((0.25 * 0.75) / DRAWS));
});

function draws(random: Random, draw: (random: Random) => number): number[] {
  return Array.from({ length: DRAWS }, () => draw(random));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - meanA) * (b[i]! - meanB)));
  const deviation = (values: readonly number[], centre: number) =>
    Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
  return covariance / (deviation(a, meanA) * deviation(b, meanB));
}
