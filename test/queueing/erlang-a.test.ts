import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { erlangA, type QueueMeasures, type QueueParameters } from "../../src/queueing/erlang/erlang-a.ts";
import { erlangB } from "../../src/queueing/erlang/erlang-b.ts";
import { erlangC } from "../../src/queueing/erlang/erlang-c.ts";
import { exactChain } from "./exact-chain.ts";
import published from "./exact-values/erlang-a.json" with { type: "json" };
import { within } from "./within.ts";

const members: Readonly<Record<string, keyof QueueMeasures>> = {
  P_wait0: "probabilityOfNoWait",
  P_wait_pos: "probabilityOfWaiting",
  P_abandon: "probabilityOfAbandonment",
  P_answered_within_T_of_offered: "serviceLevel",
  P_wait_le_T_given_served: "serviceLevelOfServed",
  E_wait_all: "meanWait",
  E_wait_served: "meanWaitOfServed",
  E_queue: "meanQueue",
  occupancy: "occupancy",
  P_virtual_wait_le_T: "probabilityOfOfferedWaitWithin",
  E_virtual_wait: "meanOfferedWait",
  P_wait_le_T_all: "probabilityOfWaitWithin",
  P_abandon_after_T: "probabilityOfAbandonmentAfter",
  P_abandon_within_T: "probabilityOfAbandonmentWithin",
  SL_excl_abandons_within_T: "serviceLevelWithoutShortAbandons",
};

for (const { id, n, lam, mu, theta, T, note, exact } of published.sets)
  test(`${id} (${note}) is what an exact chain gives`, () => {
    const found = erlangA({ agents: n, arrivalRate: lam, serviceRate: mu, patienceRate: theta }, T);
    for (const [name, member] of Object.entries(members)) {
      const wanted = exact[name as keyof typeof exact];
      assert.ok(Math.abs(found[member] / wanted - 1) < 1e-13, `${member}: ${found[member]}, not ${wanted}`);
    }
  });

/** From one agent to hundreds, 1 % to 300 % of load, patience from a hundredth of a handle time to a thousand of them. */
const lines = fc
  .record({
    agents: fc.double({ min: 0, max: 2.7, noNaN: true }).map((size) => Math.round(10 ** size)),
    load: fc.oneof(
      fc.double({ min: -2, max: 0.477, noNaN: true }).map((size) => 10 ** size),
      fc.double({ min: 0.8, max: 1.2, noNaN: true }),
    ),
    patience: fc.double({ min: -2, max: 3, noNaN: true }).map((size) => 10 ** size),
    handleTime: fc.double({ min: 0.01, max: 1000, noNaN: true }),
    threshold: fc.double({ min: 1e-3, max: 1, noNaN: true }).map((size) => size ** 4),
  })
  .map(({ agents, load, patience, handleTime, threshold }) => ({
    line: {
      agents,
      arrivalRate: (agents * load) / handleTime,
      serviceRate: 1 / handleTime,
      patienceRate: 1 / (patience * handleTime),
    },
    threshold: threshold * handleTime,
  }));

function sameAsChain(line: QueueParameters, threshold: number): void {
  const found = erlangA(line, threshold);
  const wanted = exactChain(line, threshold);
  // Below that a number has fewer digits.
  for (const member of Object.keys(wanted) as (keyof QueueMeasures)[])
    if (wanted[member] > 1e-290 && wanted.probabilityOfAbandonment > 1e-290)
      within(found[member], wanted[member], 1e-11);
}

describe("Erlang A", () => {
  test("is what a chain in whole numbers of a thousand bits gives, small probabilities too", () => {
    fc.assert(
      fc.property(lines, ({ line, threshold }) => sameAsChain(line, threshold)),
      { numRuns: 60 },
    );
  });

  test("is that where an overrun team serves nobody in time", () => {
    const rates = { serviceRate: 0.003152709, patienceRate: 0.000003152709 };
    sameAsChain({ agents: 501, arrivalRate: 1.7647706, ...rates }, 0.007332956501407054);
  });

  test("is that with thousands of agents, idle, busy and overrun, and when nobody gives up", () => {
    const handleTime = 270;
    for (const [agents, load, patience, threshold] of [
      [10_000, 0.01, 60, 20],
      [10_000, 0.97, 600, 0.5],
      [10_000, 3, 1, 0.1],
      [3_000, 1, 150, 20],
      [1_000, 3, 900, 5],
      [1_000, 0.99, Number.POSITIVE_INFINITY, 20],
      [1, 0.01, 1, 20],
    ] as const) {
      const rates = { serviceRate: 1 / handleTime, patienceRate: 1 / patience };
      sameAsChain({ agents, arrivalRate: (agents * load) / handleTime, ...rates }, threshold);
    }
  });

  test("does not care in which unit time is given", () => {
    fc.assert(
      fc.property(lines, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), ({ line, threshold }, unit) => {
        const { agents, arrivalRate, serviceRate, patienceRate } = line;
        const other = erlangA(
          {
            agents,
            arrivalRate: arrivalRate / unit,
            serviceRate: serviceRate / unit,
            patienceRate: patienceRate / unit,
          },
          threshold * unit,
        );
        const one = erlangA(line, threshold);
        within(other.serviceLevel, one.serviceLevel, 1e-11);
        within(other.meanWait, one.meanWait * unit, 1e-11);
      }),
    );
  });

  test("loses nobody: anyone who calls is answered or gives up, and who waits is as many as come times how long", () => {
    fc.assert(
      fc.property(lines, ({ line, threshold }) => {
        const found = erlangA(line, threshold);
        within(found.probabilityOfService + found.probabilityOfAbandonment, 1, 1e-13);
        within(found.probabilityOfNoWait + found.probabilityOfWaiting, 1, 1e-13);
        // Everybody who waits gives up at the rate of their patience.
        within(
          line.arrivalRate * found.probabilityOfAbandonment,
          line.patienceRate * found.meanQueue,
          1e-11,
          1e-290,
        );
        within(
          found.probabilityOfAbandonmentWithin + found.probabilityOfAbandonmentAfter,
          found.probabilityOfAbandonment,
          1e-12,
          1e-290,
        );
        within(
          found.meanWaitOfServed * found.probabilityOfService +
            found.meanWaitOfAbandoned * found.probabilityOfAbandonment,
          found.meanWait,
          1e-11,
          1e-290,
        );
      }),
    );
  });

  test("gets better with every agent, worse with every caller and with a later threshold no worse", () => {
    fc.assert(
      fc.property(lines, fc.double({ min: 1, max: 2, noNaN: true }), ({ line, threshold }, factor) => {
        const one = erlangA(line, threshold);
        const slack = 1e-13;
        const more = erlangA({ ...line, agents: line.agents + 1 }, threshold);
        assert.ok(more.serviceLevel >= one.serviceLevel - slack);
        assert.ok(more.probabilityOfAbandonment <= one.probabilityOfAbandonment + slack);
        assert.ok(more.meanWait <= one.meanWait * (1 + slack));
        assert.ok(more.occupancy <= one.occupancy + slack);
        const busier = erlangA({ ...line, arrivalRate: line.arrivalRate * factor }, threshold);
        assert.ok(busier.serviceLevel <= one.serviceLevel + slack);
        assert.ok(busier.probabilityOfAbandonment >= one.probabilityOfAbandonment - slack);
        assert.ok(busier.occupancy >= one.occupancy - slack);
        const later = erlangA(line, threshold * factor);
        assert.ok(later.serviceLevel >= one.serviceLevel - slack);
        const keener = erlangA({ ...line, patienceRate: line.patienceRate * factor }, threshold);
        assert.ok(keener.probabilityOfAbandonment >= one.probabilityOfAbandonment - slack);
        assert.ok(keener.meanWait <= one.meanWait * (1 + slack));
      }),
    );
  });

  test("lies between its limits: nobody waits (Erlang B), and nobody gives up (Erlang C)", () => {
    fc.assert(
      fc.property(lines, ({ line, threshold }) => {
        const load = line.arrivalRate / line.serviceRate;
        const one = erlangA(line, threshold);
        assert.ok(one.probabilityOfWaiting >= erlangB(line.agents, load) * (1 - 1e-12));
        // Closer to the end the difference of load and agents has too few digits to compare by.
        if (load > 0.999 * line.agents) return;
        assert.ok(one.probabilityOfWaiting <= erlangC(line.agents, load) * (1 + 1e-12));
        const patient = erlangA({ ...line, patienceRate: 0 }, threshold);
        const spare = line.agents * line.serviceRate - line.arrivalRate;
        const waiting = erlangC(line.agents, load);
        within(patient.probabilityOfWaiting, waiting, 1e-11);
        within(patient.meanWait, waiting / spare, 1e-11);
        within(1 - patient.serviceLevel, waiting * Math.exp(-spare * threshold), 1e-11, 1e-15);
        within(
          erlangA({ ...line, patienceRate: line.serviceRate * 1e12 }, threshold).probabilityOfAbandonment,
          erlangB(line.agents, load),
          1e-8,
        );
      }),
    );
  });

  test("when patience is as long as a handle time, is the law of Poisson", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0.1, max: 400, noNaN: true }),
        (agents, mean) => {
          let [term, below] = [Math.exp(-mean), 0];
          for (let count = 0; count < agents; count++) {
            below += term;
            term *= mean / (count + 1);
          }
          const line = { agents, arrivalRate: mean, serviceRate: 1, patienceRate: 1 };
          within(erlangA(line, 0.1).probabilityOfNoWait, below, 1e-11);
        },
      ),
    );
  });

  test("has an answer in every corner", () => {
    for (const agents of [1, 1_000, 10_000])
      for (const load of [0, 1e-100, 1e-6, 0.999_999_999, 1, 1.000_000_001, 3, 1e9])
        for (const patienceRate of [1e-100, 1e-15, 1e-6, 1, 1e6, 1e100])
          for (const threshold of [0, 1e-100, 1, 1e12]) {
            const found = erlangA(
              { agents, arrivalRate: agents * load, serviceRate: 1, patienceRate },
              threshold,
            );
            for (const [member, value] of Object.entries(found))
              assert.ok(
                value >= 0 && !Number.isNaN(value),
                `${member} ${value} ${[agents, load, patienceRate, threshold].join()}`,
              );
          }
  });

  test("has no probability and no occupancy above 1, however few the agents are", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0.01, max: 5, noNaN: true }),
        fc.double({ min: -4, max: 3, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (agents, load, patience, threshold) => {
          const line = { agents, arrivalRate: agents * load, serviceRate: 1, patienceRate: 10 ** patience };
          for (const [member, value] of Object.entries(erlangA(line, threshold)))
            if (!member.startsWith("mean")) assert.ok(value >= 0 && value <= 1, `${member} ${value}`);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("refuses what makes no sense, each with its code", () => {
    const line = { agents: 2, arrivalRate: 1, serviceRate: 1, patienceRate: 1 };
    for (const [wrong, code] of [
      [{ agents: 0 }, "not-whole"],
      [{ agents: 2.5 }, "not-whole"],
      [{ agents: Number.NaN }, "not-finite"],
      [{ arrivalRate: -1 }, "negative"],
      [{ arrivalRate: Number.POSITIVE_INFINITY }, "not-finite"],
      [{ serviceRate: 0 }, "not-positive"],
      [{ patienceRate: -0.1 }, "negative"],
      [{ patienceRate: 0, arrivalRate: 2 }, "line-grows-without-end"],
    ] as const)
      assert.throws(() => erlangA({ ...line, ...wrong }, 1), { name: "ParameterError", code });
    assert.throws(() => erlangA(line, -1), { code: "negative", parameter: "threshold" });
  });
});
