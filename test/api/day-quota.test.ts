import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { DayQuota } from "../../src/api/limits/day-quota.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { IN_MEMORY } from "../../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";

const DAY_MS = 86_400_000;
const morning = Date.parse("2026-03-02T08:00:00-05:00");

/** A store that says how often it was written to, and answers no sooner than the next turn. */
async function storeOf(location: Parameters<typeof openSqliteStore>[0] = { file: IN_MEMORY }) {
  const store = await openSqliteStore(location);
  const operation = await store.openOperation({ name: "a", timeZone: "America/Bogota", simulated: true });
  let writes = 0;
  const seen: Pick<Store, "dayUse" | "reserveRequests"> = {
    dayUse: async (...asked) => {
      await new Promise((resolve) => setImmediate(resolve));
      return store.dayUse(...asked);
    },
    reserveRequests: async (...asked) => {
      writes++;
      await new Promise((resolve) => setImmediate(resolve));
      return store.reserveRequests(...asked);
    },
  };
  return { store, seen, operation, writes: () => writes };
}

test("no more than the day's limit is given out, with a hundred clients at a time, deaths, restarts and midnights", async () => {
  const life = fc.record({
    requests: fc.integer({ min: 0, max: 150 }),
    tokens: fc.integer({ min: 1, max: 5 }),
    end: fc.constantFrom("goes on", "closed", "died"),
    sleepMs: fc.constantFrom(0, 0, 3_600_000, DAY_MS),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 400 }),
      fc.array(life, { minLength: 1, maxLength: 8 }),
      async (limit, lives) => {
        const { store, seen, operation } = await storeOf();
        let now = morning;
        const given = new Map<string, number>();
        const lost = new Map<string, number>();
        const block = Math.max(1, Math.floor(limit / 100));
        const begin = () => new DayQuota({ store: seen, operation, limit: () => limit, now: () => now });
        let quota = begin();
        // Whether the process that is to die holds a block, perhaps since before it was quiet.
        let holds = false;
        for (const { requests, tokens, end, sleepMs } of lives) {
          const day = new Date(now - 5 * 3_600_000).toISOString().slice(0, 10);
          const taken = await Promise.all(
            Array.from({ length: requests }, async (_, n) => quota.take(`t${n % tokens}`)),
          );
          const got = taken.filter(Boolean).length;
          given.set(day, (given.get(day) ?? 0) + got);
          assert.ok(given.get(day)! <= limit);
          // Nobody is refused while there is some left, but for what died with a process.
          if (got < requests) assert.ok(given.get(day)! >= limit - (lost.get(day) ?? 0));
          if (requests > 0) {
            const { used } = quota.uses();
            assert.ok(used >= given.get(day)! && used <= given.get(day)! + (lost.get(day) ?? 0));
            assert.equal(quota.state().remaining, limit - used);
          }
          holds ||= requests > 0;
          if (end === "closed") await quota.close();
          if (end !== "goes on") quota = begin();
          if (end === "died" && holds) lost.set(day, (lost.get(day) ?? 0) + block);
          if (end !== "goes on") holds = false;
          now += sleepMs;
        }
        await store.close();
      },
    ),
    { numRuns: 60 },
  );
});

test("what tokens used is known after a restart", async () => {
  const { store, seen, operation } = await storeOf();
  const begin = () => new DayQuota({ store: seen, operation, limit: () => 10_000, now: () => morning });
  const before = begin();
  for (let n = 0; n < 230; n++) await before.take(n % 10 === 0 ? "rare" : "usual");
  await before.close();
  const after = begin();
  assert.equal(await after.take("rare"), true);
  assert.deepEqual(after.uses("rare"), { used: 231, byToken: 24 });
  assert.deepEqual(after.uses("usual"), { used: 231, byToken: 207 });
  await store.close();
});

test("a day's ten thousand requests are a hundred writes, and all but one in a hundred are given out at once", async () => {
  const { store, seen, operation, writes } = await storeOf();
  const quota = new DayQuota({ store: seen, operation, limit: () => 10_000, now: () => morning });
  let waited = 0;
  for (let n = 0; n < 10_000; n++) {
    const taken = quota.take("t");
    if (typeof taken !== "boolean") waited++;
    assert.equal(await taken, true);
  }
  assert.equal(writes(), 100);
  assert.equal(waited, 100);
  for (let n = 0; n < 50; n++) assert.equal(quota.take("t"), false);
  assert.equal(writes(), 100, "a refused client writes nothing");
  await store.close();
});

test("more licences count at once, fewer too", async () => {
  const { store, seen, operation } = await storeOf();
  let limit = 5;
  const quota = new DayQuota({ store: seen, operation, limit: () => limit, now: () => morning });
  const take = async (times: number) => {
    let given = 0;
    for (let n = 0; n < times; n++) if (await quota.take("t")) given++;
    return given;
  };
  assert.equal(await take(9), 5);
  limit = 8;
  assert.equal(await take(9), 3);
  limit = 2;
  assert.equal(await take(9), 0);
  assert.equal(quota.state().remaining, 0);
  await store.close();
});

test("two processes do not go over the limit together", async () => {
  const directory = mkdtempSync(join(tmpdir(), "espera-quota-"));
  const one = await storeOf({ directory });
  const other = await storeOf({ directory });
  const [left, right] = [one, other].map(
    ({ seen, operation }) => new DayQuota({ store: seen, operation, limit: () => 300, now: () => morning }),
  ) as [DayQuota, DayQuota];
  const taken = await Promise.all(
    Array.from({ length: 800 }, async (_, n) => (n % 2 === 0 ? left : right).take("t")),
  );
  assert.equal(taken.filter(Boolean).length, 300);
  await one.store.close();
  await other.store.close();
  rmSync(directory, { recursive: true });
});

test("a day is the operation's local day: it has 23 or 25 hours where clocks change", async () => {
  const store = await openSqliteStore({ file: IN_MEMORY });
  const operation = await store.openOperation({ name: "m", timeZone: "Europe/Madrid", simulated: true });
  for (const [midnight, hours] of [
    ["2026-03-29T00:00:00+01:00", 23],
    ["2026-10-25T00:00:00+02:00", 25],
    ["2026-10-26T00:00:00+01:00", 24],
  ] as const) {
    const from = Date.parse(midnight);
    let now = from;
    const quota = new DayQuota({ store, operation, limit: () => 1, now: () => now });
    assert.equal(await quota.take("t"), true);
    assert.equal(quota.state().resetS, hours * 3_600);
    now = from + hours * 3_600_000 - 1;
    assert.equal(await quota.take("t"), false);
  }
  await store.close();
});
