import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { WhatIfJobs } from "../../src/server/what-if/what-if-jobs.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { csvOf, generatedCalls } from "../replay/what-if/generated-record.ts";
import { violationsOn } from "./accessible.ts";
import { noBrowser, PageAtCentre } from "./browser.ts";

const centre = { seed: "job", days: 1, agents: 5, hours: 2, perHour: 130, handleS: 270, patienceS: 180 };
/** Days that the model reproduces. */
const believed = csvOf(generatedCalls(centre));
/** So few calls, of which nobody waited, that nothing follows from them. */
const doubted = csvOf(generatedCalls({ ...centre, seed: "few", agents: 40, hours: 1, perHour: 20 }));

/** As when a file is let go over the page. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    `(() => { const all = new DataTransfer(); all.items.add(new File([${JSON.stringify(text)}], "${name}")); return all; })()`,
  );
  await page.locator(".drop").dispatchEvent("drop", { dataTransfer });
}

test("what if, in a browser", { skip: noBrowser, timeout: 4 * HANGS_AFTER_MS }, async (t) => {
  const data = mkdtempSync(join(tmpdir(), "espera-page-what-if-"));
  const jobs = await WhatIfJobs.open(data);
  const at = await PageAtCentre.open(t, { whatIf: jobs });
  t.after(async () => {
    await jobs.close();
    rmSync(data, { recursive: true });
  });
  const whatIf = (locale: string, colorScheme: "light" | "dark") =>
    at.signedIn("/what-if", "supervisor", { options: { locale, colorScheme, bypassCSP: true } });

  await t.test("is stopped by who began it, and can be run again", async () => {
    const page = await whatIf("es-CO", "dark");
    await drop(page, "largo.csv", csvOf(generatedCalls({ ...centre, days: 20 })));
    await page.getByRole("button", { name: "Detener" }).click();
    await page.getByRole("button", { name: "Calcular" }).waitFor();
    assert.equal(await page.locator("progress").count(), 0);
    assert.deepEqual(await violationsOn(page), [], "stopped");
    await page.getByRole("button", { name: "Borrar y empezar de nuevo" }).click();
    await page.locator(".drop").waitFor();
    await page.close();
  });

  await t.test(
    "says first whether the model may be believed, then what changes, and what is chosen is run",
    async () => {
      const page = await whatIf("es-CO", "light");
      await page.locator(".drop").waitFor();
      assert.deepEqual(await violationsOn(page), [], "before a file");
      await drop(page, "marzo.csv", believed);
      await page.locator("progress").waitFor();
      assert.deepEqual(await violationsOn(page), [], "while it runs");
      await page.getByText("Sí: reproduce lo que pasó.").waitFor();
      const sections = await page.locator("main h2").allTextContents();
      assert.deepEqual(sections, [
        "marzo.csv",
        "Primero: ¿se le puede creer al modelo?",
        "Qué cambiaría la espera inteligente",
        "Cambie algo y vuelva a calcular",
      ]);
      const { job } = (await page.evaluate("fetch('/v1/what-if').then((answer) => answer.json())")) as {
        job: { result: { model: { yes: number }; with: { yes: number } } };
      };
      // A mean of several runs, shown as a whole number.
      const row = page.locator("tbody tr", { hasText: "Dijo que sí" });
      assert.deepEqual((await row.locator("td").allTextContents()).slice(0, 2), [
        String(Math.round(job.result.model.yes)),
        String(Math.round(job.result.with.yes)),
      ]);
      assert.deepEqual(await violationsOn(page), [], "with a result");

      const slider = page.locator("input[type=range]").first();
      await slider.focus();
      for (const key of ["End", "ArrowLeft"]) await slider.press(key);
      await page.getByText("Ofrecer desde una espera prevista de 295 s").waitFor();
      await page.locator("select").last().selectOption("window");
      await page.getByRole("button", { name: "Calcular" }).click();
      await page.locator("progress").waitFor();
      await page.getByText("Sí: reproduce lo que pasó.").waitFor();
      const ran = (await page.evaluate("fetch('/v1/what-if').then((answer) => answer.json())")) as {
        job: { choice: object };
      };
      assert.deepEqual(ran.job.choice, { offerAfterS: 295, discipline: "window" });

      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Guardar el informe para enviar" }).click(),
      ]);
      assert.match(readFileSync(await download.path(), "utf8"), /marzo\.csv/);
      await page.reload();
      await page.getByText("Sí: reproduce lo que pasó.").waitFor();
      await page.getByRole("button", { name: "Borrar y empezar de nuevo" }).click();
      await page.locator(".drop").waitFor();
      await page.close();
    },
  );

  await t.test(
    "concludes nothing where it must not, and shows nothing that could be read as a result",
    async () => {
      const page = await whatIf("en-GB", "dark");
      await drop(page, "few.csv", doubted);
      await page.getByText("No: nothing may be concluded from this file.").waitFor();
      assert.equal(await page.locator("main table").count(), 0);
      assert.equal(await page.locator("input[type=range]").count(), 0);
      assert.deepEqual(await violationsOn(page), [], "a refusal");
      await page.getByRole("button", { name: "Delete and start again" }).click();
      await page.locator(".drop").waitFor();
      await page.close();
    },
  );

  await t.test(
    "says what is wrong with a file that holds no calls, and is not for those who may only look",
    async () => {
      const page = await whatIf("es-CO", "light");
      await drop(page, "carta.txt", "Querida Ana:\nmañana te escribo.\n");
      await page.locator("[role=alert]").waitFor();
      assert.equal(
        await page.getByRole("heading", { name: "Qué cambiaría la espera inteligente" }).count(),
        0,
      );
      await page.close();
      const viewer = await at.signedIn("/what-if", "viewer");
      await viewer.getByText("Su usuario puede ver, pero no hacer estos cálculos.").waitFor();
      await viewer.close();
    },
  );

  assert.deepEqual(at.complaints, []);
});
