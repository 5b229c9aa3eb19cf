import assert from "node:assert/strict";
import { test } from "node:test";
import { newLinkKey } from "../../src/api/sign-in/sessions.ts";
import { makeUser } from "../api/people.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { noBrowser, PageAtCentre, signIn, textOf } from "./browser.ts";

test("a supervisor's page in a browser", { skip: noBrowser, timeout: 4 * HANGS_AFTER_MS }, async (t) => {
  const at = await PageAtCentre.open(t);
  const { v1 } = at;

  await t.test(
    "asks who it is for, says what is wrong, and opens the address that was asked for",
    async () => {
      const page = await at.visit("/callbacks");
      await page.getByText("Entrar a Espera").waitFor();
      assert.equal(await page.locator("table").count(), 0);
      await signIn(page, "nobody", "wrong password");
      await page.getByText("El usuario o la contraseña no son correctos.").waitFor();
      await page.close();
      await makeUser(v1.store, "Olga", "supervisor", { operation: "clinic", language: "es" });
      const opened = await at.visit("/callbacks");
      await signIn(opened, "Olga");
      await opened.getByRole("heading", { name: "Devoluciones" }).waitFor();
      assert.equal(new URL(opened.url()).pathname, "/callbacks");
      await opened.getByRole("button", { name: "Salir" }).click();
      await opened.getByText("Entrar a Espera").waitFor();
      await opened.reload();
      await opened.getByText("Entrar a Espera").waitFor();
      await opened.close();
    },
  );

  await t.test("is opened by a link, once, whose key goes out of sight", async () => {
    const user = await makeUser(v1.store, "first", "administrator");
    const key = await newLinkKey(v1.store.accounts, user, Date.now());
    const page = await at.visit(`/#key=${key}`);
    await page.locator(".head nav").waitFor();
    assert.equal(page.url(), `${at.address}/`);
    await page.reload();
    await page.locator(".head nav").waitFor();
    await page.close();
    const second = await at.visit(`/#key=${key}`);
    await second.getByText("Entrar a Espera").waitFor();
    await second.close();
  });

  await t.test("shows each line person by person, in its order, and the figures of /v1", async () => {
    const page = await at.signedIn("/", "supervisor", { user: { language: "es" } });
    const row = page.locator("tbody tr").first();
    await row.locator(".mark").nth(2).waitFor();
    const shapes = await row
      .locator(".mark > :first-child")
      .evaluateAll((all) => all.map((one) => one.getAttribute("class")));
    assert.deepEqual(shapes, ["phone", "keeps", "keeps"]);
    const { skills } = (await v1.get("/v1/skills")).json();
    assert.match(await textOf(page, "tbody tr td:nth-of-type(2)"), new RegExp(`^${skills[0].line.live}$`));
    assert.match(
      await textOf(page, "tbody tr td:nth-of-type(4)"),
      new RegExp(`^${skills[0].line.callbacks}`),
    );
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("columnheader", { name: "Keeping a place" }).waitFor();
    assert.equal(await page.evaluate("document.documentElement.lang"), "en");
    await page.reload();
    await page.getByRole("columnheader", { name: "Keeping a place" }).waitFor();
    await page.close();
  });

  await t.test("says of each callback why it waits, hides its number from who may not see it", async () => {
    const page = await at.signedIn("/callbacks?show=line");
    await page.locator("tbody tr").nth(2).waitFor();
    const { callbacks } = (await v1.get("/v1/callbacks")).json();
    assert.equal(await page.locator("tbody tr").count(), callbacks.length);
    const body = await textOf(page, "tbody");
    assert.match(body, /Al teléfono espera alguien que llegó antes/);
    assert.doesNotMatch(body, /\+57300/);
    await page.close();
    const seer = await at.signedIn("/callbacks", "supervisor", { user: { seesNumbers: true } });
    await seer.getByText("+573001234567").waitFor();
    await seer.close();
  });

  await t.test(
    "tells one of two supervisors that the other was first, and keeps what they wrote",
    async () => {
      const [one, other] = [await at.signedIn("/callbacks/eva"), await at.signedIn("/callbacks/eva")];
      for (const page of [one, other]) {
        await page.getByRole("button", { name: "Mover" }).click();
        await page.locator("dialog input[name=to]").fill("2026-03-02T11:30");
        await page.locator("dialog input[name=why]").fill("lo pidió por correo");
      }
      const version = async () => (await v1.get("/v1/callbacks/eva")).json().callback.version;
      const before = await version();
      await one.locator("dialog button[type=submit]").click();
      await one.locator("dialog .met").waitFor();
      assert.ok((await version()) > before);
      await other.locator("dialog button[type=submit]").click();
      await other.getByText(/cambió después de que usted la abrió/).waitFor();
      assert.equal(await other.locator("dialog input[name=why]").inputValue(), "lo pidió por correo");
      await other.getByRole("button", { name: "Intentar otra vez" }).click();
      await other.locator("dialog .met").waitFor();
      const { orders } = (await v1.get("/v1/callbacks/eva")).json();
      assert.deepEqual(
        orders.map(({ outcome }: { outcome: string }) => outcome),
        ["done", "changed-meanwhile", "done"],
      );
      for (const page of [one, other]) await page.close();
    },
  );

  await t.test("gives no order to who may only look, and says so", async () => {
    const page = await at.signedIn("/callbacks/ana", "viewer");
    const cancel = page.getByRole("button", { name: "Cancelar" });
    await cancel.waitFor();
    assert.equal(await cancel.getAttribute("aria-disabled"), "true");
    await page.getByText("Su usuario puede ver, pero no dar órdenes.").first().waitFor();
    await cancel.dispatchEvent("click");
    assert.equal(await page.locator("dialog").count(), 0);
    await page.close();
  });

  await t.test(
    "keeps the order of rows, the focus and the open menu while data come, and counts what waits",
    async () => {
      const page = await at.signedIn("/callbacks");
      const first = page.locator("tbody tr").first();
      await first.waitFor();
      await page.evaluate("document.querySelector('tbody tr').dataset.kept = 'yes'");
      const menu = first.locator("summary");
      await menu.focus();
      await menu.press("Enter");
      await first.getByRole("button", { name: "Mover" }).waitFor();
      const rows = await page.locator("tbody tr").count();
      await v1.centre.asked("new", "+573001110000", 1, "yes");
      await page.getByText(/1 cambio en la lista/).waitFor();
      assert.equal(await page.locator("tbody tr").count(), rows);
      assert.equal(await page.evaluate("document.activeElement.tagName"), "SUMMARY");
      assert.ok(await first.getByRole("button", { name: "Mover" }).isVisible());
      await page.getByRole("button", { name: /Mostrar/ }).click();
      await page.locator("tbody tr").nth(rows).waitFor();
      assert.equal(await page.locator("tbody tr").first().getAttribute("data-kept"), "yes");
      await page.close();
    },
  );

  assert.deepEqual(at.complaints, []);
});
