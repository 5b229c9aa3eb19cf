import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { OperationRecord } from "../../src/journal/port/registry.ts";
import type { Run, Step } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { changesOf } from "../../src/journal/rows/projection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import type { PersonData } from "../../src/journal/stories.ts";
import { CORE_VERSION } from "../../src/line/core-version.ts";
import type { Event } from "../../src/line/events.ts";
import { defaultSettings } from "../../src/operation/default-settings.ts";
import { hashNumber } from "../../src/operation/people/people.ts";
import { erasePerson, exportPerson } from "../../src/operation/people/personal-data.ts";

const T = Date.parse("2026-03-02T12:00:00Z");
const ana = "+573001234567";
const settings = defaultSettings("America/Bogota");

describe("what an operation holds of a person", () => {
  let store: Store;
  let record: OperationRecord;
  let run: Run;
  let given: Parameters<typeof exportPerson>[0];

  beforeEach(async () => {
    store = await openSqliteStore({ file: ":memory:" });
    record = await store.openOperation({ name: "centro", timeZone: "America/Bogota", simulated: false });
    run = await store.openRun(record.id, { kind: "live", name: "live" });
    given = { store, readModels: store.readModels(), record, settings };
    await write(T, [
      {
        type: "call-arrived",
        call: "c1",
        skill: 1,
        person: "ana",
        number: "dialable",
        arrivedAt: T,
        place: T,
        announced: true,
      },
      {
        type: "choice-made",
        call: "c1",
        skill: 1,
        arrivedAt: T,
        choice: "yes",
        source: "key",
        consent: { prompt: "question-choice@1", key: "1" },
      },
      {
        type: "callback-registered",
        callback: "c1",
        skill: 1,
        person: "ana",
        arrivedAt: T,
        place: T,
        promisedFrom: T,
        promisedUntil: T + 600_000,
        expiresAt: T + 3_600_000,
        nameRecorded: true,
      },
    ]);
  });
  afterEach(() => store.close());

  async function write(at: number, events: readonly Event[]): Promise<void> {
    const written = (await store.runs(record.id))[0]!.lastSeq;
    const step: Step = {
      seq: written + 1,
      fact: { type: "woke", at },
      events,
      commands: [],
      coreVersion: CORE_VERSION,
      settingsVersion: 1,
    };
    const people = [
      { id: "ana", numberHash: hashNumber(record, ana), number: ana, firstSeenAt: T },
      // An imported file has its own way to write a customer's number.
      {
        id: "ana of a file",
        numberHash: hashNumber(record, "573001234567"),
        number: "573001234567",
        firstSeenAt: T,
      },
    ];
    await store.append(run, {
      steps: [step],
      changes: changesOf([step]),
      people: written === 0 ? people : [],
    });
  }

  it("is given whole, with times that a person can read, however the number is written", async () => {
    for (const text of ["+573001234567", "300 123 4567", " 573001234567 "]) {
      const data = await exportPerson(given, text);
      assert.equal(data?.operation, "centro");
      const held = data.held as unknown as PersonData[];
      assert.deepEqual(
        held.map(({ number }) => number),
        [ana, "573001234567"],
      );
      const [{ calls, callbacks }] = held as [PersonData];
      assert.equal(calls[0]?.consentPrompt, "question-choice@1");
      assert.equal(calls[0]?.arrivedAt, "2026-03-02T07:00:00-05:00");
      assert.equal(callbacks[0]?.callback.promisedUntil, "2026-03-02T07:10:00-05:00");
      assert.equal(callbacks[0]?.callback.nameRecorded, true);
    }
    assert.equal(await exportPerson(given, "+573009999999"), null);
    assert.equal(await exportPerson(given, ""), null);
  });

  it("holds no time that is written as a bare number", async () => {
    const data = JSON.stringify(await exportPerson(given, ana));
    assert.equal(/[^\d"]17\d{11}/.exec(data), null);
  });

  it("is erased after what was promised to them was ended and the name they said was deleted", async () => {
    const done: string[] = [];
    const erasure = {
      ...given,
      ended: async (person: string) => {
        assert.ok((await store.numberOf(record.id, person))?.number, "while their number is there");
        done.push(`ended ${person}`);
      },
      recordings: {
        delete: async (callback: string) => {
          assert.ok((await store.numberOf(record.id, "ana"))?.number);
          done.push(`deleted ${callback}`);
        },
        deleteOlder: async () => {},
      },
      now: T + 1,
    };
    assert.deepEqual(await erasePerson(erasure, "300 1234567"), { people: 2, names: 1, clean: true });
    assert.deepEqual(done, ["ended ana", "ended ana of a file", "deleted c1"]);
    assert.equal(await exportPerson(given, ana), null);
    assert.equal(await store.numberOf(record.id, "ana"), null);
    assert.deepEqual(await store.recordedNames(record.id, T * 2, 10), []);
    assert.deepEqual(await erasePerson(erasure, ana), { people: 0, names: 0, clean: true });
  });

  it("is erased all the same where the operation does not run and records no names", async () => {
    const erased = await erasePerson({ ...given, ended: async () => {}, recordings: null, now: T }, ana);
    assert.deepEqual(erased, { people: 2, names: 0, clean: true });
  });

  it("is kept when their promise cannot be ended", async () => {
    const ended = () => Promise.reject(new Error("closed"));
    await assert.rejects(erasePerson({ ...given, ended, recordings: null, now: T }, ana));
    assert.equal((await store.numberOf(record.id, "ana"))?.number, ana);
  });
});
