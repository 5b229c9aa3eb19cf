import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { CumulativeHazard } from "../../src/queueing/laws/cumulative-hazard.ts";
import { exponential, lognormal } from "../../src/queueing/laws/distributions.ts";
import { exponentialHandleTime, lognormalHandleTime } from "../../src/queueing/laws/handle-time-law.ts";
import { Patience } from "../../src/queueing/laws/patience.ts";
import { ExponentialPatience, type PatienceLaw } from "../../src/queueing/laws/patience-law.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { completionTimes } from "../../src/queueing/waits/completion-times.ts";
import { type InLine, SurvivalWeightedQueue } from "../../src/queueing/waits/survival-weighted-queue.ts";
import type { WaitDistribution } from "../../src/queueing/waits/wait-distribution.ts";
import { markovianWait } from "../../src/queueing/waits/wait-prediction.ts";
import { type LineModel, type Seen, simulateLine } from "./line-simulation.ts";

const forever = { from: 0, until: Number.POSITIVE_INFINITY };
const always = (agents: number) => [{ from: 0, agents }];
const asSeen = ({ at, ahead }: Seen, pickUp = 1): InLine[] =>
  ahead.map((one) => (one.callback ? { pickUp } : { elapsed: at - one.at }));

const member: fc.Arbitrary<InLine> = fc.oneof(
  fc.record({ elapsed: fc.double({ min: 0, max: 300, noNaN: true }) }),
  fc.record({ pickUp: fc.double({ min: 0, max: 1, noNaN: true }) }),
);
const line = fc.array(member, { maxLength: 60 });
const laws = fc.oneof(
  fc.double({ min: 0, max: 0.1, noNaN: true }).map((rate): PatienceLaw => new ExponentialPatience(rate)),
  fc
    .array(fc.record({ wait: fc.double({ min: 0, max: 400, noNaN: true }), gaveUp: fc.boolean() }), {
      minLength: 1,
    })
    .map((observed): PatienceLaw => new Patience(observed)),
);
const staff = fc
  .array(
    fc.record({ gap: fc.double({ min: 1, max: 100, noNaN: true }), agents: fc.integer({ min: 0, max: 40 }) }),
    {
      maxLength: 3,
    },
  )
  .map((changes) => {
    let from = 0;
    const later = changes.map(({ gap, agents }) => {
      from += gap;
      return { from, agents };
    });
    return [{ from: 0, agents: 10 }, ...later, { from: from + 50, agents: 5 }];
  });

describe("the survival-weighted queue", () => {
  test("with exponential patience is QLm: within 3 % for a lone agent, 0.2 % for ten, and the variance for ten within 4 %", () => {
    for (const [agents, ofMean, ofVariance] of [
      [1, 0.03, 0.25],
      [10, 2e-3, 0.04],
      [100, 1e-5, 3e-3],
    ] as const)
      for (const patienceRate of [0, 0.1, 0.5, 2])
        for (const ahead of [0, 1, 5, 30, 100]) {
          // Who gives up sooner than a lone agent's next call is over: two nodes are too few for that.
          if (patienceRate > agents / 2) continue;
          const queue = new SurvivalWeightedQueue({
            staff: always(agents),
            serviceRate: 1,
            patience: new ExponentialPatience(patienceRate),
          });
          const wait = queue.wait(Array.from({ length: ahead }, () => ({ elapsed: 0.3 })));
          const exact = markovianWait({ ahead, agents, serviceRate: 1, patienceRate });
          const said = `${agents} ${patienceRate} ${ahead}: ${wait.mean} ${wait.variance} ${JSON.stringify(exact)}`;
          assert.ok(Math.abs(wait.mean / exact.mean - 1) < ofMean, said);
          assert.ok(Math.abs(wait.variance / exact.variance - 1) < ofVariance, said);
        }
  });

  test("is longer behind more, later in the line, with fewer agents, and behind those who wait more surely", () => {
    fc.assert(
      fc.property(line, laws, fc.integer({ min: 1, max: 50 }), member, (ahead, patience, agents, last) => {
        const of = (count = agents) =>
          new SurvivalWeightedQueue({ staff: always(count), serviceRate: 0.01, patience });
        const waits = of().waits([...ahead, last]);
        assert.equal(waits.length, ahead.length + 2);
        assert.equal(waits.at(-2)!.mean, of().wait(ahead).mean);
        for (let i = 1; i < waits.length; i++) assert.ok(waits[i]!.mean >= waits[i - 1]!.mean - 1e-9);
        // A law of few steps is followed less finely than one agent more or less.
        const more = patience instanceof ExponentialPatience ? agents + 1 : 2 * agents;
        assert.ok(of(more).wait(ahead).mean < waits.at(-2)!.mean);
        const sure = ahead.map(() => ({ pickUp: 1 }));
        assert.ok(of().wait(sure).mean >= waits.at(-2)!.mean - 1e-9);
      }),
    );
  });

  test("behind somebody whose impatience grows is shorter the longer they have waited", () => {
    // A hazard that rises: Erlang-2.
    const patience = { survival: (wait: number) => Math.exp(-wait / 60) * (1 + wait / 60) };
    const queue = new SurvivalWeightedQueue({ staff: always(3), serviceRate: 0.01, patience });
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 600, noNaN: true }), { minLength: 1 }), (elapsed) => {
        const now = queue.wait(elapsed.map((one) => ({ elapsed: one }))).mean;
        const later = queue.wait(elapsed.map((one) => ({ elapsed: one + 30 }))).mean;
        assert.ok(later < now);
      }),
    );
  });

  test("has quantiles in order, which its probabilities turn round, whatever the staff does", () => {
    fc.assert(
      fc.property(line, laws, staff, (ahead, patience, plan) => {
        const wait = new SurvivalWeightedQueue({ staff: plan, serviceRate: 0.01, patience }).wait(ahead);
        let before = 0;
        for (const p of [0.01, 0.1, 0.5, 0.9, 0.99]) {
          const quantile = wait.quantile(p);
          assert.ok(quantile >= before && Number.isFinite(quantile));
          assert.ok(wait.within(quantile) >= p - 1e-9);
          assert.ok(wait.within(quantile * 0.999 - 1e-6) <= p + 1e-9);
          before = quantile;
        }
        assert.ok(wait.mean >= 0 && wait.variance >= 0);
      }),
    );
  });

  test("scales with the unit of time, and with the factor that corrects it", () => {
    fc.assert(
      fc.property(
        line,
        laws,
        staff,
        fc.double({ min: 0.01, max: 1_000, noNaN: true }),
        (ahead, law, plan, unit) => {
          const here = new SurvivalWeightedQueue({ staff: plan, serviceRate: 0.01, patience: law }).wait(
            ahead,
          );
          const there = new SurvivalWeightedQueue({
            staff: plan.map(({ from, agents }) => ({ from: from * unit, agents })),
            serviceRate: 0.01 / unit,
            patience: { survival: (wait) => law.survival(wait / unit) },
          }).wait(ahead.map((one) => ("elapsed" in one ? { elapsed: one.elapsed * unit } : one)));
          // Steps of a learned law may fall to either side of a rounding.
          const close = (a: number, b: number) => Math.abs(a - b) <= 1e-6 * Math.abs(b);
          const corrected = here.scaled(unit);
          assert.ok(
            close(corrected.mean, here.mean * unit) &&
              close(corrected.quantile(0.9), here.quantile(0.9) * unit),
          );
          assert.ok(
            close(corrected.within(here.quantile(0.7) * unit * (1 + 1e-9)), here.within(here.quantile(0.7))),
          );
          if (law instanceof ExponentialPatience) {
            assert.ok(close(there.mean, here.mean * unit));
            assert.ok(close(there.quantile(0.9), here.quantile(0.9) * unit));
          }
        },
      ),
    );
  });

  test("gives the first in line to who is idle", () => {
    const queue = new SurvivalWeightedQueue({
      staff: always(5),
      serviceRate: 1,
      patience: new ExponentialPatience(1),
      idle: 2,
    });
    const waits = queue.waits([{ elapsed: 1 }, { pickUp: 0.5 }, { elapsed: 0 }]);
    assert.deepEqual(waits.map(({ mean }) => Math.round(mean * 1e6) / 1e6).slice(0, 3), [0, 0, 0.2]);
    assert.deepEqual([waits[0]!.quantile(0.99), waits[0]!.within(0)], [0, 1]);
    assert.equal(queue.wait([{ elapsed: 3 }]).mean, 0);
  });

  test("without agents is for ever, and until they come at least as long as that", () => {
    const patience = new ExponentialPatience(0.01);
    const never = new SurvivalWeightedQueue({ staff: always(0), serviceRate: 1, patience }).wait([
      { elapsed: 1 },
    ]);
    assert.deepEqual([never.mean, never.quantile(0.5), never.within(1e9)], [Infinity, Infinity, 0]);
    const opening = [
      { from: 0, agents: 0 },
      { from: 600, agents: 3 },
    ];
    const later = new SurvivalWeightedQueue({ staff: opening, serviceRate: 0.01, patience }).wait([
      { elapsed: 1 },
    ]);
    assert.ok(later.mean > 600 && later.within(599) === 0);
  });

  test("refuses what is no line", () => {
    const fine = { staff: always(2), serviceRate: 1, patience: new ExponentialPatience(1) };
    assert.throws(() => new SurvivalWeightedQueue({ ...fine, serviceRate: 0 }), /serviceRate/);
    assert.throws(() => new SurvivalWeightedQueue({ ...fine, idle: -1 }), /idle/);
    assert.throws(() => new SurvivalWeightedQueue(fine).wait([{ elapsed: Number.NaN }]), /elapsed/);
    assert.throws(() => new SurvivalWeightedQueue(fine).wait([{ pickUp: 1.1 }]), /pickUp/);
  });
});

describe("in a simulation, the survival-weighted queue", () => {
  test("errs as QLm with exponential patience, and at least 5 % less with Erlang-2 patience", () => {
    for (const [stages, most] of [
      [1, 1.01],
      [2, 0.95],
    ] as const) {
      const patience: PatienceLaw =
        stages === 1
          ? new ExponentialPatience(1)
          : { survival: (wait) => Math.exp(-2 * wait) * (1 + 2 * wait) };
      const queue = new SurvivalWeightedQueue({ staff: always(100), serviceRate: 1, patience });
      const outcome = judge(
        { agents: 100, load: 1.4, stages, arrivals: 40_000 },
        (seen) => queue.wait(asSeen(seen)),
        (seen) =>
          markovianWait({ ahead: seen.ahead.length, agents: 100, serviceRate: 1, patienceRate: 1 }).mean,
      );
      assert.ok(outcome.ratio < most, `${stages}: ${outcome.ratio}`);
      if (stages === 1) assert.ok(outcome.ratio > 0.99);
      assert.ok(Math.abs(outcome.bias) < 0.02 * outcome.meanWait);
      assertCalibrated(outcome.shares, 0.02);
    }
  });

  test("over a line mixed with callbacks is unbiased and calibrated", () => {
    const queue = new SurvivalWeightedQueue({
      staff: always(8),
      serviceRate: 1,
      patience: new ExponentialPatience(0.5),
    });
    const callbacks = { share: 0.3, pickUp: 0.8 };
    const outcome = judge({ agents: 8, load: 1.1, arrivals: 60_000, callbacks }, (seen) =>
      queue.wait(asSeen(seen, 0.8)),
    );
    assert.ok(Math.abs(outcome.bias) < 0.02 * outcome.meanWait, `${outcome.bias} of ${outcome.meanWait}`);
    assertCalibrated(outcome.shares, 0.02);
  });

  test("with agents who come and go is unbiased, calibrated, and far better than knowing only those who are there", () => {
    const [base, more, period] = [8, 4, 3];
    const shifts = Array.from({ length: 400 * more }, (_, i) => {
      const from = 2 * period * Math.floor(i / more);
      return { from, until: from + period };
    });
    const planAt = (at: number) => {
      const change = (k: number) => (Math.floor(at / period) + k) * period - at;
      const agents = (k: number) => ((Math.floor(at / period) + k) % 2 === 0 ? base + more : base);
      return Array.from({ length: 8 }, (_, k) => ({ from: k === 0 ? 0 : change(k), agents: agents(k) }));
    };
    const parameters = { serviceRate: 1, patience: new ExponentialPatience(0.5) };
    const outcome = judge(
      { agents: base, load: ((base + more / 2) / base) * 1.05, shifts, arrivals: 24_000 },
      (seen) => new SurvivalWeightedQueue({ ...parameters, staff: planAt(seen.at) }).wait(asSeen(seen)),
      (seen) =>
        new SurvivalWeightedQueue({ ...parameters, staff: planAt(seen.at).slice(0, 1) }).wait(asSeen(seen))
          .mean,
    );
    assert.ok(outcome.ratio < 0.75, `${outcome.ratio}`);
    assert.ok(Math.abs(outcome.bias) < 0.03 * outcome.meanWait, `${outcome.bias} of ${outcome.meanWait}`);
    assertCalibrated(outcome.shares, 0.04);
  });

  test("with few agents and lognormal handle times errs less when it knows how long they have been in their calls", () => {
    for (const [agents, variation, most] of [
      [3, 0.4, 0.85],
      [5, 0.4, 0.85],
      [10, 0.4, 0.85],
      [5, 0.9, 1],
    ] as const) {
      const hazard = new CumulativeHazard(lognormalHandleTime(1, variation));
      const parameters = { staff: always(agents), serviceRate: 1, patience: new ExponentialPatience(0.5) };
      const outcome = judge(
        { agents, load: 1.1, arrivals: 15_000, patience: 2, variation },
        (seen) => {
          const completions = completionTimes(
            hazard,
            seen.handling,
            Math.min(seen.ahead.length + 1, 2 * agents),
          );
          return new SurvivalWeightedQueue({ ...parameters, completions }).wait(asSeen(seen));
        },
        (seen) => new SurvivalWeightedQueue(parameters).wait(asSeen(seen)).mean,
      );
      assert.ok(outcome.ratio < most, `${agents} ${variation}: ${outcome.ratio}`);
      assert.ok(Math.abs(outcome.bias) < 0.04 * outcome.meanWait, `${outcome.bias} of ${outcome.meanWait}`);
      // Its quantiles are too far from the middle: what is left of a long call is known better than as if handed over.
      assertCalibrated(outcome.shares, 0.08);
    }
  });

  test("is not calibrated for few agents and regular handle times that it does not know of: it predicts too much", () => {
    const queue = new SurvivalWeightedQueue({
      staff: always(5),
      serviceRate: 1,
      patience: new ExponentialPatience(0.5),
    });
    const outcome = judge({ agents: 5, load: 1.1, arrivals: 15_000, variation: 0.4 }, (seen) =>
      queue.wait(asSeen(seen)),
    );
    assert.ok(outcome.bias > 0.1 * outcome.meanWait);
    assert.ok(outcome.shares.get(0.9)! > 0.94);
  });
});

describe("the times of the next completions", () => {
  test("of exponential handle times come one after another at the rate of all agents, whatever has elapsed", () => {
    const hazard = new CumulativeHazard(exponentialHandleTime(4));
    const { times, variations } = completionTimes(hazard, [0, 1, 30], 5);
    for (const [index, time] of times.entries())
      assert.ok(Math.abs(time / (((index + 1) * 4) / 3) - 1) < 1e-3, `${time}`);
    for (const variation of variations) assert.ok(Math.abs(variation - 1) < 5e-3, `${variation}`);
  });

  test("of constant handle times are when the calls end, and then the calls after them", () => {
    const constant = { mean: 10, survival: (time: number) => (time < 10 ? 1 : 0) };
    const { times, variations } = completionTimes(new CumulativeHazard(constant), [9, 4, 2], 5);
    for (const [index, expected] of [1, 6, 8, 11, 16].entries())
      assert.ok(Math.abs(times[index]! - expected) < 0.5, `${times.join()}`);
    for (const variation of variations) assert.ok(variation < 0.05);
  });

  test("is the mean of the least of what is left of two lognormal calls", () => {
    const law = lognormalHandleTime(5, 0.7);
    const left = (elapsed: number, time: number) => law.survival(elapsed + time) / law.survival(elapsed);
    let exact = 0;
    for (let t = 0.005; t < 100; t += 0.01) exact += left(2, t) * left(9, t) * 0.01;
    const { times } = completionTimes(new CumulativeHazard(law), [2, 9], 1);
    assert.ok(Math.abs(times[0]! / exact - 1) < 2e-3, `${times[0]} ${exact}`);
  });

  test("of somebody who has been in their call for longer than anybody before is as far off as a mean call", () => {
    const constant = { mean: 10, survival: (time: number) => (time < 10 ? 1 : 0) };
    const { times } = completionTimes(new CumulativeHazard(constant), [40], 1);
    assert.ok(Math.abs(times[0]! - 10) < 0.1, `${times[0]}`);
  });

  test("are of calls that have begun, as many as are wanted", () => {
    const hazard = new CumulativeHazard(exponentialHandleTime(1));
    assert.throws(() => completionTimes(hazard, [-1], 3), /elapsed/);
    assert.throws(() => completionTimes(hazard, [1], 0.5), /count/);
    assert.deepEqual(completionTimes(hazard, [1], 0).times, []);
  });

  test("of nobody there are none", () => {
    assert.deepEqual(completionTimes(new CumulativeHazard(exponentialHandleTime(1)), [], 3), {
      times: [],
      variations: [],
    });
  });
});

interface Case {
  readonly agents: number;
  readonly load: number;
  readonly arrivals: number;
  /** Mean; 2 if not given, and 1 in stages. */
  readonly patience?: number;
  /** Exponential stages of patience, of mean 1 together. */
  readonly stages?: number;
  /** Of lognormal handle times; exponential if not given. */
  readonly variation?: number;
  readonly shifts?: LineModel["agents"];
  readonly callbacks?: { readonly share: number; readonly pickUp: number };
}

interface Outcome {
  /** Mean squared error over that of the rival. */
  readonly ratio: number;
  readonly bias: number;
  readonly meanWait: number;
  /** The share of waits at most the quantile, by its probability. */
  readonly shares: ReadonlyMap<number, number>;
}

/** Predicts for everybody who has to wait, whether or not they have the patience, and compares with their turn. */
function judge(
  { agents, load, arrivals, patience = 2, stages, variation, shifts = [], callbacks }: Case,
  predict: (seen: Seen) => WaitDistribution,
  rival?: (seen: Seen) => number,
): Outcome {
  const source = new RandomSource("survival-weighted queue");
  const [gaps, handles, patiences] = [
    source.stream("gap"),
    source.stream("handle"),
    source.stream("patience"),
  ];
  const sums = { error: 0, rival: 0, bias: 0, wait: 0, count: 0 };
  const within = new Map([
    [0.1, 0],
    [0.5, 0],
    [0.9, 0],
  ]);
  simulateLine(
    {
      arrivals,
      gap: () => exponential(gaps, 1 / (load * agents)),
      handle: () => (variation === undefined ? exponential(handles, 1) : lognormal(handles, 1, variation)),
      patience: () => {
        if (stages === undefined) return exponential(patiences, patience);
        let sum = 0;
        for (let stage = 0; stage < stages; stage++) sum += exponential(patiences, 1 / stages);
        return sum;
      },
      agents: [...Array.from({ length: agents }, () => forever), ...shifts],
      ...(callbacks && { callbacks: { ...callbacks, random: source.stream("callbacks") } }),
    },
    (seen, { offeredWait }) => {
      if (seen.at < 10 || offeredWait === 0) return;
      const wait = predict(seen);
      sums.count++;
      sums.wait += offeredWait;
      sums.bias += wait.mean - offeredWait;
      sums.error += (wait.mean - offeredWait) ** 2;
      sums.rival += rival ? (rival(seen) - offeredWait) ** 2 : 0;
      for (const [p, count] of within) if (offeredWait <= wait.quantile(p)) within.set(p, count + 1);
    },
  );
  return {
    ratio: sums.error / sums.rival,
    bias: sums.bias / sums.count,
    meanWait: sums.wait / sums.count,
    shares: new Map([...within].map(([p, count]) => [p, count / sums.count])),
  };
}

function assertCalibrated(shares: ReadonlyMap<number, number>, tolerance: number): void {
  for (const [p, share] of shares)
    assert.ok(Math.abs(share - p) < tolerance, `${share} of the waits are within the quantile ${p}`);
}
