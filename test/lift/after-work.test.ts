import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { talksByAgent } from "../../src/lift/centre/talks.ts";
import { DrawnDay } from "../../src/lift/drawn-day.ts";
import { AfterWork } from "../../src/lift/laws/after-work.ts";
import { HandleTimes } from "../../src/lift/laws/handle-times.ts";
import { LawsBySkill } from "../../src/lift/laws/laws-by-skill.ts";
import { RingTimes } from "../../src/lift/laws/ring-times.ts";
import type { LiftCall } from "../../src/lift/lift-call.ts";
import { RandomSource } from "../../src/queueing/random.ts";

const HANDLE_MS = 100_000;

/** A call of one agent that came so long after the call before had ended, or before it had, and waited; seconds. */
function callsOf(...gaps: readonly { readonly comes: number; readonly answered: number }[]): LiftCall[] {
  let ended = 0;
  return gaps.map(({ comes, answered }) => {
    const arrivedAt = ended + comes * 1_000;
    ended += answered * 1_000 + HANDLE_MS;
    return {
      arrivedAt,
      skill: "PS",
      agent: "A",
      handleMs: HANDLE_MS,
      waitMs: (answered - comes) * 1_000,
      joinedAfterMs: 0,
      ringMs: null,
      answered: true,
      treatment: "not-eligible",
      customer: null,
      eligibleAfterMs: 0,
      callback: null,
    };
  });
}

const first = { comes: 0, answered: 0 };
const waited = (answered: number) => ({ comes: -20, answered });
const calm = (answered: number) => ({ comes: answered, answered });
const lawOf = (calls: readonly LiftCall[]) => new AfterWork(talksByAgent(calls, () => 0));

/** How long the agent worked on after a call in each of a hundred lives, seconds. */
function drawnAfter(
  call: number,
  calls: readonly LiftCall[],
  shown: { readonly leastS?: number; readonly mostS: number; readonly usualS?: number },
): Set<number> {
  const { leastS = 0, mostS, usualS } = shown;
  const seen = {
    least: leastS * 1_000,
    most: mostS * 1_000,
    usual: usualS === undefined ? null : usualS * 1_000,
  };
  const crew = { agents: [], afterWork: new Map([[calls[call]!, seen]]) };
  const day = new DrawnDay(calls, crew, lawOf(calls));
  const from = {
    lawsOf: new LawsBySkill([calls]).found(),
    handleTimes: new HandleTimes([calls]),
    ringTimes: new RingTimes([calls]),
  };
  const random = new RandomSource("lives").stream("draws");
  return new Set(
    Array.from({ length: 100 }, () => {
      day.draw(from, random);
      return (day.handles[call]! - HANDLE_MS) / 1_000;
    }),
  );
}

describe("the work after a call", () => {
  test("shows where the next caller waited already, and nowhere else", () => {
    const law = lawOf(callsOf(first, waited(15), calm(40), waited(25)));
    assert.deepEqual(
      [14_999, 15_000, 25_000, Number.POSITIVE_INFINITY].map((ms) => law.count(ms, true)),
      [0, 1, 2, 2],
    );
    assert.equal(law.count(15_000, false), 0);
    assert.deepEqual([law.nth(0), law.nth(1)], [15_000, 25_000]);
  });

  test("was none where an agent was away for more than two minutes while somebody waited", () => {
    assert.equal(lawOf(callsOf(first, waited(121))).isSeen, false);
  });

  test("is drawn, where it did not show, from what was seen and can have been over by the next call", () => {
    const calls = callsOf(first, waited(15), waited(20), waited(60), calm(300));
    assert.deepEqual(drawnAfter(3, calls, { mostS: 300 }), new Set([15, 20, 60]));
    assert.deepEqual(drawnAfter(3, calls, { mostS: 30 }), new Set([15, 20]));
  });

  test("lasted at least as long as somebody waited whom the agent did not take, and else as the rule of presence has it", () => {
    const calls = callsOf(first, waited(15), waited(20), waited(60), calm(300));
    assert.deepEqual(drawnAfter(3, calls, { leastS: 16, mostS: 300, usualS: 158 }), new Set([20, 60]));
    assert.deepEqual(drawnAfter(3, calls, { leastS: 90, mostS: 110, usualS: 100 }), new Set([100]));
  });

  test("lasted until the next call where that came sooner than any that was seen, and not at all where none was", () => {
    assert.deepEqual(drawnAfter(1, callsOf(first, waited(15), calm(300)), { mostS: 8 }), new Set([8]));
    assert.deepEqual(drawnAfter(0, callsOf(first, calm(300)), { mostS: 300 }), new Set([0]));
  });
});
