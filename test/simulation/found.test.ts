import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Order, Report } from "../../src/exchange/port.ts";
import { IN_MEMORY } from "../../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { decide } from "../../src/line/decide.ts";
import type { FactBody } from "../../src/line/facts.ts";
import type { Settings } from "../../src/line/settings.ts";
import { emptyState } from "../../src/line/state.ts";
import { nextWake } from "../../src/line/wake.ts";
import { Operation } from "../../src/operation/operation.ts";
import { withClocks } from "../../src/operation/zone-clocks.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { monday, settings } from "../line/generated-facts.ts";
import { eagerJudgements } from "../line/judgements.ts";

const ana = { person: "ana", number: "dialable" } as const;

/** Callers are asked in the queue as well, no matter who stands before them. */
const askingInQueue: Settings = {
  ...settings,
  skills: settings.skills.map((skill) => ({
    ...skill,
    queueOffers: { byKey: true, afterMs: null, leastAhead: 0 },
  })),
};

/** A core that offers and dials whenever it may, given one fact a second. */
function eagerCore(given: Settings = settings) {
  const state = emptyState(given);
  let now = monday;
  const tell = (fact: FactBody) => {
    now += 1_000;
    return decide(state, withClocks(state, { ...fact, at: now }), eagerJudgements);
  };
  const sleep = () => {
    now = Math.max(now, nextWake(state, now)!);
    return tell({ type: "woke" });
  };
  return { state, tell, sleep };
}

function anaIsDialled() {
  const core = eagerCore();
  core.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
  core.tell({ type: "call-arrived", call: "c", skill: 1, caller: ana });
  core.tell({ type: "question-began", call: "c" });
  core.tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
  core.tell({ type: "call-ended", call: "c" });
  const { commands } = core.sleep();
  assert.deepEqual(
    commands.map(({ type }) => type),
    ["dial"],
  );
  return core;
}

/** An operation that offers and dials whenever it may, and the orders that its exchange gets. */
async function eagerOperation() {
  const store = await openSqliteStore({ file: IN_MEMORY });
  const record = await store.openOperation({ name: "north", timeZone: settings.timeZone, simulated: true });
  const run = await store.openRun(record.id, { kind: "live", name: "live" });
  const orders: Order[] = [];
  const clock = new VirtualClock(monday);
  const listening = Promise.withResolvers<(report: Report) => void>();
  const operation = await Operation.open({
    store,
    record,
    run,
    settings,
    clock,
    exchange: {
      capabilities: { dial: true, reserve: false, withdraw: false, reprioritise: false },
      connect: listening.resolve,
      disconnect: () => undefined,
      execute: (order) => orders.push(order),
    },
    newPersonId: () => "ana",
    onFault: (fault) => assert.fail(String(fault)),
    judgements: eagerJudgements,
  });
  operation.start();
  return { store, operation, orders, clock, report: await listening.promise };
}

describe("what stories have found, as short as it can be", () => {
  it("who is cancelled in the same breath in which they were to be dialled is not dialled", async () => {
    const { store, operation, orders, clock, report } = await eagerOperation();
    const agents = [{ agent: "a1", skills: [1], status: "busy" }] as const;
    report({ type: "snapshot", calls: [], agents, attempts: [] });
    report({ type: "call-arrived", call: "c", skill: 1, number: "+573001234567" });
    report({ type: "question-began", call: "c" });
    report({ type: "choice-made", call: "c", choice: "yes", source: "key" });
    await operation.settled();
    report({ type: "call-ended", call: "c" });
    await operation.settled();
    clock.step();
    const cancel = { order: "o1", callback: "c", act: { type: "cancel" }, author: "eva", why: "" } as const;
    assert.equal(await operation.order(cancel), "done");
    await operation.settled();
    await store.close();
    assert.deepEqual(
      orders.map(({ type }) => type),
      ["offer", "thank", "hang-up"],
    );
  });

  it("a caller who is being asked counts where a limit of the day decides who else is", () => {
    const { tell } = eagerCore({ ...settings, limits: { ...settings.limits, perDay: 1 } });
    tell({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
    const decisionOn = (call: string, person: string) => {
      const { events } = tell({
        type: "call-arrived",
        call,
        skill: 1,
        caller: { person, number: "dialable" },
      });
      const decided = events.find((event) => event.type === "call-decided");
      return `${decided?.decision} ${decided?.reason}`;
    };
    assert.equal(decisionOn("c", "ana"), "offer wait-long");
    assert.equal(decisionOn("d", "eva"), "pass day-limit");
    tell({ type: "choice-made", call: "c", choice: "no", source: "key" });
    assert.equal(decisionOn("e", "ivo"), "offer wait-long");
  });

  it("a caller who was passed on to another skill is not asked there: they would count in both", () => {
    const { tell } = eagerCore(askingInQueue);
    tell({ type: "agent-changed", agent: "a1", skills: [1, 2], status: "busy" });
    const decisionOn = (call: string, person: string, skills: readonly number[]) => {
      for (const skill of skills)
        tell({ type: "call-joined", call, skill, caller: { person, number: "dialable" } });
      const caller = { person, number: "dialable" } as const;
      const { events } = tell({ type: "offer-requested", call, skill: skills.at(-1)!, caller });
      return events.find((event) => event.type === "call-decided")?.reason;
    };
    assert.equal(decisionOn("c", "ana", [1]), "asked-for");
    assert.equal(decisionOn("d", "eva", [2, 1]), "passed-on");
  });

  it("a number that was keyed in one asking is forgotten in the next", () => {
    const skills = askingInQueue.skills.map((skill) => ({
      ...skill,
      dialogue: { ...skill.dialogue, otherNumber: true },
    }));
    const { state, tell } = eagerCore({ ...askingInQueue, skills });
    tell({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
    tell({ type: "call-arrived", call: "c", skill: 1, caller: ana });
    tell({ type: "question-began", call: "c" });
    tell({ type: "number-keyed", call: "c", callee: { person: "eva", number: "dialable" } });
    tell({ type: "call-joined", call: "c", skill: 1, caller: ana });
    tell({ type: "offer-requested", call: "c", skill: 1, caller: ana });
    tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
    assert.equal(state.callbacks.get("c")?.person, "ana");
  });

  it("one who picked up at a number that many share ends the day of their own callback, not of the others", () => {
    const { state, tell, sleep } = eagerCore({
      ...settings,
      callingHours: Array(7).fill({ fromMinute: 0, toMinute: 1440 }),
      skills: settings.skills.map((skill) => ({ ...skill, rulePack: "co-cobranza" as const })),
    });
    const shared = { ...ana, shared: true } as const;
    tell({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
    for (const call of ["c", "d"]) {
      tell({ type: "call-arrived", call, skill: 1, caller: shared });
      tell({ type: "choice-made", call, choice: "yes", source: "key" });
    }
    tell({ type: "call-ended", call: "c" });
    sleep();
    tell({ type: "attempt-progressed", attempt: "c~1", progress: "answered" });
    tell({ type: "call-ended", call: "d" });
    sleep();
    assert.equal(state.callbacks.get("d")?.phase, "dialling");
    tell({ type: "attempt-progressed", attempt: "c~1", progress: "machine" });
    assert.ok(state.callbacks.get("c")!.notBefore > monday + 12 * 3_600_000, "c was not put off to tomorrow");
  });

  it("who overtook a callback counts also where it ends because its skill closes", () => {
    const { state, tell } = eagerCore({
      ...settings,
      callingHours: Array(7).fill({ fromMinute: 0, toMinute: 1440 }),
      skills: settings.skills.map((skill) => ({ ...skill, atClosing: "end" as const })),
    });
    tell({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
    tell({ type: "call-arrived", call: "c", skill: 1, caller: ana });
    tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
    tell({ type: "agent-changed", agent: "a1", skills: [1], status: "away" });
    tell({ type: "call-ended", call: "c" });
    assert.equal(state.callbacks.get("c")?.phase, "waiting");
    const eva = { person: "eva", number: "dialable" } as const;
    tell({ type: "call-joined", call: "d", skill: 1, caller: eva });
    tell({ type: "call-rung", call: "d", agent: "a1" });
    const closed = { ...state.settings, version: 2, callingHours: Array(7).fill(null) };
    const { events } = tell({ type: "settings-adopted", settings: closed });
    assert.deepEqual(
      events.filter(({ type }) => type.startsWith("callback-")),
      [
        { type: "callback-overtaken", callback: "c", while: "held-back", total: 1 },
        { ...events.find(({ type }) => type === "callback-ended"), reason: "closed" },
      ],
    );
  });

  it("a caller who was to be asked, and never heard of again, was not treated", () => {
    const { state, tell, sleep } = eagerCore();
    tell({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
    tell({ type: "call-arrived", call: "c", skill: 1, caller: ana });
    assert.equal(state.calls.get("c")?.phase, "offering");
    const { events } = sleep();
    assert.deepEqual(
      events.map(({ type }) => type),
      ["call-closed"],
    );
  });

  it("a report of a leg that comes again after the leg's end does not put its callback in line", () => {
    const { state, tell } = anaIsDialled();
    tell({ type: "attempt-progressed", attempt: "c~1", progress: "confirmed" });
    tell({ type: "call-joined", call: "c~1", skill: 1, caller: ana });
    tell({ type: "call-ended", call: "c~1" });
    assert.equal(state.callbacks.get("c")?.phase, "resting");
    tell({ type: "call-joined", call: "c~1", skill: 1, caller: ana });
    tell({ type: "attempt-progressed", attempt: "c~1", progress: "confirmed" });
    assert.equal(state.callbacks.get("c")?.phase, "resting");
  });

  it("a phone that rings on because the order to stop was lost gets it again when the exchange is seen", () => {
    const { tell } = anaIsDialled();
    tell({ type: "attempt-progressed", attempt: "c~1", progress: "ringing" });
    tell({ type: "call-arrived", call: "d", skill: 1, caller: ana });
    const seen = {
      type: "snapshot",
      calls: [{ call: "d", skill: 1, sighting: "waiting", caller: ana, place: monday }],
      agents: [{ agent: "a1", skills: [1], status: "busy" }],
      attempts: [{ attempt: "c~1", progress: "ringing" }],
    } as const;
    assert.deepEqual(tell(seen).commands, [{ type: "hang-up", attempt: "c~1" }]);
  });

  it("who phoned in while their phone rang is not dialled again before it has stopped ringing", () => {
    const { state, tell } = anaIsDialled();
    tell({ type: "attempt-progressed", attempt: "c~1", progress: "ringing" });
    tell({ type: "call-arrived", call: "d", skill: 1, caller: ana });
    tell({ type: "call-ended", call: "d" });
    for (let seconds = 0; seconds < 10; seconds++) tell({ type: "woke" });
    assert.equal(state.callbacks.get("c")?.attempts, 1);
    tell({ type: "call-ended", call: "c~1" });
    assert.equal(state.callbacks.get("c")?.attempts, 2);
  });

  it("a phone that rings for a callback that waits for it is left to ring", () => {
    const { tell } = anaIsDialled();
    const agents = [{ agent: "a1", skills: [1], status: "busy" }] as const;
    const attempts = [{ attempt: "c~1", progress: "ringing" }] as const;
    assert.deepEqual(tell({ type: "snapshot", calls: [], agents, attempts }).commands, []);
  });
});
