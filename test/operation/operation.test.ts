import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { Order } from "../../src/exchange/port.ts";
import type { Batch } from "../../src/journal/port/journal.ts";
import type { Run } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { Changes } from "../../src/journal/rows/projection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { writeCheckpoint } from "../../src/line/checkpoint.ts";
import { STATE_VERSION } from "../../src/line/core-version.ts";
import { Operation } from "../../src/operation/operation.ts";
import type { OperationStore } from "../../src/operation/operation-given.ts";
import { hashNumber } from "../../src/operation/people/people.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import type { Clock } from "../../src/time/clock.ts";
import { GuardedClock } from "../../src/time/guarded-clock.ts";
import { VirtualMachine } from "../exchange/virtual-machine.ts";
import { monday, settings } from "../line/generated-facts.ts";
import { eagerJudgements } from "../line/judgements.ts";
import { ScriptedExchange } from "./scripted-exchange.ts";

const ANA = "+573001234567";

describe("an operation", () => {
  let store: Store;
  let run: Run;
  let exchange: ScriptedExchange;
  let clock: VirtualClock;
  let faults: unknown[];
  let persons = 0;

  beforeEach(async () => {
    store = await openSqliteStore({ file: ":memory:" });
    exchange = new ScriptedExchange();
    clock = new VirtualClock(monday);
    faults = [];
  });
  afterEach(() => store.close());

  async function open(journal: OperationStore = store, time: Clock = clock): Promise<Operation> {
    const record = await store.openOperation({
      name: "test",
      timeZone: settings.timeZone,
      simulated: true,
    });
    run = await store.openRun(record.id, { kind: "live", name: "live" });
    const operation = await Operation.open({
      store: journal,
      record,
      run,
      exchange,
      clock: time,
      settings,
      newPersonId: () => `person${++persons}`,
      onFault: (fault) => faults.push(fault),
      judgements: eagerJudgements,
    });
    operation.start();
    await settled(operation);
    return operation;
  }

  async function lastFactAt(): Promise<number> {
    let last = 0;
    for await (const steps of store.steps(run, 0)) last = steps.at(-1)!.fact.at;
    return last;
  }

  /** Ana arrives, is asked, says yes and puts the phone down. */
  async function anaSaysYes(operation: Operation, call = "c1"): Promise<void> {
    exchange.report({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
    exchange.report({ type: "call-arrived", call, skill: 1, number: ANA });
    await settled(operation);
    exchange.report({ type: "choice-made", call, choice: "yes", source: "key" });
    await settled(operation);
    exchange.report({ type: "call-ended", call });
    await settled(operation);
    // She is not called in the moment in which she hangs up.
    await clock.run(clock.now() + 3_000, () => operation.settled());
  }

  const ordersOf = (type: Order["type"]) => exchange.orders.filter((order) => order.type === type);

  it("says nothing to a caller before the step that records it is durable", async () => {
    const { promise: written, resolve: release } = Promise.withResolvers<void>();
    const slow = slowStore(store, async (append) => {
      await written;
      await append();
    });
    const record = await store.openOperation({ name: "test", timeZone: settings.timeZone, simulated: true });
    run = await store.openRun(record.id, { kind: "live", name: "live" });
    const operation = await Operation.open({
      store: slow,
      record,
      run,
      exchange,
      clock,
      settings,
      judgements: eagerJudgements,
      newPersonId: () => "ana",
      onFault: (fault) => faults.push(fault),
    });
    operation.start();
    exchange.report({ type: "call-arrived", call: "c1", skill: 1, number: ANA });
    await manyTurns();
    assert.deepEqual(exchange.orders, []);
    release();
    await settled(operation);
    assert.deepEqual(
      exchange.orders.map(({ type }) => type),
      ["offer"],
    );
  });

  it("puts what comes in while a group is written into one next group", async () => {
    const groups: number[] = [];
    const { promise: written, resolve: release } = Promise.withResolvers<void>();
    const slow = slowStore(store, async (append, batch) => {
      groups.push(batch.steps.length);
      await written;
      await append();
    });
    const opening = open(slow);
    await manyTurns();
    for (let index = 0; index < 50; index++)
      exchange.report({ type: "call-arrived", call: `c${index}`, skill: 1, number: ANA });
    release();
    await settled(await opening);
    assert.deepEqual(groups, [1, 51], "the settings; then everything that came meanwhile");
  });

  it("calls at once those that new settings let be called, whether or not anything else happens", async () => {
    const operation = await open();
    const serving = (servesPending: boolean, version: number) => ({
      ...settings,
      version,
      skills: settings.skills.map((skill) => ({ ...skill, servesPending })),
    });
    operation.adoptSettings(serving(false, 2));
    await anaSaysYes(operation);
    exchange.report({ type: "agent-changed", agent: "a1", skills: [1], status: "free" });
    await settled(operation);
    assert.deepEqual(ordersOf("dial"), []);
    operation.adoptSettings(serving(true, 3));
    await settled(operation);
    assert.equal(ordersOf("dial").length, 1);
  });

  /** Ana's callback rests, and an order for it is to be given. */
  async function orderOfAna(operation: Operation) {
    await anaSaysYes(operation);
    exchange.report({ type: "attempt-progressed", attempt: "c1~1", progress: "busy" });
    await settled(operation);
    const act = { type: "move", skill: 2 } as const;
    return { order: "o1", callback: "c1", author: "luz", why: "", act } as const;
  }

  it("refuses a new order for what was looked at before a crash, when one was carried out since", async () => {
    const operation = await open();
    const wanted = await orderOfAna(operation);
    const asOf = operation.lastSeq;
    assert.equal(await operation.order(wanted, asOf), "done");
    exchange.disconnect();
    const again = await open();
    assert.equal(await again.order({ ...wanted, order: "o2" }, asOf), "changed-meanwhile");
  });

  it("carries an order out once, and answers the same whenever it is given again", async () => {
    let operation = await open();
    const wanted = await orderOfAna(operation);
    const asOf = operation.lastSeq;
    const give = () => operation.order(wanted, asOf);
    assert.deepEqual(await Promise.all([give(), give()]), ["done", "done"]);
    assert.equal(await give(), "done");
    // After a stop in good order the steps are not read again.
    await operation.stop();
    operation = await open();
    assert.equal(await give(), "done");
    const refused = { ...wanted, order: "o2" };
    assert.equal(await operation.order(refused, asOf), "changed-meanwhile");
    assert.equal(await operation.order(refused, operation.lastSeq), "changed-meanwhile");
    const given: string[] = [];
    for await (const steps of store.steps(run, 0))
      for (const { fact } of steps) if (fact.type === "supervisor-ordered") given.push(fact.order);
    assert.deepEqual(given, ["o1", "o2"]);
  });

  it("does not go on with what a newer version wrote, and may mean otherwise", async () => {
    const operation = await open();
    await anaSaysYes(operation);
    await operation.stop();
    const written = (await store.checkpoint(run))!;
    const version = STATE_VERSION + 1;
    const none = { steps: [], changes: new Changes(), people: [] };
    await store.append(run, {
      ...none,
      checkpoint: JSON.stringify({ ...JSON.parse(written.state), version }),
    });
    await assert.rejects(open(), { code: "line-newer" });
    await store.append(run, { ...none, checkpoint: written.state });
    await (await open()).stop();
  });

  it("keeps no number in its steps, and gives one to the exchange only to dial it", async () => {
    const operation = await open();
    await anaSaysYes(operation);
    const [dial] = ordersOf("dial");
    assert.ok(dial?.type === "dial");
    assert.equal(dial.number, ANA);
    for await (const steps of store.steps(run, 0))
      assert.ok(!JSON.stringify(steps).includes(ANA.slice(3)), "a number in the journal");
    assert.deepEqual(faults, []);
  });

  it("knows a person again after a restart by their number however it is written", async () => {
    await anaSaysYes(await open());
    exchange.disconnect();
    const again = await open();
    exchange.report({ type: "call-arrived", call: "c2", skill: 2, number: "300 123 4567" });
    await settled(again);
    const calls = [...again.coreState.calls.values()];
    assert.equal(calls.length, 1);
    assert.ok(calls[0]!.person !== null && again.coreState.callbacksOf.has(calls[0]!.person));
  });

  it("dials no number that the rules refuse, and ends its callback instead", async () => {
    const refusing: OperationStore = slowStore(store, (append) => append());
    // The number kept of her is no Colombian one any more.
    refusing.numberOf = async () => {
      const [record] = await store.operations();
      const number = "+14155550123";
      return { number, numberHash: hashNumber(record!, number) };
    };
    let operation = await open(refusing);
    await anaSaysYes(operation);
    exchange.disconnect();
    exchange.orders.length = 0;
    operation = await open(refusing);
    exchange.report({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
    // The attempt under way was not in the snapshot: it is used up, and the next one is to be dialled.
    await clock.run(clock.now() + 10 * 60_000, () => operation.settled());
    assert.deepEqual(ordersOf("dial"), []);
    assert.equal(operation.coreState.callbacks.size, 0);
  });

  it("dials no number that is not what was written, and ends its callback instead", async () => {
    const damaged: OperationStore = slowStore(store, (append) => append());
    damaged.numberOf = async (operation, person) => {
      const kept = (await store.numberOf(operation, person))!;
      // Of another customer, by one bit.
      return { ...kept, number: "+573001234577" };
    };
    const operation = await open(damaged);
    await anaSaysYes(operation);
    assert.equal(operation.coreState.callbacks.size, 0);
    assert.deepEqual(ordersOf("dial"), []);
  });

  it("never sends the same dial again: an attempt that a restart finds unanswered is used up", async () => {
    const operation = await open();
    await anaSaysYes(operation);
    assert.equal(ordersOf("dial").length, 1);
    exchange.disconnect();
    const again = await open();
    assert.equal(ordersOf("dial").length, 1);
    assert.equal(again.coreState.callbacks.get("c1")!.phase, "resting");
  });

  it("sends a promise again that a restart finds unsaid", async () => {
    const operation = await open();
    exchange.report({ type: "call-arrived", call: "c1", skill: 1, number: ANA });
    exchange.report({ type: "choice-made", call: "c1", choice: "yes", source: "key" });
    await settled(operation);
    exchange.disconnect();
    exchange.orders.length = 0;
    exchange.connect = (receive) => {
      exchange.report = receive;
      const call = { call: "c1", skill: 1, sighting: "in-dialogue", number: ANA, place: monday } as const;
      receive({ type: "snapshot", calls: [call], agents: [], attempts: [] });
    };
    await open();
    assert.deepEqual(
      exchange.orders.map(({ type }) => type),
      ["thank"],
    );
  });

  it("lets go of its exchange when the journal cannot be written, and loses nothing of what was durable", async () => {
    let broken = false;
    const journal = slowStore(store, async (append) => {
      if (broken) throw new Error("disk full");
      await append();
    });
    const operation = await open(journal);
    await anaSaysYes(operation);
    const durable = writeCheckpoint(operation.coreState);
    broken = true;
    exchange.report({ type: "call-arrived", call: "c2", skill: 1, number: null });
    await settled(operation);
    assert.equal((faults[0] as Error).message, "disk full");
    exchange.orders.length = 0;
    exchange.report({ type: "call-arrived", call: "c3", skill: 1, number: null });
    await manyTurns();
    assert.deepEqual(exchange.orders, []);

    exchange.connect = (receive) => {
      exchange.report = receive;
    };
    assert.equal(writeCheckpoint((await open()).coreState), durable);
  });

  it("goes on by its own time when the clock is set back, before a restart and after it", async () => {
    const machine = new VirtualMachine(clock);
    const first = await open(store, new GuardedClock(machine));
    await anaSaysYes(first);
    const before = (await lastFactAt()) - clock.now();
    machine.wrongMs = -3_600_000;
    await clock.run(clock.now() + 60_000, () => first.settled());
    exchange.report({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
    await settled(first);
    assert.ok((await lastFactAt()) - clock.now() >= before);
    await first.stop();

    // Nothing is known of the machine any more but what is recorded.
    const recorded = await lastFactAt();
    const guarded = new GuardedClock(machine);
    const second = await open(store, guarded);
    await clock.run(clock.now() + 60_000, () => second.settled());
    exchange.report({ type: "agent-changed", agent: "a1", skills: [1], status: "paused" });
    await settled(second);
    const passedMs = (await lastFactAt()) - recorded;
    assert.ok(passedMs >= 54_000 && passedMs <= 60_000, `${passedMs}`);
    assert.ok(guarded.doubt.aheadMs > 0);
  });

  it("ends no promise when the clock is a day ahead for a minute", async () => {
    const machine = new VirtualMachine(clock);
    const guarded = new GuardedClock(machine);
    const operation = await open(store, guarded);
    await anaSaysYes(operation);
    exchange.report({ type: "attempt-progressed", attempt: "c1~1", progress: "busy" });
    await settled(operation);
    const { phase, expiresAt } = operation.coreState.callbacks.get("c1")!;
    machine.wrongMs = 25 * 3_600_000;
    await clock.run(clock.now() + 30_000, () => operation.settled());
    exchange.report({ type: "call-arrived", call: "c2", skill: 1, number: null });
    await settled(operation);
    machine.wrongMs = 0;
    await clock.run(clock.now() + 30_000, () => operation.settled());
    const after = operation.coreState.callbacks.get("c1")!;
    assert.deepEqual({ phase: after.phase, expiresAt: after.expiresAt }, { phase, expiresAt });
    assert.ok((await lastFactAt()) <= clock.now());
    // And it is dialled again when it would have been.
    await clock.run(clock.now() + 120_000, () => operation.settled());
    assert.equal(ordersOf("dial").length, 2);
  });

  it("dials one round, not all it slept through, when the clock jumps ahead", async () => {
    const operation = await open();
    await anaSaysYes(operation);
    exchange.report({ type: "attempt-progressed", attempt: "c1~1", progress: "busy" });
    await settled(operation);
    exchange.orders.length = 0;
    clock.jump(5 * 3_600_000);
    await clock.run(clock.now() + 1, () => operation.settled());
    assert.equal(ordersOf("dial").length, 1);
  });
});

function slowStore(
  store: Store,
  append: (append: () => Promise<void>, batch: Batch) => Promise<void>,
): { -readonly [K in keyof OperationStore]: OperationStore[K] } {
  return {
    append: (run, batch) => append(() => store.append(run, batch), batch),
    steps: (run, afterSeq) => store.steps(run, afterSeq),
    checkpoint: (run) => store.checkpoint(run),
    orderStanding: (run, order) => store.orderStanding(run, order),
    findPeople: (operation, hashes) => store.findPeople(operation, hashes),
    numberOf: (operation, person) => store.numberOf(operation, person),
    diallingsOf: (...asked) => store.diallingsOf(...asked),
  };
}

async function settled(operation: Operation): Promise<void> {
  for (let work = operation.settled(); work; work = operation.settled()) await work;
}

/** Lets everything that needs no timer go as far as it can. */
async function manyTurns(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}
