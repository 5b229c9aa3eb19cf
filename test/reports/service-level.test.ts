import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { ReadModels, ServiceLevelCounts, SmartWaitCounts } from "../../src/journal/port.ts";
import { languageOf } from "../../src/reports/language.ts";
import { serviceLevel } from "../../src/reports/service-level.ts";
import { serviceLevelTable } from "../../src/reports/service-level-table.ts";
import { smartWait } from "../../src/reports/smart-wait.ts";

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
    callbacks: () => assert.fail("not asked for"),
    callback: () => assert.fail("not asked for"),
    call: () => assert.fail("not asked for"),
    callbackChanges: () => assert.fail("not asked for"),
    smartWaitSums: () => assert.fail("not asked for"),
    person: () => assert.fail("not asked for"),
    callSums: () => assert.fail("not asked for"),
    writeRows: () => assert.fail("not asked for"),
    lastCalls: () => assert.fail("not asked for"),
    countsVersion: () => assert.fail("not asked for"),
    close: () => Promise.resolve(),
  };
}

const RANGE = { from: 1_000, to: 2_000 };

const skillCounts = fc
  .record({ within: fc.nat(5000), later: fc.nat(5000), abandoned: fc.nat(5000), open: fc.nat(50) })
  .map(({ within, later, abandoned, open }) => ({
    skill: 1,
    name: "PS",
    offered: within + later + abandoned + open,
    answered: within + later,
    abandoned,
    answeredWithinThreshold: within,
  }));

const report = (counts: readonly ServiceLevelCounts[]) =>
  serviceLevel(holding([7, 1_000, 2_000, 20_000], counts), 7, RANGE, 20_000);

describe("the service level report", () => {
  test("gives each skill the share of all its offered calls, and the total that of all calls", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(skillCounts, { maxLength: 6 }), async (counts) => {
        const { skills, total } = await report(counts);
        assert.equal(skills.length, counts.length);
        for (const row of [...skills, total]) {
          if (row.offered === 0) assert.equal(row.serviceLevel, null);
          else assert.ok(Math.abs(row.serviceLevel! - row.answeredWithinThreshold / row.offered) <= 0.00005);
        }
        for (const member of ["offered", "answered", "abandoned", "answeredWithinThreshold"] as const) {
          assert.equal(
            total[member],
            skills.reduce((sum, row) => sum + row[member], 0),
          );
        }
      }),
    );
  });

  test("has its members in the order in which they are documented", async () => {
    const counts = [
      { skill: 3, name: "NW", offered: 3, answered: 2, abandoned: 1, answeredWithinThreshold: 1 },
    ];
    assert.equal(
      JSON.stringify(await report(counts)),
      '{"skills":[{"skillId":3,"name":"NW","offered":3,"answered":2,"abandoned":1,"answeredWithinThreshold":1,"serviceLevel":0.3333}],' +
        '"total":{"offered":3,"answered":2,"abandoned":1,"answeredWithinThreshold":1,"serviceLevel":0.3333}}',
    );
  });

  test("reads well in both languages", async () => {
    const counts = [
      {
        skill: 1,
        name: "PS",
        offered: 24_324,
        answered: 19_436,
        abandoned: 4_888,
        answeredWithinThreshold: 8_000,
      },
      { skill: 12, name: "Bolsa", offered: 3, answered: 3, abandoned: 0, answeredWithinThreshold: 3 },
    ];
    const spanish = serviceLevelTable(await report(counts), 20_000, "es");
    assert.match(spanish, /Skill +Ofrecidas +Contestadas +Abandonadas +En ≤ 20 s +Nivel/);
    assert.match(spanish, /1 PS +24\.324 +19\.436 +4\.888 \(20,1\s?%\) +8\.000 +32,9\s?%/);
    const english = serviceLevelTable(await report(counts), 20_000, "en");
    assert.match(english, /Skill +Offered +Answered +Abandoned +In ≤ 20 s +Level/);
    assert.match(english, /Total +24,327 +19,439 +4,888 \(20\.1%\) +8,003 +32\.9%/);
    for (const table of [spanish, english]) {
      assert.equal(new Set(table.split("\n").map((line) => line.length)).size, 1, "lines of one length");
    }
    assert.match(serviceLevelTable(await report([]), 20_000, "es"), /No hay llamadas/);
  });
});

describe("the smart wait report", () => {
  test("counts as no whoever heard the question and registered nothing, and invents no lift", async () => {
    const counts: SmartWaitCounts[] = [
      { skill: 1, treatment: 10, yes: 4, recallOk: 2, recallFail: 1 },
      { skill: 4, treatment: 1, yes: 0, recallOk: 0, recallFail: 0 },
    ];
    assert.deepEqual(await smartWait(holding([7, 1_000, 2_000], counts), 7, RANGE), [
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
  assert.equal(languageOf(undefined, {}), "es");
});
