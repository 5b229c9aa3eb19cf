import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { it } from "node:test";
import { NOTHING_RUNS } from "../../src/desk/owner.ts";
import { PersonDesk } from "../../src/desk/person-desk.ts";
import { Changes } from "../../src/journal/rows/projection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { hashNumber } from "../../src/operation/people/people.ts";

const ANA = "+573001234567";

it("an erasure that is asked for again says that files may hold the number, until none does", async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "espera-person-desk-"));
  context.after(() => rm(directory, { recursive: true }));
  const store = await openSqliteStore({ directory });
  context.after(() => store.close());
  const record = await store.openOperation({ name: "clinic", timeZone: "America/Bogota", simulated: false });
  const run = await store.openRun(record.id, { kind: "live", name: "live" });
  const person = { id: "ana", number: ANA, numberHash: hashNumber(record, ANA), firstSeenAt: 0 };
  await store.append(run, { steps: [], changes: new Changes(), people: [person] });
  const desk = new PersonDesk({
    store,
    readModels: store.readModels(),
    owner: NOTHING_RUNS,
    now: () => 0,
    recordings: () => null,
  });
  const answer = { names: 0, clean: false };

  const reader = new DatabaseSync(join(directory, "espera.db"), { readOnly: true });
  reader.exec("BEGIN; SELECT count(*) FROM people");
  assert.deepEqual(await desk.erase(record, ANA), { ...answer, people: 1 });
  // As after a server that was killed before it answered: the person is gone, and the files were not searched.
  assert.deepEqual(await desk.erase(record, ANA), { ...answer, people: 0 });
  reader.close();
  await assert.rejects(desk.erase(record, ANA), { code: "person-unknown" });
});
