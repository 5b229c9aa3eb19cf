import assert from "node:assert/strict";
import { test } from "node:test";
import {
  binomial,
  chance,
  deterministic,
  empirical,
  erlang,
  exponential,
  gamma,
  hyperExponential,
  lognormal,
  pick,
  poisson,
  standardNormal,
  uniform,
  weibull,
} from "../../src/queueing/laws/distributions.ts";
import { type Random, RandomSource } from "../../src/queueing/random.ts";

const source = new RandomSource(20_261_122);
const DRAWS = 100_000;

interface Continuous {
  readonly name: string;
  readonly draw: (random: Random) => number;
  readonly mean: number;
  readonly variance: number;
  /** P(X ≤ x), by another way than the draw. */
  readonly atMost: (x: number) => number;
}

const laws: Continuous[] = [
  {
    name: "exponential",
    draw: (r) => exponential(r, 240),
    mean: 240,
    variance: 240 ** 2,
    atMost: (x) => 1 - Math.exp(-x / 240),
  },
  ...[1, 2, 5].map((stages) => ({
    name: `Erlang of ${stages} stages`,
    draw: (r: Random) => erlang(r, 300, stages),
    mean: 300,
    variance: 300 ** 2 / stages,
    // Fewer than `stages` events of a Poisson process before x.
    atMost: (x: number) => {
      const events = (x * stages) / 300;
      let term = Math.exp(-events);
      let fewer = 0;
      for (let i = 0; i < stages; i++, term *= events / i) fewer += term;
      return 1 - fewer;
    },
  })),
  ...[0.05, 0.4, 0.999, 1, 1.7, 40].map((shape) => ({
    name: `gamma of shape ${shape}`,
    draw: (r: Random) => gamma(r, 3, shape),
    mean: 3,
    variance: 9 / shape,
    atMost: gammaAtMost(3, shape),
  })),
  ...[0.5, 1, 2.5].map((shape) => ({
    name: `Weibull of shape ${shape}`,
    draw: (r: Random) => weibull(r, 100, shape),
    mean: 100 * factorial(1 / shape),
    variance: 100 ** 2 * (factorial(2 / shape) - factorial(1 / shape) ** 2),
    atMost: (x: number) => 1 - Math.exp(-((x / 100) ** shape)),
  })),
];

for (const law of laws)
  test(`the ${law.name} law is drawn as the textbook has it`, () => {
    const random = source.stream("distributions", law.name);
    const drawn = Float64Array.from({ length: DRAWS }, () => law.draw(random)).sort();
    let furthest = 0;
    for (const [i, x] of drawn.entries()) {
      const probability = law.atMost(x);
      furthest = Math.max(furthest, probability - i / DRAWS, (i + 1) / DRAWS - probability);
    }
    // Kolmogorov: more than 2.2 / √n has a probability of 0.0001; there are many laws here.
    assert.ok(furthest * Math.sqrt(DRAWS) < 2.2, `furthest from the law: ${furthest}`);
    const mean = drawn.reduce((sum, x) => sum + x, 0) / DRAWS;
    assert.ok(Math.abs(mean - law.mean) < 4 * Math.sqrt(law.variance / DRAWS), `mean ${mean}`);
    const deviations = drawn.map((x) => (x - law.mean) ** 2);
    const variance = deviations.reduce((sum, x) => sum + x, 0) / DRAWS;
    const fourth = deviations.reduce((sum, x) => sum + (x - variance) ** 2, 0) / DRAWS;
    assert.ok(Math.abs(variance - law.variance) < 4.5 * Math.sqrt(fourth / DRAWS), `variance ${variance}`);
  });

for (const mean of [0, 0.3, 5, 15.9, 16.1, 40, 250, 5000])
  test(`counts of mean ${mean} are Poisson`, () => {
    const random = source.stream("poisson", mean);
    const log = (k: number) =>
      mean === 0 ? (k === 0 ? 0 : Number.NEGATIVE_INFINITY) : k * Math.log(mean) - mean;
    let logFactorial = 0;
    const probabilities: number[] = [];
    for (let k = 0; k < mean + 12 * Math.sqrt(mean) + 30; k++) {
      if (k > 0) logFactorial += Math.log(k);
      probabilities.push(Math.exp(log(k) - logFactorial));
    }
    followsCounts(probabilities, () => poisson(random, mean));
  });

for (const [trials, probability] of [
  [10, 0.3],
  [17, 0.5],
  [200, 0.02],
  [200, 0.97],
  [3000, 0.4],
  [50, 0],
  [50, 1],
] as const)
  test(`successes out of ${trials}, each of probability ${probability}, are binomial`, () => {
    const random = source.stream("binomial", trials, probability);
    const probabilities: number[] = [];
    let logChoose = 0;
    for (let k = 0; k <= trials; k++) {
      if (k > 0) logChoose += Math.log((trials - k + 1) / k);
      const yes = k === 0 ? 0 : k * Math.log(probability);
      const no = k === trials ? 0 : (trials - k) * Math.log1p(-probability);
      probabilities.push(Math.exp(logChoose + yes + no));
    }
    followsCounts(probabilities, () => binomial(random, trials, probability));
  });

test("an empirical law gives each of its values as often, and nothing else", () => {
  const random = source.stream("empirical");
  const values = [12, 80, 300, 301, 7200];
  const shown = Array.from({ length: values.length }, () => 0.2);
  followsCounts(shown, () => values.indexOf(empirical(random, values)));
});

test("a deterministic law always gives its value, and leaves the stream where it was", () => {
  const random = source.stream("deterministic");
  assert.equal(deterministic(random, 42), 42);
  assert.equal(random.uniform(), source.stream("deterministic").uniform());
});

test("the laws that recorded and generated days are drawn from give the numbers that they always gave", () => {
  const random = new RandomSource(7).stream("kept");
  assert.deepEqual(
    [
      uniform(random, 2, 6),
      chance(random, 0.5),
      exponential(random, 240),
      standardNormal(random),
      lognormal(random, 240, 0.9),
      hyperExponential(random, 180, 2),
      pick(random, { a: 1, b: 2, c: 3 }),
      random.uniform(),
    ],
    [
      4.678774140375111,
      true,
      17.285966660684995,
      0.8135844818115612,
      93.19868802023723,
      114.95838564768917,
      "a",
      0.4086798192006206,
    ],
  );
});

/** Pearson's chi-square over cells that are expected at least 20 times; what can't happen must not. */
function followsCounts(probabilities: readonly number[], draw: () => number): void {
  const counts = probabilities.map(() => 0);
  for (let i = 0; i < DRAWS; i++) {
    const drawn = draw();
    assert.ok(Number.isInteger(drawn) && drawn >= 0 && drawn < counts.length, `drew ${drawn}`);
    counts[drawn]!++;
  }
  let chiSquare = 0;
  let cells = 0;
  let expected = 0;
  let counted = 0;
  let left = 1;
  for (const [k, probability] of probabilities.entries()) {
    if (probability === 0) assert.equal(counts[k], 0);
    expected += DRAWS * probability;
    counted += counts[k]!;
    left -= probability;
    if (expected < 20 || (left * DRAWS < 20 && k < probabilities.length - 1)) continue;
    chiSquare += (counted - expected) ** 2 / expected;
    cells++;
    expected = counted = 0;
  }
  const freedom = cells - 1;
  if (freedom < 1) return;
  // Wilson and Hilferty: the cube root of chi-square / freedom is nearly normal.
  const spread = 2 / (9 * freedom);
  const z = ((chiSquare / freedom) ** (1 / 3) - (1 - spread)) / Math.sqrt(spread);
  assert.ok(Math.abs(z) < 4, `chi-square ${chiSquare} of ${freedom} degrees of freedom`);
}

/** P(X ≤ x) of a gamma law, from its density by Simpson's rule, normalised by its own integral: no gamma function. */
function gammaAtMost(mean: number, shape: number): (x: number) => number {
  const scale = mean / shape;
  // In y = (x / scale)^power the density is bounded, and its mass lies within [0, last].
  const power = Math.min(1, shape);
  const last = (shape + 40 * Math.sqrt(shape) + 40) ** power;
  const density = (y: number) => {
    const x = y ** (1 / power);
    return shape < 1 ? Math.exp(-x) : Math.exp((shape - 1) * Math.log(x / shape) - x + shape);
  };
  const steps = 100_000;
  const width = last / steps;
  const upTo = new Float64Array(steps + 1);
  for (let i = 0; i < steps; i++) {
    const y = i * width;
    upTo[i + 1] =
      upTo[i]! + (width / 6) * (density(y || 1e-300) + 4 * density(y + width / 2) + density(y + width));
  }
  return (x) => {
    const at = Math.min(steps, (x / scale) ** power / width);
    const below = Math.min(steps - 1, Math.floor(at));
    return (upTo[below]! + (at - below) * (upTo[below + 1]! - upTo[below]!)) / upTo[steps]!;
  };
}

/** x! for any x ≥ 0, which is Γ(x + 1), by Euler's product: slow, but nothing else is in it. */
function factorial(x: number): number {
  // Γ(x + 1) = lim n! n^x / ((x + 1) … (x + n)), with Richardson's extrapolation of its error in 1 / n.
  const upTo = (n: number) => {
    let log = x * Math.log(n);
    for (let i = 1; i <= n; i++) log += Math.log(i / (x + i));
    return Math.exp(log);
  };
  return 2 * upTo(400_000) - upTo(200_000);
}
