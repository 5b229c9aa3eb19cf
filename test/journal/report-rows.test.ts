import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import type { ReadModels } from "../../src/journal/port/questions.ts";
import type { Step } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { changesOf } from "../../src/journal/rows/projection.ts";
import type { CallSums, GroupedRange } from "../../src/journal/rows/report-rows.ts";
import { IN_MEMORY } from "../../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { CORE_VERSION } from "../../src/line/core-version.ts";
import type { FactBody } from "../../src/line/facts.ts";
import { serviceLevel } from "../../src/reports/service-level.ts";
import { eventsOf } from "../line/histories.ts";
import { Story } from "../line/story.ts";
import { recordRun } from "./recorded-run.ts";
import { inFull, type Row, requireText, rowsOf, textOf } from "./rows-as-lists.ts";
import { levelsByScan } from "./scan.ts";
import { appendAll, begin, day } from "./store-suite.ts";

const noLimit = { rows: 1e6, bytes: 1e9 };
const never = new AbortController().signal;
const run = recordRun({ ...day, seed: 5, calls: 400 });

for (const [where, location] of [
  ["in a file", "directory"],
  ["in memory", "memory"],
] as const)
  describe(`what the journal ${where} gives to reports`, () => {
    let directory = "";
    let store: Store;
    let models: ReadModels;
    let operation = 0;
    before(async () => {
      directory = await mkdtemp(join(tmpdir(), "espera-rows-"));
      store = await openSqliteStore(location === "memory" ? { file: IN_MEMORY } : { directory });
      const begun = await begin(store);
      operation = begun.operation.id;
      await appendAll(store, begun.run, run, 200);
      models = store.readModels();
    });
    after(async () => {
      await store.close();
      await rm(directory, { recursive: true });
    });

    it("is each treated call once, with what became of its callback and who to call, however the range is cut", async () => {
      const told = treatedIn(run.steps);
      await fc.assert(
        fc.asyncProperty(cuts, async (pieces) => {
          const [from, to] = [pieces[0]!.from, pieces.at(-1)!.to];
          const rows = await rowsOf(models, operation, { of: "treated-calls", from, to });
          const wanted = told.filter((row) => Number(row[1]) >= from && Number(row[1]) < to);
          assert.deepEqual(rows.map(sorted).sort(), wanted.map(sorted).sort());
          const arrivals = rows.map((row) => row[1] as number);
          assert.deepEqual(
            arrivals,
            [...arrivals].sort((a, b) => a - b),
          );
        }),
        { numRuns: 25 },
      );
    });

    it("adds up to the counts of smart wait, skill by skill", async () => {
      await fc.assert(
        fc.asyncProperty(cuts, async (pieces) => {
          const [from, to] = [pieces[0]!.from, pieces.at(-1)!.to];
          const rows = await rowsOf(models, operation, { of: "treated-calls", from, to });
          const counts = await models.smartWaitCounts(operation, from, to);
          for (const { skill, treatment, yes, recallOk } of counts) {
            const own = rows.filter((row) => row[0] === skill);
            assert.equal(own.length, treatment);
            assert.equal(own.filter((row) => row[4] !== null).length, yes);
            assert.equal(own.filter((row) => row[4] === "OK").length, recallOk);
          }
          assert.equal(
            rows.length,
            counts.reduce((sum, { treatment }) => sum + treatment, 0),
          );
        }),
        { numRuns: 25 },
      );
    });

    it("counts calls by skill and group as a scan over the steps does", async () => {
      const calls = callsIn(run.steps);
      const thresholdsMs = [5_000, 30_000];
      await fc.assert(
        fc.asyncProperty(cuts, fc.constantFrom(null, 7, 300), async (ranges, skill) => {
          const asked = { ranges, skill, thresholdsMs, callers: true };
          const sums = await models.callSums(operation, asked, never);
          assert.deepEqual(sums, scanned(calls, ranges, skill, thresholdsMs));
        }),
        { numRuns: 25 },
      );
    });

    it("gives each call that is over or with an agent once, as answered or not, as a scan over the steps does", async () => {
      const calls = callsIn(run.steps);
      await fc.assert(
        fc.asyncProperty(cuts, fc.constantFrom(null, 7, 300), async (ranges, skill) => {
          for (const fate of ["answered-calls", "abandoned-calls"] as const) {
            const [from, to] = [ranges[0]!.from, ranges.at(-1)!.to];
            const rows = await rowsOf(models, operation, { of: fate, from, to, skill });
            const wanted = within(finishedOf(calls), ranges, skill).filter(
              ({ answered }) => answered === (fate === "answered-calls"),
            );
            assert.deepEqual(
              rows.map(([row, id, arrivedAt, waitMs, , agent]) => [row, id, arrivedAt, waitMs, agent]),
              wanted.map(({ skill: own, id, arrivedAt, answerMs, abandonMs, agent }) => [
                own,
                id,
                arrivedAt,
                answerMs ?? abandonMs,
                agent,
              ]),
            );
          }
        }),
        { numRuns: 25 },
      );
    });

    it("knows when the last call came to a skill", async () => {
      const calls = callsIn(run.steps);
      const last = await models.lastCalls(operation, [7, 12, 300, 999], never);
      for (const skill of [7, 12, 300, 999]) {
        const arrivals = calls.filter((call) => call.skill === skill).map(({ arrivedAt }) => arrivedAt);
        assert.equal(last.get(skill), arrivals.length === 0 ? undefined : Math.max(...arrivals));
      }
    });

    it("is refused over a limit, and given whole at it", async () => {
      const wanted = inFull({ of: "treated-calls", ...whole });
      const all = requireText(await models.writeRows(operation, wanted, noLimit, never));
      const bytes = textOf(all).length;
      assert.equal(bytes, all.bytes);
      for (const [limits, outcome] of [
        [{ rows: all.rows, bytes }, all],
        [{ rows: all.rows - 1, bytes }, "too-many-rows"],
        [{ rows: all.rows, bytes: bytes - 1 }, "too-many-bytes"],
      ] as const) {
        assert.deepEqual(await models.writeRows(operation, wanted, limits, never), outcome);
      }
    });

    it("is not given to a client that has stopped waiting", async () => {
      const stopped = AbortSignal.abort();
      const wanted = { of: "treated-calls", ...whole } as const;
      const asked = { ranges: [whole], skill: null, thresholdsMs: [] };
      for (const refused of [
        models.writeRows(operation, inFull(wanted), noLimit, stopped),
        models.callSums(operation, asked, stopped),
        models.lastCalls(operation, [7], stopped),
      ])
        await assert.rejects(refused, { code: "query-stopped" });
      assert.equal((await rowsOf(models, operation, wanted)).length, treatedIn(run.steps).length);
    });

    it("has no number of who was erased", async () => {
      const { person } = run.people[0]!;
      const wanted = { of: "treated-calls", ...whole } as const;
      await store.erasePeople(operation, [person.id]);
      const rows = await rowsOf(models, operation, wanted);
      assert.ok(rows.length > 0);
      assert.ok(!rows.flat().includes(person.number));
    });
  });

it("on any day each call is in one column of the service levels, and these are what the steps say", async () => {
  const seen = { returned: 0, notReached: 0, open: 0, met: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        seed: fc.integer({ min: 1, max: 1e6 }),
        calls: fc.integer({ min: 5, max: 60 }),
        spreadMs: fc.integer({ min: 600_000, max: 6 * 3_600_000 }),
        fromMs: fc.nat(3_600_000),
        cutShare: fc.double({ min: 0.3, max: 1, noNaN: true }),
        thresholdMs: fc.constantFrom(20_000, 60_000, 900_000),
      }),
      async ({ seed, calls, spreadMs, fromMs, cutShare, thresholdMs }) => {
        const history = recordRun({ ...day, seed, calls, spreadMs });
        const store = await openSqliteStore({ file: IN_MEMORY });
        const { operation, run: live } = await begin(store);
        // Not all days are at their end when they are looked at.
        const batch = history.batch(1, Math.ceil(history.steps.length * cutShare));
        await store.append(live, batch);
        const [from, to] = [day.startAt + fromMs, day.startAt + spreadMs];
        const counts = await store.readModels().serviceLevelCounts(operation.id, from, to, thresholdMs);
        assert.deepEqual(
          counts,
          levelsByScan(batch.steps, from, to, thresholdMs, () => ""),
        );
        const { skills, total } = await serviceLevel(
          store.readModels(),
          operation.id,
          { from, to },
          thresholdMs,
        );
        for (const row of [...skills, total])
          assert.equal(row.offered, row.answered + row.answeredByReturnCall + row.abandoned + row.open);
        seen.returned += total.answeredByReturnCall;
        seen.notReached += total.notReached;
        seen.open += total.open;
        for (const { promisesMet, liveWithinThreshold } of counts)
          seen.met += promisesMet - liveWithinThreshold;
        await store.close();
      },
    ),
    { numRuns: 40 },
  );
  assert.ok(Math.min(...Object.values(seen)) > 5, JSON.stringify(seen));
});

describe("a call whose return call reached an agent", () => {
  const story = new Story();
  const steps: Step[] = [];
  const tell = (body: FactBody) => {
    const fact = { ...body, at: story.now };
    const written = { seq: steps.length + 1, fact, ...story.tell(body) };
    steps.push({ ...written, coreVersion: CORE_VERSION, settingsVersion: 1 });
    return written;
  };
  /** The calls to skill 1 since `from`, as their rows and sums tell. */
  const told = async (from: number) => {
    const store = await openSqliteStore({ file: IN_MEMORY });
    const { operation, run: live } = await begin(store);
    await store.append(live, { steps, changes: changesOf(steps), people: [] });
    const ranges = [{ from, to: story.now + 1, group: 0 }];
    const models = store.readModels();
    const rows = await rowsOf(models, operation.id, { of: "answered-calls", skill: 1, ...ranges[0]! });
    const [sums] = await models.callSums(operation.id, { ranges, skill: 1, thresholdsMs: [] }, never);
    await store.close();
    return { agents: rows.map((row) => row[5]), sums: sums! };
  };

  it("is with the agent of the attempt that reached one, though another one was begun since", async () => {
    story.wait(2);
    const arrivedAt = story.now;
    const caller = { person: "ana", number: "dialable" } as const;
    tell({ type: "call-arrived", call: "c", skill: 1, caller });
    tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
    tell({ type: "call-ended", call: "c" });
    for (const call of ["before0", "before1"]) story.tell({ type: "call-ended", call });
    story.after(60_000);
    tell({ type: "agent-changed", agent: "eva", skills: [1], status: "free" });
    // Nothing is heard of the first attempt, and so another one is made once nobody can be on that phone any more.
    for (let n = 0; n < 4; n++) {
      story.after(60_000);
      tell({ type: "woke" });
    }
    assert.deepEqual(
      steps.flatMap(({ events }) => eventsOf(events, "attempt-dialled").map(({ attempt }) => attempt)),
      ["c~1", "c~2"],
    );
    tell({ type: "call-answered", call: "c~1", agent: "eva" });
    story.after(90_000);
    tell({ type: "call-ended", call: "c~1" });
    const { agents, sums } = await told(arrivedAt);
    assert.deepEqual(agents, ["eva"]);
    assert.deepEqual([sums.finished, sums.answered, sums.handled, sums.handleMs], [1, 1, 1, 90_000]);
  });

  it("leaves a later call unanswered that the exchange gives the same id", async () => {
    story.after(7_200_000);
    story.serve();
    const arrivedAt = story.now;
    tell({ type: "call-joined", call: "c", skill: 1, caller: { person: "bob", number: "dialable" } });
    story.after(30_000);
    tell({ type: "call-ended", call: "c" });
    const { agents, sums } = await told(arrivedAt);
    assert.deepEqual(agents, []);
    assert.deepEqual([sums.finished, sums.answered, sums.abandonMs], [1, 0, 30_000]);
  });
});

it("a question that is stopped takes no other with it", async () => {
  const directory = await mkdtemp(join(tmpdir(), "espera-rows-"));
  const store = await openSqliteStore({ directory });
  const begun = await begin(store);
  await appendAll(store, begun.run, run, 200);
  const models = store.readModels();
  const operation = begun.operation.id;
  const stop = new AbortController();
  const stopped = models.smartWaitCounts(operation, whole.from, whole.to, stop.signal);
  const others = Promise.all([
    models.serviceLevelCounts(operation, whole.from, whole.to, 20_000),
    models.smartWaitCounts(operation, whole.from, whole.to),
  ]);
  stop.abort();
  await assert.rejects(stopped, { code: "query-stopped" });
  const [levels, counts] = await others;
  assert.equal(levels.length, 3);
  assert.equal(counts.length, 3);
  await store.close();
  await rm(directory, { recursive: true });
});

const whole: GroupedRange = { from: day.startAt - 1, to: day.startAt + 2 * day.spreadMs, group: 0 };

/** A range cut into pieces that follow each other, of groups that come again. */
const cuts = fc
  .uniqueArray(fc.integer({ min: -1_000, max: day.spreadMs + 1_000 }), { minLength: 2, maxLength: 9 })
  .map((ends): GroupedRange[] => {
    const at = ends.sort((a, b) => a - b).map((end) => day.startAt + end);
    return at.slice(1).map((to, n) => ({ from: at[n]!, to, group: n % 3 }));
  });

function sorted(row: Row): string {
  return JSON.stringify(row);
}

/** Rows of treated calls, from nothing but the steps and the people. */
function treatedIn(steps: readonly Step[]): Row[] {
  const numbers = new Map(run.people.map(({ person }) => [person.id, person.number]));
  const persons = new Map<string, string | null>();
  const rows = new Map<string, (string | number | null)[]>();
  const answered = new Map<string, number>();
  for (const { fact, events } of steps)
    for (const event of events) {
      if (event.type === "call-arrived") persons.set(event.call, event.person);
      if (event.type === "question-began" && !event.again)
        rows.set(event.call, [
          event.skill,
          event.arrivedAt,
          null,
          numbers.get(persons.get(event.call) ?? "") ?? null,
          ...Array.from({ length: 5 }, () => null),
        ]);
      // The call's own end is its row's where no callback follows.
      const ended = event.type === "call-closed" ? fact.at : null;
      if (event.type === "call-closed" || event.type === "call-reopened")
        if (rows.get(event.call)?.[4] === null) rows.get(event.call)?.splice(2, 1, ended);
      if (event.type === "callback-registered") {
        rows.get(event.callback)?.splice(4, 5, "YES", 0, null, numbers.get(event.person)!, null);
        rows.get(event.callback)?.splice(2, 1, null);
      }
      if (event.type === "attempt-dialled") {
        const row = rows.get(event.callback);
        row?.splice(5, 2, event.n, fact.at);
        row?.splice(8, 1, Number(row[8]));
      }
      if (event.type === "attempt-progressed" && !/^(ringing|rung|left)$/.test(event.progress))
        if (!answered.has(event.attempt)) answered.set(event.attempt, fact.at);
      // Until the agent's answer, and then as long as they talked.
      if (event.type === "attempt-ended" || (event.type === "talk-ended" && event.endedAt !== null)) {
        const from = answered.get(event.attempt);
        const until = event.type === "talk-ended" ? Number(event.endedAt) : fact.at;
        answered.set(event.attempt, until);
        const row = rows.get(event.callback);
        if (row && from !== undefined) row[8] = Number(row[8]) + until - from;
      }
      if (event.type === "callback-ended") {
        rows.get(event.callback)?.splice(4, 1, event.status);
        rows.get(event.callback)?.splice(2, 1, fact.at);
      }
    }
  return [...rows.values()];
}

interface ScannedCall {
  readonly id: string;
  readonly skill: number;
  readonly arrivedAt: number;
  readonly person: string | null;
  agent?: string;
  answeredAt?: number;
  endedAt?: number;
  outcome?: string;
  /** When an agent answered its return call, and when that was over. */
  joinedAt?: number;
  talkEndedAt?: number;
  registered?: boolean;
}

/** Calls in the order of arrival, from nothing but the steps. */
function callsIn(steps: readonly Step[]): ScannedCall[] {
  const calls = new Map<string, ScannedCall>();
  for (const { fact, events } of steps)
    for (const event of events) {
      if (event.type === "call-arrived") {
        const { call: id, skill, arrivedAt, person } = event;
        calls.set(id, { id, skill, arrivedAt, person });
      }
      if (event.type === "call-answered" && !event.again)
        Object.assign(calls.get(event.call)!, { answeredAt: fact.at, agent: event.agent });
      if (event.type === "call-closed")
        Object.assign(calls.get(event.call)!, { endedAt: fact.at, outcome: event.outcome });
      if (event.type === "attempt-progressed" && event.progress === "joined" && event.agent)
        calls.get(event.callback)!.agent ??= event.agent;
      if (event.type === "callback-registered") calls.get(event.callback)!.registered = true;
      if (event.type === "callback-ended" && event.status === "OK")
        calls.get(event.callback)!.joinedAt = fact.at;
      if (event.type === "talk-ended" && event.endedAt !== null)
        calls.get(event.callback)!.talkEndedAt = event.endedAt;
    }
  return [...calls.values()].sort(
    (one, other) => one.arrivedAt - other.arrivedAt || (one.id < other.id ? -1 : 1),
  );
}

interface FinishedCall {
  readonly id: string;
  readonly skill: number;
  readonly arrivedAt: number;
  readonly person: string | null;
  readonly answered: boolean;
  readonly agent: string | null;
  readonly answerMs: number | null;
  readonly abandonMs: number | null;
  readonly handleMs: number | null;
}

function finishedOf(calls: readonly ScannedCall[]): FinishedCall[] {
  return calls
    .filter(({ outcome, answeredAt, registered }) => outcome ?? answeredAt ?? registered)
    .map((call): FinishedCall => {
      const { id, skill, arrivedAt, person, outcome, endedAt } = call;
      const at = call.answeredAt ?? call.joinedAt;
      const until = call.answeredAt === undefined ? call.talkEndedAt : endedAt;
      const answered = at !== undefined || outcome === "answered";
      return {
        id,
        skill,
        arrivedAt,
        person,
        answered,
        agent: call.agent ?? null,
        answerMs: at === undefined ? null : at - arrivedAt,
        abandonMs: answered || outcome === "lost" || endedAt === undefined ? null : endedAt - arrivedAt,
        handleMs: at === undefined || until === undefined ? null : until - at,
      };
    });
}

function within<Call extends { readonly skill: number; readonly arrivedAt: number }>(
  calls: readonly Call[],
  ranges: readonly GroupedRange[],
  skill: number | null,
): Call[] {
  return calls.filter(
    (call) =>
      (skill === null || skill === call.skill) &&
      ranges.some(({ from, to }) => call.arrivedAt >= from && call.arrivedAt < to),
  );
}

function scanned(
  calls: readonly ScannedCall[],
  ranges: readonly GroupedRange[],
  skill: number | null,
  thresholdsMs: readonly number[],
): CallSums[] {
  const sums: CallSums[] = [];
  for (const id of [7, 12, 300])
    for (const group of [0, 1, 2]) {
      const own = within(
        finishedOf(calls).filter((call) => call.skill === id),
        ranges.filter((range) => range.group === group),
        skill,
      );
      if (own.length === 0) continue;
      const known = (member: "answerMs" | "abandonMs" | "handleMs") =>
        own.flatMap((call) => call[member] ?? []);
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      const waits = known("answerMs");
      sums.push({
        skill: id,
        group,
        finished: own.length,
        answered: own.filter(({ answered }) => answered).length,
        callers: new Set(own.map((call) => call.person ?? call)).size,
        within: thresholdsMs.map((most) => waits.filter((wait) => wait <= most).length),
        answerMs: sum(waits),
        answers: waits.length,
        abandonMs: sum(known("abandonMs")),
        abandons: known("abandonMs").length,
        handleMs: sum(known("handleMs")),
        handled: known("handleMs").length,
      });
    }
  return sums;
}
