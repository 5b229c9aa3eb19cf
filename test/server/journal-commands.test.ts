import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { LoggedCall } from "../../src/history/call-log.ts";
import { claimDirectory } from "../../src/journal/sqlite/registry/claim.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { importCallLog } from "../../src/operation/imports/import.ts";
import { espera } from "./command-line.ts";

const CUSTOMER = "+573001112233";

test("an import that broke off is listed, taken out and can be imported again", async (context) => {
  const data = await brokenOff(context);
  const journal = (...parameters: string[]) =>
    espera(["journal", ...parameters, "--data", data, "--lang", "en"]);
  const listed = await journal("unfinished");
  assert.deepEqual([listed.code, listed.out], [0, "clinic  imported digest-of-it  2 steps\n"]);
  assert.equal(
    (await journal("unfinished", "--csv")).out,
    "operation,kind,run,steps\nclinic,imported,digest-of-it,2\n",
  );
  const dropped = await journal("drop", "digest-of-it");
  assert.deepEqual([dropped.code, dropped.err], [0, ""]);
  assert.equal((await journal("unfinished")).out, "");
  assert.equal((await journal("verify", "--all")).code, 0);
  const again = await journal("drop", "digest-of-it");
  assert.deepEqual([again.code, again.out], [1, ""]);
  assert.match(again.err, /There is no run digest-of-it in clinic\. .*\[run-unknown\]\n$/);

  const store = await openSqliteStore({ directory: data });
  try {
    const { id } = (await store.operations())[0]!;
    const people = await store.unusedPeople(id, { since: 4e12, after: null, limit: 10 });
    assert.equal(people.people.length, 1, "the person it brought is forgotten as others are");
    assert.equal((await importCallLog({ ...wanted, store })).takenBefore, 0);
  } finally {
    await store.close();
  }
  const [header, ...verified] = (await journal("verify", "--all", "--csv")).out.trim().split("\n");
  assert.equal(header, "operation,kind,run,steps,rows,problems,firstProblem");
  assert.deepEqual(verified, ["clinic,imported,digest-of-it,4,3,0,"]);
  const whole = await journal("drop", "digest-of-it");
  assert.match(whole.err, /\[run-kept\]\n$/);
});

const calls: LoggedCall[] = [1, 2, 3].map((n) => ({
  line: n,
  logId: `c${n}`,
  callId: `c${n}`,
  arrivedAt: Date.parse("2026-02-01T15:00:00Z") + n,
  customer: CUSTOMER,
  skill: "Citas",
  waitMs: 5_000,
  outcome: "abandoned",
  handleMs: null,
  agent: null,
}));

const wanted = {
  operation: "clinic",
  file: "calls.csv",
  log: () => ({ rows: oneByOne(), digest: () => "digest-of-it" }),
  atATime: 2,
};

async function* oneByOne(): AsyncGenerator<LoggedCall[]> {
  for (const call of calls) yield [call];
}

/** A data folder in which an import lost its power after the first batch. */
async function brokenOff(context: TestContext): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), "espera-journal-"));
  context.after(() => rm(data, { recursive: true, force: true }));
  const store = await openSqliteStore({ directory: data });
  const onProgress = () => {
    throw new Error("the power went");
  };
  await assert.rejects(importCallLog({ ...wanted, store, onProgress }), /the power went/);
  await store.close();
  return data;
}

test("a journal that lost steps is taken as it is on a person's word, and not while a server has it", async (context) => {
  const data = await brokenOff(context);
  const accept = () => espera(["journal", "accept", "--data", data, "--lang", "en"]);
  await writeFile(join(data, "espera.last"), `${"\0".repeat(34)}0000000000000009 0000000000000009\n`);
  await assert.rejects(openSqliteStore({ directory: data, serves: true }), { code: "journal-shorter" });
  const claim = claimDirectory(data);
  assert.match((await accept()).err, /\[directory-in-use\]\n$/);
  claim.release();
  assert.deepEqual(await accept(), { code: 0, out: "The journal is accepted as it is.\n", err: "" });
  await (await openSqliteStore({ directory: data, serves: true })).close();
});
