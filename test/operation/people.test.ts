import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import type { KeptPeople, NewPerson } from "../../src/journal/port/people.ts";
import type { OperationRecord } from "../../src/journal/port/registry.ts";
import { hashNumber, People } from "../../src/operation/people/people.ts";

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
  /** The questions that the journal was asked. */
  let asked: (readonly string[])[];
  let store: Pick<KeptPeople, "findPeople" | "numberOf">;
  let people: People;

  beforeEach(() => {
    kept = new Map();
    asked = [];
    let made = 0;
    store = {
      findPeople: async (_: number, hashes: readonly string[]) => {
        asked.push(hashes);
        return hashes.map((hash) => kept.get(hash)?.id ?? null);
      },
      numberOf: async (_: number, person: string) =>
        [...kept.values()].find(({ id }) => id === person) ?? null,
    };
    people = new People(store, operation, () => `new-${++made}`);
  });

  async function find(shown: string, at: number, among = people): Promise<string> {
    await among.lookUp([shown]);
    return among.find(shown, at);
  }

  async function met(shown: string): Promise<string | null> {
    await people.lookUp([shown]);
    return people.met(shown);
  }

  function save(): NewPerson[] {
    const unsaved = people.takeUnsaved();
    for (const person of unsaved) kept.set(person.numberHash, person);
    return unsaved;
  }

  it("are the same with the 9 of Argentine mobiles and without it, also before they are saved", async () => {
    const first = await find("+5491123456789", 1);
    assert.equal(await met("+541123456789"), first);
    assert.equal(await find("+541123456789", 2), first);
    save();
    const afterRestart = new People(store, operation, () => "somebody else");
    assert.equal(await find("+541123456789", 3, afterRestart), first);
    assert.notEqual(await find("+541123456780", 4), first);
  });

  it("are the same whenever they call from the same number, and saved once", async () => {
    const first = await find(number, 1);
    assert.equal(await find(number, 2), first);
    assert.equal(await met(number), first);
    assert.deepEqual(save(), [
      { id: first, numberHash: hashNumber(operation, number), number, firstSeenAt: 1 },
    ]);
    assert.deepEqual(save(), []);
  });

  it("are looked up together, in one question for all who were not met lately", async () => {
    const known = await find(number, 1);
    save();
    const strangers = Array.from({ length: 300 }, (_, n) => `+57310${1_000_000 + n}`);
    asked.length = 0;
    await people.lookUp([number, ...strangers, ...strangers]);
    assert.deepEqual(asked, [strangers.map((stranger) => hashNumber(operation, stranger))]);
    assert.equal(people.met(number), known);
    for (const stranger of strangers) {
      assert.equal(people.met(stranger), null);
      const found = people.find(stranger, 2);
      assert.deepEqual([people.met(stranger), people.find(stranger, 3)], [found, found]);
    }
    await people.lookUp([number, ...strangers]);
    assert.equal(asked.length, 1, "also those that are not saved yet");
    assert.throws(() => people.met("+573009999999"), /not looked up/);
  });

  it("are nobody when they are forgotten while the journal is asked for them, or after it answered", async () => {
    const first = await find(number, 1);
    save();
    const again = new People(store, operation, () => "new");
    const asking = again.lookUp([number]);
    again.forget(first);
    await asking;
    assert.equal(again.met(number), null);
    const third = new People(store, operation, () => "third");
    await third.lookUp([number]);
    third.forget(first);
    assert.deepEqual([third.met(number), third.find(number, 2)], [null, "third"]);
    // Of people for whom it need not be asked, too.
    const looking = people.lookUp([number]);
    people.forget(first);
    await looking;
    assert.equal(people.met(number), null);
  });

  it("are somebody new once they were forgotten, even while the journal still has them", async () => {
    const first = await find(number, 1);
    save();
    people.forget(first);
    assert.equal(await met(number), null);
    const second = await find(number, 2);
    assert.notEqual(second, first);
    assert.deepEqual(
      save().map(({ id }) => id),
      [second],
    );
    assert.equal(await find(number, 3), second);
  });

  describe("draws", () => {
    const days = Array.from({ length: 20 }, (_, day) => `2026-11-${String(day + 1).padStart(2, "0")}`);
    /** Numbers as they are handed out: one after the other. */
    async function idsOf(count: number): Promise<string[]> {
      const ids: string[] = [];
      for (let n = 0; n < count; n++) ids.push(await find(`+5730${10_000_000 + n}`, 1));
      return ids;
    }
    /** As far as a share of `of` draws may be from `share` by chance: beyond five deviations, one run in a million. */
    const fiveDeviations = (share: number, of: number) => 5 * Math.sqrt((share * (1 - share)) / of);

    it("are the same for a number on a day, also once it is found in the journal, and from 0 to below 1", async () => {
      const first = await find(number, 1);
      const drawn = people.drawOf(first, "2026-11-22");
      save();
      const again = new People(store, operation, () => assert.fail("known"));
      assert.equal(again.drawOf(await find(number, 2, again), "2026-11-22"), drawn);
      for (const day of days) {
        const one = people.drawOf(first, day);
        assert.ok(one >= 0 && one < 1 && Math.round(one * 1e6) / 1e6 === one, `${one}`);
      }
    });

    it("hold out the share that is wanted, on each day others", async () => {
      const ids = await idsOf(5_000);
      for (const rate of [0.1, 0.02]) {
        const sides = days.map((day) => ids.map((id) => people.drawOf(id, day) < rate));
        for (const side of sides) {
          const share = side.filter(Boolean).length / ids.length;
          assert.ok(Math.abs(share - rate) < fiveDeviations(rate, ids.length), `${share} for ${rate}`);
        }
        // Of two days that have nothing to do with each other both hold out the product of their shares.
        for (const [index, side] of sides.entries()) {
          const other = sides[(index + 1) % sides.length]!;
          const both = side.filter((held, n) => held && other[n]).length / ids.length;
          assert.ok(
            Math.abs(both - rate ** 2) < fiveDeviations(rate ** 2, ids.length),
            `${both} on both days`,
          );
        }
      }
    });

    it("are spread evenly from 0 to 1", async () => {
      const tenths = Array<number>(10).fill(0);
      for (const id of await idsOf(5_000)) tenths[Math.floor(people.drawOf(id, days[0]!) * 10)]!++;
      for (const count of tenths)
        assert.ok(Math.abs(count / 5_000 - 0.1) < fiveDeviations(0.1, 5_000), `${tenths.join(" ")}`);
    });

    it("are others in another operation, and after everything of somebody was erased", async () => {
      const other = new People(store, { ...operation, personKey: new Uint8Array(32).fill(8) }, () =>
        assert.fail("not asked"),
      );
      const first = await find(number, 1);
      save();
      people.forget(first);
      kept.clear();
      const second = await find(number, 2);
      for (const one of [other.drawOf(first, days[0]!), people.drawOf(second, days[0]!)])
        assert.notEqual(one, people.drawOf(first, days[0]!), "the draw in the journal leads to no number");
    });
  });

  it("are not saved when they are forgotten before", async () => {
    people.forget(await find(number, 1));
    assert.deepEqual(save(), []);
  });

  it("are mentioned from when they were found until the batch that names them", async () => {
    const first = await find(number, 1);
    assert.ok(people.isMentioned(first));
    save();
    assert.equal(people.isMentioned(first), false);
    await people.lookUp([number]);
    assert.equal(people.isMentioned(first), false, "a number that is looked up need not be named");
    people.met(number);
    assert.ok(people.isMentioned(first), "found again without asking the journal");
  });
});
