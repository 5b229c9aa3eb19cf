import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  type Credits,
  creditOf,
  type LineMember,
  newCredits,
  observeServedFirst,
  orderNow,
} from "../../../src/line/learning/order/credits.ts";
import { RandomSource } from "../../../src/queueing/random.ts";

const SECOND_MS = 1_000;

interface Caller extends LineMember {
  /** What the exchange adds to the place of a caller, unseen. */
  readonly creditMs: number;
}

/** Serves so many lines of eight callers each in order of place − credit, but now and then anybody first. */
function serve(
  credits: Credits,
  seed: string,
  lines: number,
  caller: (index: number) => Omit<Caller, "place">,
  { exceptions = 0 } = {},
): void {
  const random = new RandomSource("credits").stream(seed);
  for (let line = 0; line < lines; line++) {
    let waiting = Array.from({ length: 8 }, (_, index): Caller => {
      const who = caller(Math.floor(random.uniform() * 1_000));
      return { ...who, place: line * 3_600_000 + index * 20 * SECOND_MS };
    });
    while (waiting.length > 1) {
      const byTurn = waiting.toSorted(
        (one, other) => one.place - one.creditMs - other.place + other.creditMs,
      );
      const first = random.uniform() < exceptions ? byTurn.at(-1)! : byTurn[0]!;
      waiting = waiting.filter((one) => one !== first);
      observeServedFirst(credits, first, waiting);
    }
  }
}

const ofClass = (name: string, creditMs: number) => ({ skill: 1, class: name, person: null, creditMs });

describe("the credits that are learned", () => {
  test("show how far classes go before each other, also where one service in thirty is out of order", () => {
    const credits = newCredits();
    const classes = [ofClass("gold", 90 * SECOND_MS), ofClass("plain", 0), ofClass("last", -60 * SECOND_MS)];
    serve(credits, "classes", 600, (index) => classes[index % 3]!, { exceptions: 0.03 });
    const lead = (one: number, other: number) =>
      (creditOf(credits, classes[one]!).mean - creditOf(credits, classes[other]!).mean) / SECOND_MS;
    assert.ok(Math.abs(lead(0, 1) - 90) < 12, `${lead(0, 1)}`);
    assert.ok(Math.abs(lead(1, 2) - 60) < 12, `${lead(1, 2)}`);
    assert.ok(orderNow(credits).byCredit);
  });

  test("show who of the people goes before the others", () => {
    const credits = newCredits();
    const person = (index: number) => ({
      skill: 1,
      class: null,
      person: `person ${index % 40}`,
      creditMs: index % 4 === 0 ? 100 * SECOND_MS : 0,
    });
    serve(credits, "people", 800, person);
    const means = Array.from({ length: 40 }, (_, index) => creditOf(credits, person(index)).mean / SECOND_MS);
    const favoured = means.filter((_, index) => index % 4 === 0);
    const others = means.filter((_, index) => index % 4 !== 0);
    assert.ok(Math.min(...favoured) - Math.max(...others) > 50, `${favoured.join()} ${others.join()}`);
  });

  test("do not count where callers are served as they came", () => {
    const credits = newCredits();
    serve(credits, "arrival", 400, (index) => ({
      skill: 1,
      class: null,
      person: `person ${index}`,
      creditMs: 0,
    }));
    assert.equal(orderNow(credits).byCredit, false);
    serve(credits, "favoured", 600, (index) => ({
      skill: 1,
      class: index % 2 ? "gold" : null,
      person: `person ${index}`,
      creditMs: index % 2 ? 120 * SECOND_MS : 0,
    }));
    assert.ok(orderNow(credits).byCredit, "until some go before others");
  });

  test("say nothing of two callers of one person", () => {
    const credits = newCredits();
    const one = { skill: 1, class: null, person: "somebody", place: 0 };
    observeServedFirst(credits, { ...one, place: 50_000 }, [one]);
    assert.deepEqual(creditOf(credits, one), creditOf(newCredits(), one));
  });
});
