import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { newWaitBias, observeWait } from "../../src/queueing/estimators/wait-bias.ts";
import { exponential } from "../../src/queueing/laws/distributions.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import {
  fluidWait,
  headOfLineWait,
  lastServedWait,
  markovianWait,
  queueLengthWait,
} from "../../src/queueing/waits/wait-prediction.ts";
import { batchMeans } from "./batch-means.ts";
import { simulateLine } from "./line-simulation.ts";

const queue = fc.record({
  ahead: fc.integer({ min: 0, max: 300 }),
  agents: fc.integer({ min: 1, max: 300 }),
  serviceRate: fc.double({ min: 1e-3, max: 10, noNaN: true }),
  patienceRate: fc.double({ min: 1e-4, max: 10, noNaN: true }),
});

describe("the wait behind so many", () => {
  test("without impatience is QL, whichever formula is asked; with it, shorter, and the fluid's is the shortest", () => {
    fc.assert(
      fc.property(queue, (one) => {
        const patient = { ...one, patienceRate: 0 };
        const longest = queueLengthWait(one);
        assert.ok(Math.abs(markovianWait(patient).mean / longest - 1) < 1e-12);
        assert.equal(fluidWait(patient), longest);
        assert.ok(Math.abs(fluidWait({ ...one, patienceRate: 1e-9 }) / longest - 1) < 1e-3);
        const { mean } = markovianWait(one);
        assert.ok(fluidWait(one) < mean && mean <= longest * (1 + 1e-12));
      }),
    );
  });

  test("is longer behind more, shorter with more agents or less patience, and scales with the unit of time", () => {
    fc.assert(
      fc.property(queue, fc.double({ min: 0.01, max: 100, noNaN: true }), (one, unit) => {
        for (const rule of [queueLengthWait, fluidWait, (q: typeof one) => markovianWait(q).mean]) {
          const wait = rule(one);
          assert.ok(rule({ ...one, ahead: one.ahead + 1 }) > wait);
          assert.ok(rule({ ...one, agents: one.agents + 1 }) < wait);
          assert.ok(rule({ ...one, patienceRate: one.patienceRate * 2 }) <= wait);
          const { serviceRate, patienceRate } = one;
          const scaled = { ...one, serviceRate: serviceRate / unit, patienceRate: patienceRate / unit };
          assert.ok(Math.abs(rule(scaled) / (wait * unit) - 1) < 1e-9);
        }
      }),
    );
  });

  test("with exponential patience errs, squared, by what the chain says: QLm, and QL by more", () => {
    const [agents, load] = [100, 1.4];
    const exact = exactErrors({ agents, arrivalRate: load * agents, patienceRate: 1 });
    // The values of the literature's rules in this often used case (100 agents, load 1.4, patience one handle time).
    assert.ok(Math.abs(exact.markovian / 2.8820527e-3 - 1) < 1e-7);
    assert.ok(Math.abs(exact.queueLength / 8.7465235e-3 - 1) < 1e-7);
    const squares = { markovian: [] as number[], queueLength: [] as number[] };
    simulate({ agents, load, patience: 1, arrivals: 150_000 }, (ahead, wait) => {
      const seen = { ahead, agents, serviceRate: 1, patienceRate: 1 };
      squares.markovian.push((markovianWait(seen).mean - wait) ** 2);
      squares.queueLength.push((queueLengthWait(seen) - wait) ** 2);
    });
    for (const rule of ["markovian", "queueLength"] as const) {
      const { mean, error } = batchMeans(squares[rule], 30);
      assert.ok(
        Math.abs(mean - exact[rule]) < 4 * error,
        `${rule}: ${mean} ± ${error}, exact ${exact[rule]}`,
      );
      assert.ok(error < 0.04 * exact[rule]);
    }
  });

  test("without impatience errs by 1 / ((1 − ρ) s² μ²) as QL, by nearly twice that as HOL, and LES by a little more", () => {
    const [agents, load] = [10, 0.95];
    const exact = 1 / ((1 - load) * agents ** 2);
    const squares = { ql: [] as number[], hol: [] as number[], les: [] as number[] };
    simulate(
      { agents, load, patience: Number.POSITIVE_INFINITY, arrivals: 1_200_000 },
      (ahead, wait, head, last) => {
        squares.ql.push((queueLengthWait({ ahead, agents, serviceRate: 1 }) - wait) ** 2);
        squares.hol.push((headOfLineWait(head === null ? [] : [head]) - wait) ** 2);
        squares.les.push((lastServedWait(last) - wait) ** 2);
      },
    );
    const ql = batchMeans(squares.ql, 30);
    const hol = batchMeans(squares.hol, 30);
    const les = batchMeans(squares.les, 30);
    assert.ok(Math.abs(ql.mean - exact) < 4 * ql.error, `${ql.mean} ± ${ql.error}, exact ${exact}`);
    // Twice in the limit of full load; half of an interval between arrivals less below it.
    assert.ok(hol.mean / ql.mean > 1.85 && hol.mean / ql.mean < 2.05, `${hol.mean / ql.mean}`);
    assert.ok(les.mean > hol.mean && les.mean < 1.15 * hol.mean);
  });

  test("refuses what is no line", () => {
    const fine = { ahead: 1, agents: 2, serviceRate: 1, patienceRate: 1 };
    assert.throws(() => markovianWait({ ...fine, ahead: -1 }), /ahead/);
    assert.throws(() => queueLengthWait({ ...fine, agents: 0 }), /agents/);
    assert.throws(() => fluidWait({ ...fine, serviceRate: Number.NaN }), /serviceRate/);
    assert.throws(() => fluidWait({ ...fine, patienceRate: -1 }), /patienceRate/);
  });
});

describe("the bias of predicted waits", () => {
  test("is learned: waits of one and a half times the predictions", () => {
    const random = new RandomSource("bias").stream("waits");
    const bias = newWaitBias();
    const factors: number[] = [];
    for (let i = 0; i < 5_000; i++) {
      const predicted = 10 + 100 * random.uniform();
      observeWait(bias, predicted, exponential(random, 1.5 * predicted));
      if (i >= 500) factors.push(bias.factor);
    }
    const { mean, error } = batchMeans(factors, 20);
    // At the bound of 2 what is above it is lost, and above 8 predictions too.
    assert.ok(Math.abs(mean - 1.5) < 4 * error + 0.02, `${mean} ± ${error}`);
  });

  test("stays from 0.5 to 2, and one wait of a day moves it by at most 0.16", () => {
    const wait = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(wait, wait), { maxLength: 300 }), (waits) => {
        const bias = newWaitBias();
        for (const [predicted, actual] of waits) {
          const before = bias.factor;
          observeWait(bias, predicted, actual);
          assert.ok(bias.factor >= 0.5 && bias.factor <= 2);
          assert.ok(Math.abs(bias.factor - before) <= 0.16);
        }
      }),
    );
    const bias = newWaitBias();
    observeWait(bias, 0, 20_000);
    assert.deepEqual(bias, newWaitBias());
  });

  test("is forgotten within two hundred waits after a change", () => {
    const bias = { factor: 2 };
    for (let i = 0; i < 200; i++) observeWait(bias, 30, 30);
    assert.ok(Math.abs(bias.factor - 1) < 0.02);
  });
});

/** The mean squared errors of QLm and QL over arrivals that find all agents busy, from the birth-death chain; μ = 1. */
function exactErrors({
  agents,
  arrivalRate,
  patienceRate,
}: {
  agents: number;
  arrivalRate: number;
  patienceRate: number;
}) {
  let weight = 1;
  let [total, markovian, queueLength] = [0, 0, 0];
  let [mean, variance] = [0, 0];
  for (let j = 0; j < 2_000; j++) {
    mean += 1 / (agents + j * patienceRate);
    variance += 1 / (agents + j * patienceRate) ** 2;
    total += weight;
    markovian += weight * variance;
    queueLength += weight * (variance + (mean - (j + 1) / agents) ** 2);
    weight *= arrivalRate / (agents + (j + 1) * patienceRate);
  }
  return { markovian: markovian / total, queueLength: queueLength / total };
}

function simulate(
  { agents, load, patience, arrivals }: { agents: number; load: number; patience: number; arrivals: number },
  visit: (ahead: number, wait: number, head: number | null, last: number | null) => void,
): void {
  const source = new RandomSource("wait prediction");
  const [gaps, handles, patiences] = [
    source.stream("gap"),
    source.stream("handle"),
    source.stream("patience"),
  ];
  simulateLine(
    {
      arrivals,
      gap: () => exponential(gaps, 1 / (load * agents)),
      handle: () => exponential(handles, 1),
      patience: () => (patience === Number.POSITIVE_INFINITY ? patience : exponential(patiences, patience)),
      agents: Array.from({ length: agents }, () => ({ from: 0, until: Number.POSITIVE_INFINITY })),
    },
    ({ at, ahead, lastServed }, { offeredWait }) => {
      if (at < 20 || offeredWait === 0) return;
      visit(ahead.length, offeredWait, ahead[0] ? at - ahead[0].at : null, lastServed?.offeredWait ?? null);
    },
  );
}
