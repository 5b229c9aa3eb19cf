import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { chromium, type Page } from "playwright-core";
import type { LiveOperation } from "../../src/api/live-view.ts";
import { newPageKey } from "../../src/api/sign-in/page-key.ts";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { apiInMemory } from "./in-memory-journal.ts";

const KEY = newPageKey();
const CHROMIUM = "/usr/bin/chromium";

function operation(live: number): LiveOperation {
  return {
    id: 1,
    name: "clínica",
    timeZone: "America/Bogota",
    simulated: true,
    generation: { done: 2, total: 31 },
    skills: [
      {
        id: 87,
        // A name is text, whatever it holds.
        name: "<img src=x onerror=alert(1)> Citas",
        target: { share: 0.8, withinMs: 20_000 },
        line: { live, callbacks: 2, returning: 1 },
        freeAgents: 4,
        outlook: null,
        auto: null,
        holdOut: { rate: 0.1, heldOut: 3 },
        today: { answeredWithin: 627, offered: 1000 },
      },
    ],
  };
}

test("a browser shows the figures, keeps them up to date, and asks for a key or a token", {
  skip: existsSync(CHROMIUM) ? false : `there is no ${CHROMIUM}`,
  timeout: HANGS_AFTER_MS,
}, async (t) => {
  let live = 3;
  const at = await apiInMemory(
    {},
    {
      live: () => ({ version: "9.8.7", operations: [operation(live)] }),
      now: () => Date.parse("1999-03-11T20:00:00-05:00"),
      pageKey: KEY,
    },
  );
  t.after(() => at.api.close());
  await at.api.listen({ host: "127.0.0.1", port: 0 });
  const { port } = at.api.server.address() as AddressInfo;
  const args = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking";
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [...args.split(" "), "--disable-component-update", "--disable-sync"],
  });
  t.after(() => browser.close());

  async function visit(path: string): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`http://127.0.0.1:${port}${path}`);
    return { page, complaints };
  }

  await t.test(
    "by the link that the start prints, whose key goes out of sight and lasts as long as the tab",
    async () => {
      const { page, complaints } = await visit(`/#key=${KEY}`);
      await page.getByText("simulada").first().waitFor();
      const row = page.locator("tbody tr");
      assert.match(
        ((await row.textContent()) ?? "").replaceAll(/\s+/g, " "),
        /<img src=x onerror=alert\(1\)> Citas 87 3 2 1 4 62,7 % ▼/,
      );
      assert.match((await page.locator("#state").textContent()) ?? "", /11 de marzo de 1999/);
      assert.match(
        (await page.locator("#curl").textContent()) ?? "",
        new RegExp(`http://127\\.0\\.0\\.1:${port}/api/v2/.*date_ini=19990311000000&date_end=19990311235959`),
      );
      assert.equal(page.url(), `http://127.0.0.1:${port}/`);
      assert.ok(!(await page.content()).includes(KEY));
      await page.reload();
      await row.waitFor();
      live = 12;
      await row.locator('[data-is="live"]', { hasText: "12" }).waitFor();
      await page.setViewportSize({ width: 320, height: 600 });
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 320);
      assert.deepEqual(complaints, []);
      await page.close();
    },
  );

  await t.test("without it, at this machine too", async () => {
    const { page } = await visit("/");
    const field = page.locator("#token");
    await field.waitFor();
    assert.equal(await page.locator("tbody tr").count(), 0);
    await field.fill("esp_wrong");
    await field.press("Enter");
    await page.getByText("Esa clave o ese token no sirve.").waitFor();
    const { token } = await createToken(at.journal.store, { operation: at.operation, scopes: ["upload"] }, 0);
    await field.fill(token);
    await field.press("Enter");
    await page.getByText("Ese token no puede ver las cifras.").waitFor();
    await field.fill(at.token);
    await field.press("Enter");
    await page.locator("tbody tr").waitFor();
    assert.ok(!(await field.isVisible()));
    assert.ok(!page.url().includes(at.token));
    await page.evaluate("sessionStorage.clear()");
    await field.waitFor();
    await page.goto(`http://127.0.0.1:${port}/#key=${KEY}`);
    await page.locator("tbody tr").waitFor();
    await page.close();
  });
});
