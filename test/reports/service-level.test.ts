import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { ReadModels, ServiceLevelCounts, SmartWaitCounts } from "../../src/journal/port/questions.ts";
import { serviceLevel } from "../../src/reports/service-level.ts";
import { serviceLevelText } from "../../src/reports/service-level-table.ts";
import { smartWait } from "../../src/reports/smart-wait/smart-wait.ts";
import { languageOf } from "../../src/words/language.ts";

/** Read models that hold given counts for one question, and fail any other. */
function holding(asked: readonly unknown[], answer: unknown): ReadModels {
  const answered = (...question: unknown[]): Promise<never> => {
    assert.deepEqual(
      question.filter((parameter) => parameter !== undefined),
      asked,
    );
    return Promise.resolve(answer as never);
  };
  return {
    smartWaitCounts: answered,
    serviceLevelCounts: answered,
    liftOfSkills: async () => [],
    loadSums: () => assert.fail("not asked for"),
    callbacks: () => assert.fail("not asked for"),
    callback: () => assert.fail("not asked for"),
    recentCalls: () => assert.fail("not asked for"),
    call: () => assert.fail("not asked for"),
    callbackChanges: () => assert.fail("not asked for"),
    smartWaitSums: () => assert.fail("not asked for"),
    person: () => assert.fail("not asked for"),
    callSums: () => assert.fail("not asked for"),
    writeRows: () => assert.fail("not asked for"),
    rowsVersion: () => assert.fail("not asked for"),
    lastCalls: () => assert.fail("not asked for"),
    countsVersion: () => assert.fail("not asked for"),
    close: () => Promise.resolve(),
  };
}

/** Four places after the point, and what a halfway case loses in the arithmetic. */
const ROUNDED = 0.00005 + 1e-12;

const RANGE = { from: 1_000, to: 2_000 };

/** So many calls of each kind as may be; who is back in time is one of those who were called back. */
const skillCounts = fc
  .record({
    within: fc.nat(5000),
    later: fc.nat(5000),
    returned: fc.nat(3000),
    gone: fc.nat(5000),
    notReached: fc.nat(500),
    open: fc.nat(50),
    met: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(
    ({ within, later, returned, gone, notReached, open, met }): ServiceLevelCounts => ({
      skill: 1,
      name: "PS",
      offered: within + later + returned + gone + notReached + open,
      answered: within + later,
      answeredByReturnCall: returned,
      abandoned: gone + notReached,
      open,
      notReached,
      accepted: returned + notReached,
      answeredWithinThreshold: within,
      liveWithinThreshold: within,
      promisesMet: within + Math.round(met * returned),
      answerMs: 3_000 * within + 50_000 * later,
      returnMs: 400_000 * returned,
    }),
  );

const report = (counts: readonly ServiceLevelCounts[]) =>
  serviceLevel(holding([7, 1_000, 2_000, 20_000], counts), 7, RANGE, 20_000);

const bank = {
  skill: 1,
  name: "PS",
  offered: 24_324,
  answered: 15_436,
  answeredByReturnCall: 4_000,
  abandoned: 4_880,
  open: 8,
  notReached: 300,
  accepted: 4_304,
  answeredWithinThreshold: 8_000,
  liveWithinThreshold: 8_000,
  promisesMet: 11_900,
  answerMs: 15_436 * 31_000,
  returnMs: 4_000 * 420_000,
};
const exchange = {
  ...bank,
  skill: 12,
  name: "Bolsa",
  offered: 3,
  answered: 3,
  answeredByReturnCall: 0,
  abandoned: 0,
  open: 0,
  notReached: 0,
  accepted: 0,
  answeredWithinThreshold: 3,
  liveWithinThreshold: 3,
  promisesMet: 3,
  answerMs: 10_000,
  returnMs: 0,
};

describe("the service level report", () => {
  test("has rows that add up, and shares of what each level is of; the total is that of all calls", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(skillCounts, { maxLength: 6 }), async (counts) => {
        const { skills, total } = await report(counts);
        assert.equal(skills.length, counts.length);
        for (const row of [...skills, total]) {
          assert.equal(row.offered, row.answered + row.answeredByReturnCall + row.abandoned + row.open);
          assert.ok(row.notReached <= row.abandoned);
          if (row.offered === 0) {
            assert.deepEqual([row.serviceLevel, row.serviceLevelPromise], [null, null]);
            continue;
          }
          assert.ok(Math.abs(row.serviceLevel! - row.answeredWithinThreshold / row.offered) <= ROUNDED);
          const onPhone = row.offered - row.answeredByReturnCall - row.notReached;
          if (onPhone === 0) assert.equal(row.serviceLevelLive, null);
          else assert.ok(Math.abs(row.serviceLevelLive! - row.answeredWithinThreshold / onPhone) <= ROUNDED);
          assert.ok(row.serviceLevelPromise! >= row.serviceLevel!);
        }
        for (const member of [
          "offered",
          "answered",
          "answeredByReturnCall",
          "abandoned",
          "open",
          "notReached",
          "answeredWithinThreshold",
        ] as const) {
          assert.equal(
            total[member],
            skills.reduce((sum, row) => sum + row[member], 0),
          );
        }
      }),
    );
  });

  test("has its members in the order in which they are documented", async () => {
    const { total } = await report([bank]);
    assert.deepEqual(Object.entries(total), [
      ["offered", 24_324],
      ["answered", 15_436],
      ["answeredByReturnCall", 4_000],
      ["abandoned", 4_880],
      ["open", 8],
      ["notReached", 300],
      ["answeredWithinThreshold", 8_000],
      ["serviceLevel", 0.3289],
      ["serviceLevelLive", 0.3996],
      ["serviceLevelPromise", 0.4892],
      ["meanWaitMs", 31_000],
      ["meanReturnMs", 420_000],
    ]);
  });

  test("reads well in both languages, and says which level is which", async () => {
    const counts = [bank, exchange];
    const spanish = serviceLevelText(await report(counts), 20_000, "es");
    assert.match(spanish, /Skill +Ofrecidas +Contestadas +Por devolución +Abandonadas +Abiertas +En ≤ 20 s/);
    assert.match(spanish, /Estricto +En vivo +Promesa\n/);
    assert.match(spanish, /1 PS +24\.324 +15\.436 +4\.000 +4\.880 \(20,1\s?%\) +8 +8\.000 +32,9\s?%/);
    assert.match(spanish, /^Estricto: con un agente en ≤ 20 s desde que llegó/m);
    const english = serviceLevelText(await report(counts), 20_000, "en");
    assert.match(english, /Skill +Offered +Answered +By return call +Abandoned +Open +In ≤ 20 s/);
    assert.match(english, /Total +24,327 +15,439 +4,000 +4,880 \(20\.1%\) +8 +8,003 +32\.9% +40\.0% +48\.9%/);
    assert.match(english, /^Promise: answered in ≤ 20 s, or called back in time/m);
    for (const text of [spanish, english]) {
      const [table = ""] = text.split("\n\n");
      assert.equal(new Set(table.split("\n").map((line) => line.length)).size, 1, "lines of one length");
    }
    assert.match(serviceLevelText(await report([]), 20_000, "es"), /No hay llamadas/);
  });
});

describe("the smart wait report", () => {
  test("counts as no every caller who heard the question and registered nothing, and invents no lift", async () => {
    const counts: SmartWaitCounts[] = [
      { skill: 1, treatment: 10, yes: 4, recallOk: 2, recallFail: 1 },
      { skill: 4, treatment: 1, yes: 0, recallOk: 0, recallFail: 0 },
    ];
    assert.deepEqual(await smartWait(holding([7, 1_000, 2_000], counts), 7, RANGE, []), [
      { skillId: 1, treatment: 10, sayNo: 6, sayYes: 4, recallFail: 1, recallOk: 2, serviceLevelUp: null },
      { skillId: 4, treatment: 1, sayNo: 1, sayYes: 0, recallFail: 0, recallOk: 0, serviceLevelUp: null },
    ]);
  });
});

test("the language is the one asked for, else the environment's, else Spanish", () => {
  assert.equal(languageOf("en", { LANG: "es_CO.UTF-8" }), "en");
  assert.equal(languageOf(undefined, { LANG: "en_US.UTF-8" }), "en");
  assert.equal(languageOf(undefined, { LANG: "en_US.UTF-8", LC_ALL: "es_ES.UTF-8" }), "es");
  assert.equal(languageOf(undefined, { LANG: "C" }), "es");
  assert.equal(languageOf("pt", { LANG: "en_US.UTF-8" }), "en");
  assert.equal(languageOf("pt", {}), "es");
  assert.equal(languageOf(undefined, {}), "es");
});
