import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Run } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { changesOf } from "../../src/journal/rows/projection.ts";
import { DIALLINGS } from "../../src/journal/sql/people/diallings.ts";
import { migrateSqlite } from "../../src/journal/sqlite/database/migrations.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { CORE_VERSION } from "../../src/line/core-version.ts";
import type { AttemptResult, Event } from "../../src/line/events.ts";
import { DIALLED_ALONE } from "./dialled-alone.ts";

/** One callback: who is called, in which of the operations, and when (epoch ms), with what each attempt came to. */
interface Dialled {
  readonly operation: number;
  readonly number: number;
  readonly attempts: readonly (readonly [at: number, result: AttemptResult | null])[];
}

const names = ["norte", "sur", "ensayo", "demo"] as const;
const simulated = (operation: number) => operation >= 2;

const dialled: fc.Arbitrary<Dialled> = fc.record({
  operation: fc.nat(names.length - 1),
  number: fc.nat(2),
  attempts: fc
    .array(
      fc.tuple(fc.nat(100), fc.constantFrom<AttemptResult | null>(null, "busy", "refused", "over-limit")),
      { minLength: 1, maxLength: 12 },
    )
    .map((attempts) => attempts.toSorted(([one], [other]) => one - other)),
});

describe("how often a number was dialled", () => {
  it("is what all operations on real phones let out to it since then; in a simulated one, what its run did", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(dialled, { maxLength: 12 }), fc.nat(100), async (all, since) => {
        const store = await openSqliteStore({ file: ":memory:" });
        const runs = await write(store, all);
        for (const number of [0, 1, 2])
          for (const [operation, run] of runs.entries()) {
            const counted = all
              .filter((one) => one.number === number)
              .filter((one) =>
                simulated(operation) ? one.operation === operation : !simulated(one.operation),
              )
              .flatMap(({ attempts }) => attempts)
              .filter(([at, result]) => at >= since && result !== "refused" && result !== "over-limit");
            assert.equal(await store.diallingsOf(run, textOf(number), since), counted.length);
          }
        await store.close();
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it("is known after a restart, and not lost with the number's owner in another operation", async () => {
    const directory = await mkdtemp(join(tmpdir(), "espera-diallings-"));
    const first = await openSqliteStore({ directory });
    const [north] = await write(first, [
      { operation: 0, number: 1, attempts: [[10, "busy"]] },
      { operation: 1, number: 1, attempts: [[20, "busy"]] },
    ]);
    await first.close();
    const second = await openSqliteStore({ directory });
    assert.equal(await second.diallingsOf(north!, textOf(1), 0), 2);
    await second.erasePeople(north!.operation, ["0/1"]);
    assert.equal(await second.diallingsOf(north!, textOf(1), 0), 1);
    await second.close();
    await rm(directory, { recursive: true });
  });

  it("is found by indexes alone, however many attempts there are", () => {
    const database = new DatabaseSync(":memory:");
    migrateSqlite(database, ":memory:", 0);
    for (const sql of Object.values(DIALLINGS)) {
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
      const scans = plan.map(({ detail }) => String(detail)).filter((detail) => detail.startsWith("SCAN"));
      assert.deepEqual(scans, []);
    }
    database.close();
  });
});

/** Writes all as live runs of the operations, which are given in the order of `names`. */
async function write(store: Store, all: readonly Dialled[]): Promise<Run[]> {
  const runs: Run[] = [];
  for (const [index, name] of names.entries()) {
    const operation = await store.openOperation({ name, timeZone: "UTC", simulated: simulated(index) });
    const run = await store.openRun(operation.id, { kind: "live", name: "live" });
    runs.push(run);
    const steps = all
      .filter((one) => one.operation === index)
      .flatMap((one, nth) => stepsOf(`${nth}`, `${index}/${one.number}`, one))
      .map((step, at) => ({ ...step, seq: at + 1 }));
    const changes = changesOf(steps);
    const people = [0, 1, 2].map((number) => ({
      id: `${index}/${number}`,
      numberHash: `${number}`,
      number: textOf(number),
      firstSeenAt: 0,
    }));
    await store.append(run, { steps, changes, people });
  }
  return runs;
}

function stepsOf(callback: string, person: string, { attempts }: Dialled) {
  const registered: Event = {
    type: "callback-registered",
    callback,
    skill: 1,
    person,
    arrivedAt: 0,
    place: 0,
    promisedFrom: 0,
    promisedUntil: 0,
    expiresAt: 0,
  };
  const made = attempts.map(([at, result], index) => {
    const attempt = `${callback}~${index + 1}`;
    const events: Event[] = [
      { type: "attempt-dialled", callback, attempt, n: index + 1, skill: 1, inputs: DIALLED_ALONE },
    ];
    if (result) events.push({ type: "attempt-ended", callback, attempt, result });
    return stepAt(at, events);
  });
  return [stepAt(0, [registered]), ...made];
}

function stepAt(at: number, events: readonly Event[]) {
  return {
    fact: { type: "woke", at } as const,
    events,
    commands: [],
    coreVersion: CORE_VERSION,
    settingsVersion: 1,
  };
}

function textOf(number: number): string {
  return `+57300111220${number}`;
}
