import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  keepPerson,
  newPersonCredits,
  personBelief,
} from "../../../src/line/learning/order/person-credits.ts";

const WIDEST_MS = 40_000;

describe("the table of people", () => {
  test("keeps what is believed of somebody to a tenth of a second", () => {
    const table = newPersonCredits();
    keepPerson(table, "somebody", { mean: -12_345, variance: 9_870 ** 2 }, WIDEST_MS);
    assert.deepEqual(personBelief(table, "somebody"), { mean: -12_300, variance: 9_900 ** 2 });
    assert.equal(personBelief(table, "somebody else"), null);
  });

  test("stays of one size, and keeps those who are known well when others come once", () => {
    const table = newPersonCredits();
    const regulars = Array.from({ length: 600 }, (_, index) => `regular ${index}`);
    const size = table.tags.length;
    for (let round = 0; round < 5; round++) {
      for (const person of regulars)
        keepPerson(table, person, { mean: 1_000, variance: 8_000 ** 2 }, WIDEST_MS);
      for (let index = 0; index < 3_000; index++)
        keepPerson(table, `once ${round}/${index}`, { mean: 0, variance: 35_000 ** 2 }, WIDEST_MS);
    }
    assert.equal(table.tags.length, size);
    const kept = regulars.filter((person) => personBelief(table, person)?.mean === 1_000).length;
    assert.ok(kept > 590, `${kept}`);
  });

  test("forgets those who come no more, little by little, for those who come now", () => {
    const table = newPersonCredits();
    const people = (name: string) => Array.from({ length: 2_000 }, (_, index) => `${name} ${index}`);
    for (const person of people("before"))
      keepPerson(table, person, { mean: 0, variance: 8_000 ** 2 }, WIDEST_MS);
    for (let round = 0; round < 40; round++)
      for (const person of people("now"))
        keepPerson(table, person, { mean: 0, variance: 20_000 ** 2 }, WIDEST_MS);
    const known = people("now").filter((person) => personBelief(table, person)).length;
    assert.ok(known > 1_500, `${known}`);
  });
});
