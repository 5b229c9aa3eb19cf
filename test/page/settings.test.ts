import assert from "node:assert/strict";
import { test } from "node:test";
import { ScriptedPreviews } from "../api/scripted-previews.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { noBrowser, PageAtCentre, textOf } from "./browser.ts";

test("settings in a browser", { skip: noBrowser, timeout: 4 * HANGS_AFTER_MS }, async (t) => {
  const previews = new ScriptedPreviews();
  const at = await PageAtCentre.open(t, { previews });

  await t.test("are changed with a reason where the page rules them, and brought back", async () => {
    const page = await at.signedIn("/settings", "administrator");
    const row = page.locator("tbody tr", { hasText: "offerAfterS" }).first();
    const before = await row.locator("strong").textContent();
    const button = row.getByRole("button", { name: "Cambiar" });
    await button.click();
    await page.locator("dialog input[name=value]").fill("mucho");
    await page.locator("dialog input[name=why]").fill("prueba");
    await page.locator("dialog button[type=submit]").click();
    await page.getByText(/offerAfterS: escriba un número/).waitFor();
    assert.equal(await page.locator("dialog input[name=why]").inputValue(), "prueba");
    await page.locator("dialog input[name=value]").fill("75");
    await page.locator("dialog button[type=submit]").click();
    await page.locator(".story").getByText("offerAfterS").first().waitFor();
    assert.equal(await row.locator("strong").textContent(), "75");
    assert.match(await textOf(page, ".story li"), /administrator 1: prueba/);
    assert.match(String(await page.evaluate("document.activeElement.textContent")), /offerAfterS/);
    await page
      .getByRole("button", { name: /Volver a la versión/ })
      .first()
      .click();
    await page.locator("dialog input[name=why]").fill("no sirvió");
    await page.locator("dialog button[type=submit]").click();
    await page.locator("dialog").waitFor({ state: "detached" });
    await row.getByText(before!, { exact: true }).waitFor();
    await page.close();
  });

  await t.test(
    "show what a change would have done last week, before it is saved, or that nothing may be concluded",
    async () => {
      const page = await at.signedIn("/settings", "administrator");
      await page
        .locator("tbody tr", { hasText: "offerAfterS" })
        .first()
        .getByRole("button", { name: "Cambiar" })
        .click();
      const see = page.getByRole("button", { name: "Ver el efecto antes de guardar" });
      assert.equal(await see.count(), 0);
      await page.locator("dialog input[name=value]").fill("90");
      await see.click();
      await page.getByText("Reviviendo la semana: 25").waitFor();
      previews.finish();
      await page.getByRole("heading", { name: "Qué habría cambiado la semana pasada" }).waitFor();
      const said = await textOf(page, "dialog");
      assert.match(said, /\+2,4 puntos \(de \+0,6 a \+4,1\)/);
      assert.match(said, /En todos los skills juntos, el nivel con la promesa cambia −1,2 puntos/);
      await page.locator("dialog input[name=value]").fill("91");
      await see.click();
      await page.getByText("Reviviendo la semana: 25").waitFor();
      previews.finish([{ es: "Esperaron muy pocos.", en: "Too few waited." }]);
      await page.getByText("Esperaron muy pocos.").waitFor();
      const doubted = await textOf(page, "dialog");
      assert.match(doubted, /de esta semana no se puede concluir nada sobre este cambio/);
      assert.doesNotMatch(doubted, /Qué habría cambiado|En todos los skills/);
      await page.close();
    },
  );

  await t.test("are shown with the lines of the file where the file rules them", async () => {
    at.v1.ruleByFile(true);
    const page = await at.signedIn("/settings", "viewer");
    await page.getByText(/vienen del archivo \/etc\/espera\.yaml/).waitFor();
    const row = page.locator("tbody tr", { hasText: "limits.pending" });
    await row.getByRole("button", { name: "Cómo cambiarlo" }).click();
    await page.locator("dialog input[name=value]").fill("40");
    const lines = await page.locator("dialog pre").textContent();
    assert.equal(lines, "    skills:\n      - id: 1\n        limits:\n          pending: 40");
    assert.equal(await page.locator("dialog button[type=submit]").count(), 0);
    await page.close();
    at.v1.ruleByFile(false);
  });

  assert.deepEqual(at.complaints, []);
});
