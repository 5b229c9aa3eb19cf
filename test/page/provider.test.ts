import assert from "node:assert/strict";
import { test } from "node:test";
import pino from "pino";
import { signInWays } from "../../src/api/sign-in/sign-in-ways.ts";
import { CLIENT, CompanyProvider } from "../api/company-provider.ts";
import { violationsOn } from "./accessible.ts";
import { noBrowser, PageAtCentre } from "./browser.ts";

test("people come in by the company's own sign-in, back to the screen that they wanted", {
  skip: noBrowser,
}, async (t) => {
  const company = new CompanyProvider(
    { "id-sara": { preferred_username: "sara", groups: ["all"] }, "id-luis": {} },
    { redirect: "http://127.0.0.1/sign-in" },
  );
  await company.start();
  await company.stop();
  const provider = {
    issuer: company.issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    name: "Empresa",
    scope: "openid profile",
    claim: "groups",
    roles: [{ value: "all", role: "supervisor" as const, operation: "clinic", seesNumbers: false }],
  };
  const at = await PageAtCentre.open(t, {
    ways: signInWays({ passwords: false, provider }, pino({ enabled: false })),
  });
  const page = await at.visit("/callbacks?status=ended");
  const button = page.getByRole("button", { name: "Entrar con Empresa" });
  await button.click();
  await page.getByRole("alert").filter({ hasText: "Empresa no responde" }).waitFor();
  assert.equal(await page.locator("input[type=password]").count(), 0);
  assert.deepEqual(await violationsOn(page), []);

  company.redirect = `${at.address}/sign-in`;
  await company.start();
  t.after(() => company.stop());
  company.person = "id-luis";
  await button.click();
  await page.getByRole("alert").filter({ hasText: "ningún rol en Espera" }).waitFor();
  assert.equal(page.url(), `${at.address}/callbacks?status=ended`);

  company.person = "id-sara";
  await page.context().clearCookies({ domain: "127.0.0.1", name: /^_(session|interaction)/ });
  await button.click();
  await page.locator(".head nav").waitFor();
  assert.equal(page.url(), `${at.address}/callbacks?status=ended`);
  assert.deepEqual(
    at.complaints.filter((one) => !/503/.test(one)),
    [],
  );
});
