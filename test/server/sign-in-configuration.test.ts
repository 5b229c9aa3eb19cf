import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { stringify } from "yaml";
import { readConfiguration } from "../../src/configuration/configuration.ts";
import { Fault } from "../../src/faults/faults.ts";
import { openSecrets } from "../../src/server/open-secrets.ts";
import { signInSettings } from "../../src/server/sign-in-settings.ts";
import { configurationProblemsInSpanish } from "../../src/words/problems/configuration-problem-words.ts";

const operation = (name: string) => ({
  name,
  timeZone: "America/Bogota",
  skills: [{ id: 7, name: "Citas" }],
  exchange: {
    simulated: {
      traffic: [{ skill: 7, callsPerDay: 100, meanHandleS: 180, meanPatienceS: 240 }],
      agents: [{ count: 2, skills: [7], shift: "08:00-16:00" }],
    },
  },
});

const oidc = {
  issuer: "https://sso.example.com/realms/company",
  clientId: "espera",
  clientSecretFile: "/etc/espera/client-secret",
  claim: "groups",
  roles: [{ value: "supervisors", role: "supervisor" }],
};

/** What is configured in a folder of its own, with this sign-in. */
function configured(t: TestContext, signIn: unknown, operations: readonly object[] = [operation("Centro")]) {
  const directory = mkdtempSync(join(tmpdir(), "sign-in-"));
  t.after(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, "espera.yaml"), stringify({ operations, signIn }));
  return readConfiguration({ directory });
}

async function problemOf(t: TestContext, signIn: unknown, operations?: readonly object[]): Promise<string> {
  try {
    await configured(t, signIn, operations);
  } catch (error) {
    assert.ok(error instanceof Fault && error.code === "config-invalid");
    return String(error.details["problems"]).replace(/^\s*\S+espera\.yaml:\d+: /, "");
  }
  return "none";
}

test("where nothing is said people sign in with passwords alone", async (t) => {
  const { signIn } = await configured(t, undefined);
  assert.deepEqual(signIn, { passwords: true });
  assert.deepEqual(await signInSettings(signIn), { passwords: true, provider: null });
});

test("a provider is called by its host where it has no name, and asked for openid and profile", async (t) => {
  const directory = mkdtempSync(join(tmpdir(), "secret-"));
  t.after(() => rmSync(directory, { recursive: true }));
  const clientSecretFile = join(directory, "client-secret");
  writeFileSync(clientSecretFile, "s3cret\n", { mode: 0o600 });
  const configuration = await configured(t, { oidc: { ...oidc, clientSecretFile } });
  const { passwords, provider } = await signInSettings(configuration.signIn);
  assert.equal(passwords, true);
  assert.deepEqual(provider, {
    issuer: oidc.issuer,
    clientId: "espera",
    clientSecret: "s3cret",
    name: "sso.example.com",
    scope: "openid profile",
    claim: "groups",
    roles: [{ value: "supervisors", role: "supervisor", seesNumbers: false }],
  });
  assert.deepEqual(openSecrets(configuration), []);
  chmodSync(clientSecretFile, 0o644);
  assert.deepEqual(openSecrets(configuration), [clientSecretFile]);
});

test("a secret that is not there, or empty, is a sentence at the start", async (t) => {
  const directory = mkdtempSync(join(tmpdir(), "secret-"));
  t.after(() => rmSync(directory, { recursive: true }));
  const clientSecretFile = join(directory, "client-secret");
  const { signIn } = await configured(t, { oidc: { ...oidc, clientSecretFile } });
  const failing = (problem: string) => (error: unknown) =>
    error instanceof Fault &&
    error.code === "client-secret-unreadable" &&
    error.details["problem"] === problem;
  await assert.rejects(signInSettings(signIn), failing("ENOENT"));
  writeFileSync(clientSecretFile, "\n");
  await assert.rejects(signInSettings(signIn), failing("empty"));
});

test("an issuer speaks TLS, but for one on this machine", async (t) => {
  for (const issuer of [
    "https://sso.example.com",
    "http://localhost:8180/realms/a",
    "http://[::1]:1",
    "http://127.0.0.1",
  ])
    assert.equal(await problemOf(t, { oidc: { ...oidc, issuer } }), "none", issuer);
  for (const issuer of [
    "http://sso.example.com",
    "https://a:b@sso.example.com",
    "https://sso.example.com/?a",
    "x",
    "ftp://localhost",
  ])
    assert.match(
      await problemOf(t, { oidc: { ...oidc, issuer } }),
      /issuer: write an address like https:/,
      issuer,
    );
});

test("what cannot hold together is said in both languages", async (t) => {
  const two = [operation("Centro"), operation("Norte")];
  const rule = (more: object) => ({ oidc: { ...oidc, roles: [{ ...oidc.roles[0], ...more }] } });
  for (const [signIn, operations, english, spanish] of [
    [
      { passwords: false },
      undefined,
      "signIn.passwords: without passwords say oidc: nobody could sign in",
      "sin contraseñas diga oidc: nadie podría entrar",
    ],
    [
      rule({ operation: "Sur" }),
      two,
      "signIn.oidc.roles[0].operation: there is no operation Sur; known: Centro, Norte",
      "no hay una operación Sur; se conocen: Centro, Norte",
    ],
    [
      rule({}),
      two,
      "signIn.oidc.roles[0]: say operation: one of Centro, Norte",
      "diga operation: una de Centro, Norte",
    ],
    [
      rule({ skills: ["Ventas"] }),
      undefined,
      "signIn.oidc.roles[0].skills[0]: there is no skill Ventas; known: Citas",
      "no hay un skill Ventas; se conocen: Citas",
    ],
    [
      rule({ role: "administrator", skills: ["Citas"] }),
      undefined,
      "signIn.oidc.roles[0].skills: administrators see every skill: leave it out",
      "quienes administran ven todos los skills: quítelo",
    ],
    [
      { oidc: { ...oidc, scope: "profile" } },
      undefined,
      "signIn.oidc.scope: write scopes with openid among them, like openid profile groups",
      "escriba scopes con openid entre ellos, como openid profile groups",
    ],
  ] as const) {
    const problem = await problemOf(t, signIn, operations);
    assert.equal(problem, english);
    assert.equal(configurationProblemsInSpanish(problem).replace(/^\S+: /, ""), spanish);
  }
  assert.equal(await problemOf(t, rule({ operation: "Norte", skills: ["Citas"] }), two), "none");
  assert.equal(await problemOf(t, rule({ role: "administrator" }), two), "none");
});
