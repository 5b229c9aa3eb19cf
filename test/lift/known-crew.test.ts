import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { AgentReport } from "../../src/journal/lift.ts";
import { knownCrew } from "../../src/lift/centre/known-crew.ts";
import { agentOf } from "../../src/lift/centre/reported-agents.ts";
import { talksByAgent } from "../../src/lift/centre/talks.ts";
import type { LiftCall } from "../../src/lift/lift-call.ts";

const [MORNING, EVENING] = [0, 10_000];

/** What the exchange reports of agent A, in seconds from the opening. */
const says = (status: AgentReport["status"], at: number): AgentReport => ({
  at,
  agent: "A",
  skills: [7],
  status,
});
const passedOn = (at: number): AgentReport => ({ at, agent: "A", skills: null, status: "busy" });
const agent = (...reports: AgentReport[]) => agentOf(reports, MORNING, EVENING);

function talk(from: number, to: number, by = "A"): LiftCall {
  return {
    arrivedAt: from,
    skill: "7",
    agent: by,
    handleMs: to - from,
    waitMs: 0,
    joinedAfterMs: 0,
    ringMs: null,
    answered: true,
    treatment: "not-eligible",
    customer: null,
    eligibleAfterMs: 0,
    callback: null,
  };
}

function crewOf(reports: readonly AgentReport[], ...calls: LiftCall[]) {
  const talks = talksByAgent(calls, () => 0);
  return knownCrew(calls, talks, new Map([["A", agent(...reports)]]), (_, skills) => skills.map(() => 0));
}

describe("agents that the exchange reported", () => {
  test("are there from when they come until they go, without their pauses", () => {
    const { there, skills, freeAt } = agent(
      says("free", 100),
      says("paused", 300),
      says("free", 450),
      says("away", 900),
    );
    assert.deepEqual(there, [
      { from: 100, to: 300 },
      { from: 450, to: 900 },
    ]);
    assert.deepEqual([skills, freeAt], [["7"], [100, 450]]);
  });

  test("were there before the day began if they did not come in it, and stay where they did not go", () => {
    assert.deepEqual(agent(says("wrap-up", 50), says("free", 60)).there, [{ from: MORNING, to: EVENING }]);
  });

  test("are not there while they have a call that was passed on to them, until they are free again", () => {
    assert.deepEqual(agent(says("free", 100), passedOn(200), says("wrap-up", 400), says("free", 415)).there, [
      { from: 100, to: 200 },
      { from: 415, to: EVENING },
    ]);
  });

  test("work on after a call until they are free, if no break follows it", () => {
    const [first, second] = [talk(200, 300), talk(400, 500)];
    const reports = [
      says("free", 100),
      says("wrap-up", 300),
      says("free", 315),
      says("paused", 450),
      says("free", 800),
    ];
    const crew = crewOf(reports, first, second)!;
    assert.deepEqual(crew.afterWork.get(first), { least: 15, most: 15, usual: 15 });
    assert.deepEqual(crew.afterWork.get(second), { least: 0, most: 0, usual: 0 });
    assert.deepEqual(
      crew.agents[0]!.stretches,
      [
        { from: 100, to: 501 },
        { from: 800, to: EVENING + 1 },
      ],
      "a pause that was asked for in a call begins with its end",
    );
  });

  test("are all of them or none: who talked without a report says that reports are missing", () => {
    assert.equal(crewOf([says("free", 100)], talk(200, 300), talk(200, 300, "B")), null);
  });
});
