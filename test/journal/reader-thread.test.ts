import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { ReaderThread } from "../../src/journal/sqlite/questions/reader-thread.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";

test("questions that are asked and stopped at once cost no thread each", async (context) => {
  const { reader, threads } = await threadOver(context);
  for (let n = 0; n < 50; n++) {
    const stop = new AbortController();
    const asked = reader.ask({ query: "recentCalls", parameters: [1, { limit: 1 }] }, stop.signal);
    stop.abort();
    await assert.rejects(asked, { code: "query-stopped" });
  }
  assert.deepEqual(await reader.ask({ query: "recentCalls", parameters: [1, { limit: 1 }] }), []);
  assert.ok(threads() < 10, `${threads()}`);
});

test("a question that goes on when it was stopped takes the thread with it, and what else was asked is answered by another", async (context) => {
  const { reader, threads } = await threadOver(context, LONG);
  const stop = new AbortController();
  const long = reader.ask({ query: "smartWaitCounts", parameters: [1, 0, 4e12] }, stop.signal);
  const other = reader.ask({ query: "recentCalls", parameters: [1, { limit: 1 }] });
  stop.abort();
  await assert.rejects(long, { code: "query-stopped" });
  assert.deepEqual(await other, []);
  assert.equal(threads(), 2);
});

/** A thread over a journal without calls, and how many threads began. */
async function threadOver(context: TestContext, sql = "") {
  const directory = await mkdtemp(join(tmpdir(), "espera-reader-"));
  await (await openSqliteStore({ directory })).close();
  const file = join(directory, "espera.db");
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
  const reader = new ReaderThread(file);
  let threads = 0;
  const count = () => {
    threads++;
  };
  subscribe("worker_threads", count);
  context.after(async () => {
    unsubscribe("worker_threads", count);
    await reader.close();
    await rm(directory, { recursive: true });
  });
  return { reader, threads: () => threads };
}

/** In place of the counts, so many rows that a question for them takes seconds. */
const LONG = `
  DROP TABLE counts;
  CREATE VIEW counts AS
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT 10000000)
    SELECT 1 AS operation, 0 AS level, i AS start, 1 AS skill, 1 AS treatment, 1 AS yes, 0 AS recall_ok, 0 AS recall_fail FROM n`;
