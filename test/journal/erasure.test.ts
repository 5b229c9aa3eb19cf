import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, describe, it } from "node:test";
import fc from "fast-check";
import type { NewPerson } from "../../src/journal/port/people.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { Changes } from "../../src/journal/rows/projection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { verifyRun } from "../../src/journal/verify/verify.ts";
import { judgements, recordRun } from "./recorded-run.ts";
import { appendAll, begin, day } from "./store-suite.ts";

const directories: string[] = [];
after(async () => {
  for (const directory of directories) await rm(directory, { recursive: true });
});

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "espera-erasure-"));
  directories.push(directory);
  return directory;
}

describe("a person who is erased", () => {
  it("is found no more, while no count and no replay changes", async () => {
    for (const where of [{ file: ":memory:" }, { directory: await newDirectory() }] as const) {
      const store = await openSqliteStore(where);
      const { operation, run } = await begin(store);
      const history = recordRun({ ...day, seed: 21, calls: 60 });
      await appendAll(store, run, history, 100);
      const models = store.readModels();
      const before = {
        counts: await models.smartWaitCounts(operation.id, 0, 4e12),
        callbacks: await models.callbacks(operation.id, {}),
      };
      const gone = history.people.filter((_, index) => index % 3 === 0).map(({ person }) => person);
      const ids = gone.map(({ id }) => id);
      assert.deepEqual(await store.erasePeople(operation.id, ids), { erased: ids.length, clean: true });
      assert.deepEqual(await store.erasePeople(operation.id, ids), { erased: 0, clean: true });
      for (const { person } of history.people) {
        const erased = ids.includes(person.id);
        assert.equal(
          (await store.numberOf(operation.id, person.id))?.number ?? null,
          erased ? null : person.number,
        );
        assert.deepEqual(await store.findPeople(operation.id, [person.numberHash]), [
          erased ? null : person.id,
        ]);
        assert.equal((await models.person(operation.id, person.numberHash)) === null, erased);
      }
      assert.deepEqual(
        {
          counts: await models.smartWaitCounts(operation.id, 0, 4e12),
          callbacks: await models.callbacks(operation.id, {}),
        },
        before,
      );
      assert.deepEqual((await verifyRun(store, run, { all: true, judgements })).problems, []);
      await store.close();
    }
  });

  it("leaves their number in no file of the journal, wherever in the pages they stood", async () => {
    const directory = await newDirectory();
    const store = await openSqliteStore({ directory });
    const { operation, run } = await begin(store);
    const people = manyPeople(2_000);
    for (let next = 0; next < people.length; next += 500)
      await store.append(run, { steps: [], changes: new Changes(), people: people.slice(next, next + 500) });
    assert.ok(await filesHold(directory, people[7]!.number), "it is there at first");
    for (let next = 0; next < 1_200; next += 400) {
      const gone = people.slice(next, next + 400);
      const result = await store.erasePeople(
        operation.id,
        gone.map(({ id }) => id),
      );
      assert.deepEqual(result, { erased: 400, clean: true });
      assert.equal(await filesHold(directory, ...gone.map(({ number }) => number)), false);
    }
    for (const { id, number } of people.slice(1_200))
      assert.equal((await store.numberOf(operation.id, id))?.number ?? null, number);
    await store.close();
  });

  it("leaves none of the copies that an older Espera left beside their row", async () => {
    const directory = await newDirectory();
    const store = await openSqliteStore({ directory });
    const { operation, run } = await begin(store);
    const people = manyPeople(60);
    const [person] = people;
    await store.append(run, { steps: [], changes: new Changes(), people });
    const careless = new DatabaseSync(join(directory, "espera.db"));
    careless.exec(`PRAGMA secure_delete = OFF; DELETE FROM people WHERE id = '${person!.id}'`);
    careless.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    careless.close();
    assert.ok(await filesHold(directory, person!.number), "the row is gone, and its bytes are not");
    // They call again; their new row is longer and does not fill the place of the old one.
    const again = { ...person!, id: `${person!.id}, who called again and is somebody new since` };
    await store.append(run, { steps: [], changes: new Changes(), people: [again] });
    assert.deepEqual(await store.erasePeople(operation.id, [again.id]), { erased: 1, clean: true });
    assert.equal(await filesHold(directory, person!.number), false);
    for (const { id, number } of people.slice(1))
      assert.equal((await store.numberOf(operation.id, id))?.number ?? null, number);
    await store.close();
  });

  it("is said to be in the files still while another process reads what was there before", async () => {
    const directory = await newDirectory();
    const store = await openSqliteStore({ directory });
    const { operation, run } = await begin(store);
    const [person] = manyPeople(1);
    await store.append(run, { steps: [], changes: new Changes(), people: [person!] });
    const reader = new DatabaseSync(join(directory, "espera.db"), { readOnly: true });
    reader.exec("BEGIN; SELECT count(*) FROM people");
    assert.deepEqual(await store.erasePeople(operation.id, [person!.id]), { erased: 1, clean: false });
    reader.exec("COMMIT");
    reader.close();
    const again = await store.erasePeople(operation.id, [], [person!.number]);
    assert.deepEqual(again, { erased: 0, clean: true });
    assert.equal(await filesHold(directory, person!.number), false);
    await store.close();
  });

  it("in one operation stays in another that knows the same number", async () => {
    const store = await openSqliteStore({ directory: await newDirectory() });
    const one = await begin(store);
    const two = await store.openOperation({ name: "otra", timeZone: "UTC", simulated: false });
    const runOfTwo = await store.openRun(two.id, { kind: "live", name: "live" });
    const [person] = manyPeople(1);
    const batch = { steps: [], changes: new Changes(), people: [person!] };
    await store.append(one.run, batch);
    await store.append(runOfTwo, batch);
    assert.deepEqual(await store.erasePeople(one.operation.id, [person!.id]), { erased: 1, clean: true });
    assert.equal((await store.numberOf(one.operation.id, person!.id))?.number ?? null, null);
    assert.equal((await store.numberOf(two.id, person!.id))?.number ?? null, person!.number);
    await store.close();
  });

  it("is erased under every id that they were met by, and who met them again meanwhile stays", async () => {
    const store = await openSqliteStore({ file: ":memory:" });
    const { operation, run } = await begin(store);
    const [person] = manyPeople(1);
    const batch = { steps: [], changes: new Changes() };
    await store.append(run, { ...batch, people: [person!] });
    await store.append(run, { ...batch, people: [{ ...person!, id: "second" }] });
    assert.deepEqual(await store.personsOf(operation.id, person!.numberHash), [person!.id, "second"]);
    await store.erasePeople(operation.id, [person!.id]);
    assert.deepEqual(await store.findPeople(operation.id, [person!.numberHash]), ["second"]);
    await store.erasePeople(operation.id, ["second"]);
    assert.deepEqual(await store.personsOf(operation.id, person!.numberHash), []);
    await store.close();
  });
});

describe("what is kept long enough", () => {
  it("is everybody without an open callback who did not call and was not to be called since", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1.2, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        async (seed, share, limit) => {
          const store = await openSqliteStore({ file: ":memory:" });
          const { operation, run } = await begin(store);
          const history = recordRun({ ...day, seed, calls: 20 });
          // Cut off, so that some callbacks are open.
          const cut = Math.ceil(history.steps.length * 0.7);
          const batch = history.batch(1, cut);
          // Half of them were met long before.
          const people = batch.people.map((one, index) => (index % 2 ? { ...one, firstSeenAt: 0 } : one));
          await store.append(run, { ...batch, people });
          const since = day.startAt + share * day.spreadMs;
          const used = new Set<string | null>();
          const open = new Map<string, { person: string; endedAt: number | null }>();
          const met = new Map(people.map((person) => [person.id, person]));
          for (const { events, fact } of history.steps.slice(0, cut))
            for (const event of events) {
              if (event.type === "call-arrived" && event.arrivedAt >= since) used.add(event.person);
              if (event.type === "callback-registered")
                open.set(event.callback, { person: event.person, endedAt: null });
              if (event.type === "callback-ended") open.get(event.callback)!.endedAt = fact.at;
            }
          for (const { person, endedAt } of open.values())
            if (endedAt === null || endedAt >= since) used.add(person);
          const unused = [...met.values()]
            .filter(({ id, firstSeenAt }) => firstSeenAt < since && !used.has(id))
            .map(({ id }) => id);
          assert.deepEqual((await allUnused(store, operation.id, since, limit)).sort(), unused.sort());
          await store.close();
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it("are the recorded names of callbacks that ended before then, until they are noted as deleted", async () => {
    const store = await openSqliteStore({ file: ":memory:" });
    const { operation, run } = await begin(store);
    const history = recordRun({ ...day, seed: 31, calls: 80 });
    await appendAll(store, run, history, 100);
    const all = (await store.readModels().callbacks(operation.id, { limit: 1_000 })).callbacks;
    const ends = all.flatMap(({ endedAt }) => endedAt ?? []).sort((one, other) => one - other);
    const before = ends[Math.floor(ends.length / 2)]!;
    const due = all
      .filter(({ nameRecorded, endedAt }) => nameRecorded && endedAt !== null && endedAt < before)
      .map(({ id }) => id)
      .sort();
    assert.ok(due.length > 2);
    assert.deepEqual((await store.recordedNames(operation.id, before, 1_000)).sort(), due);
    const first = await store.recordedNames(operation.id, before, 2);
    assert.equal(first.length, 2);
    await store.markNamesDeleted(operation.id, first, 77);
    assert.deepEqual(
      (await store.recordedNames(operation.id, before, 1_000)).sort(),
      due.filter((id) => !first.includes(id)),
    );
    const marked = (await store.readModels().callback(operation.id, first[0]!))!.callback;
    assert.deepEqual([marked.nameRecorded, marked.nameDeletedAt], [true, 77]);
    assert.deepEqual((await verifyRun(store, run, { all: true, judgements })).problems, []);
    await store.close();
  });
});

async function allUnused(store: Store, operation: number, since: number, limit: number): Promise<string[]> {
  const all: string[] = [];
  for (let after: string | null = null; ; ) {
    const { people, next }: { people: string[]; next: string | null } = await store.unusedPeople(operation, {
      since,
      after,
      limit,
    });
    all.push(...people);
    if (next === null) return all;
    after = next;
  }
}

/** People with telephone numbers, in an order that has nothing to do with that of their ids. */
function manyPeople(count: number): NewPerson[] {
  return Array.from({ length: count }, (_, index) => {
    const mixed = (index * 7_919 + 13) % 1_000_003;
    const id = `${mixed.toString(16).padStart(8, "0")}-0000-4000-8000-${String(index).padStart(12, "0")}`;
    const numberHash = id.repeat(2).replaceAll("-", "").slice(0, 64);
    return { id, numberHash, number: `+5731${String(10_000_000 + index * 37)}`, firstSeenAt: index };
  });
}

async function filesHold(directory: string, ...texts: string[]): Promise<boolean> {
  for (const name of await readdir(directory)) {
    const bytes = await readFile(join(directory, name));
    if (texts.some((text) => bytes.includes(text))) return true;
  }
  return false;
}
