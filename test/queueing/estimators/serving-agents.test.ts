import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  type AgentsNow,
  agentShares,
  newServingAgents,
  observeAgents,
  plannedAgents,
  type ServingAgents,
  servingAgents,
  sharesOfAll,
} from "../../../src/queueing/estimators/serving-agents.ts";
import { exponential } from "../../../src/queueing/laws/distributions.ts";
import { ParameterError } from "../../../src/queueing/parameter-error.ts";
import { RandomSource } from "../../../src/queueing/random.ts";

const source = new RandomSource(20_261_122);
const changes = fc.array(
  fc.record({
    after: fc.double({ min: 0, max: 500, noNaN: true }),
    now: fc.record({ own: fc.nat(40), elsewhere: fc.nat(40), paused: fc.nat(40) }),
  }),
  { maxLength: 30 },
);

function watched(seen: readonly { after: number; now: AgentsNow }[], agents = newServingAgents(600)) {
  let at = agents.at;
  for (const { after, now } of seen) {
    at += after;
    observeAgents(agents, now, at);
  }
  return agents;
}

describe("agents that effectively serve a skill", () => {
  test("are all who are logged in and not paused, until something else is seen", () => {
    const all = sharesOfAll([newServingAgents(600)]);
    assert.deepEqual(all, { own: 1, unpaused: 1 });
    const shares = agentShares(newServingAgents(600), all, 60);
    assert.equal(servingAgents(shares, { loggedIn: 12, paused: 2 }), 10);
    assert.equal(servingAgents(shares, { loggedIn: 2, paused: 5 }), 0);
    assert.equal(plannedAgents(shares, 12), 12);
  });

  test("come to the true shares of agents who change between skills and pauses", () => {
    const random = source.stream("serving", "truth");
    const agents = newServingAgents(1e9);
    // Each of 20 agents goes round: own skill 200, another 100, pause 50, all exponential. Own share 2/3, unpaused 6/7.
    const stays = [200, 100, 50];
    const doing = Array.from({ length: 20 }, (_, i) => i % 3);
    const until = doing.map((what) => exponential(random, stays[what]!));
    for (let change = 0; change < 60_000; change++) {
      const who = until.indexOf(Math.min(...until));
      const at = until[who]!;
      doing[who] = (doing[who]! + 1) % 3;
      until[who] = at + exponential(random, stays[doing[who]!]!);
      const count = (what: number) => doing.filter((one) => one === what).length;
      observeAgents(agents, { own: count(0), elsewhere: count(1), paused: count(2) }, at);
    }
    const { own, unpaused } = sharesOfAll([agents]);
    // 20,000 rounds, in each of which the shares have a standard deviation of about a third.
    assert.ok(Math.abs(own - 2 / 3) < 4 * (0.34 / Math.sqrt(20_000)), `own ${own}`);
    assert.ok(Math.abs(unpaused - 6 / 7) < 4 * (0.2 / Math.sqrt(20_000)), `unpaused ${unpaused}`);
  });

  test("are the same however often they are observed while nothing changes", () => {
    fc.assert(
      fc.property(changes, fc.integer({ min: 2, max: 9 }), (seen, pieces) => {
        const often = newServingAgents(600);
        let at = 0;
        let held: AgentsNow | null = null;
        for (const { after, now } of seen) {
          for (let piece = 1; held && piece < pieces; piece++)
            observeAgents(often, held, at + (after * piece) / pieces);
          at += after;
          observeAgents(often, now, at);
          held = now;
        }
        const once = watched(seen);
        for (const time of ["own", "elsewhere", "paused"] as const)
          assert.ok(Math.abs(often[time] - once[time]) <= 1e-9 * (1 + once[time]));
      }),
    );
  });

  test("follow a change: of what was before, e^-3 is left after three times the memory", () => {
    const agents = newServingAgents(600);
    observeAgents(agents, { own: 10, elsewhere: 0, paused: 0 }, 0);
    observeAgents(agents, { own: 0, elsewhere: 10, paused: 0 }, 1e6);
    observeAgents(agents, { own: 0, elsewhere: 10, paused: 0 }, 1e6 + 1800);
    assert.ok(Math.abs(sharesOfAll([agents]).own - Math.exp(-3)) < 1e-9);
  });

  test("lean on the other skills where little was seen, and less and less", () => {
    const busy = watched([
      { after: 0, now: { own: 20, elsewhere: 60, paused: 20 } },
      { after: 5000, now: { own: 20, elsewhere: 60, paused: 20 } },
    ]);
    const all = sharesOfAll([busy]);
    assert.ok(Math.abs(all.own - 0.25) < 1e-9 && Math.abs(all.unpaused - 0.8) < 1e-9);
    const fresh = newServingAgents(600);
    assert.deepEqual(agentShares(fresh, all, 60), all);
    let last = all.own;
    observeAgents(fresh, { own: 1, elsewhere: 0, paused: 0 }, 0);
    for (let at = 30; at < 600; at += 30) {
      observeAgents(fresh, { own: 1, elsewhere: 0, paused: 0 }, at);
      const { own } = agentShares(fresh, all, 60);
      assert.ok(own > last && own < 1);
      last = own;
    }
  });

  test("have shares between 0 and 1, bounded weights, the same room always, and go on from their JSON", () => {
    fc.assert(
      fc.property(changes, changes, (first, then) => {
        const agents = watched(first);
        const written = JSON.stringify(agents);
        assert.ok(written.length < 220);
        assert.ok(agents.own + agents.elsewhere + agents.paused <= 600 * 120 + 1e-6);
        const shares = agentShares(agents, sharesOfAll([agents]), 60);
        for (const share of [shares.own, shares.unpaused]) assert.ok(share >= 0 && share <= 1 + 1e-12);
        assert.deepEqual(watched(then, JSON.parse(written) as ServingAgents), watched(then, agents));
      }),
    );
  });

  test("a clock that steps back takes nothing away", () => {
    const agents = newServingAgents(600);
    observeAgents(agents, { own: 5, elsewhere: 5, paused: 0 }, 1000);
    observeAgents(agents, { own: 5, elsewhere: 5, paused: 0 }, 1600);
    const { own } = agents;
    observeAgents(agents, { own: 1, elsewhere: 9, paused: 0 }, 900);
    assert.equal(agents.own, own);
    assert.equal(agents.at, 1600);
    assert.throws(() => newServingAgents(0), ParameterError);
  });
});
