import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { skillTexts } from "../../src/configuration/skill-texts.ts";
import type { OperationRecord } from "../../src/journal/port/registry.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { importCallLog } from "../../src/operation/imports/import.ts";
import { SettingPreviews } from "../../src/server/settings/setting-previews.ts";
import { csvOf, generatedCalls } from "../replay/what-if/generated-record.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Too many calls for its agents: there is something to gain. Smart wait was off. */
const centre = { seed: "job", days: 4, agents: 5, hours: 2, perHour: 85, handleS: 270, patienceS: 180 };
/** By day, when people may be called. */
const calls = generatedCalls(centre).map((call) => ({ ...call, arrivedAt: call.arrivedAt + 10 * HOUR }));
const data = mkdtempSync(join(tmpdir(), "espera-previews-"));
let store: Store;
let operation: OperationRecord;
let previews: SettingPreviews;
let values: Record<string, string>;

before(async () => {
  store = await openSqliteStore({ directory: data });
  const file = join(data, "calls.csv");
  writeFileSync(file, csvOf(calls));
  await importCallLog({ store, operation: "clinic", file, timeZone: "UTC", now: () => 7 * DAY });
  operation = (await store.operations())[0]!;
  const settings = (await store.settings(operation.id))!;
  values = { ...skillTexts(settings.skills[0]!) };
  assert.equal(values["smartWait"], "off");
  previews = new SettingPreviews({ directory: data, store, now: () => 7 * DAY + 1 });
});
after(async () => {
  await previews.close();
  await store.close();
  rmSync(data, { recursive: true });
});

const olga = { owner: "Olga" };
const ownerOf = (user: string) => ({ operation, user });
const begin = (change: Record<string, string>, { owner } = olga, asOf = 1) =>
  previews.begin(ownerOf(owner), { asOf, skill: "sales", values: { ...values, ...change } });

/** Looks until it is over. */
async function over() {
  for (;;) {
    const preview = previews.show(ownerOf("Olga"))!;
    if (!preview.isRunning) return preview;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const code = (wanted: string) => (error: { code?: string }) => error.code === wanted;

describe("a preview of settings", () => {
  test("lives last week's calls through, as it is and with the change, and gives each difference a range", async () => {
    const begun = await begin({ smartWait: "on", offerAfterS: "30" });
    assert.ok(begun.isRunning);
    const { found, problem, values: asked } = await over();
    assert.equal(problem, null);
    assert.equal(asked["offerAfterS"], "30");
    assert.equal(found!.record.offered, calls.length);
    assert.equal(found!.days.length, centre.days);
    assert.deepEqual(found!.doubts, []);
    assert.equal(found!.model.treatment, 0);
    assert.ok(found!.with.treatment! > 0);
    for (const { value, low, high } of [found!.difference.serviceLevelPromise, found!.ofAll])
      assert.ok(low! <= value! && value! <= high!);
  });

  test("of another target alone measures both by that one, and finds no difference at all", async () => {
    await begin({ target: "80 % in 240 s" });
    const { found } = await over();
    assert.deepEqual(found!.with, found!.model);
    const inTime = calls.filter(({ outcome, waitMs }) => outcome === "answered" && waitMs <= 240_000);
    assert.equal(found!.record.serviceLevelStrict, inTime.length / calls.length);
  });

  test("is shown to its user alone; another one waits while it goes on", async () => {
    await begin({ smartWait: "on" });
    assert.equal(previews.show(ownerOf("Eva")), null);
    await assert.rejects(begin({ smartWait: "on" }, { owner: "Eva" }), code("preview-busy"));
    await previews.end(ownerOf("Olga"));
    assert.equal(previews.show(ownerOf("Olga")), null);
    assert.ok((await begin({ smartWait: "on" }, { owner: "Eva" })).isRunning);
    await previews.end(ownerOf("Eva"));
  });

  test("refuses values that could not be saved, and settings that changed meanwhile", async () => {
    await assert.rejects(begin({ offerAfterS: "soon" }), code("settings-refused"));
    await assert.rejects(begin({ smartWait: "on" }, olga, 0), code("settings-outdated"));
  });

  test("says so where the week had no calls", async () => {
    const later = new SettingPreviews({ directory: data, store, now: () => 40 * DAY });
    await later.begin(ownerOf("Olga"), { asOf: 1, skill: "sales", values });
    while (later.show(ownerOf("Olga"))!.isRunning) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.match(later.show(ownerOf("Olga"))!.problem!.es, /No hay llamadas/);
  });
});
