import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { Browser, makeUser } from "./people.ts";
import { ScriptedPreviews } from "./scripted-previews.ts";
import { openV1 } from "./v1-centre.ts";

/** The clinic with an administrator of its own, and their browser. */
async function withOlga(t: TestContext) {
  const previews = new ScriptedPreviews();
  const v1 = await openV1({ previews });
  t.after(() => v1.close());
  const { store, api } = v1;
  await makeUser(store, "Olga", "administrator", { operation: "clinic" });
  const olga = new Browser(api);
  await olga.signIn("Olga");
  const look = async () => (await olga.get("/v1/settings")).body;
  return { ...v1, olga, look, previews };
}

type Shown = Awaited<ReturnType<Awaited<ReturnType<typeof withOlga>>["look"]>>;
const valuesOf = (shown: Shown, change: Record<string, string>) => ({ ...shown.skills[0].values, ...change });
const mendsOf = (shown: Shown) =>
  shown.versions[0].changes.map(({ setting, from, to }: Record<string, string>) => [setting, from, to]);

test("settings are listed by the keys of the file, each with its meaning in both languages", async (t) => {
  const { look } = await withOlga(t);
  const shown = await look();
  const known = new Map(shown.keys.map((one: { key: string }) => [one.key, one]));
  for (const key of Object.keys(shown.skills[0].values)) assert.ok(known.has(key), key);
  const meaning = known.get("offerAfterS") as Record<"es" | "en", { meaning: string }>;
  assert.match(meaning.en.meaning, /predicted wait/);
  assert.match(meaning.es.meaning, /espera/);
  assert.doesNotMatch(JSON.stringify(shown.keys), /\]\(|`|; (see|vea) /);
});

test("an administrator changes a setting: a new version by which the operation goes on, with author and reason", async (t) => {
  const at = await withOlga(t);
  const before = await at.look();
  const { id, values } = before.skills[0];
  const wanted = {
    version: before.version,
    why: "lunes de facturas",
    values: { ...values, offerAfterS: "77" },
  };
  const changed = await at.olga.post(`/v1/settings/skills/${id}`, wanted);
  assert.equal(changed.status, 200);
  assert.equal(changed.body.version, before.version + 1);
  assert.deepEqual(mendsOf(changed.body), [["offerAfterS", values.offerAfterS, "77"]]);
  const [{ author, why }] = changed.body.versions;
  assert.deepEqual([author, why], ["Olga", "lunes de facturas"]);
  const { coreState: state } = at.centre.operation;
  assert.equal(state.settings.skills.find((skill) => skill.id === id)?.offerAfterMs, 77_000);
  assert.equal(state.settings.version, before.version + 1);
  const [entry] = await at.store.accounts.audit({ limit: 1, acts: ["settings-changed"] });
  assert.deepEqual([entry?.user, entry?.subject], ["Olga", String(before.version + 1)]);
});

test("what is not usable is refused by the sentences of the configuration, in both languages, and changes nothing", async (t) => {
  const at = await withOlga(t);
  const before = await at.look();
  for (const [change, en, es] of [
    [{ offerAfterS: "soon" }, /offerAfterS: write a number from 0 to 3600/, /offerAfterS: escriba un número/],
    [{ target: "fast" }, /target: write it like/, /target: escr/],
    [{ "auto.onAbove": "0.2", "auto.offBelow": "0.4" }, /offBelow/, /offBelow/],
    [{ holdOat: "true" }, /holdOat: there is no such key; did you mean holdOut/, /holdOat/],
    [{ discipline: "[" }, /discipline/, /discipline/],
  ] as const) {
    const body = { version: before.version, why: "x", values: valuesOf(before, change) };
    const refused = await at.olga.post(`/v1/settings/skills/${before.skills[0].id}`, body);
    assert.deepEqual([refused.status, refused.body.code], [400, "settings-refused"], JSON.stringify(change));
    assert.match(refused.body.en, en);
    assert.match(refused.body.es, es);
  }
  assert.equal((await at.look()).version, before.version);
});

test("when two people change the same version, the second gets an error and changes nothing", async (t) => {
  const at = await withOlga(t);
  const before = await at.look();
  const save = (offerAfterS: string) =>
    at.olga.post(`/v1/settings/skills/${before.skills[0].id}`, {
      version: before.version,
      why: "x",
      values: valuesOf(before, { offerAfterS }),
    });
  assert.equal((await save("50")).status, 200);
  const second = await save("60");
  assert.deepEqual([second.status, second.body.code], [409, "settings-outdated"]);
  assert.equal((await at.look()).skills[0].values.offerAfterS, "50");
});

test("going back to an earlier version is a new version that says the same as it did", async (t) => {
  const at = await withOlga(t);
  const first = await at.look();
  const values = valuesOf(first, { smartWait: "off", "limits.pending": "3" });
  await at.olga.post(`/v1/settings/skills/${first.skills[0].id}`, {
    version: first.version,
    why: "x",
    values,
  });
  const wanted = { version: first.version + 1, to: first.version, why: "fue un error" };
  const back = (await at.olga.post("/v1/settings/restore", wanted)).body;
  assert.equal(back.version, first.version + 2);
  assert.deepEqual(back.skills, first.skills);
  const none = { version: back.version, to: 99, why: "x" };
  assert.equal((await at.olga.post("/v1/settings/restore", none)).body.code, "settings-version-unknown");
});

test("where the file rules nobody changes anything here, and the answer says where", async (t) => {
  const at = await withOlga(t);
  at.ruleByFile(true);
  const shown = await at.look();
  assert.deepEqual([shown.rules, shown.file, shown.mayChange], ["file", "/etc/espera.yaml", false]);
  const body = { version: shown.version, why: "x", values: shown.skills[0].values };
  const refused = await at.olga.post(`/v1/settings/skills/${shown.skills[0].id}`, body);
  assert.equal(refused.body.code, "settings-from-file");
  assert.match(refused.body.detail, /\/etc\/espera\.yaml/);
});

test("administrators see before what a change would do, also where the file rules; others do not", async (t) => {
  const at = await withOlga(t);
  at.ruleByFile(true);
  const { version, skills } = await at.look();
  const [{ id, values }] = skills;
  const wanted = { version, values: { ...values, offerAfterS: "90" } };
  const begun = await at.olga.post(`/v1/settings/skills/${id}/preview`, wanted);
  assert.deepEqual(
    [begun.status, begun.body.preview.isRunning, begun.body.preview.values.offerAfterS],
    [200, true, "90"],
  );
  at.previews.finish();
  const { preview } = (await at.olga.get("/v1/settings/preview")).body;
  assert.equal(preview.found.difference.serviceLevelPromise.low, 0.006);
  assert.equal((await at.look()).version, version);
  await makeUser(at.store, "Sara", "supervisor", { operation: "clinic" });
  const sara = new Browser(at.api);
  await sara.signIn("Sara");
  for (const refused of [
    await sara.get("/v1/settings/preview"),
    await sara.post(`/v1/settings/skills/${id}/preview`, wanted),
  ])
    assert.deepEqual([refused.status, refused.body.code], [403, "role-missing"]);
  assert.equal((await at.olga.get("/v1/settings/preview?operation=other")).body.code, "operation-unknown");
});

test("others see the settings of their own skills and change none; other operations' are not theirs", async (t) => {
  const at = await withOlga(t);
  const all = await at.look();
  const [, second] = all.skills;
  await makeUser(at.store, "Sara", "supervisor", { operation: "clinic", skills: [String(second.id)] });
  const sara = new Browser(at.api);
  await sara.signIn("Sara");
  const shown = (await sara.get("/v1/settings")).body;
  assert.deepEqual(
    shown.skills.map(({ id }: { id: number }) => id),
    [second.id],
  );
  const body = { version: shown.version, why: "x", values: second.values };
  const refused = await sara.post(`/v1/settings/skills/${second.id}`, body);
  assert.deepEqual([refused.status, refused.body.code], [403, "role-missing"]);
  assert.equal((await at.olga.get("/v1/settings?operation=other")).body.code, "operation-unknown");
});
