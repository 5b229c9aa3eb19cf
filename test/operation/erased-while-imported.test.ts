import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, it } from "node:test";
import fc from "fast-check";
import type { LoggedCall } from "../../src/history/call-log.ts";
import type { ReadModels } from "../../src/journal/port/questions.ts";
import type { OperationRecord } from "../../src/journal/port/registry.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { Changes } from "../../src/journal/rows/projection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { verifyRun } from "../../src/journal/verify/verify.ts";
import { defaultSettings } from "../../src/operation/default-settings.ts";
import { importCallLog } from "../../src/operation/imports/import.ts";
import { hashNumber } from "../../src/operation/people/people.ts";
import { erasePerson, personsByNumber } from "../../src/operation/people/personal-data.ts";

const AT = Date.parse("2026-02-01T15:00:00Z");
const zone = "America/Bogota";
const settings = defaultSettings(zone);
/** Distinguished by their last digit; written as files write them, and as people do. */
const customer = (n: number) => `5730011122${n}0`;
const dialled = (n: number) => `+${customer(n)}`;

describe("a number that is erased while calls are imported", () => {
  let directory: string;
  let store: Store;
  let record: OperationRecord;
  let readModels: ReadModels;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "espera-erased-"));
    store = await openSqliteStore({ directory });
    readModels = store.readModels();
    record = await store.openOperation({ name: "clinic", timeZone: zone, simulated: false });
  });
  afterEach(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });

  const erase = (n: number) =>
    erasePerson(
      { store, readModels, record, settings, ended: async () => {}, recordings: null, now: AT },
      dialled(n),
    );
  const isHeld = async (n: number) =>
    (await personsByNumber({ store, record, settings }, dialled(n))).length > 0;
  const importAll = (
    digest: string,
    customers: readonly number[],
    afterPiece: (calls: number) => void = () => {},
  ) =>
    importCallLog({
      store,
      operation: record.name,
      file: "calls.csv",
      log: () => ({ rows: oneByOne(customers), digest: () => digest }),
      atATime: 2,
      onProgress: ({ calls }) => afterPiece(calls),
    });
  const remembered = () => {
    const database = new DatabaseSync(join(directory, "espera.db"), { readOnly: true });
    const rows = database.prepare("SELECT * FROM erased_meanwhile").all();
    database.close();
    return rows.length;
  };

  it("comes back with none of the pieces after it, before or after a loss of power, and everybody else does", async () => {
    let nth = 0;
    const piece = fc.nat({ max: 7 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 5 }), { minLength: 6, maxLength: 14 }),
        fc.array(fc.record({ who: fc.nat({ max: 5 }), after: piece }), { maxLength: 3 }),
        fc.option(piece),
        async (customers, erasures, powerGoesAfter) => {
          const digest = `${++nth} of them`;
          const erased = new Set<number>();
          const pending: Promise<unknown>[] = [];
          let pieces = 0;
          let power = powerGoesAfter;
          const afterPiece = () => {
            for (const { who, after } of erasures) {
              if (after !== pieces) continue;
              pending.push(erase(who));
              erased.add(who);
            }
            if (pieces++ === power) {
              power = null;
              throw new Error("the power went");
            }
          };
          const whole = Math.floor((customers.length + 1) / 2);
          try {
            await importAll(digest, customers, afterPiece);
          } catch (error) {
            assert.match(String(error), /the power went/);
            await Promise.all(pending);
            if ((await store.runs(record.id)).some(({ name, complete }) => name === digest && !complete))
              await importAll(digest, customers, afterPiece);
          }
          await Promise.all(pending);
          assert.ok(pieces >= whole);
          for (const n of new Set(customers)) assert.equal(await isHeld(n), !erased.has(n));
          for (const n of erased) assert.equal(await filesHold(directory, customer(n)), false);
          assert.equal(remembered(), 0, "nothing is kept of it once the import is whole");
          const run = (await store.runs(record.id)).find(({ name }) => name === digest)!;
          assert.deepEqual((await verifyRun(store, run, { all: true })).problems, []);
          // The next one begins with nobody.
          for (const n of new Set(customers)) await erase(n);
        },
      ),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it("is nobody's although no piece had brought it yet, and an import that begins later brings it", async () => {
    const erasures: Promise<unknown>[] = [];
    await importAll("first", [1, 1, 1, 2, 2, 2], (calls) => {
      if (calls === 1) erasures.push(erase(2));
    });
    assert.deepEqual(await Promise.all(erasures), [{ people: 0, names: 0, clean: true }]);
    assert.deepEqual([await isHeld(1), await isHeld(2)], [true, false]);
    assert.equal(await filesHold(directory, customer(2)), false);
    await importAll("second", [2]);
    assert.equal(await isHeld(2), true);
  });

  it("stays out of an import that broke off until that is taken out; who calls meanwhile is somebody new", async () => {
    const broken = importAll("broken", [1, 2, 3], () => {
      throw new Error("the power went");
    });
    await assert.rejects(broken, /the power went/);
    await erase(2);
    assert.ok(remembered() > 0);
    const live = await store.openRun(record.id, { kind: "live", name: "live" });
    await importAll("other", [3]);
    const again = { id: "again", numberHash: hashNumber(record, customer(2)), number: customer(2) };
    await store.append(live, {
      steps: [],
      changes: new Changes(),
      people: [{ ...again, firstSeenAt: AT }],
    });
    assert.equal((await store.numberOf(record.id, "again"))?.number, customer(2));
    assert.ok(remembered() > 0);
    const run = (await store.runs(record.id)).find(({ name }) => name === "broken")!;
    await store.dropRun(run);
    assert.equal(remembered(), 0);
  });
});

async function* oneByOne(customers: readonly number[]): AsyncGenerator<LoggedCall[]> {
  for (const [index, n] of customers.entries())
    yield [
      {
        line: index + 2,
        logId: `c${index}`,
        callId: `c${index}`,
        arrivedAt: AT + index * 1000,
        customer: customer(n),
        skill: "Citas",
        waitMs: 5_000,
        outcome: "abandoned",
        handleMs: null,
        agent: null,
      },
    ];
}

async function filesHold(directory: string, text: string): Promise<boolean> {
  for (const name of await readdir(directory))
    if ((await readFile(join(directory, name))).includes(text)) return true;
  return false;
}
