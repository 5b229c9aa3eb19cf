import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it } from "node:test";
import type { OperationRecord } from "../../src/journal/port/registry.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { verifyOperation } from "../../src/journal/verify/verify.ts";
import { Operation } from "../../src/operation/operation.ts";
import { isTheirs } from "../../src/operation/people/people.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { monday, settings } from "../line/generated-facts.ts";
import { eagerJudgements as judgements } from "../line/judgements.ts";
import { ScriptedExchange } from "../operation/scripted-exchange.ts";

const CALLERS = 12;
const numberOfCaller = (n: number) => `+5730012345${String(10 + n)}`;

/** Flips of one bit: a third in somebody's number, the others anywhere in the file. */
const FLIPS = 120;

describe("a journal in whose file one bit was changed", () => {
  let root: string;
  let data: string;
  let file: string;
  let whole: Buffer;
  let content: Map<string, string>;
  /** The number that each caller said yes on, by callback. */
  const promised = new Map<string, string>();

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "espera-damage-"));
    data = join(root, "data");
    file = join(data, "espera.db");
    const store = await openSqliteStore({ directory: data });
    const exchange = new ScriptedExchange();
    const clock = new VirtualClock(monday);
    const operation = await run(store, exchange, clock);
    exchange.report({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
    for (let n = 0; n < CALLERS; n++) {
      const call = `call-${n}`;
      exchange.report({ type: "call-arrived", call, skill: 1, number: numberOfCaller(n) });
      await settled(operation);
      exchange.report({ type: "choice-made", call, choice: "yes", source: "key" });
      await settled(operation);
      exchange.report({ type: "call-ended", call });
      await settled(operation);
      promised.set(call, numberOfCaller(n));
    }
    await operation.stop();
    assert.equal(operation.coreState.callbacks.size, CALLERS);
    await store.close();
    whole = await readFile(file);
    content = dump();
  });
  after(() => rm(root, { recursive: true }));

  async function run(store: Store, exchange: ScriptedExchange, clock: VirtualClock): Promise<Operation> {
    const record = await store.openOperation({ name: "test", timeZone: settings.timeZone, simulated: false });
    const operation = await Operation.open({
      store,
      record,
      run: await store.openRun(record.id, { kind: "live", name: "live" }),
      exchange,
      clock,
      settings: (await store.settings(record.id)) ?? (await kept(store, record)),
      newPersonId: () => crypto.randomUUID(),
      onFault: () => undefined,
      judgements,
      checkpointEvery: 15,
    });
    operation.start();
    await settled(operation);
    return operation;
  }

  async function kept(store: Store, record: OperationRecord) {
    await store.addSettings(record.id, { ...settings, version: 1 }, monday);
    return { ...settings, version: 1 };
  }

  /** All that the tables hold, but for what nobody goes by: moments, and settings, which stand in the steps. */
  function dump(): Map<string, string> {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
      return new Map(
        tables.map(({ name }) => {
          const rows = database.prepare(`SELECT * FROM "${name as string}"`).all();
          for (const row of rows) for (const free of UNCOMPARED) delete row[free];
          return [name as string, JSON.stringify(rows, (_, value) => value ?? null)];
        }),
      );
    } finally {
      database.close();
    }
  }

  /** What `espera journal verify --all` says, with whatever keeps it from saying more. */
  async function verified(): Promise<string[]> {
    const problems: string[] = [];
    try {
      const store = await openSqliteStore({ directory: data, readOnly: true });
      try {
        problems.push(...(await store.damage({ thorough: true })));
        for (const record of await store.operations()) {
          const people = { isTheirs: isTheirs.bind(null, record) };
          for await (const result of verifyOperation(store, record.id, { all: true, judgements, ...people }))
            problems.push(...result.problems);
        }
      } finally {
        await store.close();
      }
    } catch (error) {
      problems.push(String(error));
    }
    return problems;
  }

  async function flip(random: { uniform(): number }): Promise<string> {
    const bytes = Buffer.from(whole);
    const numbers = [...whole.toString("latin1").matchAll(/\+5730012345\d\d/g)].map(({ index }) => index);
    const inNumber = random.uniform() < 1 / 3;
    const at = inNumber
      ? numbers[Math.floor(random.uniform() * numbers.length)]! + Math.floor(random.uniform() * 13)
      : Math.floor(random.uniform() * bytes.length);
    bytes[at]! ^= 1 << Math.floor(random.uniform() * 8);
    for (const beside of ["espera.db-wal", "espera.db-shm"]) await rm(join(data, beside), { force: true });
    await writeFile(file, bytes);
    return `byte ${at}`;
  }

  it("is seen by verify, wherever the bit is in what the journal holds", async () => {
    assert.deepEqual(await verified(), []);
    const random = new RandomSource("flips").stream("verify");
    const unseen: string[] = [];
    let seen = 0;
    for (let n = 0; n < FLIPS; n++) {
      const where = await flip(random);
      if ((await verified()).length > 0) seen++;
      else {
        const now = dump();
        const differs = [...content].filter(
          ([table, rows]) => table !== "settings_versions" && now.get(table) !== rows,
        );
        if (differs.length > 0) unseen.push(`${where}: ${differs.map(([table]) => table).join()}`);
      }
    }
    assert.deepEqual(unseen, []);
    assert.ok(seen > FLIPS / 2, `${seen} of ${FLIPS} hit something`);
  });

  it("calls no wrong number", async () => {
    const random = new RandomSource("flips").stream("dials");
    let dialled = 0;
    for (let n = 0; n < FLIPS; n++) {
      const where = await flip(random);
      const exchange = new ScriptedExchange();
      try {
        const store = await openSqliteStore({ directory: data });
        try {
          const clock = new VirtualClock(monday + 60_000);
          const operation = await run(store, exchange, clock);
          exchange.report({ type: "agent-changed", agent: "a1", skills: [1], status: "free" });
          await clock.run(clock.now() + 15 * 60_000, () => operation.settled());
        } finally {
          await store.close().catch(() => undefined);
        }
      } catch {
        // It is not opened, and calls nobody.
      }
      for (const order of exchange.orders)
        if (order.type === "dial") {
          dialled++;
          assert.equal(order.number, promised.get(order.callback), where);
        }
    }
    assert.ok(dialled > FLIPS, `${dialled}`);
  });
});

const UNCOMPARED = ["applied_at", "first_seen_at"];

async function settled(operation: Operation): Promise<void> {
  for (let work = operation.settled(); work; work = operation.settled()) await work;
}
