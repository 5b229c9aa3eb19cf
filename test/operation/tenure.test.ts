import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { Exchange, Order, Report } from "../../src/exchange/port.ts";
import { Fault, type FaultCode } from "../../src/faults/faults.ts";
import type { Run } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { Operation } from "../../src/operation/operation.ts";
import type { OperationStore } from "../../src/operation/operation-given.ts";
import type { Tenure } from "../../src/operation/tenure/tenure.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { monday, settings } from "../line/generated-facts.ts";
import { eagerJudgements } from "../line/judgements.ts";

/** A hold on an operation that does what the test says. */
class ScriptedTenure implements Tenure {
  epoch = 1;
  holds = true;
  /** The last durable step when it is taken back; `null`: another has it. */
  durable: (() => Promise<number>) | null = null;

  async takeBack(): Promise<number> {
    if (!this.durable) throw new Fault("not-owner", { operation: 1 });
    this.epoch++;
    return this.durable();
  }

  lost(): void {}
}

class ScriptedExchange implements Exchange {
  readonly capabilities = { dial: true, reserve: false, withdraw: false, reprioritise: false };
  readonly orders: Order[] = [];
  report: ((report: Report) => void) | null = null;

  connect(receive: (report: Report) => void): void {
    this.report = receive;
    receive({ type: "snapshot", calls: [], agents: [], attempts: [] });
  }

  disconnect(): void {
    this.report = null;
  }

  execute(order: Order): void {
    this.orders.push(order);
  }
}

describe("an operation that a node holds", () => {
  let store: Store;
  let run: Run;
  let exchange: ScriptedExchange;
  let clock: VirtualClock;
  let tenure: ScriptedTenure;
  let faults: unknown[];
  /** The epochs of the appends, and what becomes of the next one. */
  let epochs: unknown[];
  let append: OperationStore["append"];
  let diallingsOf: OperationStore["diallingsOf"];

  beforeEach(async () => {
    store = await openSqliteStore({ file: ":memory:" });
    exchange = new ScriptedExchange();
    clock = new VirtualClock(monday);
    tenure = new ScriptedTenure();
    [faults, epochs] = [[], []];
    append = (of, batch) => store.append(of, batch);
    diallingsOf = (...asked) => store.diallingsOf(...asked);
  });
  afterEach(() => store.close());

  async function opened(): Promise<Operation> {
    const record = await store.openOperation({ name: "test", timeZone: settings.timeZone, simulated: true });
    run = await store.openRun(record.id, { kind: "live", name: "live" });
    const operation = await Operation.open({
      store: {
        append: (of, batch) => {
          epochs.push(of.epoch);
          return append(of, batch);
        },
        steps: (of, after) => store.steps(of, after),
        checkpoint: (of) => store.checkpoint(of),
        orderStanding: (of, order) => store.orderStanding(of, order),
        findPeople: (...asked) => store.findPeople(...asked),
        numberOf: (...asked) => store.numberOf(...asked),
        diallingsOf: (...asked) => diallingsOf(...asked),
      },
      record,
      run,
      tenure,
      exchange,
      clock,
      settings,
      newPersonId: () => "ana",
      onFault: (fault) => faults.push(fault),
      judgements: eagerJudgements,
    });
    operation.start();
    await settled(operation);
    return operation;
  }

  const lastSeq = async () => (await store.runs(run.operation))[0]!.lastSeq;
  const typesOfOrders = () => exchange.orders.map(({ type }) => type);
  const anaCalls = async (operation: Operation) => {
    exchange.report?.({ type: "call-arrived", call: "c1", skill: 1, number: "+573001234567" });
    await settled(operation);
  };

  it("says nothing to its exchange once the hold is over, though what it concluded is durable", async () => {
    const operation = await opened();
    const before = await lastSeq();
    append = async (of, batch) => {
      await store.append(of, batch);
      tenure.holds = false;
    };
    await anaCalls(operation);
    assert.equal(await lastSeq(), before + 1);
    assert.deepEqual(exchange.orders, []);
  });

  it("is not connected to its exchange where the hold was over before: another steers that by now", async () => {
    tenure.holds = false;
    await opened();
    assert.equal(exchange.report, null);
  });

  it("leaves nothing in the journal when it stops after that", async () => {
    const operation = await opened();
    tenure.holds = false;
    const before = epochs.length;
    await operation.stop();
    assert.equal(epochs.length, before);
  });

  it("does not dial when the last look finds that another has it, and lets go of its exchange", async () => {
    diallingsOf = async (of) => {
      assert.equal(of.epoch, 1);
      throw new Fault("not-owner", { operation: 1 });
    };
    const operation = await opened();
    exchange.report?.({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
    await anaCalls(operation);
    exchange.report?.({ type: "choice-made", call: "c1", choice: "yes", source: "key" });
    await settled(operation);
    exchange.report?.({ type: "call-ended", call: "c1" });
    await settled(operation);
    await clock.run(clock.now() + 3_000, () => operation.settled());
    assert.deepEqual(faults.map(codeOf), ["not-owner"]);
    assert.ok(!typesOfOrders().includes("dial"));
    assert.equal(exchange.report, null);
  });

  for (const [code, lands] of [
    ["append-unknown", true],
    ["append-unknown", false],
    ["database-unreachable", false],
  ] as const satisfies readonly (readonly [FaultCode, boolean])[])
    it(`goes on after ${code} of steps that ${lands ? "landed" : "did not land"}: each is written once, its orders are sent once`, async () => {
      const operation = await opened();
      const before = await lastSeq();
      const usual = append;
      append = async (of, batch) => {
        append = usual;
        if (lands) await usual(of, batch);
        throw new Fault(code, { problem: "cut" });
      };
      tenure.durable = lastSeq;
      await anaCalls(operation);
      assert.deepEqual([faults, typesOfOrders()], [[], ["offer"]]);
      assert.equal(await lastSeq(), before + 1);
      exchange.report?.({ type: "choice-made", call: "c1", choice: "no", source: "key" });
      await settled(operation);
      assert.equal(await lastSeq(), before + 2);
      assert.equal(epochs.at(-1), 2, "under the epoch in which it was taken back");
    });

  it("stops for good when it cannot take back what it does not know of", async () => {
    const operation = await opened();
    append = () => Promise.reject(new Fault("append-unknown"));
    await anaCalls(operation);
    assert.deepEqual([faults.map(codeOf), exchange.orders], [["not-owner"], []]);
    assert.equal(exchange.report, null);
  });
});

function codeOf(fault: unknown): unknown {
  return (fault as { readonly code?: unknown }).code;
}

async function settled(operation: Operation): Promise<void> {
  for (let work = operation.settled(); work; work = operation.settled()) await work;
}
