import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { DailyRows } from "../../src/api/wolkvox/daily-rows.ts";
import { diagram3Format } from "../../src/api/wolkvox/reports/diagram-3.ts";
import type { RowMemory } from "../../src/api/wolkvox/sent-rows.ts";
import type { Run } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { Changes } from "../../src/journal/rows/projection.ts";
import type { RowsWanted, WrittenRows } from "../../src/journal/rows/report-rows.ts";
import { openReader } from "../../src/journal/sqlite/database/connection.ts";
import { answerTo } from "../../src/journal/sqlite/questions/answers.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { type RecordedRun, recordRun } from "../journal/recorded-run.ts";
import { requireText, textOf } from "../journal/rows-as-lists.ts";
import { begin } from "../journal/store-suite.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const noLimit = { rows: 1e6, bytes: 1e9 };
const never = new AbortController().signal;
const startAt = Date.parse("2026-03-28T19:10:00Z");
const spreadMs = 30 * HOUR_MS;

/** What a token and its operation may make of the same rows. */
const formats = ["America/Bogota", "Asia/Kathmandu"].flatMap((timeZone) =>
  [false, true].map((masksNumbers) => diagram3Format(timeZone, masksNumbers)),
);

/** Whole days, days of a zone whose clock is three quarters of an hour off, and a part of one day. */
const ranges = [
  { from: startAt - (startAt % DAY_MS), to: startAt - (startAt % DAY_MS) + 4 * DAY_MS },
  { from: startAt + HOUR_MS / 4, to: startAt + HOUR_MS / 4 + 2 * DAY_MS },
  { from: startAt + 12_345, to: startAt + 4 * HOUR_MS },
] as const;

const wantedOf = (range: { from: number; to: number }, format: (typeof formats)[number]): RowsWanted => ({
  of: "treated-calls",
  format,
  ...range,
});

type Deed =
  | { readonly does: "goes-on"; readonly run: 0 | 1; readonly steps: number }
  | { readonly does: "takes-ids-again"; readonly from: number }
  | { readonly does: "drops-a-run" }
  | { readonly does: "erases" | "forgets"; readonly person: number; readonly elsewhere: boolean };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      does: fc.constant("goes-on" as const),
      run: fc.constantFrom(0 as const, 1 as const),
      // One alone shows whether it is noted by itself.
      steps: fc.oneof(fc.constant(1), fc.constant(1), fc.integer({ min: 1, max: 150 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant("takes-ids-again" as const), from: fc.nat(300) }),
  },
  { weight: 1, arbitrary: fc.constant({ does: "drops-a-run" as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constantFrom("erases" as const, "forgets" as const),
      person: fc.nat(59),
      elsewhere: fc.boolean(),
    }),
  },
);

/** A journal with a run that is live, one that is generated and may be dropped, and another process beside it. */
class Journal {
  readonly store: Store;
  readonly other: Store;
  readonly rows: DailyRows;
  readonly operation: number;
  readonly #runs: Run[];
  readonly #histories: RecordedRun[];
  readonly #again: RecordedRun;
  readonly #done = [0, 0];

  constructor(store: Store, other: Store, live: Run, generated: Run, seed: number) {
    this.store = store;
    this.other = other;
    this.rows = new DailyRows(store.readModels());
    this.operation = live.operation;
    this.#runs = [live, generated];
    this.#histories = [0, 1, 2].map((n) => recordRun({ startAt, spreadMs, seed: seed + n, calls: 30 }));
    this.#again = this.#histories[2]!;
  }

  async do(deed: Deed): Promise<void> {
    switch (deed.does) {
      case "goes-on": {
        const batch = this.#histories[deed.run]!.batch(this.#done[deed.run]! + 1, deed.steps);
        await this.store.append(this.#runs[deed.run]!, batch);
        this.#done[deed.run]! += batch.steps.length;
        break;
      }
      case "takes-ids-again": {
        // Other calls under the ids that the live run has.
        const { changes, people } = this.#again.batch(deed.from + 1, 60);
        changes.decisions.length = 0;
        changes.orders.length = 0;
        await this.store.append(this.#runs[0]!, { steps: [], changes, people });
        break;
      }
      case "drops-a-run": {
        const { kind, name } = this.#runs[1]!;
        await this.store.dropRun(this.#runs[1]!);
        this.#runs[1] = await this.store.openRun(this.operation, { kind, name });
        this.#done[1] = 0;
        break;
      }
      case "erases":
      case "forgets": {
        const store = deed.elsewhere ? this.other : this.store;
        const { people } = this.#histories[deed.person % 3]!;
        const { id } = people[deed.person % people.length]!.person;
        if (deed.does === "erases") await store.erasePeople(this.operation, [id]);
        else await store.forgetPeople(this.operation, [id]);
      }
    }
  }
}

async function withJournal(
  seed: number,
  use: (journal: Journal, scratch: DatabaseSync) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "espera-daily-"));
  const store = await openSqliteStore({ directory });
  const { operation, run } = await begin(store);
  const generated = await store.openRun(operation.id, { kind: "generated", name: "a day" });
  const other = await openSqliteStore({ directory });
  const scratch = openReader(join(directory, "espera.db"));
  try {
    await use(new Journal(store, other, run, generated, seed), scratch);
  } finally {
    scratch.close();
    await other.close();
    await store.close();
    await rm(directory, { recursive: true });
  }
}

async function answerOf(rows: DailyRows, operation: number, wanted: RowsWanted): Promise<string> {
  const written = await rows.write(operation, wanted, noLimit, never);
  const text = textOf(written);
  assert.ok(typeof written !== "string");
  written.release();
  assert.equal(Buffer.byteLength(text), written.bytes);
  assert.equal((JSON.parse(`[${text}]`) as unknown[]).length, written.rows);
  return text;
}

/** The same, with nothing kept. */
function fromScratch(database: DatabaseSync, operation: number, wanted: RowsWanted): string {
  const parameters = [operation, wanted, noLimit] as const;
  return textOf(answerTo({ query: "writeRows", parameters: [...parameters] }, database) as WrittenRows);
}

describe("rows that are kept by the day", () => {
  const deeds = fc.array(fc.tuple(deed, fc.nat(3), fc.nat(2)), { minLength: 20, maxLength: 50 });
  const isAsNew = async (seed: number, deeds: readonly (readonly [Deed, number, number])[]) =>
    withJournal(seed, async (journal, scratch) => {
      for (const [one, format, range] of deeds) {
        await journal.do(one);
        for (const wanted of [wantedOf(ranges[0], formats[0]!), wantedOf(ranges[range]!, formats[format]!)])
          assert.equal(
            await answerOf(journal.rows, journal.operation, wanted),
            fromScratch(scratch, journal.operation, wanted),
          );
      }
    });

  it("are what they would be if they were written again now, whatever happened since, in every format and range", async () => {
    await fc.assert(fc.asyncProperty(fc.nat(1_000), deeds, isAsNew), { numRuns: 15, endOnFailure: true });
  });

  it("tell no number of anyone who was erased from that moment on, whichever process erased them", async () => {
    await withJournal(7, async ({ store, other, rows, operation }, scratch) => {
      const history = recordRun({ startAt, spreadMs, seed: 7, calls: 30 });
      const run = (await store.runs(operation)).find(({ kind }) => kind === "live")!;
      await store.append(run, history.batch(1, history.steps.length));
      const ask = (format: (typeof formats)[number]) =>
        answerOf(rows, operation, wantedOf(ranges[0], format));
      for (const [n, { person }] of history.people.entries()) {
        const shown = `"${person.number}"`;
        const wasShown = (await ask(formats[0]!)).includes(shown);
        await (n % 2 === 0 ? store : other).erasePeople(operation, [person.id]);
        for (const format of formats) assert.ok(!(await ask(format)).includes(shown));
        if (n === 0) assert.ok(wasShown, "the number was in it before");
      }
      const text = await ask(formats[0]!);
      assert.equal(text.match(/\+57/g), null);
      assert.equal(text, fromScratch(scratch, operation, wantedOf(ranges[0], formats[0]!)));
    });
  });

  it("tell the number of a person who was forgotten and comes back with another run", async () => {
    await withJournal(7, async ({ store, rows, operation }) => {
      const history = recordRun({ startAt, spreadMs, seed: 7, calls: 30 });
      const [live, generated] = await store.runs(operation);
      await store.append(live!, history.batch(1, history.steps.length));
      const ask = () => answerOf(rows, operation, wantedOf(ranges[0], formats[0]!));
      const before = await ask();
      const { person } = history.people.find(({ person }) => before.includes(`"${person.number}"`))!;
      await store.forgetPeople(operation, [person.id]);
      assert.ok(!(await ask()).includes(person.number));
      await store.append(generated!, { steps: [], changes: new Changes(), people: [person] });
      assert.equal(await ask(), before);
    });
  });

  it("show the end of a callback that came days later, and no other day is written again for it", async () => {
    await withJournal(3, async ({ store, operation }) => {
      const history = recordRun({ startAt, spreadMs, seed: 3, calls: 30 });
      const run = (await store.runs(operation)).find(({ kind }) => kind === "live")!;
      const last = history.steps.findLast(({ events }) =>
        events.some(({ type }) => type === "callback-ended"),
      )!;
      await store.append(run, history.batch(1, last.seq - 1));
      const models = store.readModels();
      let days = 0;
      const rows = new DailyRows({
        writeRows: async (...asked) => {
          days++;
          return models.writeRows(...asked);
        },
        rowsVersion: (...asked) => models.rowsVersion(...asked),
      });
      const anew: number[] = [];
      const ask = async () => {
        days = 0;
        const text = await answerOf(rows, operation, wantedOf(ranges[0], formats[0]!));
        anew.push(days);
        return text;
      };
      const open = await ask();
      assert.equal(await ask(), open);
      await store.append(run, history.batch(last.seq, 1));
      assert.notEqual(await ask(), open);
      assert.deepEqual(anew, [4, 0, 1]);
    });
  });
});

/** Read models whose days have a size and a version of their own, and that wait where a test wants them to. */
function scripted(memory: Partial<RowMemory>, sizeOf: (day: number) => number) {
  const state = { version: 1, written: 0, underWay: 0, mostUnderWay: 0, before: async () => {} };
  const rows = new DailyRows(
    {
      rowsVersion: () => state.version,
      writeRows: async (_, { from }): Promise<WrittenRows> => {
        state.mostUnderWay = Math.max(state.mostUnderWay, ++state.underWay);
        const { version } = state;
        await state.before();
        state.underWay--;
        state.written++;
        const bytes = sizeOf(from / DAY_MS);
        const chunk = new TextEncoder().encode(`${version}${"x".repeat(bytes)}`);
        return { rows: bytes === 0 ? 0 : 1, bytes: bytes === 0 ? 0 : chunk.byteLength, chunks: [chunk] };
      },
    },
    { kept: 1e6, keptMs: 1e9, sent: 1e6, written: 2, ...memory },
  );
  const ask = (first: number, count: number, { limits = noLimit, signal = never } = {}) =>
    rows.write(
      1,
      wantedOf({ from: first * DAY_MS, to: (first + count) * DAY_MS }, formats[0]!),
      limits,
      signal,
    );
  const taken = async (...asked: Parameters<typeof ask>) => {
    const written = await ask(...asked);
    assert.ok(typeof written !== "string");
    written.release();
    return textOf(written);
  };
  return { rows, state, ask, taken };
}

describe("the memory for rows", () => {
  it("keeps what was asked for last, up to its bound, however answers follow and overlap", async () => {
    const memory = { kept: 20_000, sent: 60_000 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 8 })), { maxLength: 40 }),
        async (asks) => {
          const { rows, taken } = scripted(memory, (day) => day * 100);
          for (const [first, count] of asks) {
            await taken(first, count);
            assert.ok(rows.bytes <= memory.kept, `${rows.bytes} bytes`);
          }
        },
      ),
    );
    const { state, taken } = scripted(memory, () => 100);
    await taken(1, 8);
    await taken(5, 8);
    assert.equal(state.written, 12, "the four that both have are written once");
  });

  it("is given back by answers that nobody takes, once, and a client that finds it full waits or is stopped", async () => {
    const { rows, state, ask, taken } = scripted({ kept: 1, sent: 5_000 }, () => 2_000);
    const slow = [await ask(1, 2), await ask(11, 2)];
    const stop = new AbortController();
    const stopped = ask(21, 1, { signal: stop.signal });
    const waiting = taken(31, 1);
    await turn();
    assert.equal(state.written, 4);
    stop.abort();
    await assert.rejects(stopped, { code: "query-stopped" });
    for (const written of slow) {
      assert.ok(typeof written !== "string");
      written.release();
      written.release();
    }
    assert.equal((await waiting).length, 2_001);
    assert.equal(rows.bytes, 0);
  });

  it("counts once what several answers send", async () => {
    const { rows, ask } = scripted({}, () => 1_000);
    const first = await ask(1, 1);
    const { bytes } = rows;
    const second = await ask(1, 1);
    assert.equal(rows.bytes, bytes);
    for (const written of [first, second]) requireRelease(written)();
    assert.ok(rows.bytes < bytes);
  });

  it("is not asked for by more answers at a time than may be written", async () => {
    const { state, taken } = scripted({}, () => 10);
    state.before = () => turn();
    await Promise.all(Array.from({ length: 9 }, (_, n) => taken(n, 1)));
    assert.deepEqual([state.mostUnderWay, state.written], [2, 9]);
  });

  it("is not used up by empty answers", async () => {
    const { rows, taken } = scripted({ sent: 1, kept: 1 }, () => 0);
    for (let times = 0; times < 50; times++) assert.equal(await taken(0, 24), "");
    assert.equal(rows.bytes, 0);
  });

  it("does not answer from what was written before a newer version was read", async () => {
    const { state, taken } = scripted({}, () => 1);
    let goOn: () => void = () => {};
    state.before = () => new Promise((resolve) => (goOn = resolve));
    const older = taken(0, 1);
    while (state.underWay === 0) await turn();
    const letOlderGoOn = goOn;
    state.before = async () => {};
    state.version = 2;
    assert.equal(await taken(0, 1), "2x");
    letOlderGoOn();
    assert.equal(await older, "1x");
    assert.equal(await taken(0, 1), "2x");
  });

  it("lets go of what was kept for as long as it may be", async (test) => {
    test.mock.timers.enable({ apis: ["setTimeout"] });
    const { rows, taken } = scripted({ keptMs: 1 }, () => 10);
    await taken(0, 1);
    assert.ok(rows.bytes > 0);
    const from = performance.now();
    while (performance.now() - from < 2) await turn();
    test.mock.timers.tick(10);
    assert.equal(rows.bytes, 0);
  });

  it("is not spent on an answer that exceeds a limit, wherever its days come from", async () => {
    const { ask, taken } = scripted({}, () => 9);
    await taken(1, 3);
    const bytes = 3 * 10 + 2;
    for (const first of [1, 11]) {
      assert.equal(await ask(first, 3, { limits: { rows: 2, bytes: 1e9 } }), "too-many-rows");
      assert.equal(await ask(first, 3, { limits: { rows: 3, bytes: bytes - 1 } }), "too-many-bytes");
      requireRelease(await ask(first, 3, { limits: { rows: 3, bytes } }))();
    }
  });
});

function requireRelease(written: Awaited<ReturnType<DailyRows["write"]>>): () => void {
  requireText(written);
  assert.ok(typeof written !== "string");
  return written.release;
}
