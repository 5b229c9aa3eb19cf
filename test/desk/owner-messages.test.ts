import assert from "node:assert/strict";
import { test } from "node:test";
import { type OwnerAnswer, ownerAnswerOf, ownerResultOf } from "../../src/desk/answers.ts";
import { type Owner, ownerHere } from "../../src/desk/owner.ts";
import { askOwner, type OwnerMessage, ownerBeyond } from "../../src/desk/owner-messages.ts";
import { Fault } from "../../src/faults/faults.ts";
import { IN_MEMORY } from "../../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { ScriptedCentre } from "../api/scripted-centre.ts";

/** The same owner, as it is from where only text comes through. */
function beyondText(
  owner: Owner,
  failed: (error: unknown) => void = (error) => assert.ifError(error),
): Owner {
  return ownerBeyond(async (message) => {
    const text = JSON.stringify(message);
    const answer = await ownerAnswerOf(() => askOwner(owner, JSON.parse(text) as OwnerMessage), failed);
    return ownerResultOf(JSON.parse(JSON.stringify(answer)) as OwnerAnswer);
  });
}

test("an operation answers from beyond a wire of text what it answers beside one", async () => {
  const store = await openSqliteStore({ file: IN_MEMORY });
  const centre = await ScriptedCentre.open(store);
  await centre.begin();
  const { record, operation, clock } = centre;
  const here = ownerHere(({ id }) =>
    id === record.id ? { operation, now: clock.now(), connected: true, lacking: false } : null,
  );
  const beyond = beyondText(here);
  const { skills } = operation.coreState.settings;
  assert.deepEqual(await beyond.lines(record, skills), await here.lines(record, skills));
  assert.deepEqual(await beyond.callers(record, 10), await here.callers(record, 10));
  assert.deepEqual(await beyond.waits(record, ["ana", "leo"]), await here.waits(record, ["ana", "leo"]));
  assert.equal(await beyond.lines({ id: record.id + 1 }, skills), null);

  const order = {
    order: "o1",
    callback: "ana",
    act: { type: "cancel" },
    author: "test",
    why: "asked for",
  } as const;
  assert.equal(await beyond.order(record, order, Number.MAX_SAFE_INTEGER), "done");
  assert.ok(!operation.coreState.callbacks.has("ana"));
  await assert.rejects(beyond.order({ id: record.id + 1 }, order, 1), { code: "operation-closed" });
  const { person } = operation.coreState.callbacks.get("leo")!;
  await beyond.erased(record, person);
  assert.ok(!operation.coreState.callbacks.has("leo"));
  await beyond.erased({ id: record.id + 1 }, person);
  await operation.stop();
  await store.close();
});

test("a fault comes through with its details, and an error that is none stays where it happened", async () => {
  const failed: unknown[] = [];
  const fault = new Fault("skill-unknown", { name: "x", known: "a, b" });
  const error = new TypeError("of no fault's");
  const faulty = beyondText(
    {
      ...ownerHere(() => null),
      lines: () => Promise.reject(fault),
      callers: () => Promise.reject(error),
    },
    (what) => failed.push(what),
  );
  await assert.rejects(faulty.lines({ id: 1 }, []), fault);
  await assert.rejects(faulty.callers({ id: 1 }, 1), { code: "operation-unreachable" });
  assert.deepEqual(failed, [error]);
});
