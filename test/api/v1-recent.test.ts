import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Rights } from "../../src/api/sign-in/rights.ts";
import { recentEndpoint } from "../../src/api/v1/recent.ts";
import { recentAnswer } from "../../src/api/v1/schema/recent-answers.ts";
import { sourcesOf } from "../../src/api/v1/sources.ts";
import type { LoadSums } from "../../src/journal/load-sums.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { openV1 } from "./v1-centre.ts";

const QUARTER = 15 * 60_000;
const WEEK = 7 * 86_400_000;

/** What is answered of skill 1, when so many calls arrived at these moments, and so often it was asked for. */
async function recentOf(t: TestContext, arrivals: ReadonlyMap<number, number>, times = 1) {
  const v1 = await openV1();
  t.after(() => v1.close());
  const { centre, store, owner } = v1;
  const asked: number[] = [];
  const loadSums = async (_operation: number, from: number, to: number) => {
    asked.push(from);
    return [...arrivals]
      .filter(([at]) => at >= from && at < to)
      .map(([start, offered]) => ({ skill: 1, start, offered }) as LoadSums);
  };
  const sources = sourcesOf({
    store,
    readModels: { ...store.readModels(), loadSums },
    now: () => now,
    live: async () => ({ version: "0", operations: [] }),
    owner,
  });
  const endpoint = recentEndpoint(sources);
  const ask = async () => {
    const answer = await endpoint.serve(
      { rights: { skills: null } as unknown as Rights, operation: centre.record },
      {} as FastifyRequest,
      {} as FastifyReply,
      { admit: async () => {}, signal: AbortSignal.timeout(HANGS_AFTER_MS) },
    );
    return recentAnswer.parse(answer).skills.find(({ id }) => id === 1)!;
  };
  let found = await ask();
  for (let n = 1; n < times; n++) found = await ask();
  return { found, asked };
}

const now = Date.parse("2026-11-30T15:07:00Z");
const quarter = now - (now % QUARTER);
const weeksBefore = (...counts: readonly number[]) =>
  counts.map((count, n) => [quarter - (n + 1) * WEEK, count] as const);

test("what is usual in a quarter of an hour is what the same weekday had in it, where there were calls at all", async (t) => {
  const arrivals = new Map([[quarter, 12], ...weeksBefore(5, 9, 0, 7)]);
  // Open on that day, and nobody called in that quarter.
  arrivals.set(quarter - 3 * WEEK + QUARTER, 4);
  const { found } = await recentOf(t, arrivals);
  assert.equal(found.quarter.arrived, 12);
  assert.deepEqual(found.quarter.usual, { low: 0, high: 9, weeks: 4 });
});

test("with fewer than three weeks nothing is shown as usual", async (t) => {
  const { found } = await recentOf(t, new Map(weeksBefore(5, 9)));
  assert.deepEqual([found.quarter.arrived, found.quarter.usual], [0, null]);
});

test("earlier weeks are looked up once for a quarter, however many pages ask", async (t) => {
  const once = await recentOf(t, new Map(weeksBefore(5, 9, 7)));
  const often = await recentOf(t, new Map(weeksBefore(5, 9, 7)), 4);
  assert.equal(often.asked.length - once.asked.length, 3);
});

test("levels are those of each five minutes of the last thirty, by the skill's own target", async (t) => {
  const v1 = await openV1();
  t.after(() => v1.close());
  const [skill] = (await v1.get("/v1/skills/recent")).json().skills;
  const froms = skill.levels.map(({ from }: { from: string }) => Date.parse(from));
  assert.equal(froms.length, 6);
  for (const [n, from] of froms.entries()) assert.equal(from, froms[0] + n * 300_000);
  const last = froms.at(-1)!;
  assert.ok(last <= v1.centre.clock.now() && v1.centre.clock.now() < last + 300_000);
  const finished = skill.levels.reduce((sum: number, one: { finished: number }) => sum + one.finished, 0);
  assert.ok(finished > 0);
  for (const one of skill.levels) assert.ok(one.within <= one.finished);
});
