import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { NumberRules } from "../../src/operation/number-rules.ts";
import { RecentlyUsed } from "../../src/operation/recently-used.ts";

describe("the rules of numbers", () => {
  const rules = new NumberRules("CO");

  it("let valid numbers of the operation's country be dialled, however they are written", () => {
    for (const raw of ["+573001234567", "3001234567", "300 123 4567", "6013077022", "+57 601 3077022"])
      assert.equal(rules.judge(raw).verdict, "dialable", raw);
    assert.equal(rules.judge("300 123 4567").number, "+573001234567");
  });

  it("refuse short, premium, foreign and invalid numbers", () => {
    for (const raw of [
      "123",
      "19001234567",
      "+14155550123",
      "+34600111222",
      "+57300",
      "anonymous",
      "sip:ana",
    ])
      assert.equal(rules.judge(raw).verdict, "refused", raw);
  });

  it("call a number anonymous only when there is none", () => {
    for (const raw of [null, "", "  "])
      assert.deepEqual(rules.judge(raw), { verdict: "anonymous", number: null });
  });

  it("judge any text without failing, and never let one be dialled that is not of the form +57…", () => {
    fc.assert(
      fc.property(fc.string(), (raw) => {
        const { verdict, number } = rules.judge(raw);
        if (verdict === "dialable") assert.match(number!, /^\+57\d{8,10}$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a map of what was used recently", () => {
  it("holds the last so many that were asked for, and no more", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 9 }))), (uses) => {
        const map = new RecentlyUsed<number, string>(4);
        let order: number[] = [];
        for (const [sets, key] of uses) {
          const held = order.includes(key);
          if (sets) map.set(key, `v${key}`);
          else assert.equal(map.get(key), held ? `v${key}` : undefined);
          if (sets || held) order = [...order.filter((other) => other !== key), key].slice(-4);
        }
      }),
    );
  });
});
