import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { erlangA, type QueueMeasures } from "../../src/queueing/erlang/erlang-a.ts";
import { generalPatience } from "../../src/queueing/erlang/general-patience.ts";
import { Patience } from "../../src/queueing/laws/patience.ts";
import { ExponentialPatience, type PatienceLaw } from "../../src/queueing/laws/patience-law.ts";
import { within } from "./within.ts";

const lines = fc
  .record({
    agents: fc.integer({ min: 1, max: 120 }),
    load: fc.double({ min: 0.05, max: 2.5, noNaN: true }),
  })
  .map(({ agents, load }) => ({ agents, arrivalRate: agents * load, serviceRate: 1 }));
const threshold = fc.double({ min: 0, max: 2, noNaN: true });

/** Two sorts of callers: a share gives up soon, the others late. */
function twoSorts(share: number, soon: number, late: number): PatienceLaw {
  return {
    survival: (wait) => share * Math.exp(-soon * wait) + (1 - share) * Math.exp(-late * wait),
  };
}
/** Patience of two phases in a row. */
const twoPhases = (rate: number): PatienceLaw => ({
  survival: (wait) => (1 + rate * wait) * Math.exp(-rate * wait),
});
const smoothLaws: fc.Arbitrary<PatienceLaw> = fc.oneof(
  fc
    .tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 1, max: 50, noNaN: true }),
      fc.double({ min: 0.05, max: 1, noNaN: true }),
    )
    .map(([share, soon, late]) => twoSorts(share, soon, late)),
  fc.double({ min: 0.05, max: 50, noNaN: true }).map(twoPhases),
);
const observed = fc.array(
  fc.record({
    wait: fc.integer({ min: 1, max: 300 }).map((hundredths) => hundredths / 100),
    gaveUp: fc.boolean(),
  }),
  { minLength: 5, maxLength: 60 },
);

function alike(found: QueueMeasures, wanted: QueueMeasures, relative: number, absolute: number): void {
  for (const member of Object.keys(wanted) as (keyof QueueMeasures)[])
    if (member !== "meanWaitOfAbandoned") within(found[member], wanted[member], relative, absolute);
}

describe("any law of patience", () => {
  test("that is exponential gives Erlang A, whether it gives its pieces or not", () => {
    fc.assert(
      fc.property(lines, threshold, fc.double({ min: 0.02, max: 50, noNaN: true }), (line, within_, rate) => {
        const law = new ExponentialPatience(rate);
        const wanted = erlangA({ ...line, patienceRate: rate }, within_);
        alike(generalPatience(line, law, within_), wanted, 1e-13, 1e-300);
        alike(
          generalPatience(line, { survival: (wait) => law.survival(wait) }, within_),
          wanted,
          1e-9,
          1e-13,
        );
      }),
    );
  });

  test("keeps the agents as busy as the numbers of those in service say", () => {
    fc.assert(
      fc.property(lines, threshold, smoothLaws, (line, within_, law) => {
        const found = generalPatience(line, law, within_);
        within(found.probabilityOfService + found.probabilityOfAbandonment, 1, 1e-10);
        // With a free agent the number in service has Poisson's law, cut off.
        let [weight, all, busy] = [1, 0, 0];
        for (let count = 0; count < line.agents; count++) {
          all += weight;
          busy += weight * count;
          weight *= line.arrivalRate / (count + 1);
          if (all > 1e200) [weight, all, busy] = [weight / 1e200, all / 1e200, busy / 1e200];
        }
        const wanted = (found.probabilityOfNoWait * busy) / all + line.agents * found.probabilityOfWaiting;
        within(found.occupancy * line.agents, wanted, 1e-9);
      }),
    );
  });

  test("of Kaplan and Meier is integrated exactly, as panels without end confirm", () => {
    fc.assert(
      fc.property(lines, threshold, observed, (line, within_, sample) => {
        const patience = new Patience(sample);
        fc.pre(patience.tailRate > 0.01);
        const exact = generalPatience(line, patience, within_);
        const asSmooth: PatienceLaw = {
          survival: (wait) => patience.survival(wait),
          breakpoints: patience.times.filter((time) => time > 0),
        };
        alike(generalPatience(line, asSmooth, within_), exact, 1e-9, 1e-12);
      }),
      { numRuns: 50 },
    );
  });

  test("whose jump nobody names is found all the same", () => {
    const line = { agents: 10, arrivalRate: 11, serviceRate: 1 };
    // All leave after 0.3: the density of the offered wait is exponential before and after it.
    const until = 0.3;
    const found = generalPatience(line, { survival: (wait) => (wait < until ? 1 : 0) }, 0.1);
    const named = { survival: (wait: number) => (wait < until ? 1 : 0), breakpoints: [until] };
    const wanted = generalPatience(line, named, 0.1);
    alike(found, wanted, 1e-9, 1e-11);
    const [grow, drain] = [1, 10];
    const early = Math.expm1(grow * until) / grow;
    const late = Math.exp(grow * until) / drain;
    within(wanted.probabilityOfAbandonment / wanted.probabilityOfWaiting, late / (early + late), 1e-12);
    within(
      (wanted.serviceLevel - wanted.probabilityOfNoWait) / wanted.probabilityOfWaiting,
      Math.expm1(grow * 0.1) / grow / (early + late),
      1e-12,
    );
  });

  test("in which some leave rather than wait at all lets them go at once", () => {
    const line = { agents: 1, arrivalRate: 2, serviceRate: 1 };
    const nobodyWaits = generalPatience(line, { survival: () => 0 }, 1);
    // Erlang B.
    within(nobodyWaits.probabilityOfAbandonment, 2 / 3, 1e-13);
    assert.equal(nobodyWaits.meanWait, 0);
  });

  test("is refused when it is none, and when too many stay for ever", () => {
    const line = { agents: 2, arrivalRate: 3, serviceRate: 1 };
    assert.throws(() => generalPatience(line, { survival: () => 0.9 }, 1), {
      code: "line-grows-without-end",
    });
    assert.ok(generalPatience(line, { survival: (wait) => (wait < 1 ? 1 : 0.5) }, 1).serviceLevel > 0);
    for (const survival of [() => 1.1, () => -0.1, () => Number.NaN])
      assert.throws(() => generalPatience(line, { survival }, 1), { code: "law-not-understood" });
    const rising = [
      { from: 0, remaining: 0.5, leaving: 0, rate: 0 },
      { from: 1, remaining: 0.6, leaving: 0, rate: 0 },
    ];
    for (const pieces of [rising, [], [{ from: 1, remaining: 1, leaving: 0, rate: 0 }]])
      assert.throws(() => generalPatience(line, { survival: () => 0.5, pieces }, 1), {
        code: "law-not-understood",
      });
  });
});

test("a law that rises, or whose rate is without end, is refused", () => {
  const line = { agents: 2, arrivalRate: 3, serviceRate: 1 };
  for (const survival of [
    (wait: number) => 0.5 + 0.5 * Math.tanh(wait) ** 2,
    (wait: number) => (wait < 0.5 ? 0.2 : 0.9 * Math.exp(-wait)),
  ])
    assert.throws(() => generalPatience(line, { survival }, 1), { name: "ParameterError" });
  for (const pieces of [
    [{ from: 0, remaining: 0, leaving: 1, rate: Number.POSITIVE_INFINITY }],
    [
      { from: 0, remaining: 0, leaving: 1, rate: 1 },
      { from: 10, remaining: 0, leaving: 1, rate: 1 },
    ],
  ])
    assert.throws(() => generalPatience(line, { survival: () => 0, pieces }, 1), {
      code: "law-not-understood",
    });
});
