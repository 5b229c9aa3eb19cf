import assert from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { killsOf, planOf } from "./endings.ts";
import { deadlyPoints } from "./espera/deadly-points.ts";
import { type Told, tellStory } from "./told-story.ts";

/** How many kills at least; the stories of one pair have every deadly point. */
const KILLS = Number(process.env["ESPERA_KILLS"] ?? 1);
/** Only this story. */
const SEED = process.env["ESPERA_KILL_SEED"];
/** Where stories that were told are kept: those that stand there are not told again. */
const RECORD = process.env["ESPERA_KILL_RECORD"];

const before: Told[] =
  RECORD !== undefined && existsSync(RECORD)
    ? readFileSync(RECORD, "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as Told)
    : [];
const told = new Map(before.map((story) => [story.seed, story]));

describe("killed again and again under load, Espera loses no promise, dials nothing twice, and hangs up on nobody", {
  concurrency: 2,
}, () => {
  for (const seed of seedsOf(SEED === undefined ? null : Number(SEED)))
    test(`story ${seed}, with ${killsOf(planOf(seed))} kills`, {
      timeout: HANGS_AFTER_MS,
    }, async (context) => {
      let story = told.get(seed);
      if (!story) {
        story = await tellStory(planOf(seed));
        told.set(seed, story);
        if (RECORD !== undefined) appendFileSync(RECORD, `${JSON.stringify(story)}\n`);
      }
      if (story.problems.length > 0)
        for (const [index, ending] of story.endings.entries())
          context.diagnostic(`${index + 1}. ${ending.told}`);
      for (const account of story.accounts) context.diagnostic(account);
      context.diagnostic(JSON.stringify(story.judged));
      assert.deepEqual(
        story.problems,
        [],
        `tell it again: ESPERA_KILL_SEED=${seed} npm test -- test/kill/kill.test.ts`,
      );
      for (const what of ["promisesHeard", "rings", "servedByReturnCall", "orders"])
        assert.ok(story.judged[what]! >= 10, `under load: ${what}`);
    });
});

test("every deadly point was met", { skip: SEED !== undefined }, (context) => {
  const kinds = new Map<string, number>();
  for (const { kind } of [...told.values()].flatMap(({ endings }) => endings))
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  for (const [kind, count] of kinds) context.diagnostic(`${String(count).padStart(5)} ${kind}`);
  for (const point of Object.keys(deadlyPoints)) assert.ok(kinds.has(point), point);
});

function* seedsOf(only: number | null): Iterable<number> {
  if (only !== null) {
    yield only;
    return;
  }
  let kills = 0;
  for (let seed = 1; kills < KILLS || seed % 2 === 0; seed++) {
    kills += killsOf(planOf(seed));
    yield seed;
  }
}
