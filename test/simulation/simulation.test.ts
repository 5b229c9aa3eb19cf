import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge } from "./judge.ts";
import { mutations } from "./mutations.ts";
import { type Ended, simulate } from "./simulation.ts";

/** `ESPERA_SEED=123` lives through that one story and prints it; `ESPERA_SEEDS=500` sets how many there are. */
const only = process.env["ESPERA_SEED"];
const seeds = only === undefined ? Number(process.env["ESPERA_SEEDS"] ?? 100) : 0;

/** Why a story failed, with its end and all that was said of whom it failed for. */
function account(seed: number, { story }: Ended, wrong: readonly string[]): string {
  const subjects = [...new Set(wrong.flatMap((sentence) => sentence.match(/\d{8}-\d+-\d+(r\d+)?/g) ?? []))];
  const about =
    subjects.length === 0
      ? ""
      : `\nWhat is told of them:\n${story.text({ last: 60, words: subjects.slice(0, 3) })}`;
  return [
    `seed ${seed} (ESPERA_SEED=${seed} tells it all):`,
    ...wrong.slice(0, 10),
    `The last of the story:\n${story.text({ last: 30 })}${about}`,
  ].join("\n");
}

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

  it(`what must always hold does in ${seeds} stories`, async () => {
    const seen = new Set<string>();
    const deaths = new Set<string>();
    for (let seed = 0; seed < seeds; seed++) {
      const ended = await simulate(seed);
      const wrong = judge(ended);
      if (wrong.length > 0) assert.fail(account(seed, ended, wrong));
      for (const why of ended.deaths) deaths.add(why);
      for (const { events } of ended.steps)
        for (const event of events)
          if (event.type === "callback-ended") seen.add(`${event.status}: ${event.reason}`);
    }
    if (seeds < 50) return;
    for (const end of [
      "OK: joined",
      "FAIL: attempts-used-up",
      "FAIL: number-invalid",
      "FAIL: expired",
      "NO USER: not-the-person",
      "STOP NEW: attended-before",
    ])
      assert.ok(seen.has(end), `no story had a callback that ended ${end}`);
    for (const why of [
      "at some time",
      "with the clock set wrong",
      "before a write",
      "inside a write",
      "after a write, before it was told of it",
      "before sending pass",
      "before sending offer",
      "before sending thank",
      "before sending seat",
      "before sending dial",
      "before sending hang-up",
      "The journal cannot be written: the disk refuses. Make room on its disk or mend its rights.",
    ])
      assert.ok(deaths.has(why), `in no story Espera died ${why}`);
  });

  it("the same seed tells the same story", async () => {
    for (const seed of [3, 5, 9]) {
      const [once, again] = [await simulate(seed), await simulate(seed)];
      assert.equal(once.story.text(), again.story.text());
    }
  });

  for (const mutation of mutations)
    it(`it is found when ${mutation.name}`, async () => {
      for (let seed = 0; seed < 100; seed++) {
        const wrong = judge(await simulate(seed, mutation));
        if (wrong.some((sentence) => sentence.startsWith(`rule ${mutation.rule}:`))) return;
      }
      assert.fail("100 stories held");
    });
});
