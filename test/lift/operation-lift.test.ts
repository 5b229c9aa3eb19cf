import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { madeDay } from "../../bench/lift-centre.ts";
import type { LiftCallRow, LiftMeasured, LiftOfCall, LiftWritten } from "../../src/journal/lift.ts";
import type { OperationRecord } from "../../src/journal/port/registry.ts";
import type { LiftCall } from "../../src/lift/lift-call.ts";
import { LIFT_METHOD, type LiftStore, lastQuiet, measureOperation } from "../../src/lift/operation-lift.ts";
import { RandomSource } from "../../src/queueing/random.ts";

const DAY = 86_400_000;
const record: OperationRecord = {
  id: 1,
  name: "Operation",
  timeZone: "UTC",
  simulated: true,
  personKey: new Uint8Array(32),
};

/** A call as the journal has it. */
function row(call: LiftCall, id: string): LiftCallRow {
  const { arrivedAt, callback, treatment } = call;
  const after = (ms: number | null | undefined) => (ms == null ? null : arrivedAt + ms);
  const offered = treatment === "accepted" || treatment === "declined";
  return {
    run: 1,
    id,
    skill: 7,
    person: `person of ${id}`,
    arrivedAt,
    waitedUntil: arrivedAt + call.waitMs,
    joinedAt: arrivedAt,
    rungAt: null,
    answered: call.answered ? 1 : 0,
    agent: call.agent,
    handleMs: call.handleMs,
    questionAt: offered ? arrivedAt : null,
    heldOutAt: treatment === "held-out" ? arrivedAt : null,
    accepted: callback ? 1 : 0,
    firstDialledAt: after(callback?.firstDialMs),
    connectedAt: after(callback?.connectedMs),
    secondWaitMs: callback?.connectedMs == null ? null : 0,
    calledInTime: callback?.promiseKept ? 1 : 0,
  };
}

const random = new RandomSource("an operation");
/** Around the surge of 34 days: the first of 2030. */
const days = Array.from({ length: 34 }, (_, day) =>
  madeDay({ discipline: "place", impatientAccept: false }, day, random)
    .calls.filter(({ arrivedAt }) => arrivedAt % DAY > 10.5 * 3_600_000 && arrivedAt % DAY < 12 * 3_600_000)
    .map((call, index) => row(call, `${day}-${index}`)),
);
const hasGivenUp = ({ answered, accepted }: LiftCallRow) => answered === 0 && accepted === 0;
/** A caller of day 20 gives up, and makes the next call that comes. */
const givenUp = days[20]!.find(hasGivenUp)!;
const again = days[20]!.find(({ arrivedAt }) => arrivedAt > givenUp.waitedUntil!)!;
const allCalls = days.flat().map((one) => (one === again ? { ...again, person: givenUp.person } : one));
const midnight = (day: number) => Date.UTC(2030, 0, 1 + day);
const dateOf = (day: number) => new Date(midnight(day)).toISOString().slice(0, 10);

/** What a journal holds of the lift. */
class MadeStore implements LiftStore {
  readonly written: LiftWritten[] = [];
  readonly days = new Map<string, number>();
  calls = new Map<string, LiftOfCall>();
  measures: readonly LiftMeasured[] = [];
  /** After so many writings it is killed. */
  writingsLeft = Number.POSITIVE_INFINITY;

  async settings() {
    return null;
  }
  async liftCalls(_: number, from: number, to: number) {
    return allCalls.filter(({ arrivedAt }) => arrivedAt >= from && arrivedAt < to);
  }
  async agentReports() {
    return [];
  }
  async firstArrival() {
    return allCalls[0]!.arrivedAt;
  }
  async liftDays(_: number, method: number) {
    return new Set([...this.days].filter(([, by]) => by === method).map(([day]) => day));
  }
  async writeLift(_: number, written: LiftWritten) {
    if (this.writingsLeft-- <= 0) throw new Error("killed");
    this.written.push(written);
    for (const [id, { arrivedAt }] of this.calls)
      if (arrivedAt >= written.from && arrivedAt < written.to) this.calls.delete(id);
    for (const call of written.calls) this.calls.set(call.id, call);
    if (written.day !== null) this.days.set(written.day, written.method);
  }
  async writeLiftMeasures(_: number, measures: readonly LiftMeasured[]) {
    this.measures = measures;
  }
}

const noon = midnight(33) + 12 * 3_600_000;

describe("the lift of an operation that runs", () => {
  test("is measured of the last 31 days and of today until nobody waits, then of the days before", async () => {
    const store = new MadeStore();
    await measureOperation(store, record, noon);
    assert.deepEqual(
      [...store.days.keys()].sort(),
      days.slice(0, 33).map((_, day) => dateOf(day)),
      "the days that are over, those before the last 31 among them; today is not",
    );
    const quiet = lastQuiet(allCalls, noon);
    assert.deepEqual(
      [...store.calls.keys()].sort(),
      allCalls
        .filter(({ arrivedAt }) => arrivedAt < quiet)
        .map(({ id }) => id)
        .sort(),
    );
    const [measured] = store.measures;
    assert.deepEqual(
      [store.measures.length, measured!.skill, measured!.from, measured!.to, measured!.method],
      [1, 7, midnight(2), quiet, LIFT_METHOD],
    );
    const inWindow = allCalls.filter(({ arrivedAt }) => arrivedAt >= midnight(2) && arrivedAt < quiet);
    assert.deepEqual(measured!.redials, { gaveUp: inWindow.filter(hasGivenUp).length, calledAgain: 1 });
    for (const call of store.calls.values()) {
      assert.ok(call.withoutMet >= 0 && call.withoutMet <= call.withoutCounted + 1e-9);
      assert.ok(call.counted === 0 || call.counted === 1);
    }
  });

  test("writes of the days that it measured before only yesterday again, whose callbacks may have ended since", async () => {
    const store = new MadeStore();
    await measureOperation(store, record, noon);
    store.written.length = 0;
    await measureOperation(store, record, noon);
    const again = new Set(store.written.map(({ from }) => new Date(from).toISOString().slice(0, 10)));
    assert.deepEqual([...again].sort(), [dateOf(32), dateOf(33)]);
  });

  test("measures days of an older method again", async () => {
    const store = new MadeStore();
    await measureOperation(store, record, noon);
    for (const day of store.days.keys()) store.days.set(day, LIFT_METHOD - 1);
    store.written.length = 0;
    await measureOperation(store, record, noon);
    assert.equal((await store.liftDays(1, LIFT_METHOD)).size, 33);
  });

  test("goes on where it was cut off, and ends the same", async () => {
    const whole = new MadeStore();
    await measureOperation(whole, record, noon);
    const cut = new MadeStore();
    cut.writingsLeft = 100;
    await assert.rejects(measureOperation(cut, record, noon), /killed/);
    assert.ok(cut.days.size > 0 && cut.days.size < 33);
    cut.writingsLeft = Number.POSITIVE_INFINITY;
    await measureOperation(cut, record, noon);
    assert.deepEqual(cut.days, whole.days);
    assert.deepEqual(
      [...cut.calls].sort(([one], [other]) => (one < other ? -1 : 1)),
      [...whole.calls].sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  });

  test("is none without a call", async () => {
    const store = new MadeStore();
    store.firstArrival = async () => null as never;
    await measureOperation(store, record, noon);
    assert.deepEqual([store.written, store.measures], [[], []]);
  });
});

test("the last quiet moment is the last at which nobody waits, and now when nobody does", () => {
  const waits = fc.array(
    fc.record({
      arrivedAt: fc.integer({ min: 0, max: 50 }),
      waitMs: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(null)),
    }),
  );
  fc.assert(
    fc.property(waits, (drawn) => {
      const calls = drawn
        .map(({ arrivedAt, waitMs }) => ({
          arrivedAt,
          waitedUntil: waitMs === null ? null : arrivedAt + waitMs,
        }))
        .sort((one, other) => one.arrivedAt - other.arrivedAt);
      const now = 60;
      const quiet = lastQuiet(calls, now);
      const waitsAt = (at: number) =>
        calls.some(({ arrivedAt, waitedUntil }) => arrivedAt < at && (waitedUntil ?? now) >= at);
      assert.equal(waitsAt(quiet), false);
      for (let at = quiet + 1; at <= now; at++) assert.ok(waitsAt(at), `${at} of ${quiet}`);
    }),
  );
});
