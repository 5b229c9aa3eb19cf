import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { PASSWORD } from "../api/people.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { noBrowser, PageAtCentre, signIn, textOf } from "./browser.ts";

const ofAll = { user: { operation: null } };

async function rowOf(page: Page, name: string) {
  const row = page.locator("tbody tr", { hasText: name });
  await row.first().waitFor();
  return row.first();
}

test("an administrator's page in a browser", { skip: noBrowser, timeout: 4 * HANGS_AFTER_MS }, async (t) => {
  const at = await PageAtCentre.open(t);

  await t.test("is for administrators of every operation alone", async () => {
    const page = await at.signedIn("/administration", "supervisor");
    await page.getByText("Esto es solo para quien administra todas las operaciones.").waitFor();
    assert.equal(await page.getByRole("link", { name: "Administración" }).count(), 0);
    await page.close();
  });

  await t.test(
    "makes a user who can sign in, changes them, says what is refused, and removes them",
    async () => {
      const page = await at.signedIn("/administration", "administrator", ofAll);
      await page.getByRole("button", { name: "Crear usuario" }).click();
      await page.locator("dialog input[name=name]").fill("Rosa");
      await page.locator("dialog input[name=password]").fill("corta");
      await page.locator("dialog select[name=operation]").selectOption("clinic");
      await page.locator("dialog button[type=submit]").click();
      await page.locator("dialog [role=alert]").waitFor();
      assert.equal(await page.locator("dialog input[name=name]").inputValue(), "Rosa");
      await page.locator("dialog input[name=password]").fill(PASSWORD);
      await page.locator("dialog button[type=submit]").click();
      const rosa = await rowOf(page, "Rosa");
      assert.equal(await page.locator("dialog").count(), 0);
      const hers = await at.visit("/");
      await signIn(hers, "Rosa");
      await hers.locator("nav").waitFor();
      await rosa.getByRole("button", { name: "Cambiar" }).click();
      await page.locator("dialog select[name=role]").selectOption("viewer");
      await page.locator("dialog button[type=submit]").click();
      await page.locator("tbody tr", { hasText: "Rosa" }).getByText("Solo consulta").waitFor();
      await (await rowOf(page, "Rosa")).getByRole("button", { name: "Eliminar" }).click();
      await page.locator("dialog button[type=submit]").click();
      await page.locator("tbody tr", { hasText: "Rosa" }).waitFor({ state: "detached" });
      await hers.reload();
      await hers.getByText("Entrar a Espera").waitFor();
      await hers.close();
      await page.close();
    },
  );

  await t.test(
    "shows which node runs what, where the server is one of several, and nothing of it elsewhere",
    async () => {
      const page = await at.signedIn("/administration?show=nodes", "administrator", ofAll);
      await rowOf(page, "administrator");
      assert.equal(await page.getByRole("button", { name: "Nodos" }).count(), 0);
      let nobodys = [{ id: 2, name: "Ventas" }];
      const nodes = [
        {
          id: "a",
          name: "north",
          address: "http://10.0.0.1:8090",
          version: "0.1.0",
          since: null,
          operations: [],
        },
      ];
      await page.route("**/v1/nodes*", (route) => route.fulfill({ json: { nodes, nobodys } }));
      await page.reload();
      const north = await rowOf(page, "north");
      for (const text of ["0.1.0", "http://10.0.0.1:8090", "nada: listo para tomar lo de otro"])
        await north.getByText(text).waitFor();
      await page.getByText(/^▲ Sin nodo: Ventas\. Quienes llaman esperan en la fila normal/).waitFor();
      nobodys = [];
      await page.locator("[role=status]", { hasText: "Sin nodo" }).waitFor({ state: "detached" });
      await page.close();
    },
  );

  await t.test("lets somebody in by a link that works once", async () => {
    const page = await at.signedIn("/administration", "administrator", ofAll);
    const theirs = await rowOf(page, "supervisor 1");
    await theirs.getByRole("button", { name: "Enlace para entrar" }).click();
    await page.locator("dialog button[type=submit]").click();
    const link = await textOf(page, "dialog .secret");
    const opened = await at.visit(link.slice(at.address.length));
    await opened.locator("nav").waitFor();
    assert.equal(await textOf(opened, ".user"), "supervisor 1");
    await opened.close();
    await page.close();
  });

  await t.test("makes a token that is shown once and works, and revokes it", async () => {
    const page = await at.signedIn("/administration?show=tokens", "administrator", ofAll);
    await page.getByRole("button", { name: "Crear token" }).click();
    await page.locator("dialog input[name=label]").fill("tablero");
    await page.locator("dialog select[name=operation]").selectOption("clinic");
    await page.getByLabel("ver filas y devoluciones").check();
    await page.locator("dialog button[type=submit]").click();
    const token = await textOf(page, "dialog .secret");
    const headers = { authorization: `Bearer ${token}` };
    const skills = async () =>
      (await at.v1.api.inject({ method: "GET", url: "/v1/skills", headers })).statusCode;
    assert.equal(await skills(), 200);
    await page.getByRole("button", { name: "Cerrar" }).click();
    await (await rowOf(page, "tablero")).getByRole("button", { name: "Anular" }).click();
    await page.locator("dialog button[type=submit]").click();
    await page
      .locator("tbody tr", { hasText: "tablero" })
      .getByText(/anulado/)
      .waitFor();
    assert.equal(await skills(), 401);
    assert.doesNotMatch(await textOf(page, "body"), new RegExp(token));
    await page.close();
  });

  await t.test("ends the session of somebody else, and keeps who did it", async () => {
    const theirs = await at.signedIn("/", "viewer");
    const name = await textOf(theirs, ".user");
    const page = await at.signedIn("/administration?show=sessions", "administrator", ofAll);
    await (await rowOf(page, name)).getByRole("button", { name: "Terminar" }).click();
    await page.locator("dialog button[type=submit]").click();
    await page.locator("tbody tr", { hasText: name }).waitFor({ state: "detached" });
    await theirs.reload();
    await theirs.getByText("Entrar a Espera").waitFor();
    await page.getByRole("button", { name: "Auditoría" }).click();
    await page.locator("select").last().selectOption("sign-ins");
    const row = await rowOf(page, name);
    assert.match((await row.textContent()) ?? "", /Terminó una sesión/);
    await page.locator("select").last().selectOption("changes");
    await rowOf(page, "Creó un token");
    assert.equal(await page.getByText("Terminó una sesión").count(), 0);
    await theirs.close();
    await page.close();
  });

  await t.test(
    "accepts a screen on a wall by its code, which then shows the lines until it is removed",
    async () => {
      const wall = await at.visit("/wall", { viewport: { width: 1920, height: 1080 } });
      const code = await textOf(wall, ".code");
      const page = await at.signedIn("/administration?show=displays", "administrator", ofAll);
      await page.getByRole("button", { name: "Aceptar una pantalla" }).click();
      await page.locator("dialog input[name=code]").fill(code.toLowerCase());
      await page.locator("dialog input[name=name]").fill("Sala 2");
      await page.locator("dialog select[name=operation]").selectOption("clinic");
      await page.locator("dialog button[type=submit]").click();
      await rowOf(page, "Sala 2");
      await wall.locator(".tile").first().waitFor();
      const { skills } = (await at.v1.get("/v1/skills")).json();
      const [live, , kept] = await wall.locator(".tile").first().locator("dd").allTextContents();
      assert.deepEqual([live, kept], [String(skills[0].line.live), String(skills[0].line.callbacks)]);
      assert.equal(await wall.locator("button, a, input, select").count(), 0);
      const seen = (await wall.evaluate("document.documentElement.scrollHeight")) as number;
      assert.ok(seen <= 1080, `it is ${seen} pixels high`);
      await wall.goto(`${at.address}/callbacks`);
      await wall.locator(".tile").first().waitFor();
      await (await rowOf(page, "Sala 2")).getByRole("button", { name: "Eliminar" }).click();
      await page.locator("dialog button[type=submit]").click();
      await wall.getByText("Esta pantalla fue retirada.").waitFor();
      assert.equal(await wall.locator(".tile").count(), 0);
      await wall.close();
      await page.close();
    },
  );

  await t.test("gives the focus back to the button that opened a dialog", async () => {
    const page = await at.signedIn("/administration", "administrator", ofAll);
    const button = page.getByRole("button", { name: "Crear usuario" });
    await button.press("Enter");
    await page.locator("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    assert.equal(await page.evaluate("document.activeElement.textContent"), "Crear usuario");
    await page.close();
  });

  assert.deepEqual(at.complaints, []);
});
