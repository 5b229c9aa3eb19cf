import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { PromptsFolder } from "../../src/server/prompts/prompts-folder.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { madeWave } from "../prompts/made-waves.ts";
import { violationsOn } from "./accessible.ts";
import { noBrowser, PageAtCentre, textOf } from "./browser.ts";

const SCREEN = "/settings/prompts";

test("prompts in a browser", { skip: noBrowser, timeout: 4 * HANGS_AFTER_MS }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "prompts-"));
  t.after(() => rmSync(folder, { recursive: true }));
  await new PromptsFolder(folder).fill();
  const at = await PageAtCentre.open(t, { prompts: { kind: "folder", folder } });

  await t.test("are heard, replaced and brought back by the keyboard alone", async () => {
    const page = await at.signedIn("/settings", "administrator");
    await page.getByRole("link", { name: "Oír y reemplazar los mensajes" }).press("Enter");
    const row = page.locator("tbody tr", { hasText: "question-busy" });
    await row.getByText(/El de Espera, \d,\d s/).waitFor();
    const played = page.waitForResponse(/\/v1\/prompts\/question-busy\/es/);
    await row.getByRole("button", { name: "Oír question-busy" }).press("Enter");
    assert.equal((await played).headers()["content-type"], "audio/wav");
    await row.getByRole("button", { name: "Oír question-busy" }).waitFor();
    await row.getByRole("button", { name: "Reemplazar question-busy" }).press("Enter");
    const file = page.locator("dialog input[type=file]");
    await file.setInputFiles({
      name: "mine.wav",
      mimeType: "audio/wav",
      buffer: madeWave({ hertz: 44_100 }),
    });
    await page.locator("dialog button[type=submit]").press("Enter");
    await page.getByText(/16 bits, 1 canal y 44100 Hz/).waitFor();
    await file.setInputFiles({ name: "mine.wav", mimeType: "audio/wav", buffer: madeWave() });
    await page.locator("dialog button[type=submit]").press("Enter");
    await row.getByText(/Reemplazado, .*, 1 s/).waitFor();
    assert.match(
      String(await page.evaluate("document.activeElement.textContent")),
      /Reemplazar question-busy/,
    );
    assert.deepEqual(readFileSync(join(folder, "es", "question-busy.wav")), madeWave());
    await row.getByRole("button", { name: "Volver al de Espera question-busy" }).press("Enter");
    await page.locator("dialog button[type=submit]").press("Enter");
    await row.getByText(/El de Espera/).waitFor();
    await page.close();
  });

  await t.test("warn of what a return call may not say, and speak each language", async () => {
    const page = await at.signedIn(`${SCREEN}?spoken=en`, "administrator");
    const row = page.locator("tbody tr", { hasText: "return-for" });
    await row.getByText("This call is for").waitFor();
    await row.getByRole("button", { name: "Reemplazar" }).click();
    assert.match(await textOf(page, "dialog"), /No nombre la empresa/);
    assert.match(await textOf(page, "dialog"), /Después sigue otro mensaje/);
    await page.locator("dialog button.plain").click();
    await page.getByRole("button", { name: "Português" }).click();
    await page.getByText("Ningún hablante nativo").waitFor();
    await page.close();
  });

  await t.test("hold what WCAG 2.2 AA asks, in both languages and narrow", async () => {
    for (const [locale, colorScheme] of [
      ["es-CO", "light"],
      ["en-GB", "dark"],
    ] as const) {
      const options = { locale, colorScheme, bypassCSP: true, viewport: { width: 320, height: 800 } };
      const page = await at.signedIn(SCREEN, "administrator", { options });
      const row = page.locator("tbody tr", { hasText: "question-busy" });
      await row.waitFor();
      assert.deepEqual(await violationsOn(page), [], locale);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
      await row.getByRole("button", { name: /Reemplazar|Replace/ }).click();
      await page.locator("dialog").waitFor();
      assert.deepEqual(await violationsOn(page), [], `the dialog in ${locale}`);
      await page.close();
    }
  });

  await t.test("are for administrators", async () => {
    const page = await at.signedIn("/settings", "supervisor");
    await page.locator("main table").first().waitFor();
    assert.equal(await page.locator(`a[href="${SCREEN}"]`).count(), 0);
    await page.goto(at.address + SCREEN);
    await page.getByRole("alert").waitFor();
    assert.equal(await page.locator("main table").count(), 0);
    await page.close();
  });

  assert.deepEqual(at.complaints, []);
});

test("where Espera sees no folder the page shows the lines that give it one", {
  skip: noBrowser,
  timeout: 2 * HANGS_AFTER_MS,
}, async (t) => {
  const at = await PageAtCentre.open(t, { prompts: { kind: "asterisk" } });
  const page = await at.signedIn(SCREEN, "administrator");
  await page.getByText(/Espera no lo ve/).waitFor();
  assert.match(await textOf(page, "main pre"), /prompts: asterisk: \/var\/lib\/asterisk\/espera\/ espera: /);
  const row = page.locator("tbody tr", { hasText: "question-busy" });
  assert.deepEqual(await row.getByRole("button").allTextContents(), ["Oír question-busy"]);
  await page.close();
});
