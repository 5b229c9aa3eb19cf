import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { seenCrew } from "../../src/lift/centre/presence.ts";
import { skillRanks } from "../../src/lift/centre/skill-ranks.ts";
import { holdOf, talksByAgent } from "../../src/lift/centre/talks.ts";
import type { LiftCall } from "../../src/lift/lift-call.ts";

/** A call that was answered, in seconds from the opening. */
function answered(at: number, wait: number, talk: number, agent: string | null, skill = "PS"): LiftCall {
  return {
    arrivedAt: at * 1_000,
    skill,
    agent,
    handleMs: talk * 1_000,
    waitMs: wait * 1_000,
    joinedAfterMs: 0,
    ringMs: null,
    answered: true,
    treatment: "not-eligible",
    customer: null,
    eligibleAfterMs: 0,
    callback: null,
  };
}

const gaveUp = (at: number, wait: number, skill = "PS"): LiftCall => ({
  ...answered(at, wait, 0, null, skill),
  handleMs: null,
  answered: false,
});

function calledBack(at: number, dialled: number, connected: number, talk: number, agent: string): LiftCall {
  return {
    ...answered(at, 0, talk, agent),
    treatment: "accepted",
    callback: { firstDialMs: dialled * 1_000, connectedMs: connected * 1_000, promiseKept: true },
  };
}

function crewOf(...calls: LiftCall[]) {
  const inOrder = calls.sort((one, other) => one.arrivedAt - other.arrivedAt);
  const hold = () => 0;
  return seenCrew(inOrder, talksByAgent(inOrder, hold), skillRanks([inOrder], hold));
}

const stretchesOf = (...calls: LiftCall[]) =>
  crewOf(...calls).agents.map(({ stretches }) =>
    stretches.map(({ from, to }) => [from / 1_000, Math.floor(to / 1_000)]),
  );

describe("the agents behind the calls of a day", () => {
  test("are there from their first call to the end of their last, if nobody waited for them", () => {
    assert.deepEqual(stretchesOf(answered(100, 0, 100, "A"), answered(900, 0, 100, "A")), [[[100, 1_000]]]);
  });

  test("were away in a gap until a caller of theirs had waited, and half of what was left of it", () => {
    assert.deepEqual(stretchesOf(answered(0, 0, 100, "A"), gaveUp(300, 40), answered(900, 0, 100, "A")), [
      [
        [0, 100],
        [620, 1_000],
      ],
    ]);
  });

  test("were there although a caller waited that they do not serve", () => {
    const calls = [answered(0, 0, 100, "A"), answered(900, 0, 100, "A")];
    assert.deepEqual(stretchesOf(...calls, gaveUp(300, 40, "other")), [[[0, 1_000]]]);
  });

  test("worked on after a call as long as it took them to take a caller who waited already", () => {
    const first = answered(0, 0, 100, "A");
    const second = answered(50, 80, 20, "A");
    const crew = crewOf(first, second);
    assert.deepEqual(crew.afterWork.get(first), { least: 30_000, most: 30_000, usual: 30_000 });
    assert.equal(crew.agents[0]!.stretches.length, 1);
  });

  test("worked on after a call behind which nobody waited for no longer than until their next call, if they had one", () => {
    const [calm, last] = [answered(0, 0, 100, "A"), answered(110, 0, 100, "A")];
    const { afterWork } = crewOf(calm, last);
    assert.deepEqual([...afterWork], [[calm, { least: 0, most: 10_000, usual: null }]]);
  });

  test("have no work after a call that a break follows: it is part of the break", () => {
    const beforeBreak = answered(300, 0, 100, "A");
    const crew = crewOf(beforeBreak, gaveUp(600, 40), answered(1_200, 0, 100, "A"));
    assert.deepEqual(crew.afterWork.get(beforeBreak), { least: 0, most: 0, usual: 0 });
  });

  test("worked on at least as long as a caller waited, whom another took before them", () => {
    const before = answered(0, 0, 100, "A");
    const crew = crewOf(before, gaveUp(90, 30), answered(180, 0, 100, "A"));
    assert.deepEqual(crew.afterWork.get(before), { least: 20_000, most: 80_000, usual: 50_000 });
  });

  test("were not away while a caller was still asked a question, nor while a phone rang for the caller", () => {
    const calls = [answered(0, 0, 100, "A"), answered(900, 0, 100, "A")];
    const asked = { ...gaveUp(300, 40), joinedAfterMs: 40_000 };
    const rung = { ...answered(300, 40, 100, "B"), ringMs: 40_000 };
    assert.deepEqual(stretchesOf(...calls, asked), [[[0, 1_000]]]);
    assert.deepEqual(stretchesOf(...calls, rung)[0], [[0, 1_000]]);
  });

  test("serve the skills of the calls they took; calls of nobody known are had by as few as could have had them", () => {
    const crew = crewOf(
      answered(0, 0, 100, "A", "x"),
      answered(200, 0, 100, "A", "y"),
      answered(0, 0, 100, null),
      answered(50, 0, 100, null),
      answered(100, 0, 10, null),
    );
    assert.deepEqual(
      crew.agents.map(({ skills }) => skills),
      [["x", "y"], ["PS"], ["PS"]],
    );
  });

  test("show which of their skills rank first by those they pass over, where they always do", () => {
    const passingOver = (at: number, first: string, other: string) => [
      answered(at, 0, 100, "A", first),
      gaveUp(at + 10, 200, other),
      answered(at + 20, 80, 50, "A", first),
      answered(at + 900, 0, 10, "A", other),
    ];
    const days = (times: number, contrary: number) => [
      ...Array.from({ length: times }, (_, n) => passingOver(2_000 * n, "x", "y")),
      ...Array.from({ length: contrary }, (_, n) => passingOver(100_000 + 2_000 * n, "y", "x")),
    ];
    for (const [times, contrary, wanted] of [
      [5, 1, { x: 0, y: 1 }],
      [1, 5, { x: 1, y: 0 }],
      [4, 0, { x: 0, y: 0 }],
      [5, 2, { x: 0, y: 0 }],
    ] as const) {
      const [found] = crewOf(...days(times, contrary).flat()).agents;
      assert.deepEqual(
        Object.fromEntries(found!.skills.map((skill, at) => [skill, found!.ranks[at]])),
        wanted,
      );
    }
  });

  test("are held from dialling on, where they were free when customers were dialled", () => {
    const days = [
      Array.from({ length: 10 }, (_, n) => [
        answered(n * 1_000, 0, 100, "A"),
        calledBack(n * 1_000 + 1, 200, 214, 50, "A"),
      ]).flat(),
    ];
    const hold = holdOf(days);
    assert.equal(hold(days[0]![1]!), 14_000);
    assert.equal(hold(calledBack(0, 100, 250, 10, "A")), 14_000, "a later attempt reached the customer");
    assert.deepEqual(talksByAgent([days[0]![1]!], hold)[0]![0]!.from, 1_000 + 200_000);
  });

  test("are held from dialling on although later attempts, of which nobody knows when they began, reached some", () => {
    const days = [
      Array.from({ length: 10 }, (_, n) => [
        answered(n * 1_000, 0, 300, "A"),
        calledBack(n * 1_000 + 1, n < 6 ? 399 : 200, 413, 50, "A"),
      ]).flat(),
    ];
    assert.equal(holdOf(days)(days[0]![1]!), 14_000);
  });

  test("are held for nobody, where they were in calls when customers were dialled", () => {
    const days = [
      Array.from({ length: 10 }, (_, n) => [
        answered(n * 1_000, 0, 210, "A"),
        calledBack(n * 1_000 + 1, 190, 214, 50, "A"),
      ]).flat(),
    ];
    assert.equal(holdOf(days)(days[0]![1]!), 0);
  });
});
