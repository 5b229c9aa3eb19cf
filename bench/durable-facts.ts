import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Store } from "../src/journal/port/store.ts";
import { openWriter } from "../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import type { OperationStore } from "../src/operation/operation-given.ts";
import { recordMorning, type TimedReport, timeZone } from "./large-centre.ts";
import { type Bench, inDirectory, median, quantile, rounded, timed } from "./measure.ts";
import { openOperation } from "./steady-facts.ts";

/**
 * Facts into one operation: reports of a large centre's morning, as fast as the actor takes them, each step durable
 * before its commands go out. Against it: the same rows of steps, in the same groups, inserted into a table of the
 * same shape by nothing but SQLite, with the same settings of it, on the same disk. Taken in turns, several times.
 */
export const durableFacts: Bench = async ({ quick, say }) =>
  inDirectory(async (directory) => {
    say("recording a morning of a large centre");
    const reports = await recordMorning(quick ? 0.05 : 2);
    const store = await openSqliteStore({ directory });
    const bare = new BareTable(join(directory, "bare.db"));
    const source = new DatabaseSync(join(directory, "espera.db"), { readOnly: true });
    try {
      const groups: Record<string, unknown> = {};
      let ratio = 0;
      say("warming up");
      await feed(store, "warming up", reports, 100);
      for (const size of [1, 10, 100, 1_000]) {
        say(`groups of ${size}`);
        const played = reports.slice(0, quick ? 200 : Math.min(reports.length, 2_000 + 100 * size));
        const rounds: { ours: number; bare: number }[] = [];
        for (let round = 0; round < (quick ? 1 : 5); round++) {
          const fed = await feed(store, `${size}/${round}`, played, size);
          const rows = rowsOf(source, fed.operation);
          const bareMs = await timed(() => bare.insert(rows, fed.batches));
          rounds.push({ ours: rows.length / fed.ms, bare: rows.length / bareMs });
        }
        ratio = median(rounds.map(({ ours, bare }) => ours / bare));
        groups[size] = {
          ratio: rounded(ratio),
          factsPerS: Math.round(median(rounds.map(({ ours }) => ours * 1000))),
          bareInsertsPerS: Math.round(median(rounds.map(({ bare }) => bare * 1000))),
          facts: played.length,
        };
      }
      say("one at a time, to the command");
      const answers = await factToCommand(store, bare, reports, quick ? 100 : 8_000);
      return {
        what: "durable facts/s of one operation in groups of 1,000, over bare batched inserts of the same rows",
        ratio: rounded(ratio),
        bounds: [{ of: "ratio", is: rounded(ratio), atLeast: 0.15 }],
        figures: { groups, factToCommand: answers },
      };
    } finally {
      source.close();
      bare.close();
      await store.close();
    }
  });

/** Feeds reports to a new operation, in groups of `size`; says how long it took and what was appended at a time. */
async function feed(store: Store, name: string, reports: readonly TimedReport[], size: number) {
  const batches: number[] = [];
  const noting: OperationStore = {
    append: (run, batch) => {
      batches.push(batch.steps.length);
      return store.append(run, batch);
    },
    steps: (run, after) => store.steps(run, after),
    checkpoint: (run) => store.checkpoint(run),
    orderStanding: (run, order) => store.orderStanding(run, order),
    findPeople: (operation, hashes) => store.findPeople(operation, hashes),
    numberOf: (operation, person) => store.numberOf(operation, person),
    diallingsOf: (...asked) => store.diallingsOf(...asked),
  };
  const { operation, exchange, record } = await open(store, noting, name);
  const ms = await timed(async () => {
    for (let from = 0; from < reports.length; from += size) {
      for (let index = from; index < Math.min(from + size, reports.length); index++)
        exchange.play(reports[index]!);
      await operation.settled();
    }
  });
  await operation.stop();
  return { operation: record.id, ms, batches };
}

async function open(store: Store, journal: OperationStore, name: string) {
  const record = await store.openOperation({ name, timeZone, simulated: true });
  return { ...(await openOperation(store, record, { store: journal })), record };
}

/**
 * From a fact to the first order that follows from it, facts coming one at a time; only facts that are answered by an
 * order count. Between them, one row committed by itself: what the disk takes at the least.
 */
async function factToCommand(store: Store, bare: BareTable, reports: readonly TimedReport[], facts: number) {
  const { operation, exchange } = await open(store, store, "one at a time");
  const orderedMs: number[] = [];
  const commitMs: number[] = [];
  let begin = 0;
  let ordered = true;
  exchange.onOrder = () => {
    if (!ordered) orderedMs.push(performance.now() - begin);
    ordered = true;
  };
  for (const report of reports.slice(0, facts)) {
    ordered = false;
    begin = performance.now();
    exchange.play(report);
    await operation.settled();
    if (ordered) commitMs.push(await timed(() => bare.insert([ONE_ROW], [1])));
  }
  await operation.stop();
  return {
    p99OverMedianCommit: rounded(quantile(orderedMs, 0.99) / median(commitMs)),
    p99OverP99OfCommit: rounded(quantile(orderedMs, 0.99) / quantile(commitMs, 0.99)),
    medianMs: rounded(median(orderedMs)),
    p99Ms: rounded(quantile(orderedMs, 0.99)),
    commitMedianMs: rounded(median(commitMs)),
    commitP99Ms: rounded(quantile(commitMs, 0.99)),
    factsAnswered: orderedMs.length,
  };
}

type Row = (string | number | null)[];
const ONE_ROW: Row = [0, 0, 0, 0, null, 1, 1, "{}", "[]", "[]", null];

function rowsOf(database: DatabaseSync, operation: number): Row[] {
  const rows = database.prepare("SELECT * FROM steps WHERE operation = ? ORDER BY run, seq").all(operation);
  return rows.map((row) => Object.values(row) as Row);
}

/** A table with the shape of `steps`, written by nothing but SQLite. */
class BareTable {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  #round = 0;

  constructor(file: string) {
    this.#database = openWriter(file);
    this.#database.exec(
      `CREATE TABLE bare (operation INTEGER NOT NULL, run INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
         exchange_at INTEGER, core_version INTEGER NOT NULL, settings_version INTEGER NOT NULL, fact TEXT NOT NULL,
         events TEXT NOT NULL, commands TEXT NOT NULL, hash TEXT, PRIMARY KEY (operation, run, seq)) WITHOUT ROWID`,
    );
    this.#insert = this.#database.prepare(`INSERT INTO bare VALUES (?, ?, ?${", ?".repeat(8)})`);
  }

  /** Each batch is one durable transaction. */
  insert(rows: readonly Row[], batches: readonly number[]): void {
    const operation = ++this.#round;
    let next = 0;
    for (const size of batches) {
      this.#database.exec("BEGIN IMMEDIATE");
      for (const end = next + size; next < end; next++) {
        const [, ...rest] = rows[next]!;
        this.#insert.run(operation, ...rest);
      }
      this.#database.exec("COMMIT");
    }
  }

  close(): void {
    this.#database.close();
  }
}
