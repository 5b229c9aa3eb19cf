import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { ReadModels, Run, Store } from "../../src/journal/port.ts";
import type { GroupedRange, RowFormat } from "../../src/journal/report-rows.ts";
import { openReader } from "../../src/journal/sqlite/connection.ts";
import type { RowMemory } from "../../src/journal/sqlite/kept-rows.ts";
import { type WrittenPieces, writePieces } from "../../src/journal/sqlite/row-pieces.ts";
import { RowsOfReports } from "../../src/journal/sqlite/rows-of-reports.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { type RecordedRun, recordRun } from "./recorded-run.ts";
import { begin } from "./store-suite.ts";

const HOUR_MS = 3_600_000;
const noLimit = { rows: 1e6, bytes: 1e9 };
const never = new AbortController().signal;
const startAt = Date.parse("2026-03-28T22:10:00Z");
const spreadMs = 5 * HOUR_MS;

/** What a token and its operation may make of the same rows. */
const formats: readonly RowFormat[] = ["America/Bogota", "Asia/Kathmandu"].flatMap((timeZone) =>
  [false, true].map((masksNumbers) => ({
    module: new URL("../../src/api/wolkvox/diagram-3-rows.ts", import.meta.url).href,
    options: { timeZone, masksNumbers },
  })),
);

/** By the hour, a quarter beside it as in some zones, and cut anywhere: pieces that share hours and pieces that are within one. */
const cuts: readonly (readonly GroupedRange[])[] = [
  piecesOf(Math.floor(startAt / HOUR_MS) * HOUR_MS, 9, HOUR_MS),
  piecesOf(Math.floor(startAt / HOUR_MS) * HOUR_MS + HOUR_MS / 4, 6, HOUR_MS),
  piecesOf(startAt + 12_345, 13, 1_234_567),
];

function piecesOf(from: number, count: number, lengthMs: number): GroupedRange[] {
  return Array.from({ length: count }, (_, n) => ({
    from: from + n * lengthMs,
    to: from + (n + 1) * lengthMs,
    group: n,
  }));
}

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
  readonly models: ReadModels;
  readonly operation: number;
  readonly #runs: Run[];
  readonly #histories: RecordedRun[];
  readonly #again: RecordedRun;
  readonly #done = [0, 0];

  constructor(store: Store, other: Store, live: Run, generated: Run, seed: number) {
    this.store = store;
    this.other = other;
    this.models = store.readModels();
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
  const directory = await mkdtemp(join(tmpdir(), "espera-kept-"));
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

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of chunks) text += Buffer.from(chunk).toString();
  return text;
}

async function answerOf(
  models: ReadModels,
  operation: number,
  ranges: readonly GroupedRange[],
  format: RowFormat,
): Promise<string> {
  const wanted = { of: "treated-calls", ranges } as const;
  const written = await models.writeRows(operation, wanted, format, noLimit, never);
  assert.ok(written.outcome === "written");
  const text = await textOf(written.chunks);
  assert.equal(Buffer.byteLength(text), written.bytes);
  assert.equal((JSON.parse(`[${text}]`) as unknown[]).length, written.rows);
  return text;
}

/** The same, with nothing known. */
async function fromScratch(
  database: DatabaseSync,
  operation: number,
  ranges: readonly GroupedRange[],
  format: RowFormat,
): Promise<string> {
  const wanted = { of: "treated-calls", ranges } as const;
  const pieces = await writePieces(database, operation, wanted, format, noLimit, []);
  assert.ok(typeof pieces !== "string");
  const chunks = pieces.flatMap((piece) => piece?.chunks ?? []);
  return Buffer.concat(chunks).toString().slice(1);
}

describe("rows that are kept", () => {
  it("are what they would be if they were written anew, whatever happened since, in every format and cut", async () => {
    let kept = 0;
    let rows = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1_000),
        fc.array(fc.tuple(deed, fc.nat(3), fc.nat(2)), { minLength: 20, maxLength: 50 }),
        async (seed, deeds) => {
          await withJournal(seed, async (journal, scratch) => {
            let before = "";
            for (const [one, format, cut] of deeds) {
              await journal.do(one);
              for (const [ranges, how] of [
                [cuts[0]!, formats[0]!],
                [cuts[cut]!, formats[format]!],
              ] as const) {
                const wanted = await fromScratch(scratch, journal.operation, ranges, how);
                assert.equal(await answerOf(journal.models, journal.operation, ranges, how), wanted);
                rows = Math.max(rows, wanted.split("},{").length);
                if (wanted === before) kept++;
                before = wanted;
              }
            }
          });
        },
      ),
      { numRuns: 15 },
    );
    assert.ok(rows > 20 && kept > 20, "there was something to keep");
  });

  it("tell no number of who was erased from that moment on, whichever process erased him", async () => {
    await withJournal(7, async ({ store, other, models, operation }, scratch) => {
      const history = recordRun({ startAt, spreadMs, seed: 7, calls: 30 });
      const run = (await store.runs(operation)).find(({ kind }) => kind === "live")!;
      await store.append(run, history.batch(1, history.steps.length));
      const ask = (format: RowFormat) => answerOf(models, operation, cuts[0]!, format);
      for (const [n, { person }] of history.people.entries()) {
        const shown = `"${person.number}"`;
        const wasShown = (await ask(formats[0]!)).includes(shown);
        await (n % 2 === 0 ? store : other).erasePeople(operation, [person.id]);
        for (const format of formats) assert.ok(!(await ask(format)).includes(shown));
        if (n === 0) assert.ok(wasShown, "his number was in it before");
      }
      assert.equal((await ask(formats[0]!)).match(/\+57/g), null);
      assert.equal(await ask(formats[0]!), await fromScratch(scratch, operation, cuts[0]!, formats[0]!));
    });
  });

  it("show the end of a callback that came days later, and nothing else is written anew for it", async () => {
    await withJournal(3, async (journal, scratch) => {
      const history = recordRun({ startAt, spreadMs, seed: 3, calls: 30 });
      const run = (await journal.store.runs(journal.operation)).find(({ kind }) => kind === "live")!;
      const last = history.steps.findLast(({ events }) =>
        events.some(({ type }) => type === "callback-ended"),
      )!;
      await journal.store.append(run, history.batch(1, last.seq - 1));
      const anew: number[] = [];
      const rows = new RowsOfReports(async (given) => {
        const written = await writePieces(scratch, ...given);
        if (typeof written !== "string") anew.push(written.filter((piece) => piece !== null).length);
        return written;
      });
      const ask = async () => {
        const wanted = { of: "treated-calls", ranges: cuts[0]! } as const;
        const written = await rows.rows(journal.operation, wanted, formats[0]!, noLimit, never);
        assert.ok(written.outcome === "written");
        return textOf(written.chunks);
      };
      const open = await ask();
      assert.equal(await ask(), open);
      await journal.store.append(run, history.batch(last.seq, 1));
      const ended = await ask();
      assert.notEqual(ended, open);
      assert.equal(ended, await fromScratch(scratch, journal.operation, cuts[0]!, formats[0]!));
      assert.deepEqual(anew, [cuts[0]!.length, 0, 1]);
    });
  });
});

/** A writer whose pieces have a size and a version of their own, and that waits where it is told to. */
function scriptedRows(memory: RowMemory, sizeOf: (range: GroupedRange) => number) {
  const state = { version: 1, written: 0, underWay: 0, mostUnderWay: 0, before: async () => {} };
  const rows = new RowsOfReports(async ([, { ranges }, , , known]): Promise<WrittenPieces> => {
    state.underWay++;
    state.mostUnderWay = Math.max(state.mostUnderWay, state.underWay);
    const { version } = state;
    await state.before();
    state.underWay--;
    return ranges.map((range, n) => {
      if (known[n]?.version === version) return null;
      state.written++;
      const text = `,${version}${"x".repeat(sizeOf(range))}`;
      return { version, rows: 1, bytes: text.length, chunks: [new TextEncoder().encode(text)] };
    });
  }, memory);
  const ask = (ranges: readonly GroupedRange[], signal = never) =>
    rows.rows(1, { of: "treated-calls", ranges }, { module: "m", options: null }, noLimit, signal);
  return { rows, state, ask };
}

const pieces = (first: number, count: number) => piecesOf(first * HOUR_MS, count, HOUR_MS);

async function taken(asked: ReturnType<ReturnType<typeof scriptedRows>["ask"]>): Promise<string> {
  const written = await asked;
  assert.ok(written.outcome === "written");
  return textOf(written.chunks);
}

describe("the memory for rows", () => {
  it("keeps what was asked for last, up to its bound, however answers follow and overlap", async () => {
    const memory = { kept: 20_000, inAll: 60_000, written: 2 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 8 }), fc.boolean()), { maxLength: 40 }),
        async (asks) => {
          const { rows, ask } = scriptedRows(memory, ({ from }) => (from / HOUR_MS) * 100);
          for (const [first, count, leaves] of asks) {
            const written = await ask(pieces(first, count));
            assert.ok(written.outcome === "written");
            const iterator = written.chunks[Symbol.asyncIterator]();
            if (leaves) {
              await iterator.next();
              await iterator.return!();
            } else {
              let chunks = 0;
              while (!(await iterator.next()).done) chunks++;
              assert.equal(chunks, count);
            }
            assert.ok(rows.bytes <= memory.kept, `${rows.bytes} bytes`);
          }
        },
      ),
    );
    const { state, ask } = scriptedRows(memory, () => 100);
    await taken(ask(pieces(0, 8)));
    await taken(ask(pieces(4, 8)));
    assert.equal(state.written, 12, "the four that both have are written once");
  });

  it("is given back by answers that nobody takes to their end, and whoever finds it full waits or is stopped", async () => {
    const memory = { kept: 1_000, inAll: 5_000, written: 2 };
    const { state, ask } = scriptedRows(memory, () => 1_000);
    const slow = [await ask(pieces(0, 2)), await ask(pieces(10, 2))];
    const stop = new AbortController();
    const stopped = ask(pieces(20, 1), stop.signal);
    const waiting = ask(pieces(30, 1));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(state.written, 4);
    stop.abort();
    await assert.rejects(stopped, { code: "query-stopped" });
    for (const written of slow) {
      assert.ok(written.outcome === "written");
      await written.chunks[Symbol.asyncIterator]().return!();
    }
    assert.equal((await taken(waiting)).length, 1_001);
  });

  it("is not asked for by more answers at a time than may be written", async () => {
    const { state, ask } = scriptedRows({ kept: 1e6, inAll: 1e6, written: 2 }, () => 10);
    state.before = () => new Promise((resolve) => setImmediate(resolve));
    await Promise.all(Array.from({ length: 9 }, (_, n) => taken(ask(pieces(n, 1)))));
    assert.deepEqual([state.mostUnderWay, state.written], [2, 9]);
  });

  it("holds nothing of who was erased while his row was being written", async () => {
    const { rows, state, ask } = scriptedRows({ kept: 1e6, inAll: 1e6, written: 2 }, () => 10);
    await taken(ask(pieces(0, 3)));
    const before = rows.bytes;
    rows.erase(1, new Set([1]));
    assert.ok(rows.bytes < before);
    state.before = async () => rows.erase(1, new Set([7]));
    await taken(ask(pieces(5, 3)));
    assert.ok(rows.bytes < before, "what was read before it was erased is not kept");
  });

  it("is not used up by empty answers, of which nobody takes anything", async () => {
    const rows = new RowsOfReports(
      async ([, { ranges }]): Promise<WrittenPieces> =>
        ranges.map(() => ({ version: null, rows: 0, bytes: 0, chunks: [] })),
      { kept: 1e4, inAll: 2e4, written: 1 },
    );
    for (let times = 0; times < 50; times++) {
      const wanted = { of: "treated-calls" as const, ranges: pieces(0, 24) };
      await rows.rows(1, wanted, { module: "m", options: null }, noLimit, AbortSignal.timeout(60_000));
      assert.equal(rows.bytes, 0);
    }
  });

  it("is not given to an answer that was written before a newer one", async () => {
    const { state, ask } = scriptedRows({ kept: 1e6, inAll: 1e6, written: 2 }, () => 1);
    let goOn: () => void = () => {};
    state.before = () => new Promise((resolve) => (goOn = resolve));
    const older = taken(ask(pieces(0, 1)));
    while (state.underWay === 0) await new Promise((resolve) => setImmediate(resolve));
    const letOlderGoOn = goOn;
    state.before = async () => {};
    state.version = 2;
    assert.equal(await taken(ask(pieces(0, 1))), "2x");
    letOlderGoOn();
    assert.equal(await older, "1x");
    assert.equal(await taken(ask(pieces(0, 1))), "2x");
    assert.equal(state.written, 2);
  });
});
