import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { SmartWaitSums } from "../../src/journal/smart-wait-sums.ts";
import { quantile, SecondWaits } from "../../src/reports/smart-wait/second-wait.ts";
import { smartWaitGroups } from "../../src/reports/smart-wait/smart-wait-groups.ts";
import { smartWaitTable, smartWaitText } from "../../src/reports/smart-wait/smart-wait-table.ts";

describe("a quantile", () => {
  it("is what PERCENTILE.INC of a spreadsheet gives, to the millisecond", () => {
    assert.equal(quantile([1000, 2000, 3000, 4000], 0.5), 2500);
    assert.equal(quantile([1000, 2000, 3000, 4000], 0.9), 3700);
    assert.equal(quantile([7], 0.9), 7);
    assert.equal(quantile([0, 10, 25], 0.9), 22);
    assert.equal(quantile([], 0.5), null);
  });

  it("lies where the share says: no more than that lies below it, nor the rest above it", () => {
    const waits = fc.array(fc.nat(100_000), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(waits, fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
        const found = quantile(
          values.toSorted((one, other) => one - other),
          p,
        )!;
        assert.ok(values.filter((value) => value < found - 1).length <= p * (values.length - 1) + 1);
        assert.ok(values.filter((value) => value > found + 1).length <= (1 - p) * (values.length - 1) + 1);
      }),
    );
  });
});

it("second waits of parts are, put together, those of the whole", () => {
  const wait = fc.record({ waitMs: fc.nat(600_000), hungUp: fc.boolean(), part: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(wait, { minLength: 1 }), (waits) => {
      const sumsOf = (some: typeof waits) => ({
        confirmed: some.length,
        answered: some.filter(({ hungUp }) => !hungUp).length,
        hungUp: some.filter(({ hungUp }) => hungUp).length,
        underWay: 0,
        endedOtherwise: 0,
        waitsMs: some.map(({ waitMs }) => waitMs),
      });
      const [whole, inParts] = [new SecondWaits(), new SecondWaits()];
      whole.add(sumsOf(waits));
      for (const part of [0, 1, 2, 3]) inParts.add(sumsOf(waits.filter((one) => one.part === part)));
      assert.deepEqual(inParts.figures, whole.figures);
    }),
  );
});

describe("the smart-wait report in a terminal", () => {
  const quarter = { skill: 7, class: "vip", start: Date.parse("2026-03-02T15:00:00Z") };
  const sums: SmartWaitSums = {
    asOf: { at: 0, lastRun: 1, open: [] },
    treatments: [
      {
        ...quarter,
        treatments: 1_300,
        yes: 500,
        no: 700,
        silent: 100,
        undecided: 0,
        hungUp: 20,
        changed: true,
      },
      {
        ...quarter,
        class: null,
        treatments: 1,
        yes: 0,
        no: 1,
        silent: 0,
        undecided: 0,
        hungUp: 0,
        changed: true,
      },
    ],
    heldOut: [],
    callbacks: [
      {
        ...quarter,
        callbacks: 500,
        promisesKept: 480,
        promisesLate: 20,
        promisesPending: 0,
        promisesNotNeeded: 0,
        calledEarly: 31,
        overtakesDialled: 0,
        overtakesHeldBack: 0,
        changed: true,
      },
    ],
    ends: [
      { ...quarter, status: "OK", reason: "joined", callbacks: 450 },
      { ...quarter, status: "FAIL", reason: "attempts-used-up", callbacks: 50 },
    ],
    attempts: [],
    secondWaits: [
      {
        ...quarter,
        confirmed: 3,
        answered: 2,
        hungUp: 1,
        underWay: 0,
        endedOtherwise: 0,
        waitsMs: [3_000, 65_000, 5_000],
      },
    ],
  };
  const tableOf = (by: "class" | "weekday" | undefined, language: "es" | "en") =>
    smartWaitText(
      smartWaitTable(smartWaitGroups(sums, "America/Bogota", by), by, () => "Citas", language),
      language,
    );

  it("reads well in both languages, with a line for each class", () => {
    const [header, , without, vip] = tableOf("class", "es").split("\n");
    assert.match(
      header!,
      /Skill +Clase +Preguntadas +Sí +Unidas +Sin contacto +Cumplidas\/tarde +Antes de hora/,
    );
    assert.match(header!, /Pulsaron 1 +2\.ª espera +p90 +Colgaron/);
    assert.match(without!, /^7 Citas +sin clase +1 +0 +0 +0 +0\/0 +0 +0 +- +- +0$/);
    assert.match(vip!, /^7 Citas +vip +1\.300 +500 +450 +50 +480\/20 +31 +3 +5 s +53 s +1$/);
    const english = tableOf("weekday", "en").split("\n");
    assert.match(english[2]!, /^7 Citas +Monday +1,301 +500 +450 +50 +480\/20 +31 +3 +5 s +53 s +1$/);
    assert.match(tableOf(undefined, "en"), /^Skill +Asked/);
  });

  it("says so where there is nothing", () => {
    assert.match(
      smartWaitText(
        smartWaitTable([], undefined, () => "", "es"),
        "es",
      ),
      /no hizo nada/,
    );
  });
});
