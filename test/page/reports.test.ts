import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { noBrowser, PageAtCentre, textOf } from "./browser.ts";

const DAYS = "from=2026-03-02&to=2026-03-02";
const RANGE = "from=2026-03-02&to=2026-03-03";

test("the reports of the page in a browser", { skip: noBrowser, timeout: 4 * HANGS_AFTER_MS }, async (t) => {
  const at = await PageAtCentre.open(t);
  const { v1 } = at;
  await v1.centre.asked("declined", "+573001110009", 2, "no");

  await t.test("open the calls of a count, and say which these are", async () => {
    const page = await at.signedIn(`/reports/diagram_2?${DAYS}&by=hour`);
    const cell = page.locator("tbody td[data-label='Sin devolución'] a").first();
    const count = Number(await cell.textContent());
    await cell.click();
    await page.locator(".chips").getByText("Estado: NO").waitFor();
    assert.equal(new URL(page.url()).pathname, "/reports/diagram_3");
    await page.locator("tbody tr").first().waitFor();
    assert.equal(await page.locator("tbody tr").count(), count);
    const all = (await v1.get(`/v1/reports/diagram-3?${RANGE}`)).json().total;
    for (const chip of await page.locator(".chips button").all()) await chip.waitFor();
    await page.locator(".chips button").last().click();
    await page.locator(".chips button").last().click();
    await page.locator("select").last().selectOption("");
    await page.getByText(`${all} llamadas`, { exact: true }).waitFor();
    await page.close();
  });

  await t.test("show three service levels as /v1 says them, each with its sentence", async () => {
    const page = await at.signedIn(`/reports/smart-wait?${DAYS}`);
    await page.getByRole("heading", { name: "El nivel de servicio, de tres maneras" }).waitFor();
    const { rows } = (await v1.get(`/v1/reports/service-level?${RANGE}`)).json();
    const strict = await textOf(page, "td[data-label='Estricto']");
    assert.equal(
      strict,
      rows[0].strict === null ? "–" : `${String(Math.round(1000 * rows[0].strict) / 10).replace(".", ",")} %`,
    );
    for (const word of [/^Estricto:/, /^En vivo:/, /^Con la promesa:/]) await page.getByText(word).waitFor();
    await page.close();
  });

  await t.test("are saved as they are on the screen", async () => {
    const page = await at.signedIn(`/reports/diagram_3?${DAYS}&status=NO`);
    await page.locator("tbody tr").first().waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Guardar CSV" }).click(),
    ]);
    const lines = readFileSync(await download.path(), "utf8")
      .trim()
      .split("\r\n");
    assert.equal(lines.length, 1 + (await page.locator("tbody tr").count()));
    assert.match(lines[0]!, /^\ufeff?skill,date_inbound_call,/);
    await page.close();
  });

  assert.deepEqual(at.complaints, []);
});
