import assert from "node:assert/strict";
import { test } from "node:test";
import { erlangA, type QueueMeasures } from "../../src/queueing/erlang-a.ts";
import published from "./exact-values/erlang-a.json" with { type: "json" };

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
