import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { erlangA, type QueueMeasures } from "../../src/queueing/erlang/erlang-a.ts";
import { agentsNeeded, type StaffingTarget } from "../../src/queueing/erlang/staffing.ts";
import { ParameterError } from "../../src/queueing/parameter-error.ts";

const line = fc.record({
  arrivalRate: fc.double({ min: 0.01, max: 300, noNaN: true }),
  serviceRate: fc.double({ min: 0.5, max: 2, noNaN: true }),
  patienceRate: fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 20, noNaN: true })),
});
const share = fc.double({ min: 0.05, max: 0.995, noNaN: true });
const targets = fc.record(
  { serviceLevel: share, abandonment: share, occupancy: share, meanWait: share },
  { requiredKeys: [] },
);

function keeps(found: QueueMeasures, target: StaffingTarget): boolean {
  const { serviceLevel, abandonment, occupancy, meanWait } = target;
  return (
    (serviceLevel === undefined || found.serviceLevel >= serviceLevel) &&
    (abandonment === undefined || found.probabilityOfAbandonment <= abandonment) &&
    (occupancy === undefined || found.occupancy <= occupancy) &&
    (meanWait === undefined || found.meanWait <= meanWait)
  );
}

test("one agent fewer does not keep the target, that many do", () => {
  fc.assert(
    fc.property(line, fc.double({ min: 0, max: 1, noNaN: true }), targets, (one, threshold, target) => {
      const { agents, measures } = agentsNeeded(one, threshold, target);
      assert.ok(keeps(measures, target));
      assert.deepEqual(measures, erlangA({ ...one, agents }, threshold));
      if (agents === 1) return;
      const endless = one.patienceRate === 0 && one.arrivalRate >= (agents - 1) * one.serviceRate;
      assert.ok(endless || !keeps(erlangA({ ...one, agents: agents - 1 }, threshold), target));
    }),
  );
});

test("nobody calls: one agent", () => {
  const idle = { arrivalRate: 0, serviceRate: 1, patienceRate: 1 };
  assert.equal(agentsNeeded(idle, 0, { serviceLevel: 0.999, occupancy: 0.1 }).agents, 1);
});

test("the number is what a search from 1 on finds", () => {
  const one = { arrivalRate: 7.3, serviceRate: 1, patienceRate: 0.4 };
  for (const serviceLevel of [0.1, 0.5, 0.8, 0.95, 0.999_999]) {
    let agents = 1;
    while (erlangA({ ...one, agents }, 0.1).serviceLevel < serviceLevel) agents++;
    assert.equal(agentsNeeded(one, 0.1, { serviceLevel }).agents, agents);
  }
});

test("the number is what a search from 1 on finds, whatever the target, however much too many call", () => {
  const busy = fc.record({
    arrivalRate: fc.double({ min: 0.1, max: 120, noNaN: true }),
    serviceRate: fc.constant(1),
    patienceRate: fc.double({ min: 0.05, max: 20, noNaN: true }),
  });
  const loose = fc.record(
    {
      serviceLevel: fc.double({ min: 1e-6, max: 0.99, noNaN: true }),
      abandonment: fc.double({ min: 0.01, max: 1, noNaN: true }),
      // Nearer to 1 than this an occupancy is 1 but for its last digits.
      occupancy: fc.oneof(fc.constant(1), fc.double({ min: 0.3, max: 1 - 1e-9, noNaN: true })),
      meanWait: fc.double({ min: 1e-3, max: 20, noNaN: true }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(busy, fc.double({ min: 0, max: 3, noNaN: true }), loose, (one, threshold, target) => {
      let agents = 1;
      while (!keeps(erlangA({ ...one, agents }, threshold), target)) agents++;
      assert.equal(agentsNeeded(one, threshold, target).agents, agents);
    }),
  );
});

test("where fewer are wanted than would serve all, occupancy that rounds above 1 does not count", () => {
  const one = { arrivalRate: 10_000 / 3600, serviceRate: 1 / 270, patienceRate: 1 / 150 };
  assert.equal(agentsNeeded(one, 90, { serviceLevel: 0.6 }).agents, 464);
});

test("what no number of agents reaches is refused, and so is what is no target", () => {
  const one = { arrivalRate: 7, serviceRate: 1, patienceRate: 0.4 };
  assert.throws(() => agentsNeeded(one, 0.1, { serviceLevel: 1 }), { code: "target-out-of-reach" });
  assert.throws(() => agentsNeeded({ ...one, arrivalRate: 1e9 }, 0.1, { serviceLevel: 0.9 }), {
    code: "target-out-of-reach",
  });
  for (const wrong of [{ serviceLevel: 0 }, { occupancy: -1 }, { meanWait: Number.NaN }])
    assert.throws(() => agentsNeeded(one, 0.1, wrong), ParameterError);
});
