import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import type { NewPerson, OperationRecord } from "../../src/journal/port.ts";
import { hashNumber, People } from "../../src/operation/people.ts";

const operation: OperationRecord = {
  id: 1,
  name: "centro",
  timeZone: "UTC",
  simulated: false,
  personKey: new Uint8Array(32).fill(7),
};
const number = "+573001234567";

describe("people", () => {
  let kept: Map<string, NewPerson>;
  let people: People;

  beforeEach(() => {
    kept = new Map();
    let made = 0;
    const store = {
      findPerson: async (_: number, numberHash: string) => kept.get(numberHash)?.id ?? null,
      numberOf: async (_: number, person: string) =>
        [...kept.values()].find(({ id }) => id === person)?.number ?? null,
    };
    people = new People(store, operation, () => `new-${++made}`);
  });

  function save(): NewPerson[] {
    const unsaved = people.takeUnsaved();
    for (const person of unsaved) kept.set(person.numberHash, person);
    return unsaved;
  }

  it("are the same whenever they call from the same number, and saved once", async () => {
    const first = await people.find(number, 1);
    assert.equal(await people.find(number, 2), first);
    assert.equal(people.recent(number), first);
    assert.deepEqual(save(), [
      { id: first, numberHash: hashNumber(operation, number), number, firstSeenAt: 1 },
    ]);
    assert.deepEqual(save(), []);
  });

  it("are somebody new once they were forgotten, even while the journal still has them", async () => {
    const first = await people.find(number, 1);
    save();
    people.forget(first);
    assert.equal(people.recent(number), undefined);
    const second = await people.find(number, 2);
    assert.notEqual(second, first);
    assert.deepEqual(
      save().map(({ id }) => id),
      [second],
    );
    assert.equal(await people.find(number, 3), second);
  });

  it("are not saved when they are forgotten before", async () => {
    people.forget(await people.find(number, 1));
    assert.deepEqual(save(), []);
  });

  it("are mentioned from when they were found until the batch that names them", async () => {
    const first = await people.find(number, 1);
    assert.ok(people.isMentioned(first));
    save();
    assert.equal(people.isMentioned(first), false);
    people.recent(number);
    assert.ok(people.isMentioned(first), "found again without asking the journal");
  });
});
