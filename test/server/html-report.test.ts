import assert from "node:assert/strict";
import { test } from "node:test";
import type { Compared, Comparison } from "../../src/replay/what-if/comparison.ts";
import { type Difference, differences } from "../../src/replay/what-if/difference.ts";
import { dayMeasures } from "../../src/replay/what-if/measures.ts";
import { Tally } from "../../src/replay/what-if/tally.ts";
import { effectSentences } from "../../src/reports/what-if/effect-sentences.ts";
import { htmlReport } from "../../src/reports/what-if/html-report.ts";

/** A tally in which some of 1,000 calls are in time, and 300 of them were called back. */
function tallyOf(inTime: number, calledBack = 0): Tally {
  const tally = new Tally();
  for (let call = 0; call < 1_000; call++) {
    tally.counts.offered++;
    tally.endedLive(call < inTime ? 0 : 60_000, call < inTime ? "in-time" : "gave-up");
  }
  Object.assign(tally.counts, { treatment: 2 * calledBack, yes: calledBack, recallOk: calledBack });
  if (calledBack > 0) tally.dialledAfter(90_000);
  return tally;
}

const units = [700, 650, 720].map((count) => ({ without: tallyOf(count), with: tallyOf(count + 30, 300) }));
const without = dayMeasures(Tally.of(units.map((unit) => unit.without)));
const compared: Compared = {
  record: without,
  model: without,
  without,
  with: dayMeasures(Tally.of(units.map((unit) => unit.with))),
  difference: differences(units, 1),
  dailyMissPoints: 0,
  doubts: [],
};
const days = units.map((unit, index) => ({
  date: `2026-03-0${index + 1}`,
  record: dayMeasures(unit.without),
  model: dayMeasures(unit.without),
  with: dayMeasures(unit.with),
}));
const comparison: Comparison = {
  ...compared,
  days,
  skills: [
    { skillId: 1, name: "a <b>bold</b> skill", ...compared },
    { skillId: 2, name: "claims", ...compared },
  ],
  redials: { gaveUp: 300, calledAgain: 120 },
};
const report = (language: "es" | "en", more: Partial<Comparison> = {}) =>
  htmlReport({ comparison: { ...comparison, ...more }, files: ["<calls>.csv"], seeds: 3, language });

for (const language of ["es", "en"] as const)
  test(`a report in ${language} is one page that asks for nothing, with three charts and what they show in words`, () => {
    const page = report(language);
    assert.match(page, new RegExp(`<html lang="${language}">`));
    assert.doesNotMatch(page, /<script|https?:|src=|href=|@import|url\(/);
    const charts = page.match(/<svg role="img" aria-label="[^"]+"/g) ?? [];
    assert.equal(charts.length, 3);
    assert.equal(page.match(/class="whisker"/g)?.length, 4);
    for (const sentence of effectSentences(comparison, language))
      assert.ok(page.includes(sentence), sentence);
    assert.ok(page.includes("2026-03-02"));
    assert.match(page, /<li>(Llamadas|Calls) [^<]+: 300; [^<]+: 120\. [^<]+<\/li>/);
    assert.doesNotMatch(page, /NaN|undefined|null/);
  });

test("names from the files stand in it as text", () => {
  const page = report("en");
  assert.ok(page.includes("&lt;calls&gt;.csv"));
  assert.ok(page.includes("a &lt;b&gt;bold&lt;/b&gt; skill"));
});

test("where nothing may be concluded it says so before anything else, and why", () => {
  const page = report("en", { doubts: [{ kind: "level", missPoints: -4.2 }] });
  const verdict = page.indexOf("Nothing may be concluded");
  assert.ok(verdict > 0 && verdict < page.indexOf("<svg"));
  assert.ok(page.includes("it is 4.2 points lower than recorded"));
  assert.ok(!page.includes("may be taken for the effect"));
});

test("a change is said to be one only where its interval leaves out zero", () => {
  const sentence = (difference: Difference) =>
    effectSentences(
      { ...compared, difference: { ...compared.difference, serviceLevelPromise: difference } },
      "en",
    )[0];
  assert.match(
    sentence({ value: 0.03, low: 0.01, high: 0.05 })!,
    /rises by 3\.0 points; on days like these it would rise by 1\.0 to 5\.0/,
  );
  assert.match(
    sentence({ value: -0.03, low: -0.05, high: -0.01 })!,
    /falls by 3\.0 points; on days like these it would fall by 1\.0 to 5\.0/,
  );
  assert.match(
    sentence({ value: 0.01, low: -0.02, high: 0.04 })!,
    /these days are not enough to know.*fall by 2\.0 or rise by 4\.0/,
  );
  assert.match(sentence({ value: null, low: null, high: null })!, /cannot be calculated/);
});

test("a single day has no interval and no whiskers, and still its chart of levels", () => {
  const alone = differences([units[0]!], 1);
  const page = report("es", { days: days.slice(0, 1), difference: alone });
  assert.equal(page.match(/class="whisker"/g), null);
  assert.doesNotMatch(page, /NaN|undefined/);
});
