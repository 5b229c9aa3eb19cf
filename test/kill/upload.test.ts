import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { rowsOf } from "../journal/rows-as-lists.ts";
import { problemsOfJournal } from "./judge/rows.ts";
import { Story } from "./story.ts";
import { settingsOfStory } from "./story-settings.ts";

const RECORDS = 10_000;
const BEGIN = Date.parse("2024-05-02T00:00:00Z");
const END = BEGIN + RECORDS * 1_000;

test("call records whose upload is killed are in no report, however often, and sent again they are all there once", {
  timeout: HANGS_AFTER_MS,
}, async (context) => {
  const story = await Story.begin("upload");
  context.after(() => story.close());
  const [skill] = settingsOfStory.skills;
  const records = JSON.stringify(
    Array.from({ length: RECORDS }, (_, n) => ({
      callId: `c${n}`,
      arrivedAt: new Date(BEGIN + n * 1_000).toISOString(),
      skill: skill!.name,
      waitS: n % 60,
      outcome: n % 4 === 0 ? "abandoned" : "answered",
      customer: `customer-${n % 997}`,
    })),
  );
  let token = "";
  const send = async (url: string) => {
    token ||= await tokenFor(story.directory);
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    return fetch(new URL("/v1/calls", url), { method: "POST", headers, body: records });
  };

  let before = 0;
  for (const records of [1, RECORDS / 2, RECORDS - 500]) {
    const espera = story.start();
    const sent = send(await espera.ready);
    sent.catch(() => {});
    while (recordsIn(story.directory) < Math.max(records, before + 1)) await pause(1);
    espera.kill("SIGKILL");
    await espera.ended;
    await assert.rejects(sent);
    before = recordsIn(story.directory);
    assert.ok(before >= records && before < RECORDS, `${before} records were durable when it was killed`);
    assert.deepEqual(await told(story.directory), { offered: 0, sums: 0, abandoned: 0, call: false });
  }

  const espera = story.start();
  const url = await espera.ready;
  const taken = (await (await send(url)).json()) as { calls: number; known: boolean };
  assert.deepEqual([taken.calls, taken.known], [RECORDS, false]);
  const whole = { offered: RECORDS, sums: RECORDS, abandoned: RECORDS / 4, call: true };
  assert.deepEqual(await told(story.directory), whole);
  assert.equal(((await (await send(url)).json()) as { known: boolean }).known, true);
  espera.kill("SIGTERM");
  assert.deepEqual(await espera.ended, { code: 0, signal: null }, espera.said);
  assert.deepEqual(await told(story.directory), whole);
  assert.deepEqual(await problemsOfJournal(story.directory), []);
});

async function tokenFor(directory: string): Promise<string> {
  const store = await openSqliteStore({ directory });
  const [operation] = await store.operations();
  const { token } = await createToken(store, { operation: operation!.id, scopes: ["upload"] }, 0);
  await store.close();
  return token;
}

/** How many are durable, past the store that wrote them. */
function recordsIn(directory: string): number {
  const journal = new DatabaseSync(join(directory, "espera.db"), { readOnly: true });
  try {
    const row = journal
      .prepare("SELECT max(last_seq) - 1 AS records FROM runs WHERE kind = 'imported'")
      .get();
    return Number(row?.["records"] ?? 0);
  } finally {
    journal.close();
  }
}

/** What every question that is answered from calls says of them. */
async function told(directory: string) {
  const store = await openSqliteStore({ directory, readOnly: true });
  try {
    const [operation] = await store.operations();
    const { id } = operation!;
    const models = store.readModels();
    const never = new AbortController().signal;
    const ranges = [{ from: BEGIN, to: END, group: 0 }];
    const levels = await models.serviceLevelCounts(id, BEGIN, END, 20_000);
    const wanted = { ranges, skill: null, thresholdsMs: [] };
    const sums = await models.callSums(id, wanted, never);
    const rows = await rowsOf(models, id, { of: "abandoned-calls", from: BEGIN, to: END, skill: null });
    const run = (await store.runs(id)).find(({ kind }) => kind === "imported");
    return {
      offered: levels.reduce((sum, { offered }) => sum + offered, 0),
      sums: sums.reduce((sum, { finished }) => sum + finished, 0),
      abandoned: rows.length,
      call: (await models.call(id, `${run!.name.slice(0, 8)}:c0`)) !== null,
    };
  } finally {
    await store.close();
  }
}
