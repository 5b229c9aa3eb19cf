import assert from "node:assert/strict";
import { test } from "node:test";
import { agent, begin, caller, passAll } from "./under-test.ts";

const M = 60_000;

/** When each call was answered, by its id. */
async function answered(given: Parameters<typeof begin>[0]): Promise<Map<string, number>> {
  const hall = begin({ ...given, options: { pollMs: 1, orderMs: 0, ...given.options } });
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(60 * M);
  return new Map(hall.observer.services.map(({ call, at }) => [call, at]));
}

test("an agent takes no call in a break, and the next one after it", async () => {
  const at = await answered({
    agents: [agent("ana", { breaks: [{ at: 1 * M, lastsMs: 5 * M }] })],
    callers: [caller("before", 0, { handleMs: 10_000 }), caller("in it", 2 * M)],
  });
  assert.equal(at.get("before"), 0);
  assert.ok(Math.abs(at.get("in it")! - 6 * M) <= 2);
});

test("a break that a call delays begins at its end and lasts as long as it was to last", async () => {
  const at = await answered({
    agents: [agent("ana", { breaks: [{ at: 1 * M, lastsMs: 5 * M }] })],
    callers: [caller("long", 0, { handleMs: 3 * M }), caller("next", 2 * M)],
  });
  assert.ok(Math.abs(at.get("next")! - 8 * M) <= 2);
});

test("two breaks that come due in one call are taken one after the other", async () => {
  const breaks = [
    { at: 1 * M, lastsMs: 2 * M },
    { at: 2 * M, lastsMs: 3 * M },
  ];
  const at = await answered({
    agents: [agent("ana", { breaks })],
    callers: [caller("long", 0, { handleMs: 4 * M }), caller("next", 3 * M)],
  });
  assert.ok(Math.abs(at.get("next")! - 9 * M) <= 2);
});

test("an agent who logs out owes no break on the next day", async () => {
  const shifts = [
    { from: 0, to: 2 * M },
    { from: 10 * M, to: 60 * M },
  ];
  const at = await answered({
    agents: [agent("ana", { shifts, breaks: [{ at: 1 * M, lastsMs: 5 * M }] })],
    callers: [caller("long", 0, { handleMs: 4 * M }), caller("next", 9 * M)],
    options: { joinEmpty: true },
  });
  assert.ok(Math.abs(at.get("next")! - 10 * M) <= 2);
});

test("in one line an agent takes the caller who stands first in any queue; otherwise the first of their skills goes before", async () => {
  const given = {
    agents: [agent("ana", { skills: [1, 2] })],
    callers: [
      caller("talking", 0, { handleMs: 5 * M }),
      caller("second skill", 1 * M, { skill: 2 }),
      caller("first skill", 2 * M),
    ],
  };
  const order = async (oneLine: boolean) =>
    [...(await answered({ ...given, options: { oneLine } }))].sort(([, a], [, b]) => a - b).map(([id]) => id);
  assert.deepEqual(await order(true), ["talking", "second skill", "first skill"]);
  assert.deepEqual(await order(false), ["talking", "first skill", "second skill"]);
});

test("in one line the agent who is the longest without a call is rung, whatever skill comes first to them", async () => {
  const agents = [agent("ana", { skills: [2, 1] }), agent("bea")];
  const callers = [
    caller("for ana", 0, { handleMs: 10_000, skill: 2 }),
    caller("for bea", 100, { handleMs: 1 * M }),
    caller("later", 5 * M),
  ];
  const who = async (oneLine: boolean) => {
    const hall = begin({ agents, callers, options: { pollMs: 1, oneLine } });
    hall.exchange.connect(passAll(hall));
    await hall.clock.run(20 * M);
    return hall.observer.services.find(({ call }) => call === "later")!.agent;
  };
  assert.equal(await who(true), "ana");
  assert.equal(await who(false), "bea");
});
