import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { erlangA } from "../../src/queueing/erlang/erlang-a.ts";
import { type VirtualHoldMeasures, virtualHold } from "../../src/queueing/erlang/virtual-hold.ts";
import models from "./exact-values/callback-models.json" with { type: "json" };
import { within } from "./within.ts";

const members: Readonly<Record<string, keyof VirtualHoldMeasures>> = {
  P_wait0: "probabilityOfNoWait",
  P_offer: "probabilityOfOffer",
  P_accept: "probabilityOfAcceptance",
  P_recall_ok: "probabilityOfReached",
  P_recall_fail: "probabilityOfMissed",
  P_abandon: "probabilityOfAbandonment",
  live_answered_within_T: "liveAnsweredWithin",
  callback_connected_within_T: "callbackConnectedWithin",
  SL_strict: "strictServiceLevel",
  SL_live: "liveServiceLevel",
  SL_promise: "promiseServiceLevel",
  E_virtual_wait: "meanOfferedWait",
  E_callback_delay: "meanCallbackDelay",
  occupancy: "occupancy",
};

for (const { id, params, note, exact } of models.VH)
  test(`${id} (${note}) is what level crossing gives`, () => {
    const { n, lam, mu, th, T, w0, p, q } = params;
    const found = virtualHold(
      { agents: n, arrivalRate: lam, serviceRate: mu, patienceRate: th },
      { offerAfter: w0, acceptance: p, reached: q },
      T,
    );
    for (const [name, member] of Object.entries(members))
      within(found[member], exact[name as keyof typeof exact], 1e-9);
  });

const line = fc.record({
  agents: fc.integer({ min: 1, max: 80 }),
  load: fc.double({ min: 0.1, max: 1.5, noNaN: true }),
  patienceRate: fc.double({ min: 0.01, max: 5, noNaN: true }),
});
const wait = fc.double({ min: 0, max: 1, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });

test("loses nobody, and asks less of agents than they have", () => {
  fc.assert(
    fc.property(
      line,
      wait,
      wait,
      share,
      share,
      ({ agents, load, patienceRate }, offerAfter, threshold, p, q) => {
        fc.pre(load * p * q < 0.99);
        const parameters = { agents, arrivalRate: agents * load, serviceRate: 1, patienceRate };
        const found = virtualHold(parameters, { offerAfter, acceptance: p, reached: q }, threshold);
        const served = (found.occupancy * agents) / parameters.arrivalRate;
        within(served + found.probabilityOfAbandonment + found.probabilityOfMissed, 1, 1e-9);
        assert.ok(found.occupancy < 1 + 1e-12);
        assert.ok(found.strictServiceLevel <= found.promiseServiceLevel + 1e-12);
      },
    ),
  );
});

test("is Erlang A when nobody accepts, and has no end when callbacks alone are too many", () => {
  fc.assert(
    fc.property(line, wait, wait, ({ agents, load, patienceRate }, offerAfter, threshold) => {
      const parameters = { agents, arrivalRate: agents * load, serviceRate: 1, patienceRate };
      const found = virtualHold(parameters, { offerAfter, acceptance: 0, reached: 1 }, threshold);
      const wanted = erlangA(parameters, threshold);
      within(found.strictServiceLevel, wanted.serviceLevel, 1e-11);
      within(found.probabilityOfAbandonment, wanted.probabilityOfAbandonment, 1e-11, 1e-300);
      within(found.meanOfferedWait, wanted.meanOfferedWait, 1e-11, 1e-300);
    }),
  );
  const parameters = { agents: 2, arrivalRate: 3, serviceRate: 1, patienceRate: 1 };
  const offer = { offerAfter: 1, acceptance: 1, reached: 0.7 };
  assert.throws(() => virtualHold(parameters, offer, 1), { code: "line-grows-without-end" });
});
