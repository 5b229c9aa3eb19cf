import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page, Route } from "playwright-core";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { noBrowser, PageAtCentre } from "./browser.ts";

/** As where no frame is drawn: the browser closes a dialog, and does not come to say so. */
const NO_CLOSE_EVENT = `addEventListener("close", (event) => event.stopImmediatePropagation(), true)`;

test("dialogs in a browser", { skip: noBrowser, timeout: 2 * HANGS_AFTER_MS }, async (t) => {
  const at = await PageAtCentre.open(t);
  const prepare = (page: Page) => page.addInitScript(NO_CLOSE_EVENT);
  const gone = (page: Page) => page.locator("dialog").waitFor({ state: "detached" });
  const why = (page: Page) => page.locator("dialog input[name=why]");
  const confirm = (page: Page) => page.locator("dialog button[type=submit]").click();
  const hasFocus = (page: Page) => page.evaluate("document.activeElement.textContent");
  /** Holds the answer to what is posted next to such a path, until it is called. */
  const holdAnswer = async (page: Page, path: string) => {
    const { promise, resolve } = Promise.withResolvers<Route>();
    await page.route(path, resolve, { times: 1 });
    return async () => {
      const answered = page.waitForResponse(path);
      await (await promise).continue();
      await (await answered).finished();
    };
  };

  await t.test("go at once, however they are closed, and come again at the same button", async () => {
    const page = await at.signedIn("/settings", "administrator", { prepare });
    const button = page.locator("tbody tr", { hasText: "offerAfterS" }).first().locator("button");
    const closings = [() => page.keyboard.press("Escape"), () => page.locator("dialog button.plain").click()];
    for (const close of closings) {
      await button.click();
      await page.locator("dialog input[name=value]").fill("mucho");
      await why(page).fill("prueba");
      await confirm(page);
      await page.locator("dialog [role=alert]").waitFor();
      await close();
      await gone(page);
      assert.match(String(await hasFocus(page)), /offerAfterS/);
    }
    await button.click();
    await page.locator("dialog input[name=value]").fill("75");
    await why(page).fill("prueba");
    await confirm(page);
    await gone(page);
    await page.goto(`${at.address}/callbacks/leo`);
    for (const close of closings) {
      await page.getByRole("button", { name: "Mover" }).click();
      await why(page).fill("prueba");
      await close();
      await gone(page);
      assert.equal(await hasFocus(page), "Mover");
    }
    await page.close();
  });

  await t.test("are not touched by the answer to one that was closed before it came", async () => {
    const page = await at.signedIn("/settings", "administrator");
    const change = (key: string) =>
      page.locator("tbody tr", { hasText: key }).first().getByRole("button", { name: "Cambiar" }).click();
    const answer = await holdAnswer(page, "**/v1/settings/skills/*");
    await change("offerAfterS");
    await page.locator("dialog input[name=value]").fill("80");
    await why(page).fill("lo primero");
    await confirm(page);
    await page.keyboard.press("Escape");
    await gone(page);
    await change("limits.pending");
    await why(page).fill("lo segundo");
    await answer();
    await page.locator(".story").getByText("lo primero").waitFor();
    assert.equal(await why(page).inputValue(), "lo segundo");
    await page.close();

    const orders = await at.signedIn("/callbacks/ana");
    const give = await holdAnswer(orders, "**/v1/callbacks/ana/cancel");
    await orders.getByRole("button", { name: "Cancelar" }).click();
    await why(orders).fill("lo primero");
    await confirm(orders);
    await orders.keyboard.press("Escape");
    await gone(orders);
    await orders.getByRole("button", { name: "Mover" }).click();
    await orders.locator("dialog input[name=to]").fill("2026-03-02T11:30");
    await why(orders).fill("lo segundo");
    await confirm(orders);
    await orders.locator("dialog .results .met").waitFor();
    const said = await orders.locator("dialog").textContent();
    await give();
    await orders.evaluate("new Promise((done) => setTimeout(done))");
    assert.equal(await orders.locator("dialog").textContent(), said);
    await orders.close();
  });

  assert.deepEqual(at.complaints, []);
});
