import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge } from "./judge.ts";
import { manyStories } from "./many-stories.ts";
import { simulate } from "./simulation.ts";

/**
 * `ESPERA_SEED=123` lives through that one story and prints it; `ESPERA_SEEDS=500` sets how many there are, and
 * `ESPERA_SEEDS=500-1000` which.
 */
const only = process.env["ESPERA_SEED"];
const seeds = (process.env["ESPERA_SEEDS"] ?? "100").split("-").map(Number);
const [from, to] = seeds.length > 1 ? [seeds[0]!, seeds[1]!] : [0, seeds[0]!];

describe("whatever goes wrong, judged by what callers heard and which numbers rang", () => {
  if (only !== undefined) {
    it(`what must always hold does in story ${only}`, async () => {
      const ended = await simulate(Number(only));
      const wrong = judge(ended);
      console.log(ended.story.text());
      console.log(`\n${wrong.join("\n") || "Nothing was wrong."}`);
      assert.deepEqual(wrong, []);
    });
    return;
  }

  it(`what must always hold does in the stories ${from} to ${to - 1}`, async () => {
    const { stories, ends, deaths, wrong } = await manyStories(from, to);
    if (wrong) assert.fail(wrong.account);
    assert.equal(stories, to - from);
    // Too few to hold what is rare.
    if (stories < 300) return;
    for (const end of usualEnds) assert.ok(ends.includes(end), `no story had a callback that ended ${end}`);
    for (const why of usualDeaths) assert.ok(deaths.includes(why), `in no story Espera died ${why}`);
  });

  it("the same seed gives the same story", async () => {
    for (const seed of [3, 5, 9]) {
      const [once, again] = [await simulate(seed), await simulate(seed)];
      assert.equal(once.story.text(), again.story.text());
    }
  });
});

const usualEnds = [
  "OK: joined",
  "FAIL: attempts-used-up",
  "FAIL: cancelled",
  "FAIL: closed",
  "FAIL: duplicate",
  "FAIL: expired",
  "FAIL: number-invalid",
  "FAIL: over-limit",
  "FAIL: person-erased",
  "NO USER: not-the-person",
  "STOP NEW: attended-before",
];

const usualDeaths = [
  "at some time",
  "with the clock set wrong",
  "before a write",
  "inside a write",
  "after a write, before it heard of it",
  "before sending pass",
  "before sending offer",
  "before sending thank",
  "before sending seat",
  "before sending dial",
  "before sending hang-up",
  "The journal cannot be written: the disk refuses. Free some space on its disk, or correct its permissions.",
];
