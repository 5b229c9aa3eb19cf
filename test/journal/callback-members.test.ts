import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { callbackAnswerOf, storyAnswerOf } from "../../src/api/v1/callbacks/callback-answer.ts";
import {
  storyAnswer as storySchema,
  callbackAnswer as v1Schema,
} from "../../src/api/v1/schema/callback-answers.ts";
import type { listCallbacks } from "../../src/api/v1/schema/forms.ts";
import { callbackStoryText } from "../../src/command-line/callbacks/callback-story.ts";
import { callbackTable } from "../../src/command-line/callbacks/callback-table.ts";
import type { OfOperation } from "../../src/command-line/native-api.ts";
import { CallbackDesk } from "../../src/desk/callback-desk.ts";
import { HeardOwner } from "../../src/desk/heard-owner.ts";
import { NOTHING_RUNS } from "../../src/desk/owner.ts";
import type { OperationRecord } from "../../src/journal/port/registry.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { type CallbackMember, callbackMembers } from "../../src/journal/rows/callback-members.ts";
import { IN_MEMORY } from "../../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import type { CallbackRecord } from "../../src/journal/stories.ts";
import { recordRun } from "./recorded-run.ts";
import { appendAll, begin, day } from "./store-suite.ts";

const members = Object.entries<CallbackMember>(callbackMembers);
const namesOf = (wanted: (member: CallbackMember) => boolean) =>
  members.flatMap(([name, member]) => (wanted(member) ? [name] : []));
const toldToReaders = namesOf(({ inside }) => !inside);

describe("a member of a callback", () => {
  let store: Store;
  let operation: OperationRecord;
  let records: readonly CallbackRecord[] = [];
  let list: OfOperation<typeof listCallbacks>;
  before(async () => {
    store = await openSqliteStore({ file: IN_MEMORY });
    const begun = await begin(store);
    operation = begun.operation;
    await appendAll(store, begun.run, recordRun({ ...day, seed: 5, calls: 200 }), 100);
    const readModels = store.readModels();
    records = (await readModels.callbacks(operation.id, { limit: 1_000, numbers: true })).callbacks;
    const desk = new CallbackDesk({ store, readModels, owner: new HeardOwner(NOTHING_RUNS, () => 0) });
    const page = await desk.page(operation, { status: "all" }, { limit: 1_000 }, false);
    list = { operation: operation.name, timeZone: operation.timeZone, silentSince: null, ...page };
    assert.ok(records.length > 20 && records.some(({ secondWaitMs }) => secondWaitMs !== null));
  });
  after(() => store.close());

  it("is in the record of the store, of its kind, unless only the running operation knows it", () => {
    const types = { text: "string", phone: "string", flag: "boolean" } as Readonly<Record<string, string>>;
    for (const record of records) {
      assert.deepEqual(Object.keys(record).sort(), namesOf(({ from }) => from !== "state").sort());
      for (const [name, { kind, nullable, from }] of members) {
        if (from === "state") continue;
        const value = (record as Readonly<Record<string, unknown>>)[name];
        // A person who was erased has no number, whatever the kind says of others.
        if (value === null) assert.ok(nullable, `${name} is known`);
        else assert.equal(typeof value, types[kind] ?? "number", name);
      }
    }
  });

  it("is given to readers by the command line, by /v1, by its schema and by a CSV, or by none of them", () => {
    const entry = list.callbacks[0]!;
    const schema = v1Schema as unknown as { shape: object };
    const { columns } = callbackTable([list], "en");
    const inCamel = columns.map(({ key }) =>
      key.replaceAll(/_([a-z])/g, (_, letter) => letter.toUpperCase()),
    );
    for (const told of [entry, callbackAnswerOf(entry, operation.timeZone), schema.shape])
      assert.deepEqual(Object.keys(told), toldToReaders);
    assert.deepEqual(
      [...inCamel].sort(),
      [...toldToReaders, "operation", "statusCode"].sort(),
      "the table has each once",
    );
    for (const one of list.callbacks)
      assert.deepEqual(v1Schema.parse(callbackAnswerOf(one, operation.timeZone)), one, "read as it was");
  });

  it("has its moments in the zone of the operation, and its numbers masked", () => {
    for (const entry of list.callbacks) {
      const told = callbackAnswerOf(entry, operation.timeZone) as unknown as Readonly<
        Record<string, string | null>
      >;
      for (const [name, { kind, inside }] of members) {
        if (inside || told[name] === null) continue;
        if (kind === "moment") assert.match(told[name]!, /^\d{4}-\d\d-\d\dT.*-05:00$/, name);
        if (kind === "phone") assert.match(told[name]!, /^…\d{0,4}/, name);
      }
    }
  });

  it("such as the first ringing is that of the attempts, and has its line in the story", async () => {
    const readModels = store.readModels();
    const desk = new CallbackDesk({ store, readModels, owner: new HeardOwner(NOTHING_RUNS, () => 0) });
    let rang = 0;
    for (const { id, firstRangAt } of records) {
      const details = await desk.story(operation, id, false);
      const attempts = (await readModels.callback(operation.id, id))!.attempts;
      const ringing = attempts.flatMap(({ ringingAt }) => ringingAt ?? []);
      assert.equal(firstRangAt, ringing.length === 0 ? null : Math.min(...ringing));
      const { name, timeZone } = operation;
      const story = storySchema.parse(storyAnswerOf(details, timeZone));
      const isTold = callbackStoryText({ operation: name, timeZone, ...story }, "en").includes(
        "The customer's phone rang for the first time.",
      );
      assert.equal(isTold, ringing.length > 0);
      if (ringing.length > 1) rang++;
    }
    assert.ok(rang > 0, "one rang more than once");
  });

  it("has a meaning in both languages, and a line of the story only where it is a moment", () => {
    for (const [name, { kind, says, title, story }] of members) {
      for (const sentence of [says, title, story])
        if (sentence) assert.ok(sentence.es !== "" && sentence.en !== "", name);
      if (story) assert.equal(kind, "moment", name);
    }
  });
});
