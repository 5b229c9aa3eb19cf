import assert from "node:assert/strict";
import { test } from "node:test";
import { dayPresence, type Presence } from "../../../src/replay/centre/presence.ts";
import { logged } from "./logged-calls.ts";

const skills = () => ["sales"];
const S = 1_000;

function agentOf(agents: readonly Presence[], name = "ana"): Presence {
  const found = agents.find(({ agent }) => agent === name);
  assert.ok(found, name);
  return found;
}

test("an agent is there from the first answer to the end of the last call", () => {
  const { agents } = dayPresence([logged("a", 100, { waitS: 20 }), logged("b", 500)], skills);
  const { from, to, breaks } = agentOf(agents);
  assert.deepEqual([from, to, breaks], [120 * S, 560 * S, []]);
});

test("a gap of a quarter of an hour in which nobody waits is idle time", () => {
  const { agents, afterCallMs } = dayPresence([logged("a", 0), logged("b", 960)], skills);
  assert.deepEqual(agentOf(agents).breaks, []);
  assert.deepEqual([...afterCallMs.values()], [0]);
});

test("an agent who takes no call while a caller waits is away until then, and half of what is left of the gap", () => {
  const waits = logged("w", 100, { outcome: "abandoned", waitS: 300 });
  const { agents, afterCallMs } = dayPresence([logged("a", 0), waits, logged("b", 600)], skills);
  assert.deepEqual(agentOf(agents).breaks, [{ at: 60 * S, lastsMs: 440 * S }]);
  assert.equal(afterCallMs.size, 0);
});

test("a short absence belongs to the call before it", () => {
  const first = logged("a", 0);
  const { agents, afterCallMs } = dayPresence([first, logged("b", 10, { waitS: 70 })], skills);
  assert.deepEqual(agentOf(agents).breaks, []);
  assert.equal(afterCallMs.get(first), 20 * S);
});

test("callers that the agent does not serve say nothing of them", () => {
  const other = logged("w", 100, { outcome: "abandoned", waitS: 300, skill: "claims" });
  const { agents } = dayPresence([logged("a", 0), other, logged("b", 600)], skills);
  assert.deepEqual(agentOf(agents).breaks, []);
});

test("a wait of one second in a record of whole seconds sends nobody away", () => {
  const { agents } = dayPresence(
    [logged("a", 0), logged("w", 100, { outcome: "abandoned", waitS: 1 }), logged("b", 600)],
    skills,
  );
  assert.deepEqual(agentOf(agents).breaks, []);
});

test("where phones ring for some seconds before each answer, such a wait sends nobody away, and a long one does", () => {
  const bea = { agent: "bea", waitS: 4, handleS: 20 };
  const calls = [
    logged("a", 0, { waitS: 4 }),
    logged("b", 100, bea),
    logged("c", 200, bea),
    logged("d", 300, bea),
    logged("e", 600, { waitS: 4 }),
  ];
  for (const { breaks } of dayPresence(calls, skills).agents) assert.deepEqual(breaks, []);
  const waits = logged("w", 400, { outcome: "abandoned", waitS: 30 });
  const { agents } = dayPresence([...calls.slice(0, 4), waits, ...calls.slice(4)], skills);
  assert.deepEqual(agentOf(agents).breaks, [{ at: 64 * S, lastsMs: (430 - 64 + (604 - 430) / 2) * S }]);
});

test("without a call for more than an hour and a half an agent is away, though nobody waits", () => {
  const { agents } = dayPresence([logged("a", 0), logged("b", 6_000)], skills);
  assert.deepEqual(agentOf(agents).breaks, [{ at: 60 * S, lastsMs: 5_940 * S }]);
});

test("calls without an agent are given to as few agents as could have talked at the same time", () => {
  const unknown = [0, 30, 70, 100].map((at, n) => logged(`${n}`, at, { agent: null }));
  const { agents } = dayPresence(unknown, () => []);
  assert.deepEqual(
    agents.map(({ agent, from, to }) => [agent, from / S, to / S]),
    [
      ["anonymous-1", 0, 130],
      ["anonymous-2", 30, 160],
    ],
  );
});

test("what the phone system wrote widens the day and adds its pauses", () => {
  const { agents } = dayPresence([logged("a", 100), logged("b", 500)], skills, () => ({
    from: 0,
    to: 900 * S,
    breaks: [{ at: 200 * S, lastsMs: 100 * S }],
  }));
  const { from, to, breaks } = agentOf(agents);
  assert.deepEqual([from, to, breaks], [0, 900 * S, [{ at: 200 * S, lastsMs: 100 * S }]]);
});

test("an agent who was logged in without a call is there where nobody waits, and away where somebody does", () => {
  const presence = { from: 0, to: 9_000 * S, breaks: [] };
  const waits = logged("w", 7_000, { outcome: "abandoned", waitS: 1_000 });
  const { agents } = dayPresence([logged("a", 100), logged("b", 6_500), waits], skills, () => presence);
  assert.deepEqual(agentOf(agents).breaks, [{ at: 6_560 * S, lastsMs: 1_940 * S }]);
});

test("a pause that the phone system wrote is not taken for work after the call as well", () => {
  const waits = logged("w", 160, { outcome: "abandoned", waitS: 40 });
  const { agents, afterCallMs } = dayPresence([logged("a", 100), waits, logged("b", 240)], skills, () => ({
    from: 0,
    to: 900 * S,
    breaks: [{ at: 165 * S, lastsMs: 40 * S }],
  }));
  assert.equal(afterCallMs.size, 0);
  assert.deepEqual(agentOf(agents).breaks, [{ at: 160 * S, lastsMs: 60 * S }]);
});
