import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import type { Call, Callback } from "../../src/line/state.ts";
import { emptyState } from "../../src/line/state.ts";
import { defaultSettings } from "../../src/operation/default-settings.ts";
import { neededPeople, RetentionWork } from "../../src/operation/people/retention.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const live = {
  operation: 0,
  id: 1,
  kind: "live",
  name: "live",
  lastSeq: 9,
  complete: false,
  firstSeq: 1,
  beganAt: null,
} as const;
const NOW = Date.parse("2026-06-01T12:00:00Z");

describe("retention", () => {
  let endedAt: Map<string, number>;
  let usedAt: Map<string, number>;
  let needed: Set<string>;
  let deleted: string[];
  let deletedOlderThan: number;
  let askedFor: string[];
  let retention: RetentionWork;

  beforeEach(() => {
    askedFor = [];
    endedAt = new Map();
    usedAt = new Map();
    needed = new Set();
    deleted = [];
    retention = new RetentionWork({
      operation: 5,
      letGo: (people) => people.filter((person) => !needed.has(person)),
      recordings: {
        delete: async (callback) => {
          deleted.push(callback);
        },
        deleteOlder: async (at) => {
          deletedOlderThan = at;
        },
      },
      store: {
        recordedNames: async (_, before, limit) =>
          [...endedAt].flatMap(([id, at]) => (at < before ? [id] : [])).slice(0, limit),
        markNamesDeleted: async (_, callbacks) => {
          for (const callback of callbacks) endedAt.delete(callback);
        },
        unusedPeople: async (_, { since, after, limit }) => {
          const next = [...usedAt.keys()]
            .sort()
            .filter((id) => after === null || id > after)
            .slice(0, limit);
          return {
            people: next.filter((id) => usedAt.get(id)! < since),
            next: next.length === limit ? next.at(-1)! : null,
          };
        },
        runs: async (operation) => [{ ...live, operation }],
        forgetSteps: async ({ operation }, before, limit) => {
          askedFor.push(`${operation} before ${before}`);
          return Math.min(limit, 7);
        },
        forgetPeople: async (_, people) => {
          for (const person of people) usedAt.delete(person);
        },
      },
    });
  });

  const kept = (names: number, days: number | null) => ({
    timeZone: "America/Bogota",
    retention: { namesMs: names, forgetNumbersAfterDays: days },
  });

  it("deletes the names of callbacks that ended longer ago than they are kept, and notes it", async () => {
    endedAt = new Map([
      ["long ago", NOW - DAY - 1],
      ["just now", NOW - DAY],
    ]);
    assert.deepEqual(await retention.work(kept(DAY, null), NOW), { names: 1, people: 0, steps: 0 });
    assert.deepEqual(deleted, ["long ago"]);
    assert.deepEqual(await retention.work(kept(DAY, null), NOW), { names: 0, people: 0, steps: 0 });
    assert.ok(deletedOlderThan < NOW - DAY, "what belongs to no callback has a limit of its own");
  });

  it("forgets the people who were not there for so many days, a few each time, and begins again after the last", async () => {
    for (let n = 0; n < 1_000; n++)
      usedAt.set(`p${String(n).padStart(4, "0")}`, NOW - (n % 2 ? 91 : 89) * DAY);
    let forgotten = 0;
    let times = 0;
    while (forgotten < 500) {
      const { people } = await retention.work(kept(DAY, 90), NOW);
      assert.ok(people < 300, "little at a time");
      forgotten += people;
      assert.ok(++times < 20);
    }
    assert.equal(usedAt.size, 500);
    usedAt.set("p0000", NOW - 100 * DAY);
    for (let more = 0; more < 4; more++) forgotten += (await retention.work(kept(DAY, 90), NOW)).people;
    assert.equal(forgotten, 501);
  });

  it("forgets the steps of months that are over longer than the journal is kept, by the operation's own calendar", async () => {
    const kept = (journalMonths: number) => ({
      timeZone: "America/Bogota",
      retention: { namesMs: DAY, forgetNumbersAfterDays: null, journalMonths },
    });
    // In Bogotá it is still the 31st of May.
    const midnight = Date.parse("2026-06-01T04:00:00Z");
    assert.equal((await retention.work(kept(1), midnight)).steps, 7);
    await retention.work(kept(1), midnight + 2 * HOUR);
    await retention.work(kept(5), midnight);
    await retention.work(kept(24), midnight);
    assert.deepEqual(
      askedFor,
      ["2026-04", "2026-05", "2025-12", "2024-05"].map((month) => `5 before ${month}`),
    );
    askedFor = [];
    await retention.work({ timeZone: "UTC", retention: { namesMs: DAY, forgetNumbersAfterDays: null } }, NOW);
    assert.deepEqual(askedFor, []);
  });

  it("forgets nobody that the running operation needs, nor anybody when numbers are kept for ever", async () => {
    usedAt.set("on the phone", 0);
    needed.add("on the phone");
    assert.equal((await retention.work(kept(DAY, 90), NOW)).people, 0);
    needed.clear();
    assert.equal((await retention.work(kept(DAY, null), NOW)).people, 0);
    assert.equal((await retention.work(kept(DAY, 90), NOW)).people, 1);
  });
});

describe("the people that an operation needs", () => {
  it("are those on the phone, those whose number one of them keyed, and those who were promised a call", () => {
    const state = emptyState(defaultSettings("UTC"));
    const call = (person: string | null, callee: string | null) =>
      ({ person, callee: callee === null ? null : { person: callee, number: "dialable" } }) as Call;
    state.calls.set("1", call("ana", null));
    state.calls.set("2", call(null, "luis"));
    state.calls.set("3", call(null, null));
    state.callbacks.set("4", { person: "eva", by: "luz" } as Callback);
    assert.deepEqual([...neededPeople(state)].sort(), ["ana", "eva", "luis", "luz"]);
  });
});
