import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import pino from "pino";
import { Provider } from "../../src/api/sign-in/provider/provider.ts";
import type { RoleRule } from "../../src/api/sign-in/provider/provider-settings.ts";
import { CLIENT, type Company, CompanyProvider } from "./company-provider.ts";
import { apiInMemory } from "./in-memory-journal.ts";
import { Browser, makeUser } from "./people.ts";

/** Where the page is open. */
const HERE = { origin: "http://localhost:8080" };
const REDIRECT = `${HERE.origin}/sign-in`;

const company: Company = {
  "id-sara": { preferred_username: "sara", groups: ["everybody", "supervisors"] },
  "id-luis": { preferred_username: "luis", groups: ["everybody"] },
  "id-nora": { preferred_username: "nora" },
  "id-root": { preferred_username: "root", groups: "admins" },
};
const rules: readonly RoleRule[] = [
  { value: "admins", role: "administrator", seesNumbers: false },
  { value: "supervisors", role: "supervisor", operation: "prueba", seesNumbers: true },
];

interface Wanted {
  readonly company?: Company;
  readonly groupsInIdToken?: boolean;
  readonly passwords?: boolean;
}

/** An API with a company's provider beside it, and a clock of the API that can be put forward. */
async function withProvider(t: TestContext, wanted: Wanted = {}) {
  const { groupsInIdToken = true, passwords = true } = wanted;
  let late = 0;
  const roles = [...rules];
  const provider = new CompanyProvider(wanted.company ?? company, { redirect: REDIRECT, groupsInIdToken });
  await provider.start();
  const lines: string[] = [];
  const settings = {
    issuer: provider.issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    name: "Empresa",
    scope: "openid profile",
    claim: "groups",
    roles,
  };
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const { api, journal } = await apiInMemory(
    {},
    {
      wallClock: () => Date.now() + late,
      ways: { passwords, provider: new Provider(settings, log) },
    },
  );
  t.after(async () => {
    await provider.stop();
    await api.close();
    await journal.store.close();
  });
  const go = async (browser: Browser) =>
    String((await browser.post("/v1/session/provider", {}, HERE)).body.to);
  const back = (browser: Browser, answer: string) =>
    browser.post("/v1/session/provider/back", { answer, language: "en" }, HERE);
  return {
    api,
    provider,
    lines,
    roles,
    accounts: journal.store.accounts,
    store: journal.store,
    browser: () => new Browser(api),
    go,
    back,
    /** The whole way, as this person of the company. */
    signIn: async (browser: Browser, person: string) =>
      back(browser, await provider.enter(await go(browser), person)),
    pass: (ms: number) => {
      late += ms;
    },
  };
}

for (const groupsInIdToken of [true, false])
  test(`somebody of the company is signed in, by groups ${groupsInIdToken ? "in the ID token" : "from the userinfo address"}`, async (t) => {
    const at = await withProvider(t, { groupsInIdToken });
    const browser = at.browser();
    const { status, body, headers } = await at.signIn(browser, "id-sara");
    assert.equal(status, 200);
    const { user, role, maySeeNumbers, language, administers } = body;
    assert.deepEqual(
      [user, role, maySeeNumbers, language, administers],
      ["sara", "supervisor", true, "en", false],
    );
    const [trip, session] = headers["set-cookie"] as unknown as string[];
    assert.match(trip!, /^espera-trip-on-loopback=; HttpOnly; SameSite=Lax; Path=\/; Max-Age=0$/);
    assert.match(session!, /^espera-on-loopback=[\w-]{43}; HttpOnly; SameSite=Lax; Path=\/$/);
    assert.equal((await browser.get("/v1/session")).body.user, "sara");
    assert.deepEqual(
      (await at.accounts.audit({ limit: 9 })).map(({ act, subject, detail }) => [act, subject, detail]),
      [
        ["signed-in", "sara", "provider"],
        ["user-added", "sara", "role=supervisor operation=prueba skills=null seesNumbers=true language=en"],
      ],
    );
    await browser.ask("DELETE", "/v1/session");
    assert.equal((await browser.get("/v1/session")).status, 401, "signing out ends it as every other one");
  });

test("the session that the browser had before is over", async (t) => {
  const at = await withProvider(t);
  await makeUser(at.store, "Ana", "administrator");
  const browser = at.browser();
  await browser.signIn("Ana");
  const before = browser.cookie;
  await at.signIn(browser, "id-sara");
  const older = at.browser();
  older.cookie = before;
  assert.equal((await older.get("/v1/session")).body.code, "session-ended");
});

test("a person who comes again is the same user, with what the rules give them then", async (t) => {
  const at = await withProvider(t);
  await at.signIn(at.browser(), "id-sara");
  await at.signIn(at.browser(), "id-sara");
  const [sara, ...others] = await at.accounts.users();
  assert.deepEqual([sara!.role, sara!.seesNumbers, others], ["supervisor", true, []]);
  at.roles[1] = { value: "supervisors", role: "viewer", operation: "prueba", seesNumbers: false };
  const { body } = await at.signIn(at.browser(), "id-sara");
  assert.deepEqual([body.user, body.role, body.maySeeNumbers], ["sara", "viewer", false]);
  at.roles[1] = { value: "supervisors", role: "administrator", seesNumbers: false };
  assert.equal((await at.signIn(at.browser(), "id-sara")).body.administers, true);
  at.roles[1] = { value: "supervisors", role: "viewer", seesNumbers: false };
  assert.equal((await at.signIn(at.browser(), "id-sara")).body.administers, false);
  assert.equal((await at.accounts.audit({ limit: 9, acts: ["user-changed"] })).length, 3);
  assert.equal((await at.accounts.users()).length, 1);
});

test("what the rules change counts at once where somebody is signed in already, and they stay signed in", async (t) => {
  const at = await withProvider(t);
  const office = at.browser();
  await at.signIn(office, "id-sara");
  at.roles[1] = { value: "supervisors", role: "viewer", operation: "prueba", seesNumbers: false };
  await at.signIn(at.browser(), "id-sara");
  const { status, body } = await office.get("/v1/session");
  assert.deepEqual([status, body.role], [200, "viewer"]);
});

test("a claim that is one text counts as a list of it", async (t) => {
  const at = await withProvider(t);
  const { body } = await at.signIn(at.browser(), "id-root");
  assert.deepEqual([body.role, body.administers], ["administrator", true]);
});

test("people without a rule that gives them a role are refused, and do not become users", async (t) => {
  const at = await withProvider(t);
  for (const person of ["id-luis", "id-nora"]) {
    const { status, body, headers } = await at.signIn(at.browser(), person);
    assert.deepEqual([status, body.code], [403, "role-unmapped"]);
    assert.match(body.es, /^Empresa lo conoce/);
    assert.doesNotMatch(String(headers["set-cookie"]), /espera-on-loopback/);
  }
  assert.deepEqual(await at.accounts.users(), []);
});

test("a user who was made here is not the company's of the same name", async (t) => {
  const at = await withProvider(t);
  await makeUser(at.store, "Root", "viewer");
  const { body } = await at.signIn(at.browser(), "id-root");
  assert.equal(body.user, "root (2)");
  assert.equal((await at.accounts.userNamed("root"))?.role, "viewer");
});

test("whatever the company calls somebody, they have a name that can be shown", async (t) => {
  const groups = ["admins"];
  const at = await withProvider(t, {
    company: {
      one: { preferred_username: `\u0007${"x".repeat(80)}`, groups },
      two: { preferred_username: " ", groups },
      three: { preferred_username: "\u202e\u0000", groups },
    },
  });
  for (const person of ["one", "two", "three"])
    assert.equal((await at.signIn(at.browser(), person)).status, 200);
  const names = (await at.accounts.users()).map(({ name }) => name);
  assert.deepEqual(names.toSorted(), ["?", "two", "x".repeat(54)]);
});

test("an answer counts in the browser alone that began, and once", async (t) => {
  const at = await withProvider(t);
  const hers = at.browser();
  const answer = await at.provider.enter(await at.go(hers), "id-sara");
  const begun = hers.cookie;

  const stranger = at.browser();
  assert.equal((await at.back(stranger, answer)).body.code, "sign-in-not-begun", "without a trip");
  await at.go(stranger);
  assert.equal((await at.back(stranger, answer)).body.code, "sign-in-not-begun", "with one of their own");

  assert.equal((await at.back(hers, answer)).status, 200);
  const again = at.browser();
  again.cookie = begun;
  const replayed = await at.back(again, answer);
  assert.deepEqual([replayed.status, replayed.body.code], [401, "provider-refused"]);
  assert.equal((await again.get("/v1/session")).status, 401);
});

test("a trip ends after ten minutes, and its moment cannot be changed", async (t) => {
  const at = await withProvider(t);
  const browser = at.browser();
  const answer = await at.provider.enter(await at.go(browser), "id-sara");
  at.pass(600_000);
  const { cookie } = browser;
  assert.equal((await at.back(browser, answer)).body.code, "sign-in-not-begun");
  const younger = at.browser();
  younger.cookie = cookie.replace(/=\d+/, `=${Date.now() + 600_000}`);
  assert.equal((await at.back(younger, answer)).body.code, "sign-in-not-begun");
  for (const cookie of ["", "=", "=1.x", `=${"9".repeat(400)}.${"A".repeat(43)}`]) {
    const broken = at.browser();
    broken.cookie = `espera-trip-on-loopback${cookie}`;
    assert.equal((await at.back(broken, answer)).body.code, "sign-in-not-begun");
  }
});

test("state, nonce and challenge are all held to the trip", async (t) => {
  const at = await withProvider(t);
  for (const [what, code] of [
    ["state", "sign-in-not-begun"],
    ["nonce", "provider-refused"],
    ["code_challenge", "provider-refused"],
  ] as const) {
    const browser = at.browser();
    const to = new URL(await at.go(browser));
    assert.ok(to.searchParams.get(what));
    assert.equal(to.searchParams.get("code_challenge_method"), "S256");
    to.searchParams.set(what, "A".repeat(43));
    const answer = await at.provider.enter(to.href, "id-sara");
    assert.equal((await at.back(browser, answer)).body.code, code, what);
  }
  assert.deepEqual(await at.accounts.users(), []);
});

test("another issuer's answer is refused, whether it says whose it is or not", async (t) => {
  const at = await withProvider(t);
  const other = new CompanyProvider({ "id-sara": { groups: ["admins"] } }, { redirect: REDIRECT });
  await other.start();
  t.after(() => other.stop());
  for (const isHidden of [false, true]) {
    const browser = at.browser();
    const to = (await at.go(browser)).replace(at.provider.issuer, other.issuer);
    const answer = new URLSearchParams(await other.enter(to, "id-sara"));
    assert.equal(answer.get("iss"), other.issuer);
    if (isHidden) answer.set("iss", at.provider.issuer);
    assert.equal((await at.back(browser, answer.toString())).body.code, "provider-refused");
  }
  assert.deepEqual(await at.accounts.users(), []);
});

test("what the provider says went wrong stands in the log as a word, and is not repeated to the browser", async (t) => {
  const at = await withProvider(t);
  for (const error of ["access_denied", "<script>alert(1)</script>"]) {
    const browser = at.browser();
    const state = new URL(await at.go(browser)).searchParams.get("state")!;
    const answer = new URLSearchParams({
      state,
      iss: at.provider.issuer,
      error,
      error_description: "<b>come in</b>",
      error_uri: "https://evil.example",
    });
    const { body } = await at.back(browser, answer.toString());
    assert.equal(body.code, "provider-refused");
    assert.doesNotMatch(JSON.stringify(body), /script|come in|evil|access_denied/);
  }
  assert.equal(at.lines.length, 2);
  assert.match(at.lines[0]!, /access_denied/);
  assert.doesNotMatch(at.lines.join(""), /script|come in|evil/);
});

test("while the provider is away the page says so, passwords open it, and nobody's tries count", async (t) => {
  const at = await withProvider(t);
  await makeUser(at.store, "Ana", "administrator");
  await at.provider.stop();
  const browser = at.browser();
  const away = await browser.post("/v1/session/provider", {}, HERE);
  assert.deepEqual([away.status, away.body.code], [503, "provider-unreachable"]);
  assert.match(away.body.es, /^Empresa no responde/);
  assert.equal((await browser.signIn("Ana")).status, 200);

  await at.provider.start();
  const answer = await at.provider.enter(await at.go(browser), "id-sara");
  const { cookie } = browser;
  await at.provider.stop();
  for (let n = 0; n < 30; n++) {
    browser.cookie = cookie;
    assert.equal((await at.back(browser, answer)).body.code, "provider-unreachable");
  }
  await at.provider.start();
  at.provider.isBroken = true;
  browser.cookie = cookie;
  assert.equal((await at.back(browser, answer)).body.code, "provider-unreachable");
  at.provider.isBroken = false;
  assert.equal((await at.signIn(browser, "id-sara")).status, 200);
});

test("a person who tries one answer after another is slowed down", async (t) => {
  const at = await withProvider(t);
  const codes: string[] = [];
  for (let n = 0; n < 21; n++) {
    const browser = at.browser();
    const state = new URL(await at.go(browser)).searchParams.get("state")!;
    const answer = `state=${state}&code=guess&iss=${encodeURIComponent(at.provider.issuer)}`;
    codes.push((await at.back(browser, answer)).body.code);
  }
  assert.deepEqual(codes, [...Array(20).fill("provider-refused"), "sign-in-slow"]);
});

test("the browser comes back to the page that asked, and no other site can send it off or bring it back", async (t) => {
  const at = await withProvider(t);
  const to = new URL(await at.go(at.browser()));
  assert.equal(to.origin, at.provider.issuer);
  assert.equal(to.searchParams.get("redirect_uri"), REDIRECT);
  for (const path of ["/v1/session/provider", "/v1/session/provider/back"]) {
    const body = path.endsWith("back") ? { answer: "" } : {};
    for (const headers of [
      { ...HERE, "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": undefined, origin: "https://evil.example" },
      { origin: undefined },
      { origin: "null" },
    ]) {
      const { body: said } = await at.browser().post(path, body, headers);
      assert.equal(said.code, "origin-refused", JSON.stringify(headers));
    }
    const far = new Browser(at.api, "10.0.0.9");
    const clear = await far.post(path, body, { origin: "http://espera.example:8080" });
    assert.equal(clear.body.code, "sign-in-in-the-clear");
  }
});

test("behind TLS the trip is in a cookie for this host alone", async (t) => {
  const at = await withProvider(t);
  const { headers } = await at
    .browser()
    .post("/v1/session/provider", {}, { origin: "https://espera.example" });
  assert.match(
    String(headers["set-cookie"]),
    /^__Host-espera-trip=\d+\.[\w-]{43}; HttpOnly; Secure; SameSite=Lax; Path=\/$/,
  );
});

test("anybody may ask for the ways to sign in; without passwords there are the provider and links alone", async (t) => {
  const at = await withProvider(t, { passwords: false });
  await makeUser(at.store, "Ana", "administrator");
  const far = new Browser(at.api, "10.0.0.9");
  assert.deepEqual((await far.get("/v1/session/ways")).body, { passwords: false, provider: "Empresa" });
  const refused = await at.browser().signIn("Ana");
  assert.deepEqual([refused.status, refused.body.code], [403, "passwords-off"]);
  const browser = at.browser();
  assert.equal((await at.signIn(browser, "id-root")).status, 200);
  const changed = await browser.post("/v1/session/password", { password: "a", newPassword: "b" });
  assert.equal(changed.body.code, "passwords-off");
});

test("where no provider is configured its routes say so", async (t) => {
  const { api, journal } = await apiInMemory();
  t.after(async () => {
    await api.close();
    await journal.store.close();
  });
  const browser = new Browser(api);
  assert.deepEqual((await browser.get("/v1/session/ways")).body, { passwords: true, provider: null });
  const { status, body } = await browser.post("/v1/session/provider", {}, HERE);
  assert.deepEqual([status, body.code], [404, "provider-missing"]);
});

test("a session ends 12 hours after the sign-in, however much it is used, and administrators see whose it is", async (t) => {
  const at = await withProvider(t);
  await makeUser(at.store, "Ana", "administrator");
  const [ana, sara] = [at.browser(), at.browser()];
  await ana.signIn("Ana");
  await at.signIn(sara, "id-sara");
  const { users } = (await ana.get("/v1/users")).body as unknown as {
    users: { name: string; isFromProvider: boolean }[];
  };
  assert.deepEqual(
    users.map(({ name, isFromProvider }) => [name, isFromProvider]),
    [
      ["Ana", false],
      ["sara", true],
    ],
  );
  at.pass(11 * HOUR_MS);
  assert.equal((await sara.get("/v1/session")).status, 200);
  at.pass(2 * HOUR_MS);
  assert.deepEqual(
    [(await sara.get("/v1/session")).status, (await ana.get("/v1/session")).status],
    [401, 401],
    "not used for 12 hours, and begun 12 hours ago",
  );
});

const HOUR_MS = 3_600_000;
