import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { erlangB } from "../../src/queueing/erlang/erlang-b.ts";
import { erlangC } from "../../src/queueing/erlang/erlang-c.ts";
import { poissonProbability } from "../../src/queueing/laws/poisson-law.ts";
import { within } from "./within.ts";

describe("Erlang B", () => {
  test("is what whole numbers give, without rounding", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 3000 }), (agents, tenths) => {
        // n! / load^n · Σ load^k / k! with load = tenths / 10.
        let [above, below] = [1n, 1n];
        for (let count = 1; count <= agents; count++) {
          above = above * BigInt(count) * 10n + below * BigInt(tenths);
          below *= BigInt(tenths);
        }
        const digits = 10n ** 400n;
        const wanted = Number((below * digits * 10n ** 20n) / (above * digits)) / 1e20;
        const found = erlangB(agents, tenths / 10);
        within(found, wanted, 1e-12, 1e-19);
      }),
    );
  });

  test("follows its own recursion at any size, small probabilities too", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 8, noNaN: true }).map((size) => Math.round(10 ** size)),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (agents, spread) => {
          const load = Math.max(1e-3, agents + spread * 30 * Math.sqrt(agents));
          const before = erlangB(agents - 1, load);
          within(erlangB(agents, load), (load * before) / (agents + load * before), 1e-11, 1e-300);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("knows its ends", () => {
    assert.equal(erlangB(0, 7), 1);
    assert.equal(erlangB(0, 0), 1);
    assert.equal(erlangB(3, 0), 0);
    assert.equal(erlangB(10_000, 100), 0);
    within(erlangB(10, 1e15), 1, 1e-14);
    assert.throws(() => erlangB(1.5, 1), { code: "not-whole" });
    assert.throws(() => erlangB(1, Number.NaN), { code: "not-finite" });
  });
});

describe("Erlang C", () => {
  test("is what is published", () => {
    // pyworkforce: 100 calls in 30 min, handle time 3 min, 14 agents.
    within(erlangC(14, 10), 0.174_131_933_595_049_8, 1e-13);
    // Three agents, two Erlangs: 4/9.
    within(erlangC(3, 2), 4 / 9, 1e-14);
  });

  test("is the load itself for one agent, and 1 when they have no time left", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (load) =>
        within(erlangC(1, load), load, 1e-13),
      ),
    );
    within(erlangC(1_000_000, 999_999.999), 1, 1e-5);
    assert.throws(() => erlangC(5, 5), { code: "line-grows-without-end" });
    assert.throws(() => erlangC(0, 0), { code: "not-whole" });
  });
});

test("the law of Poisson adds up, and its neighbours are in their ratio", () => {
  for (const mean of [0.1, 3, 40, 1000, 1e6]) {
    let total = 0;
    const [from, to] = [
      Math.max(0, Math.floor(mean - 12 * Math.sqrt(mean))),
      mean + 12 * Math.sqrt(mean) + 20,
    ];
    for (let count = from; count < to; count++) {
      const probability = poissonProbability(count, mean);
      total += probability;
      within(poissonProbability(count + 1, mean), (probability * mean) / (count + 1), 1e-12);
    }
    within(total, 1, 1e-12);
  }
});
