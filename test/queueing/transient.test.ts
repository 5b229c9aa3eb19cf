import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { erlangA, type QueueParameters } from "../../src/queueing/erlang/erlang-a.ts";
import { uniformised } from "../../src/queueing/numerics/uniformisation.ts";
import { ParameterError } from "../../src/queueing/parameter-error.ts";
import {
  expectedServiceLevel,
  type QueuePeriod,
  stateAfter,
  transientErlangA,
} from "../../src/queueing/transient.ts";
import { knownState, steadyState } from "../../src/queueing/waits/queue-state.ts";
import exact from "./exact-values/transient.json" with { type: "json" };
import { within } from "./within.ts";

for (const { params, start_in_system: start, rows } of exact.cases)
  for (const { t, SL, P_wait, E_queue, P_abandon } of rows)
    test(`${start} in system, ${t} later: what an exact chain gives`, () => {
      const period = periodOf(params, t);
      const found = transientErlangA(start, [period], params.T);
      // The value of the chain at time 0 is a difference of numbers near 1.
      within(found.serviceLevel, SL, 1e-11, t === 0 ? 1e-16 : 0);
      within(found.probabilityOfWaiting, P_wait, 1e-11);
      within(found.meanQueue, E_queue, 1e-11);
      within(found.probabilityOfAbandonment, P_abandon, 1e-11);
    });

function periodOf(
  { n, lam, mu, th }: { n: number; lam: number; mu: number; th: number },
  duration: number,
): QueuePeriod {
  return { agents: n, arrivalRate: lam, serviceRate: mu, patienceRate: th, duration };
}

const parameters = fc
  .record({
    agents: fc.integer({ min: 1, max: 60 }),
    load: fc.double({ min: 0.01, max: 3, noNaN: true }),
    patience: fc.double({ min: 0.01, max: 20, noNaN: true }),
  })
  .map(({ agents, load, patience }) => ({
    agents,
    arrivalRate: agents * load,
    serviceRate: 1,
    patienceRate: 1 / patience,
  }));
const start = fc.integer({ min: 0, max: 120 });
const duration = fc.double({ min: 0.001, max: 12, noNaN: true });

describe("a line on its way", () => {
  test("is the same in one step as followed in small ones", () => {
    fc.assert(
      fc.property(parameters, start, duration, (one, inSystem, time) => {
        const whole = expectedServiceLevel(inSystem, [{ ...one, duration: time }], 0.1);
        let state = knownState(inSystem);
        for (let step = 0; step < 40; step++) state = uniformised(state, one, time / 40, null).state;
        for (let index = 0; index < state.probabilities.length; index++) {
          const other = whole.state.probabilities[state.from + index - whole.state.from] ?? 0;
          within(other, state.probabilities[index]!, 0, 1e-11);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("tends to the steady state, whose service level is Erlang A's", () => {
    fc.assert(
      fc.property(parameters, start, (one, inSystem) => {
        const late = transientErlangA(inSystem, [{ ...one, duration: 1e7 }], 0.1);
        const steady = erlangA(one, 0.1);
        within(late.serviceLevel, steady.serviceLevel, 0, 1e-11);
        within(late.probabilityOfWaiting, steady.probabilityOfWaiting, 0, 1e-11);
        within(late.meanQueue, steady.meanQueue, 1e-10, 1e-10);
      }),
    );
  });

  test("stays where it is in the steady state", () => {
    fc.assert(
      fc.property(parameters, duration, (one, time) => {
        const after = expectedServiceLevel(steadyState(one), [{ ...one, duration: time }], 0.1);
        within(after.serviceLevel!, erlangA(one, 0.1).serviceLevel, 0, 1e-11);
      }),
    );
  });

  test("does not care where a period is cut in two, nor in which unit time is given", () => {
    fc.assert(
      fc.property(
        parameters,
        start,
        duration,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (one, inSystem, time, cut) => {
          const whole = expectedServiceLevel(inSystem, [{ ...one, duration: time }], 0.1);
          const halves = [
            { ...one, duration: time * cut },
            { ...one, duration: time * (1 - cut) },
          ];
          const inHalves = expectedServiceLevel(inSystem, halves, 0.1);
          within(inHalves.answeredWithin, whole.answeredWithin, 1e-10, 1e-10);
          const inSeconds = {
            agents: one.agents,
            arrivalRate: one.arrivalRate / 60,
            serviceRate: 1 / 60,
            patienceRate: one.patienceRate / 60,
            duration: time * 60,
          };
          within(
            expectedServiceLevel(inSystem, [inSeconds], 6).answeredWithin,
            whole.answeredWithin,
            1e-9,
            1e-9,
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  test("keeps its balance: who is there are those who were there and came, less those who were served or left", () => {
    fc.assert(
      fc.property(parameters, start, duration, (one, inSystem, time) => {
        const law = stateAfter(inSystem, [{ ...one, duration: time }]);
        const total = law.probabilities.reduce((sum, probability) => sum + probability, 0);
        within(total, 1, 1e-11);
      }),
    );
  });

  test("has no probability above 1", () => {
    fc.assert(
      fc.property(parameters, start, duration, (one, inSystem, time) => {
        const period = { ...one, duration: time };
        const found = transientErlangA(inSystem, [period], 0.1);
        const all = expectedServiceLevel(inSystem, [period], 0.1).serviceLevel!;
        for (const value of [
          found.serviceLevel,
          found.probabilityOfWaiting,
          found.probabilityOfAbandonment,
          all,
        ])
          assert.ok(value >= 0 && value <= 1, String(value));
      }),
    );
  });

  test("without agents nobody is answered, and when they come the line is served", () => {
    const closed = { agents: 0, arrivalRate: 2, serviceRate: 1, patienceRate: 0, duration: 10 };
    const early = transientErlangA(0, [closed], 1);
    assert.equal(early.serviceLevel, 0);
    within(early.meanQueue, 20, 1e-11);
    const open = transientErlangA(0, [closed, { ...closed, agents: 40, duration: 6 }], 1);
    assert.ok(open.serviceLevel > 0.99 && open.meanQueue < 0.1);
  });

  test("nothing offered has no service level, and what makes no sense is refused", () => {
    const idle = { agents: 2, arrivalRate: 0, serviceRate: 1, patienceRate: 1, duration: 3 };
    assert.equal(expectedServiceLevel(1, [idle], 1).serviceLevel, null);
    assert.equal(stateAfter(7, [{ ...idle, agents: 0, patienceRate: 0 }]).from, 7);
    for (const wrong of [{ agents: 1.5 }, { duration: -1 }, { arrivalRate: Number.NaN }])
      assert.throws(() => stateAfter(0, [{ ...idle, ...wrong }]), ParameterError);
    assert.throws(() => stateAfter(0.5, [idle]), ParameterError);
    const steady: QueueParameters = { agents: 2, arrivalRate: 3, serviceRate: 1, patienceRate: 0 };
    assert.throws(() => steadyState(steady), { code: "line-grows-without-end" });
  });
});

test("a state that is no law, and no periods, are refused", () => {
  const period = { agents: 2, arrivalRate: 1, serviceRate: 1, patienceRate: 1, duration: 3 };
  assert.throws(() => transientErlangA(3, [], 20), ParameterError);
  for (const [from, ...probabilities] of [
    [0, 0.5],
    [0, 1.5, -0.5],
    [0, Number.NaN],
    [-1, 1],
    [0.5, 1],
  ] as const)
    assert.throws(
      () => stateAfter({ from, probabilities: Float64Array.from(probabilities) }, [period]),
      ParameterError,
    );
});
