import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { misfitsOn, violationsOn } from "./accessible.ts";
import { noBrowser, PageAtCentre, textOf } from "./browser.ts";

test("alerts in a browser", { skip: noBrowser, timeout: 4 * HANGS_AFTER_MS }, async (t) => {
  const at = await PageAtCentre.open(t);
  const page = await at.signedIn("/");
  await page.locator("table.now").waitFor();
  assert.equal(await page.locator(".alerts").count(), 0);
  assert.equal((await at.v1.get("/v1/alerts")).json().alerts.length, 0);
  at.v1.centre.clock.jump(60_000);

  await t.test("stand above the lines, are counted in the title beside the screen, and spoken", async () => {
    await page.locator(".alerts li").first().waitFor();
    const { alerts } = (await at.v1.get("/v1/alerts")).json();
    const first = await textOf(page, ".alerts li");
    for (const words of [alerts[0].es.what, alerts[0].es.act]) assert.ok(first.includes(words), first);
    assert.ok((await page.locator(".alerts li").count()) <= 4);
    assert.match(await page.title(), /^\(\d+\) Ahora · Espera$/);
    assert.match(await textOf(page, "#spoken"), /no hay agentes conectados/);
  });

  await t.test("are silenced on this machine, and stay in their list", async () => {
    const before = await page.locator(".alerts li").count();
    await page
      .getByRole("button", { name: /Silenciar/ })
      .first()
      .click();
    await page
      .locator(".alerts li")
      .nth(before - 1)
      .waitFor({ state: "detached" });
    await page.getByRole("link", { name: /Alertas/ }).click();
    await page.getByRole("button", { name: "Silenciada" }).waitFor();
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("heading", { name: "Alerts" }).waitFor();
    await page
      .getByText(/no agent is logged in/)
      .first()
      .waitFor();
  });

  await page.close();

  const { at: now } = (await at.v1.get("/v1/skills")).json();
  const moment = (seconds: number) => new Date(Date.parse(now) + seconds * 1_000).toISOString();
  const words = (what: string) => ({ what, means: "Significa algo.", act: "Haga algo." });
  /** As the server says it: the most serious first. */
  const alertOf = (kind: string, skill: number, since: number) => ({
    id: `${kind} ${skill} ${since}`,
    kind,
    skill: { id: skill, name: `Skill ${skill}` },
    since: moment(since),
    beganAt: moment(since + 60),
    endedAt: null,
    es: words(`Skill ${skill}: ${kind}.`),
    en: words(`Skill ${skill}: ${kind}.`),
  });
  let fed: ReturnType<typeof alertOf>[] = [];
  const feed = (page: Page) =>
    page.route("**/v1/alerts*", (route) => route.fulfill({ json: { alerts: fed } }));

  await t.test(
    "in a flood are one line, also at 390 pixels, and stand by their kinds in their list",
    async () => {
      const skills = Array.from({ length: 30 }, (_, n) => n + 1);
      fed = ["promise-in-danger", "line-over-bound"].flatMap((kind) =>
        skills.map((skill) => alertOf(kind, skill, -90)),
      );
      const options = { viewport: { width: 390, height: 844 }, bypassCSP: true };
      const page = await at.signedIn("/", "supervisor", { prepare: feed, options });
      await page.locator(".alerts li").first().waitFor();
      assert.equal(
        await textOf(page, ".alerts"),
        "▲ Muchas alertas a la vez: 60. Promesas en peligro: 30 · Esperas largas: 30Ver todas",
      );
      assert.equal(await textOf(page, "#spoken"), "Muchas alertas a la vez: 60.");
      assert.match(await page.title(), /^\(60\) /);
      assert.deepEqual([await violationsOn(page), await misfitsOn(page)], [[], []]);
      const { height } = (await page.locator(".alerts").boundingBox())!;
      assert.ok(height < 844 / 4, `${height} of 844 pixels`);

      await page.getByRole("link", { name: "Ver todas" }).click();
      await page.locator(".alert").first().waitFor();
      assert.deepEqual(await page.locator(".alert h2").allTextContents(), [
        "▲ Promesas en peligro: 30",
        "▲ Esperas largas: 30",
      ]);
      assert.deepEqual([await violationsOn(page), await misfitsOn(page)], [[], []]);
      await page
        .getByRole("button", { name: /Silenciar todas estas/ })
        .first()
        .click();
      await page.waitForFunction("document.title.startsWith('(30) ')");
      await page.close();
    },
  );

  await t.test(
    "of which many are old stand three in the head, the most serious, with how many more",
    async () => {
      fed = Array.from({ length: 30 }, (_, n) => alertOf("promise-in-danger", n + 1, -3_600));
      const page = await at.signedIn("/", "supervisor", { prepare: feed });
      await page.locator(".alerts li").nth(3).waitFor();
      assert.deepEqual(await page.locator(".alerts strong").allTextContents(), [
        "Skill 1: promise-in-danger.",
        "Skill 2: promise-in-danger.",
        "Skill 3: promise-in-danger.",
      ]);
      assert.equal(await textOf(page, ".alerts li:last-child"), "y 27 alertas más");
      assert.match(
        await textOf(page, "#spoken"),
        /^Skill 1: .* Skill 3: promise-in-danger\. y 27 alertas más$/,
      );
      await page.close();
    },
  );

  await t.test("stay silenced whichever node answers, and are heard when they come back", async () => {
    fed = [alertOf("line-over-bound", 1, -90)];
    const page = await at.signedIn("/", "supervisor", { prepare: feed });
    await page.getByRole("button", { name: /Silenciar/ }).click();
    await page.locator(".alerts").waitFor({ state: "detached" });
    const look = async (one: (typeof fed)[number]) => {
      fed = [one];
      await page.goto(`${at.address}/alerts`);
      await page.locator(".alert").waitFor();
      return page.locator(".alert button").getAttribute("aria-pressed");
    };
    assert.equal(await look(alertOf("line-over-bound", 1, -83)), "true");
    assert.equal(await look(alertOf("line-over-bound", 1, -25)), "false");
    assert.equal(await look(alertOf("line-over-bound", 2, -90)), "false");
    await page.close();
  });
  assert.deepEqual(at.complaints, []);
});
