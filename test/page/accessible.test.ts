import assert from "node:assert/strict";
import { test } from "node:test";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { violationsOn } from "./accessible.ts";
import { noBrowser, PageAtCentre } from "./browser.ts";

test("every screen holds what WCAG 2.2 AA asks that a program can check", {
  skip: noBrowser,
  timeout: 6 * HANGS_AFTER_MS,
}, async (t) => {
  const at = await PageAtCentre.open(t);
  const screens = [
    "/",
    "/skills/1",
    "/callbacks",
    "/callbacks/ana",
    "/reports/smart-wait",
    "/reports/diagram_2?by=hour",
    "/reports/diagram_3",
    "/settings",
    "/alerts",
    "/wall",
  ];
  const parts = ["users", "displays", "sessions", "tokens", "audit"];
  for (const [locale, colorScheme] of [
    ["es-CO", "light"],
    ["en-GB", "dark"],
  ] as const) {
    await t.test(`in ${locale}, ${colorScheme}`, async () => {
      const options = { locale, colorScheme, bypassCSP: true };
      const signIn = await at.visit("/", options);
      await signIn.locator("form").waitFor();
      assert.deepEqual(await violationsOn(signIn), []);
      await signIn.close();
      const page = await at.signedIn("/", "supervisor", { options });
      for (const screen of screens) {
        await page.goto(at.address + screen);
        await page.locator("main :is(h1, p)").first().waitFor();
        assert.deepEqual(await violationsOn(page), [], screen);
      }
      await page.goto(`${at.address}/callbacks/ana`);
      await page.locator("button.danger").click();
      await page.locator("dialog").waitFor();
      assert.deepEqual(await violationsOn(page), [], "the dialog of an order");
      await page.close();
      const administrator = await at.signedIn("/", "administrator", { user: { operation: null }, options });
      for (const part of parts) {
        await administrator.goto(`${at.address}/administration?show=${part}`);
        await administrator.locator("main :is(table, .empty)").first().waitFor();
        assert.deepEqual(await violationsOn(administrator), [], part);
        const opens = administrator.locator("main .buttons button");
        if ((await opens.count()) === 0) continue;
        await opens.first().click();
        await administrator.locator("dialog").waitFor();
        assert.deepEqual(await violationsOn(administrator), [], `the dialog of ${part}`);
      }
      await administrator.close();
      const wall = await at.visit("/wall", options);
      await wall.locator(".code").waitFor();
      assert.deepEqual(await violationsOn(wall), [], "a screen that waits to be accepted");
      await wall.close();
    });
  }
});
