import assert from "node:assert/strict";
import { test } from "node:test";
import type { BrowserContextOptions, Page } from "playwright-core";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { violationsOn } from "./accessible.ts";
import { noBrowser, PageAtCentre, textOf } from "./browser.ts";
import { FedStream } from "./fed-stream.ts";

const LOOKS = {
  "Spanish, light": { locale: "es-CO", colorScheme: "light" },
  "Spanish, dark": { locale: "es-CO", colorScheme: "dark" },
  "English, light": { locale: "en-GB", colorScheme: "light" },
  "English, dark": { locale: "en-GB", colorScheme: "dark" },
  "forced colours": { locale: "es-CO", colorScheme: "dark", forcedColors: "active" },
} as const satisfies Record<string, BrowserContextOptions>;

test("every state of the page is accessible", { skip: noBrowser, timeout: 6 * HANGS_AFTER_MS }, async (t) => {
  const at = await PageAtCentre.open(t);
  const { skills } = (await at.v1.get("/v1/skills")).json();

  for (const [name, look] of Object.entries(LOOKS))
    await t.test(`to what a program can check: ${name}`, async () => {
      let stream!: FedStream;
      const prepare = async (page: Page) => {
        await page.clock.install();
        stream = await FedStream.of(page);
      };
      const options = { ...look, bypassCSP: true };
      const page = await at.signedIn("/", "supervisor", { prepare, options });
      const holds = async (state: string) => assert.deepEqual(await violationsOn(page), [], state);
      await stream.opened(1);
      await page.locator("main [role=status]").waitFor();
      await holds("nothing has come yet");
      await stream.send([
        { event: "snapshot", data: { skills } },
        { event: "lines", data: { skills } },
      ]);
      await page.locator("table.now").waitFor();
      assert.equal(await page.evaluate("document.documentElement.lang"), look.locale.slice(0, 2));
      await holds("nobody waits");
      await page.locator("nav a[href='/callbacks']").press("Enter");
      await page.locator(".empty").waitFor();
      await holds("no callbacks");
      await page.locator("nav a[href='/']").press("Enter");
      await stream.fallSilent();
      await page.clock.fastForward(65_000);
      await page.locator(".banner").waitFor();
      await holds("nothing is heard any more");
      await page.goto(`${at.address}/skills/999`);
      await page.locator("main [role=status]").waitFor();
      await holds("a line that has not come");
      await page.goto(`${at.address}/callbacks/nobody`);
      await page.locator("main [role=status]").waitFor();
      await holds("a callback that is gone");
      await page.close();

      const ended = await at.signedIn("/callbacks", "supervisor", { options });
      await ended.locator("tbody tr").first().waitFor();
      await ended.locator("tbody summary").first().press("Enter");
      await ended.locator("tbody input").first().check();
      assert.deepEqual(await violationsOn(ended), [], "an open menu, and a row that is checked");
      await ended.locator(".bulk button").first().press("Enter");
      await ended.locator("dialog").waitFor();
      assert.deepEqual(await violationsOn(ended), [], "the dialog of an order for several");
      await ended.keyboard.press("Escape");
      const user = (await at.v1.store.accounts.userNamed(await textOf(ended, ".user")))!;
      for (const { id } of await at.v1.store.accounts.sessions(user.id))
        await at.v1.store.accounts.endSession(id);
      await ended.locator("dialog.again").waitFor();
      assert.deepEqual(await violationsOn(ended), [], "a session that ended");
      await ended.close();
    });

  await t.test("at 400 %: nothing scrolls sideways, and nothing is cut", async () => {
    // 1280 pixels at 400 % are 320 of CSS, and 800 are 200.
    const options = { viewport: { width: 320, height: 200 }, deviceScaleFactor: 4 };
    const page = await at.signedIn("/", "supervisor", { options });
    for (const path of ["/", "/callbacks", "/reports/smart-wait", "/what-if"]) {
      await page.goto(at.address + path);
      await page.locator("main :is(table, .empty, .drop, p)").first().waitFor();
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 320, path);
      const head = (await page.evaluate(
        "getComputedStyle(document.querySelector('.head')).position === 'sticky' ? document.querySelector('.head').offsetHeight : 0",
      )) as number;
      assert.ok(head <= 100, `the head takes ${head} of 200 pixels on ${path}`);
    }
    await page.close();
  });

  assert.deepEqual(at.complaints, []);
});
