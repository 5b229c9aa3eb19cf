import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import type { KeptNumber } from "../../src/journal/port/people.ts";
import type { Run, Step } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { firstDifference } from "../../src/journal/verify/difference.ts";
import { verifyOperation, verifyRun } from "../../src/journal/verify/verify.ts";
import { judgements, recordRun } from "./recorded-run.ts";
import { appendAll, begin, day } from "./store-suite.ts";

const EVERY = 150;
const history = recordRun({ ...day, seed: 77, calls: 160, checkpointEvery: EVERY });
const lastCheckpoint = Math.floor(history.steps.length / EVERY) * EVERY;

describe("verify", () => {
  let directory: string;
  let store: Store;
  let run: Run;
  let other: DatabaseSync;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "espera-verify-"));
    store = await openSqliteStore({ directory });
    ({ run } = await begin(store));
    await appendAll(store, run, history, EVERY);
    other = new DatabaseSync(join(directory, "espera.db"));
  });
  after(async () => {
    other.close();
    await store.close();
    await rm(directory, { recursive: true });
  });

  const check = async (all: boolean) => (await verifyRun(store, run, { all, judgements })).problems;

  /** Runs `sql`, gives the problems then found, and puts everything back. */
  async function tampered(sql: string, { all = true, expected = 15 } = {}): Promise<string> {
    const kept = other
      .prepare("SELECT * FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .all();
    const copies = kept.map(({ name }) => name as string);
    for (const table of copies) other.exec(`CREATE TEMP TABLE kept_${table} AS SELECT * FROM main.${table}`);
    try {
      assert.ok(other.prepare(sql).run().changes > 0, "it changed something");
      const problems = await check(all);
      assert.ok(problems.length <= expected, problems.join("\n"));
      return problems.join("\n");
    } finally {
      other.exec("PRAGMA foreign_keys = OFF");
      for (const table of copies)
        other.exec(
          `DELETE FROM main.${table}; INSERT INTO main.${table} SELECT * FROM kept_${table}; DROP TABLE kept_${table}`,
        );
    }
  }

  it("finds nothing in a journal as it was written, from the first step and from a checkpoint", async () => {
    const whole = await verifyRun(store, run, { all: true, judgements });
    assert.deepEqual(whole.problems, []);
    assert.equal(whole.steps, history.steps.length);
    assert.equal(whole.checkpoints, 3);
    assert.equal(whole.run.lastSeq, history.steps.length);
    const late = await verifyRun(store, run, { judgements });
    assert.deepEqual(late.problems, []);
    assert.equal(late.steps, history.steps.length - lastCheckpoint + EVERY);
    assert.equal(late.checkpoints, 1);
    assert.ok(late.rows > 0 && late.rows < whole.rows);
  });

  it("compares every row once", async () => {
    const { rows } = await verifyRun(store, run, { all: true, judgements });
    const totals = ["calls", "callbacks", "attempts", "decisions", "supervisor_orders"].map(
      (table) => other.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"] as number,
    );
    assert.equal(
      rows,
      totals.reduce((sum, n) => sum + n, 0),
    );
  });

  it("finds that the core would conclude otherwise", async () => {
    const { problems } = await verifyRun(store, run, { all: true });
    assert.match(
      problems[0]!,
      /^step \d+: events\[\d\]\.(decision|reason) is "?\w+.*; deciding again gives /,
    );
  });

  it("names the step whose event was changed, and where", async () => {
    const { seq } = history.steps.find(({ events }) =>
      events.some(({ type }) => type === "callback-registered"),
    )!;
    const problems = await tampered(
      `UPDATE steps SET events = replace(events, '"promisedUntil":1', '"promisedUntil":2') WHERE seq = ${seq}`,
    );
    assert.match(
      problems,
      new RegExp(`^step ${seq}: events\\[\\d\\]\\.promisedUntil is 2\\d+; deciding again gives 1\\d+`, "m"),
    );
    assert.match(problems, /^callbacks c\d+: promised_until is 1\d+; its steps give 2\d+$/m);
  });

  it("names the step whose command or fact was changed", async () => {
    const dial = history.steps.find(({ commands }) => commands.some(({ type }) => type === "dial"))!;
    const problems = await tampered(
      `UPDATE steps SET commands = replace(commands, '"ringForMs":25000', '"ringForMs":99000') WHERE seq = ${dial.seq}`,
    );
    assert.match(
      problems,
      new RegExp(`^step ${dial.seq}: commands\\[\\d\\]\\.ringForMs is 99000; .* 25000$`, "m"),
    );
    const isYes = ({ fact }: Step) => fact.type === "choice-made" && fact.choice === "yes";
    const yes = history.steps.find(isYes)!;
    assert.match(
      await tampered(`UPDATE steps SET fact = replace(fact, '"yes"', '"no"') WHERE seq = ${yes.seq}`),
      new RegExp(
        `^step ${yes.seq}: it is not what was written.*\nstep ${yes.seq}: events\\[0\\]\\.choice is "yes"; deciding again gives "no"$`,
      ),
      "and nothing else: it goes on from what the journal says",
    );
  });

  it("names a step that is missing or cannot be read", async () => {
    assert.match(await tampered("DELETE FROM steps WHERE seq = 300"), /^step 301 follows step 299/m);
    assert.match(
      await tampered("UPDATE steps SET fact = substr(fact, 2) WHERE seq = 300"),
      /^Step 300 of run 1 /m,
    );
    assert.match(
      await tampered(`DELETE FROM steps WHERE seq > ${history.steps.length - 1}`),
      new RegExp(`last step is ${history.steps.length}; the last one kept is ${history.steps.length - 1}`),
    );
  });

  it("names the row and its column, in every table", async () => {
    assert.match(
      await tampered(
        "UPDATE calls SET rung_at = rung_at + 1 WHERE id = (SELECT id FROM calls WHERE rung_at > 0 LIMIT 1)",
      ),
      /^calls c\d+: rung_at is \d+; its steps give \d+$/,
    );
    assert.match(
      await tampered(
        "UPDATE callbacks SET overtakes_dialled = 9 WHERE id = (SELECT id FROM callbacks LIMIT 1)",
      ),
      /^callbacks c\d+: overtakes_dialled is 9; its steps give \d$/,
    );
    assert.match(
      await tampered(
        "UPDATE attempts SET result = 'joined' WHERE id = (SELECT id FROM attempts WHERE result = 'busy' LIMIT 1)",
      ),
      /^attempts c\d+~\d: result is "joined"; its steps give "busy"$/,
    );
    // It comes when the row was over: whatever is wrong of it is found all the same.
    for (const wrong of ["NULL", "talk_ended_at + 1"])
      assert.match(
        await tampered(
          `UPDATE attempts SET talk_ended_at = ${wrong} WHERE id = (SELECT id FROM attempts WHERE talk_ended_at > 0 LIMIT 1)`,
        ),
        /^attempts c\d+~\d: talk_ended_at is (null|\d+); its steps give \d+$/,
      );
    assert.match(
      await tampered(
        "UPDATE decisions SET reason = 'agent-free' WHERE seq = (SELECT min(seq) FROM decisions)",
      ),
      /^decision \d of step \d+: reason is "agent-free"; its step gives "[\w-]+"$/,
    );
  });

  it("finds every row that was changed, however far apart its first and last step are", async () => {
    const calls = history.steps.filter(({ fact }) => fact.type === "call-arrived").length;
    const problems = await tampered("UPDATE calls SET place = place + 1", { expected: calls });
    assert.equal(problems.match(/^calls c\d+: place is \d+; its steps give \d+$/gm)?.length, calls);
  });

  it("names rows that are missing and rows too many", async () => {
    assert.match(
      await tampered("DELETE FROM attempts WHERE id = (SELECT min(id) FROM attempts)"),
      /^attempts c\d+~1: the row is missing$/,
    );
    assert.match(
      await tampered(
        "INSERT INTO attempts SELECT 1, 1, 'x', callback, 9, skill, 1, 1, 1, 1, 1, 1, agent, 1, result, 1, 0, agent_name FROM attempts LIMIT 1",
      ),
      /^attempts: \d+ rows are kept; the steps give \d+$/,
    );
    assert.match(
      await tampered("DELETE FROM decisions WHERE seq = (SELECT min(seq) FROM decisions)"),
      /^decision \d of step \d+: the row is missing$/m,
    );
  });

  it("names the count, at every level", async () => {
    for (const [level, name] of ["minute", "hour", "day"].entries())
      assert.match(
        await tampered(
          `UPDATE counts SET yes = yes + 1 WHERE level = ${level} AND start = (SELECT max(start) FROM counts WHERE level = ${level} AND yes > 0 AND skill = 7) AND skill = 7`,
        ),
        new RegExp(
          `^counts of skill 7 in the ${name} from 2026-03-0\\dT[\\d:.]+Z: yes is \\d+; the rows give \\d+$`,
        ),
      );
    assert.match(
      await tampered("DELETE FROM counts WHERE level = 2 AND skill = 7"),
      /^counts of skill 7 in the day/,
    );
  });

  it("names the checkpoint and what in it is wrong, without all too for the newest", async () => {
    const sql = `UPDATE checkpoints SET state = replace(state, '"callbackExpiresAfterMs":7200000', '"callbackExpiresAfterMs":1') WHERE seq = ${lastCheckpoint}`;
    for (const all of [true, false])
      assert.match(
        await tampered(sql, { all }),
        new RegExp(
          `^checkpoint at step ${lastCheckpoint}: it is not what was written, by its hash\ncheckpoint at step ${lastCheckpoint}: settings.callbackExpiresAfterMs is 1; the events before it give 7200000$`,
        ),
      );
  });

  it("names the person whose number, or its hash, was changed", async () => {
    const { id } = (await store.numbers(run.operation, { after: null, limit: 1 }))[0]!;
    const isTheirs = ({ number, numberHash }: KeptNumber) =>
      numberHash === createHash("sha256").update(number).digest("hex");
    const found = async (set: string) => {
      other.exec("BEGIN");
      other.prepare(`UPDATE people SET ${set} WHERE id = ?`).run(id);
      other.exec("COMMIT");
      const results = await Array.fromAsync(verifyOperation(store, run.operation, { judgements, isTheirs }));
      return results.flatMap(({ problems }) => problems);
    };
    const before = await store.numberOf(run.operation, id);
    const problem = `person ${id}: the number kept is not the one that its hash was made of`;
    assert.deepEqual(await found("number = number"), []);
    assert.deepEqual(await found("number = '+573009999999'"), [problem]);
    assert.deepEqual(await found(`number = '${before!.number}', number_hash = '00'`), [problem]);
    assert.deepEqual(await found(`number_hash = '${before!.numberHash}'`), []);
  });

  it("names who is to be called and whose number is gone", async () => {
    const directory = await mkdtemp(join(tmpdir(), "espera-verify-"));
    const store = await openSqliteStore({ directory });
    const database = new DatabaseSync(join(directory, "espera.db"));
    try {
      const { run } = await begin(store);
      const registered = history.steps.findLast(({ events }) =>
        events.some(({ type }) => type === "callback-registered"),
      )!;
      for (let next = 1; next <= registered.seq; next += EVERY)
        await store.append(run, history.batch(next, Math.min(EVERY, registered.seq - next + 1)));
      const waiting = database
        .prepare("SELECT DISTINCT person FROM callbacks WHERE ended_at IS NULL")
        .all()
        .map(({ person }) => String(person));
      assert.ok(waiting.length > 0);
      const found = async () =>
        (
          await Array.fromAsync(verifyOperation(store, run.operation, { judgements, isTheirs: () => true }))
        ).flatMap(({ problems }) => problems);
      assert.deepEqual(await found(), []);
      database.exec("DELETE FROM people");
      assert.deepEqual(
        new Set(await found()),
        new Set(waiting.map((id) => `person ${id}: they are to be called, and their number is not kept`)),
      );
    } finally {
      database.close();
      await store.close();
      await rm(directory, { recursive: true });
    }
  });

  it("finds a step that was changed without a trace in what follows from it, and one that was put in", async () => {
    const { seq } = history.steps.find(({ fact }) => fact.type === "woke")!;
    assert.match(
      await tampered(`UPDATE steps SET exchange_at = 5 WHERE seq = ${seq}`),
      new RegExp(`^step ${seq}: it is not what was written`),
    );
    assert.match(
      await tampered(`UPDATE steps SET hash = NULL WHERE seq = ${seq}`),
      new RegExp(`^step ${seq}: it is not what was written`),
    );
    const shift = (by: number) =>
      other.exec(`UPDATE steps SET exchange_at = exchange_at + ${by} WHERE seq = ${seq}`);
    const read = async () => {
      for await (const _ of store.steps(run, 0));
    };
    shift(1);
    await assert.rejects(read(), { code: "journal-damaged" }, "and nobody goes on from it");
    shift(-1);
    await read();
  });

  it("looks only at what changed since the checkpoint unless it is asked to look at all", async () => {
    const early = "UPDATE decisions SET reason = 'agent-free' WHERE seq = (SELECT min(seq) FROM decisions)";
    assert.equal(await tampered(early, { all: false }), "");
    const late = early.replace("min", "max");
    assert.match(await tampered(late, { all: false }), /^decision \d of step \d+: reason/);
  });

  it("sees one moment while the run goes on", async () => {
    for (const where of [{ file: ":memory:" }, { directory: join(directory, "second") }] as const) {
      const second = await openSqliteStore(where);
      const { run } = await begin(second);
      await second.append(run, history.batch(1, 400));
      const verifying = verifyRun(second, run, { all: true, judgements });
      for (let next = 401; next < history.steps.length; next += 50) {
        await second.append(run, history.batch(next, 50));
        await Promise.resolve();
      }
      const { steps, problems } = await verifying;
      assert.deepEqual(problems, []);
      assert.equal(steps, 400);
      await second.close();
    }
  });

  it("compares the counts of an operation once, however many runs it has, and reports them with the last", async () => {
    const days = ["2026-03-02", "2026-03-03"];
    for (const name of days) await store.openRun(run.operation, { kind: "generated", name });
    const ranges: unknown[] = [];
    const watched: Pick<Store, "runs" | "audit" | "numbers"> = {
      numbers: (...asked) => store.numbers(...asked),
      runs: (operation) => store.runs(operation),
      audit: async (run) => {
        const audit = await store.audit(run);
        const wrongCounts = audit.wrongCounts.bind(audit);
        audit.wrongCounts = (range, limit) => {
          ranges.push(range);
          return wrongCounts(range, limit);
        };
        return audit;
      },
    };
    const told = async () =>
      (await Array.fromAsync(verifyOperation(watched, run.operation, { all: true, judgements }))).map(
        ({ run, problems }) => [run.name, problems.length],
      );
    assert.deepEqual(await told(), [["live", 0], ...days.map((name) => [name, 0])]);
    assert.deepEqual(ranges, [null]);
    const wrong = (by: number) =>
      other.exec(`UPDATE counts SET yes = yes + ${by} WHERE level = 2 AND skill = 7`);
    wrong(1);
    assert.deepEqual(await told(), [
      ["live", 0],
      [days[0], 0],
      [days[1], 1],
    ]);
    wrong(-1);
  });

  it("says how far it is", async () => {
    const steps: number[] = [];
    await verifyRun(store, run, { all: true, judgements, onProgress: (_, compared) => steps.push(compared) });
    assert.equal(steps.at(-1), history.steps.length);
  });

  it("is clean over any history, in batches of any size", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.integer({ min: 1, max: 200 }),
        fc.boolean(),
        async (seed, size, all) => {
          const store = await openSqliteStore({ file: ":memory:" });
          const { run } = await begin(store);
          await appendAll(store, run, recordRun({ ...day, seed, calls: 40, checkpointEvery: size }), size);
          assert.deepEqual((await verifyRun(store, run, { all, judgements })).problems, []);
          await store.close();
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe("the first difference of two values", () => {
  it("is none between a value and itself written and read again", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(firstDifference(value, JSON.parse(JSON.stringify(value))), null);
      }),
    );
  });

  it("is none for the last digits of a number, and one for more", () => {
    assert.equal(firstDifference({ a: [0.1 + 0.2] }, { a: [0.3] }), null);
    assert.deepEqual(firstDifference({ a: [1] }, { a: [1.00001] }), {
      path: "a[0]",
      kept: "1",
      again: "1.00001",
    });
    assert.equal(firstDifference(0, 1e-300)?.again, "1e-300");
  });

  it("names what is missing, on either side", () => {
    assert.deepEqual(firstDifference({ a: 1 }, {}), { path: "a", kept: "1", again: "missing" });
    assert.deepEqual(firstDifference([], [null]), { path: "[0]", kept: "missing", again: "null" });
  });
});
