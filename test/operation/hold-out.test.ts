import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { Exchange, Report } from "../../src/exchange/port.ts";
import type { Run } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { verifyRun } from "../../src/journal/verify/verify.ts";
import { Operation } from "../../src/operation/operation.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { monday, settings } from "../line/generated-facts.ts";
import { eagerJudgements } from "../line/judgements.ts";

/** Monday is at ten in the morning. */
const MIDNIGHT = monday + 14 * 3_600_000;
const numbers = Array.from({ length: 600 }, (_, n) => `+57300${1_000_000 + n * 7}`);

describe("an operation with a hold-out", () => {
  let store: Store;
  let run: Run;
  let clock: VirtualClock;
  let report: (report: Report) => void;
  let offered: Set<string>;
  let faults: unknown[];
  let persons = 0;
  let calls = 0;

  const exchange: Exchange = {
    capabilities: { dial: true, reserve: false, withdraw: false, reprioritise: false },
    connect(receive) {
      report = receive;
      receive({ type: "snapshot", calls: [], agents: [], attempts: [] });
    },
    disconnect() {},
    execute(order) {
      if (order.type === "offer") offered.add(order.call);
    },
  };

  beforeEach(async () => {
    store = await openSqliteStore({ file: ":memory:" });
    clock = new VirtualClock(monday);
    offered = new Set();
    faults = [];
  });
  afterEach(() => store.close());

  async function open(): Promise<Operation> {
    const record = await store.openOperation({ name: "test", timeZone: settings.timeZone, simulated: true });
    run = await store.openRun(record.id, { kind: "live", name: "live" });
    const operation = await Operation.open({
      store,
      // Who is held out is the same whenever this test runs.
      record: { ...record, personKey: new Uint8Array(32).fill(5) },
      run,
      exchange,
      clock,
      settings: { ...settings, skills: settings.skills.map((skill) => ({ ...skill, holdOut: true })) },
      newPersonId: () => `someone${++persons}`,
      onFault: (fault) => faults.push(fault),
      judgements: eagerJudgements,
    });
    operation.start();
    await settled(operation);
    return operation;
  }

  /** Each of the numbers phones a skill; whether it is asked. */
  async function asked(operation: Operation, skill: number): Promise<boolean[]> {
    const phoned = numbers.map((number) => ({ call: `call${calls++}`, number }));
    for (const { call, number } of phoned) {
      report({ type: "call-arrived", call, skill, number });
      report({ type: "call-ended", call });
    }
    await settled(operation);
    assert.deepEqual(faults, []);
    return phoned.map(({ call }) => offered.has(call));
  }

  const heldOutIn = (operation: Operation, skill: number) => operation.coreState.skills.get(skill)!.heldOut;
  const isHeld = (hears: boolean) => !hears;

  it("keeps a number on its side all day, in all its calls and skills, and draws again at local midnight", async () => {
    const operation = await open();
    clock.jump(MIDNIGHT - 1 - clock.now());
    const today = await asked(operation, 1);
    const held = today.filter(isHeld).length;
    // Of 600 a tenth, as far as five deviations of the binomial law.
    assert.ok(Math.abs(held - 60) < 37, `${held}`);
    assert.deepEqual(await asked(operation, 1), today);
    assert.deepEqual(await asked(operation, 2), today);
    assert.deepEqual([heldOutIn(operation, 1), heldOutIn(operation, 2)], [held, held]);

    clock.jump(1);
    const tomorrow = await asked(operation, 1);
    const both = tomorrow.filter((hears, n) => isHeld(hears) && isHeld(today[n]!)).length;
    assert.ok(tomorrow.some(isHeld) && both < 19, `${both}: of 600 a hundredth on both days`);
    assert.equal(heldOutIn(operation, 1), held + tomorrow.filter(isHeld).length);
    await operation.stop();
    assert.deepEqual((await verifyRun(store, run, { all: true, judgements: eagerJudgements })).problems, []);
  });

  it("has the same sides and as many held out after a restart, from its steps and from a checkpoint", async () => {
    const died = await open();
    const sides = await asked(died, 1);
    const replayed = await open();
    assert.deepEqual(await asked(replayed, 1), sides);
    await replayed.stop();
    const resumed = await open();
    assert.equal(heldOutIn(resumed, 1), sides.filter(isHeld).length);
    assert.deepEqual(await asked(resumed, 1), sides);
    await resumed.stop();
  });

  it("draws nothing for the number that somebody keys", async () => {
    const operation = await open();
    report({ type: "call-arrived", call: "c", skill: 1, number: null });
    report({ type: "number-keyed", call: "c", number: numbers[0]! });
    await settled(operation);
    const facts = [];
    for await (const steps of store.steps(run, 0)) for (const { fact } of steps) facts.push(fact);
    const arrived = facts.find((fact) => fact.type === "call-arrived");
    const keyed = facts.find((fact) => fact.type === "number-keyed");
    assert.deepEqual(arrived?.caller, { person: null, number: "anonymous" });
    assert.deepEqual(keyed?.callee, { person: `someone${persons}`, number: "dialable" });
  });
});

async function settled(operation: Operation): Promise<void> {
  for (let pending = operation.settled(); pending; pending = operation.settled()) await pending;
}
