import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { Exchange, Report } from "../../src/exchange/port.ts";
import { Fault, type FaultCode } from "../../src/faults/faults.ts";
import type { Run } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { replayDay } from "../../src/journal/verify/replay-day.ts";
import { verifyRun } from "../../src/journal/verify/verify.ts";
import { writeCheckpoint } from "../../src/line/checkpoint.ts";
import { Operation } from "../../src/operation/operation.ts";
import { recover } from "../../src/operation/recovery.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { settings } from "../line/generated-facts.ts";

const HOUR_MS = 3_600_000;
/** In the last days of March; in Bogotá, where it is five hours earlier. */
const BEGIN = Date.parse("2026-03-30T03:00:00Z");

describe("a journal of several months", () => {
  let directory: string;
  let store: Store;
  let run: Run;
  let calls = 0;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "espera-archive-"));
    store = await openSqliteStore({ directory });
    const wanted = { name: "clinic", timeZone: settings.timeZone, simulated: false };
    const record = await store.openOperation(wanted);
    await store.openRun(record.id, { kind: "live", name: "live" });
    await live(BEGIN, 40);
    run = await newest();
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });

  const newest = async () => (await store.runs(1))[0]!;
  const file = (name: string) => join(directory, name);
  const problems = async () => (await verifyRun(store, await newest(), { all: true })).problems;
  const restored = async () => recover(store, await newest(), settings);

  /** Runs the operation for so many days; every twelve hours somebody calls, waits and gives up. */
  async function live(from: number, days: number): Promise<void> {
    const clock = new VirtualClock(from);
    const exchange = new HeardExchange();
    const [record] = await store.operations();
    const operation = await Operation.open({
      store,
      record: record!,
      run: await newest(),
      exchange,
      clock,
      settings,
      newPersonId: () => "somebody",
      onFault: (fault) => {
        throw fault;
      },
    });
    operation.start();
    for (let hour = 0; hour < days * 24; hour += 12) {
      await clock.run(from + hour * HOUR_MS, () => operation.settled());
      const call = `c${++calls}`;
      exchange.report({ type: "call-arrived", call, skill: 1, number: null });
      exchange.report({ type: "call-joined", call, skill: 1, number: null });
      exchange.report({ type: "call-ended", call });
      while (operation.settled()) await operation.settled();
    }
    await operation.stop();
  }

  async function stepsFrom(after: number): Promise<number[]> {
    const seqs: number[] = [];
    for await (const steps of store.steps(run, after)) for (const { seq } of steps) seqs.push(seq);
    return seqs;
  }

  const refused = (code: FaultCode) => (error: unknown) => error instanceof Fault && error.code === code;

  it("is sealed when a month ends, with the state that all steps up to there give", async () => {
    const seals = database().prepare("SELECT month, seq, state FROM seals ORDER BY seq").all();
    assert.deepEqual(
      seals.map(({ month }) => month),
      ["2026-03", "2026-04"],
    );
    assert.deepEqual(await problems(), []);
    const last = seals[1]!["seq"] as number;
    const [first, next] = [await atOf(last), await atOf(last + 1)];
    const midnight = Date.parse("2026-05-01T05:00:00Z");
    assert.ok(first > midnight - 3 * HOUR_MS && first < midnight && next >= midnight);
  });

  it("gives its closed months away and goes on: the same state, the same rows, and verify finds no difference", async () => {
    const before = writeCheckpoint((await restored()).state);
    const rows = rowCount();
    const moved = await store.archive(run, "2026-05", file("spring.db"));
    assert.equal(moved.month, "2026-04");
    const { firstSeq } = await newest();
    assert.deepEqual([moved.from, moved.to], [1, firstSeq - 1]);
    assert.equal(database().prepare("SELECT min(seq) AS first FROM steps").get()!["first"], firstSeq);
    assert.equal(rowCount(), rows);
    assert.equal(writeCheckpoint((await restored()).state), before);
    assert.deepEqual(await problems(), []);
    assert.deepEqual((await verifyRun(store, await newest())).problems, []);
    await live(BEGIN + 40 * 24 * HOUR_MS, 2);
    assert.deepEqual(await problems(), []);
  });

  it("begins at its seal where no checkpoint is left", async () => {
    const before = writeCheckpoint((await restored()).state);
    await store.archive(run, "2026-05", file("spring.db"));
    database().exec("DELETE FROM checkpoints");
    const { state, lastSeq, origin } = await restored();
    assert.deepEqual(
      [writeCheckpoint(state), lastSeq, origin],
      [before, run.lastSeq, { from: "checkpoint" }],
    );
  });

  it("says of archived steps that they were archived, to anyone who asks for them", async () => {
    await store.archive(run, "2026-05", file("spring.db"));
    await assert.rejects(stepsFrom(0), refused("steps-archived"));
    const DAY_MS = 24 * HOUR_MS;
    const dayFrom = (from: number) => replayDay(store, run, { from, to: from + DAY_MS });
    await assert.rejects(dayFrom(BEGIN + 5 * DAY_MS), refused("steps-archived"));
    assert.deepEqual((await dayFrom(BEGIN + 35 * DAY_MS))?.problems, []);
    const { firstSeq, beganAt } = await newest();
    assert.equal((await stepsFrom(firstSeq - 1))[0], firstSeq);
    assert.equal(beganAt, BEGIN);
  });

  it("sees damage in what is left: a step, the seal, and a step that is missing", async () => {
    await store.archive(run, "2026-05", file("spring.db"));
    const { firstSeq } = await newest();
    for (const [sql, said] of [
      [`UPDATE steps SET fact = replace(fact, '1', '2') WHERE seq = ${firstSeq + 3}`, /not what was written/],
      [
        `UPDATE seals SET state = replace(state, '1', '2') WHERE seq = ${firstSeq}`,
        /seal|not what was written/,
      ],
      [`DELETE FROM steps WHERE seq = ${firstSeq + 2}`, /missing/],
    ] as const) {
      const whole = database();
      whole.exec("CREATE TEMP TABLE s AS SELECT * FROM steps; CREATE TEMP TABLE t AS SELECT * FROM seals");
      whole.exec(sql);
      assert.match((await problems()).join("\n"), said);
      whole.exec(
        "DELETE FROM steps; INSERT INTO steps SELECT * FROM s; DELETE FROM seals; INSERT INTO seals SELECT * FROM t",
      );
      whole.close();
    }
    assert.deepEqual(await problems(), []);
  });

  it("takes its months back, the last one first, and is as it was", async () => {
    const whole = allSteps();
    await store.archive(run, "2026-04", file("march.db"));
    await store.archive(await newest(), "2026-05", file("april.db"));
    await assert.rejects(store.restore(file("march.db")), refused("archive-not-next"));
    await store.restore(file("april.db"));
    await assert.rejects(store.restore(file("april.db")), refused("archive-not-next"));
    assert.deepEqual(await problems(), []);
    assert.equal((await store.restore(file("march.db"))).from, 1);
    assert.deepEqual(allSteps(), whole);
    assert.deepEqual(await newest(), run);
    assert.deepEqual(await problems(), []);
  });

  it("refuses a month that is not over, one that is archived, and a file that is there", async () => {
    await assert.rejects(store.archive(run, "2026-03", file("a.db")), refused("journal-not-sealed"));
    await store.archive(run, "2026-06", file("a.db"));
    assert.equal((await newest()).firstSeq, sealOf("2026-04"));
    await assert.rejects(
      store.archive(await newest(), "2026-06", file("b.db")),
      refused("journal-not-sealed"),
    );
    await assert.rejects(store.archive(run, "2026-05", file("a.db")), refused("archive-target-exists"));
  });

  it("loses and doubles nothing when two archive at once", async () => {
    const whole = allSteps();
    const both = await Promise.allSettled([
      store.archive(run, "2026-05", file("one.db")),
      store.archive(run, "2026-05", file("two.db")),
    ]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    const wrong = both.find((one) => one.status === "rejected")!;
    assert.ok(refused("archived-meanwhile")(wrong.reason));
    const [kept] = ["one.db", "two.db"].filter((name) => existsSync(file(name)));
    await store.restore(file(kept!));
    assert.deepEqual(allSteps(), whole);
  });

  it("loses and doubles nothing when it dies at any moment of archiving or restoring", async () => {
    const whole = allSteps();
    // Killed after the file was whole: the journal is as it was, and another file can be named.
    await store.archive(run, "2026-05", file("first.db"));
    await store.restore(file("first.db"));
    await store.archive(await newest(), "2026-05", file("second.db"));
    // Killed while steps were being put back: those that are there are not of the journal yet.
    copySteps(file("second.db"), 3);
    await assert.rejects(stepsFrom(0), refused("steps-archived"));
    assert.deepEqual(await problems(), []);
    await store.restore(file("second.db"));
    assert.deepEqual(allSteps(), whole);
    // Killed while steps were being deleted: the rest goes the next time.
    database().exec(`UPDATE runs SET first_seq = ${sealOf("2026-04")}`);
    assert.deepEqual(await problems(), []);
    assert.ok((await store.forgetSteps(await newest(), "2026-05", 1_000_000)) > 0);
    await store.restore(file("first.db"));
    assert.deepEqual(allSteps(), whole);
  });

  it("puts nothing back when others delete what it puts back, and everything the next time", async () => {
    const whole = allSteps();
    await store.archive(run, "2026-05", file("a.db"));
    const restoring = store.restore(file("a.db"));
    assert.ok((await store.forgetSteps(await newest(), "2026-01", 10)) > 0);
    await assert.rejects(restoring, refused("archived-meanwhile"));
    assert.deepEqual(await problems(), []);
    await store.restore(file("a.db"));
    assert.deepEqual(allSteps(), whole);
  });

  it("leaves no file and the journal as it was when the file cannot be written or a step is damaged", async () => {
    const whole = allSteps();
    await assert.rejects(
      store.archive(run, "2026-05", join(directory, "no", "such", "folder.db")),
      refused("output-unwritable"),
    );
    database().exec("UPDATE steps SET at = at + 1 WHERE seq = 12");
    await assert.rejects(store.archive(run, "2026-05", file("a.db")), refused("journal-damaged"));
    assert.deepEqual([existsSync(file("a.db")), existsSync(file("a.db.partial"))], [false, false]);
    assert.equal((await newest()).firstSeq, 1);
    assert.equal(allSteps().length, whole.length);
  });

  it("restores nothing from a file that is damaged or no archive", async () => {
    await assert.rejects(store.restore(file("none.db")), refused("archive-not-found"));
    writeFileSync(file("text.db"), "no database ".repeat(100));
    await assert.rejects(store.restore(file("text.db")), refused("archive-unreadable"));
    await store.archive(run, "2026-05", file("a.db"));
    copyFileSync(file("a.db"), file("b.db"));
    const damaged = new DatabaseSync(file("b.db"));
    damaged.exec("UPDATE steps SET at = at + 1 WHERE seq = 12");
    damaged.close();
    await assert.rejects(store.restore(file("b.db")), refused("archive-unreadable"));
    assert.deepEqual(await problems(), []);
    await store.restore(file("a.db"));
    assert.deepEqual(await problems(), []);
  });

  it("forgets what was kept long enough, some steps at a time, and goes on", async () => {
    const seal = sealOf("2026-04");
    let forgotten = 0;
    for (let times = 0; times < 1_000; times++) {
      const count = await store.forgetSteps(await newest(), "2026-05", 50);
      assert.ok(count <= 50);
      forgotten += count;
      if (count === 0) break;
      assert.deepEqual(await problems(), []);
    }
    assert.equal(forgotten, seal - 1);
    assert.equal(await store.forgetSteps(await newest(), "2026-05", 50), 0);
  });

  function database(): DatabaseSync {
    return new DatabaseSync(file("espera.db"));
  }

  function allSteps(): unknown[] {
    return database().prepare("SELECT * FROM steps ORDER BY seq").all();
  }

  function rowCount(): unknown {
    return database().prepare("SELECT count(*) AS rows FROM calls").get()!["rows"];
  }

  function sealOf(month: string): number {
    return database().prepare("SELECT seq FROM seals WHERE month = ?").get(month)!["seq"] as number;
  }

  async function atOf(seq: number): Promise<number> {
    return database().prepare("SELECT at FROM steps WHERE seq = ?").get(seq)!["at"] as number;
  }

  /** Puts the first steps of an archive back, as a restore does that dies then. */
  function copySteps(archive: string, count: number): void {
    const other = database();
    other.exec(`ATTACH '${archive}' AS archive`);
    other.exec(`INSERT INTO steps SELECT 1, 1, seq, at, exchange_at, core_version, settings_version, fact, events, commands, hash
      FROM archive.steps ORDER BY seq LIMIT ${count}`);
    other.close();
  }
});

/** An exchange that says what the test says. */
class HeardExchange implements Exchange {
  readonly capabilities = { dial: true, reserve: false, withdraw: false, reprioritise: false };
  report: (report: Report) => void = () => {};

  connect(receive: (report: Report) => void): void {
    this.report = receive;
    receive({ type: "snapshot", calls: [], agents: [], attempts: [] });
  }

  disconnect(): void {}

  execute(): void {}
}
