import assert from "node:assert/strict";
import { test } from "node:test";
import { HANGS_AFTER_MS } from "../hanging.ts";
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
  assert.deepEqual(at.complaints, []);
});
