import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { Exchange, Report } from "../../src/exchange/port.ts";
import type { OperationRecord } from "../../src/journal/port/registry.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { Operation } from "../../src/operation/operation.ts";
import { hashNumber } from "../../src/operation/people/people.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { monday, settings } from "../line/generated-facts.ts";
import { eagerJudgements } from "../line/judgements.ts";

const ANA = "+573001234567";

type Snapshot = Extract<Report, { type: "snapshot" }>;

describe("the number of a caller who is erased while they are on the phone", () => {
  let store: Store;
  let record: OperationRecord;
  let operation: Operation;
  let clock: VirtualClock;
  let report: (report: Report) => void;
  let persons = 0;

  beforeEach(async () => {
    store = await openSqliteStore({ file: ":memory:" });
    record = await store.openOperation({ name: "test", timeZone: settings.timeZone, simulated: true });
    clock = new VirtualClock(monday);
    await start([]);
    await tell({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
  });
  afterEach(() => store.close());

  /** Espera as it is after a start, or after it died: the exchange says first what it holds. */
  async function start(calls: Snapshot["calls"]): Promise<void> {
    const exchange: Exchange = {
      capabilities: { dial: true, reserve: false, withdraw: false, reprioritise: false },
      connect: (receive) => {
        report = receive;
        const agents = [{ agent: "a1", skills: [1], status: "busy" }] as const;
        receive({ type: "snapshot", calls, agents, attempts: [] });
      },
      disconnect: () => {},
      execute: () => {},
    };
    operation = await Operation.open({
      store,
      record,
      run: await store.openRun(record.id, { kind: "live", name: "live" }),
      exchange,
      clock,
      settings,
      newPersonId: () => `person${++persons}`,
      onFault: (fault) => assert.fail(String(fault)),
      judgements: eagerJudgements,
    });
    operation.start();
    await settled();
  }

  async function settled(): Promise<void> {
    for (let work = operation.settled(); work; work = operation.settled()) await work;
  }

  async function tell(...reports: readonly Report[]): Promise<void> {
    for (const one of reports) report(one);
    await settled();
  }

  /** `meanwhile` is reported in the moment in which she is erased. */
  async function eraseAna(...meanwhile: readonly Report[]): Promise<void> {
    const known = await store.personsOf(record.id, hashNumber(record, ANA));
    assert.equal(known.length, 1);
    for (const one of meanwhile) report(one);
    const erasing = known.map((person) => operation.erased(person));
    await Promise.all(erasing);
    await store.erasePeople(record.id, known);
  }

  const numbersKept = async () =>
    (await store.numbers(record.id, { after: null, limit: 100 })).map(({ number }) => number);

  const arrives = (call: string, number: string | null = ANA): Report => ({
    type: "call-arrived",
    call,
    skill: 1,
    number,
  });
  const joins = (call: string): Report => ({ type: "call-joined", call, skill: 1, number: ANA });
  const seen = (
    call: string,
    sighting: Snapshot["calls"][number]["sighting"],
  ): Snapshot["calls"][number] => ({
    call,
    skill: 1,
    sighting,
    ...(sighting === "talking" ? { agent: "a1" } : {}),
    number: ANA,
    place: monday,
  });

  /** Ana is called back, and has picked up. */
  async function anaPicksUp(): Promise<void> {
    await tell(arrives("c"));
    await tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
    await tell({ type: "call-ended", call: "c" });
    await clock.run(clock.now() + 3_000, () => operation.settled());
    assert.equal(operation.coreState.callbacks.get("c")?.phase, "dialling");
    await tell({ type: "attempt-progressed", attempt: "c~1", progress: "answered" });
  }

  it("is not kept again by the return call on which they are", async () => {
    await anaPicksUp();
    await eraseAna();
    await tell({ type: "attempt-progressed", attempt: "c~1", progress: "confirmed" }, joins("c~1"));
    assert.deepEqual(await numbersKept(), []);
    await start([seen("c~1", "waiting")]);
    await tell({ type: "call-answered", call: "c~1", agent: "a1" });
    await start([seen("c~1", "talking")]);
    assert.equal(operation.coreState.talks.size, 1, "who was called back and is with an agent");
    await tell({ type: "call-ended", call: "c~1" }, joins("c~1"));
    assert.deepEqual(await numbersKept(), []);
  });

  it("is not kept again where they are put through to another queue from their return call", async () => {
    await anaPicksUp();
    await tell({ type: "call-answered", call: "c~1", agent: "a1" });
    await eraseAna();
    await tell(arrives("consultation", null), {
      type: "call-replaced",
      call: "consultation",
      by: "c~1",
      number: ANA,
    });
    assert.equal(operation.coreState.standIns.get("c~1"), "consultation");
    assert.deepEqual(await numbersKept(), []);
  });

  it("is who they are where they are put through from a return call and nobody erased them", async () => {
    await anaPicksUp();
    await tell({ type: "call-answered", call: "c~1", agent: "a1" });
    await tell(arrives("consultation", null), {
      type: "call-replaced",
      call: "consultation",
      by: "c~1",
      number: ANA,
    });
    const [ana] = await store.personsOf(record.id, hashNumber(record, ANA));
    assert.equal(operation.coreState.calls.get("consultation")?.person, ana);
  });

  it("is not kept again by their call, whatever is reported of it and however often", async () => {
    for (const sighting of ["in-dialogue", "waiting", "talking"] as const) {
      const call = `c ${sighting}`;
      await tell(arrives(call));
      await eraseAna();
      await tell(arrives(call), joins(call), { type: "offer-requested", call, skill: 1, number: ANA });
      await start([seen(call, sighting)]);
      await tell({ type: "call-ended", call }, arrives(call), joins(call));
      assert.deepEqual(await numbersKept(), [], sighting);
    }
  });

  it("is not kept by a dialogue that goes on from before Espera's start, nor keyed in a call that is over", async () => {
    await start([seen("c", "in-dialogue")]);
    await tell({ type: "number-keyed", call: "d", number: ANA });
    assert.deepEqual(await numbersKept(), []);
  });

  it("is not kept by what was reported of them in the moment in which they were erased", async () => {
    await tell(arrives("c"));
    await eraseAna(arrives("d"));
    assert.equal(operation.coreState.calls.size, 2);
    assert.deepEqual(await numbersKept(), []);
  });

  it("is that of somebody new once they phone again", async () => {
    await tell(arrives("c"));
    const before = operation.coreState.calls.get("c")?.person;
    await eraseAna();
    await tell(arrives("d"));
    const { person } = operation.coreState.calls.get("d")!;
    assert.ok(person !== null && person !== before);
    assert.deepEqual(await numbersKept(), [ANA]);
  });
});
