import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import type { WhatIfJob } from "../../src/api/v1/schema/what-if/what-if-answers.ts";
import { WhatIfJobs } from "../../src/server/what-if/what-if-jobs.ts";
import { csvOf, generatedCalls } from "../replay/what-if/generated-record.ts";

const centre = { seed: "job", days: 2, agents: 5, hours: 2, perHour: 70, handleS: 270, patienceS: 180 };
const record = Buffer.from(csvOf(generatedCalls(centre)));
const data = mkdtempSync(join(tmpdir(), "espera-what-if-jobs-"));
after(() => rmSync(data, { recursive: true }));

const operation = { id: 1, name: "clinic", timeZone: "UTC", simulated: true, personKey: new Uint8Array(32) };
const ana = { operation, signature: "ana" };
const eva = { operation, signature: "eva" };

let free = Number.POSITIVE_INFINITY;
let jobs: WhatIfJobs;
beforeEach(async () => {
  free = Number.POSITIVE_INFINITY;
  jobs = await WhatIfJobs.open(data, async () => free);
});
afterEach(() => jobs.close());

/** Sent in two pieces. */
async function sent(bytes = record, name = "march.csv"): Promise<WhatIfJob> {
  const { id } = await jobs.begin(ana, { name, bytes: bytes.length });
  const half = Math.floor(bytes.length / 2);
  await jobs.take(ana, id, 0, bytes.subarray(0, half));
  return jobs.take(ana, id, half, bytes.subarray(half));
}

/** Looks until a run is over. */
async function over(): Promise<WhatIfJob> {
  for (;;) {
    const job = jobs.show(ana)!;
    if (job.state !== "running") return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const code = (wanted: string) => (error: { code?: string }) => error.code === wanted;

describe("a record that is sent for what-if", () => {
  test("is lived through: it is reproduced, and what changes has a range", async () => {
    const { id, state } = await sent();
    assert.equal(state, "ready");
    jobs.run(ana, id, { offerAfterS: 30 }, null);
    assert.equal(jobs.show(ana)!.state, "running");
    const { result, choice } = await over();
    assert.deepEqual(choice, { offerAfterS: 30 });
    assert.equal(result!.record["offered"], generatedCalls(centre).length);
    assert.equal(result!.days.length, centre.days);
    const { value, low, high } = result!.difference.serviceLevelPromise;
    assert.ok(low! <= value! && value! <= high!);
    assert.match(jobs.report(ana, id, "es"), /march\.csv/);
  });

  test("is shown to its owner alone, and is alone in its operation", async () => {
    const { id } = await sent();
    assert.equal(jobs.show(eva), null);
    assert.throws(() => jobs.run(eva, id, {}, null), code("what-if-unknown"));
    await assert.rejects(jobs.delete(eva, id), code("what-if-unknown"));
    await assert.rejects(jobs.begin(eva, { name: "a", bytes: 1 }), code("what-if-busy"));
    await jobs.delete(ana, id);
    assert.equal((await jobs.begin(eva, { name: "a", bytes: 1 })).state, "uploading");
  });

  test("comes piece after piece, and no more than was announced", async () => {
    const { id } = await jobs.begin(ana, { name: "a.csv", bytes: 10 });
    await assert.rejects(jobs.take(ana, id, 1, Buffer.alloc(2)), code("what-if-out-of-order"));
    await jobs.take(ana, id, 0, Buffer.alloc(6));
    await assert.rejects(jobs.take(ana, id, 0, Buffer.alloc(6)), code("what-if-out-of-order"));
    await assert.rejects(jobs.take(ana, id, 6, Buffer.alloc(5)), code("what-if-out-of-order"));
    assert.throws(() => jobs.run(ana, id, {}, null), code("what-if-not-ready"));
    assert.equal((await jobs.take(ana, id, 6, Buffer.alloc(4))).state, "ready");
  });

  test("is refused where the disk would have too little left, before it and in its midst", async () => {
    free = 1024 ** 3;
    await assert.rejects(jobs.begin(ana, { name: "a.csv", bytes: 1_000 }), code("what-if-no-room"));
    free += 1_000;
    const { id } = await jobs.begin(ana, { name: "a.csv", bytes: 1_000 });
    free -= 1;
    await assert.rejects(jobs.take(ana, id, 0, Buffer.alloc(1_000)), code("what-if-no-room"));
    assert.equal(jobs.show(ana)!.received, 0);
  });

  test("says in words what is wrong with a file that is none, by the name that its sender knows", async () => {
    const { id } = await sent(Buffer.from("this is\nno record\n"), "letter.txt");
    jobs.run(ana, id, {}, null);
    const { state, problem } = await over();
    assert.equal(state, "failed");
    assert.match(problem!.en, /letter\.txt/);
    assert.ok(!problem!.en.includes(data) && problem!.es !== problem!.en);
  });

  test("is stopped at once, and can be lived through again", async () => {
    const { id } = await sent();
    jobs.run(ana, id, {}, null);
    assert.throws(() => jobs.run(ana, id, {}, null), code("what-if-not-ready"));
    assert.equal((await jobs.cancel(ana, id)).state, "ready");
    assert.equal(jobs.show(ana)!.result, null);
    jobs.run(ana, id, {}, null);
    assert.ok((await over()).result);
  });

  test("is deleted when its owner says so, when the server stops, and what a killed server left when it starts", async () => {
    const folder = join(data, "what-if");
    const { id } = await sent();
    jobs.run(ana, id, {}, null);
    assert.equal(readdirSync(folder).length, 1);
    await jobs.delete(ana, id);
    assert.deepEqual(readdirSync(folder), []);
    await sent();
    await jobs.close();
    assert.ok(!existsSync(folder));
    jobs = await WhatIfJobs.open(data);
    writeFileSync(join(folder, "left"), "");
    jobs = await WhatIfJobs.open(data);
    assert.deepEqual(readdirSync(folder), []);
  });
});
