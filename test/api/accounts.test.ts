import assert from "node:assert/strict";
import { Socket } from "node:net";
import { type TestContext, test } from "node:test";
import { TLSSocket } from "node:tls";
import { accountForms } from "../../src/api/accounts/forms.ts";
import { secretIn } from "../../src/api/sign-in/session-cookie.ts";
import { newLinkKey } from "../../src/api/sign-in/sessions.ts";
import { apiInMemory } from "./in-memory-journal.ts";
import { Browser, makeUser, OWN_PAGE, PASSWORD } from "./people.ts";

const HOUR_MS = 3_600_000;

/** An API whose clock is ours, with an administrator, Ana. */
async function withAna(t: TestContext) {
  let now = Date.parse("2026-03-02T15:00:00Z");
  const { api, journal, operation, logged } = await apiInMemory({}, { wallClock: () => now });
  t.after(async () => {
    await api.close();
    await journal.store.close();
  });
  const { store } = journal;
  await makeUser(store, "Ana", "administrator");
  const ana = new Browser(api);
  await ana.signIn("ana");
  return {
    api,
    store,
    journal,
    operation,
    logged,
    ana,
    browser: (address?: string) => new Browser(api, address),
    now: () => now,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test("a stranger gets nothing from any route but what signs in, and learns no more from it", async (t) => {
  const { browser } = await withAna(t);
  for (const { method, path, of } of accountForms) {
    const url = path.replaceAll(/\{\w+\}/g, "1");
    const stranger = await browser().ask(method, url, method === "POST" ? {} : undefined);
    if (of !== "anybody")
      assert.deepEqual([stranger.status, stranger.body.code], [401, "token-missing"], url);
    const guesser = browser();
    guesser.cookie = `espera-on-loopback=${"A".repeat(43)}`;
    const guessed = await guesser.ask(method, url, method === "POST" ? {} : undefined);
    if (of !== "anybody") assert.deepEqual([guessed.status, guessed.body.code], [401, "session-ended"], url);
  }
});

test("only administrators of every operation reach users and the audit", async (t) => {
  const at = await withAna(t);
  await makeUser(at.store, "Sara", "supervisor", { operation: "prueba" });
  await makeUser(at.store, "Olga", "administrator", { operation: "prueba" });
  for (const name of ["Sara", "Olga"]) {
    const browser = at.browser();
    await browser.signIn(name);
    for (const { method, path, of } of accountForms)
      if (of === "administrators") {
        const { status, body } = await browser.ask(
          method,
          path.replaceAll(/\{\w+\}/g, "1"),
          method === "POST" ? {} : undefined,
        );
        assert.deepEqual([status, body.code], [403, "role-missing"], path);
      }
  }
});

test("people who sign in read who they are and what they may do", async (t) => {
  const at = await withAna(t);
  const browser = at.browser();
  await makeUser(at.store, "Sara", "supervisor", { seesNumbers: true, language: "en" });
  const { status, body } = await browser.signIn("  sARA ");
  assert.equal(status, 200);
  assert.deepEqual(body, {
    user: "Sara",
    role: "supervisor",
    rights: ["read", "reports", "orders"],
    operations: [{ id: at.operation, name: "prueba", timeZone: "America/Bogota", simulated: true }],
    skills: null,
    maySeeNumbers: true,
    administers: false,
    language: "en",
    idleEndsAt: "2026-03-03T03:00:00.000Z",
    endsAt: "2026-03-09T15:00:00.000Z",
  });
  assert.deepEqual((await browser.get("/v1/session")).body, body);
});

test("the cookie is for this host alone, unseen by scripts, and secure where the browser speaks TLS", async (t) => {
  const { browser } = await withAna(t);
  const plain = await browser().signIn("Ana");
  assert.match(
    String(plain.headers["set-cookie"]),
    /^espera-on-loopback=[\w-]{43}; HttpOnly; SameSite=Lax; Path=\/$/,
  );
  const proxied = await browser("10.0.0.9").post(
    "/v1/session",
    { name: "Ana", password: PASSWORD },
    { origin: "https://espera.example", host: "espera.example" },
  );
  assert.match(
    String(proxied.headers["set-cookie"]),
    /^__Host-espera=[\w-]{43}; HttpOnly; Secure; SameSite=Lax; Path=\/$/,
  );
});

test("no password is taken in plain sight from another machine", async (t) => {
  const { browser } = await withAna(t);
  const far = { origin: "http://espera.example:8080", host: "espera.example:8080" };
  const refused = await browser("10.0.0.9").post("/v1/session", { name: "Ana", password: PASSWORD }, far);
  assert.deepEqual([refused.status, refused.body.code], [403, "sign-in-in-the-clear"]);
  const silent = await browser("10.0.0.9").post("/v1/session", { name: "Ana", password: PASSWORD });
  assert.equal(silent.body.code, "sign-in-in-the-clear");
  const here = { origin: "http://localhost:8080", host: "localhost:8080" };
  const forwarded = await browser("172.17.0.1").post(
    "/v1/session",
    { name: "Ana", password: PASSWORD },
    here,
  );
  assert.equal(forwarded.status, 200);
});

test("each sign-in has a secret of its own: one that was planted before is worth nothing after", async (t) => {
  const { browser } = await withAna(t);
  const planted = browser();
  planted.cookie = `espera-on-loopback=${"B".repeat(43)}`;
  await planted.signIn("Ana");
  assert.notEqual(planted.cookie, `espera-on-loopback=${"B".repeat(43)}`);
  const before = planted.cookie;
  await planted.signIn("Ana");
  assert.notEqual(planted.cookie, before);
  const thief = browser();
  thief.cookie = before;
  assert.equal((await thief.get("/v1/session")).body.code, "session-ended");
  assert.equal((await planted.get("/v1/session")).status, 200);
});

test("a session ends twelve hours after its last use, and a week after its beginning", async (t) => {
  const at = await withAna(t);
  const alive = async () => (await at.ana.get("/v1/session")).status === 200;
  at.pass(12 * HOUR_MS - 1);
  assert.ok(await alive());
  at.pass(12 * HOUR_MS);
  assert.ok(!(await alive()));
  await at.ana.signIn("Ana");
  for (let hours = 0; hours < 7 * 24 - 8; hours += 8) {
    at.pass(8 * HOUR_MS);
    assert.ok(await alive(), `after ${hours} hours`);
  }
  at.pass(8 * HOUR_MS);
  assert.ok(!(await alive()));
});

test("a user who signs out is out, and a session that somebody else ended is over at once", async (t) => {
  const at = await withAna(t);
  const [one, two] = [at.browser(), at.browser()];
  await one.signIn("Ana");
  await two.signIn("Ana");
  const { sessions } = (await one.get("/v1/sessions")).body;
  assert.equal(sessions.length, 3);
  const kept = two.cookie;
  await two.ask("DELETE", "/v1/session");
  assert.equal(two.cookie, "espera-on-loopback=");
  two.cookie = kept;
  assert.equal((await two.get("/v1/session")).body.code, "session-ended");
  const others = (await one.get("/v1/sessions")).body.sessions.filter((s: { isThis: boolean }) => !s.isThis);
  assert.equal(others.length, 1);
  assert.equal((await one.ask("DELETE", `/v1/sessions/${others[0].id}`)).status, 200);
  assert.equal((await at.ana.get("/v1/session")).body.code, "session-ended");
  assert.equal((await one.ask("DELETE", `/v1/sessions/${others[0].id}`)).body.code, "session-unknown");
});

test("nobody but an administrator sees or ends somebody else's session", async (t) => {
  const at = await withAna(t);
  await makeUser(at.store, "Vera", "viewer");
  const vera = at.browser();
  await vera.signIn("Vera");
  const { sessions } = (await vera.get("/v1/sessions")).body;
  assert.deepEqual(
    sessions.map((one: { user: string }) => one.user),
    ["Vera"],
  );
  const anas = (await at.ana.get("/v1/sessions")).body.sessions.find(
    (one: { isThis: boolean }) => one.isThis,
  );
  assert.equal((await vera.ask("DELETE", `/v1/sessions/${anas.id}`)).body.code, "session-unknown");
  assert.equal((await at.ana.get("/v1/session")).status, 200);
});

test("what another site makes a browser send changes nothing", async (t) => {
  const at = await withAna(t);
  const withoutSite = { "sec-fetch-site": undefined };
  const forged: [headers: object, code: string | undefined][] = [
    [{ "sec-fetch-site": "cross-site" }, "origin-refused"],
    [{ "sec-fetch-site": "same-site" }, "origin-refused"],
    [{ "sec-fetch-site": "none" }, "origin-refused"],
    [{ ...withoutSite, origin: "http://evil.example", host: "localhost" }, "origin-refused"],
    [{ ...withoutSite, origin: "null", host: "localhost" }, "origin-refused"],
    [{ ...withoutSite, host: "localhost" }, "origin-refused"],
    [{ ...withoutSite, origin: "http://localhost", host: "localhost" }, undefined],
    [OWN_PAGE, undefined],
  ];
  for (const [n, [headers, code]] of forged.entries()) {
    const wanted = { name: `forged ${n}`, role: "administrator" };
    const { body } = await at.ana.post("/v1/users", wanted, headers);
    assert.equal(body.code, code, JSON.stringify(headers));
    assert.equal((await at.store.accounts.userNamed(wanted.name)) !== null, code === undefined);
  }
  // And nobody is signed in as somebody else by another site.
  const visitor = at.browser();
  const planted = await visitor.post(
    "/v1/session",
    { name: "Ana", password: PASSWORD },
    { "sec-fetch-site": "cross-site" },
  );
  assert.equal(planted.body.code, "origin-refused");
  assert.equal(visitor.cookie, "");
});

test("a name that is none, one without a password and a wrong password are answered alike", async (t) => {
  const at = await withAna(t);
  await makeUser(at.store, "Wall", "viewer", { password: undefined });
  const answers = [];
  for (const name of ["nobody", "Wall", "Ana"])
    answers.push((await at.browser().signIn(name, "not the password")).body);
  assert.equal(answers[0].code, "sign-in-refused");
  assert.deepEqual(answers[1], answers[0]);
  assert.deepEqual(answers[2], answers[0]);
});

test("tries are slowed down by name and by address, as many as come at once, and good ones are not", async (t) => {
  const at = await withAna(t);
  const tries = await Promise.all(
    Array.from({ length: 12 }, (_, n) => at.browser(`127.0.0.${n + 2}`).signIn("Ana", "not the password")),
  );
  assert.equal(tries.filter(({ body }) => body.code === "sign-in-refused").length, 5);
  const slow = tries.find(({ body }) => body.code === "sign-in-slow")!;
  assert.deepEqual([slow.status, slow.headers["retry-after"]], [429, "1"]);
  assert.equal(
    (await at.browser("127.0.0.99").signIn("Ana")).body.code,
    "sign-in-slow",
    "by name, from anywhere",
  );
  at.pass(1_000);
  assert.equal((await at.browser().signIn("Ana")).status, 200);
  assert.equal((await at.browser().signIn("Ana", "not the password")).body.code, "sign-in-refused");

  let refused = 0;
  for (let n = 0; n < 30; n++) {
    const { body } = await at.browser("127.9.9.9").signIn(`guess ${n}`, "not the password");
    if (body.code === "sign-in-refused") refused++;
  }
  assert.equal(refused, 20, "by address, whatever the name");
});

test("a stranger elsewhere keeps nobody from signing in where they did before", async (t) => {
  const at = await withAna(t);
  assert.equal((await at.browser("127.0.0.7").signIn("Ana")).status, 200);
  for (let n = 0; n < 12; n++) await at.browser(`127.0.1.${n}`).signIn("Ana", "not the password");
  assert.equal((await at.browser("127.0.0.8").signIn("Ana")).body.code, "sign-in-slow");
  assert.equal((await at.browser("127.0.0.7").signIn("Ana")).status, 200);
  const guesses = [];
  for (let n = 0; n < 8; n++) guesses.push(await at.browser("127.0.0.7").signIn("Ana", "not the password"));
  assert.equal(guesses.at(-1)!.body.code, "sign-in-slow", "who guesses there is slowed down too");
});

test("in an hour fewer than a hundred passwords of one name can be tried", async (t) => {
  const at = await withAna(t);
  const before = at.now();
  let judged = 0;
  while (at.now() < before + HOUR_MS) {
    const { body, headers } = await at.browser(`127.1.1.${judged % 250}`).signIn("nobody", "x");
    if (body.code === "sign-in-refused") judged++;
    else at.pass(Number(headers["retry-after"]) * 1_000);
  }
  assert.ok(judged > 50 && judged < 100, `${judged}`);
});

test("a link signs in once, for a quarter of an hour", async (t) => {
  const at = await withAna(t);
  const sara = await makeUser(at.store, "Sara", "supervisor", { password: undefined });
  const key = await newLinkKey(at.store.accounts, sara, at.now());
  const [first, second] = [at.browser(), at.browser()];
  assert.equal((await first.post("/v1/session/link", { key })).body.user, "Sara");
  assert.equal((await second.post("/v1/session/link", { key })).body.code, "link-refused");
  const { key: other } = (await at.ana.post(`/v1/users/${sara.id}/link`)).body;
  at.pass(15 * 60_000);
  assert.equal((await second.post("/v1/session/link", { key: other })).body.code, "link-refused");
});

test("a new password needs the old one, and ends every session but the one that asks", async (t) => {
  const at = await withAna(t);
  const other = at.browser();
  await other.signIn("Ana");
  const change = (password: string, newPassword: string) =>
    at.ana.post("/v1/session/password", { password, newPassword });
  assert.equal((await change("not the password", "another fine password")).body.code, "sign-in-refused");
  assert.equal((await change(PASSWORD, "short")).body.code, "password-weak");
  assert.equal((await change(PASSWORD, "another fine password")).status, 200);
  assert.equal((await at.ana.get("/v1/session")).status, 200);
  assert.equal((await other.get("/v1/session")).body.code, "session-ended");
  assert.equal((await at.browser().signIn("Ana")).body.code, "sign-in-refused");
  assert.equal((await at.browser().signIn("Ana", "another fine password")).status, 200);
});

test("passwords that are easily guessed are not taken", async (t) => {
  const at = await withAna(t);
  for (const password of [
    "",
    "eleven char",
    "aaaaaaaaaaaaaaaa",
    "x".repeat(129),
    "administrator",
    "Sara Sara Sara",
  ]) {
    const name = password === "Sara Sara Sara" ? "Sara" : "administrator";
    const { body } = await at.ana.post("/v1/users", { name, role: "administrator", password });
    assert.equal(body.code, "password-weak", password);
  }
  const long = "ñandú con jeringa y más cosas ".repeat(4);
  assert.equal((await at.ana.post("/v1/users", { name: "Leo", role: "viewer", password: long })).status, 200);
  assert.equal((await at.browser().signIn("leo", long)).status, 200);
});

test("administrators make, change and remove users, which counts at once", async (t) => {
  const at = await withAna(t);
  const made = await at.ana.post("/v1/users", { name: "Sara", role: "viewer", password: PASSWORD });
  assert.deepEqual(
    [made.status, made.body.operation, made.body.skills, made.body.hasPassword],
    [200, at.operation, null, true],
  );
  assert.equal(
    (await at.ana.post("/v1/users", { name: "sara", role: "viewer" })).body.code,
    "user-name-taken",
  );
  const sara = at.browser();
  await sara.signIn("Sara");
  await at.ana.post(`/v1/users/${made.body.id}`, { role: "supervisor" });
  assert.equal((await sara.get("/v1/session")).body.role, "supervisor");
  const wrong: object[] = [
    { role: "viewer", operation: null },
    { role: "administrator", skills: [] },
  ];
  for (const body of [...wrong, { role: "display", maySeeNumbers: true }])
    assert.equal((await at.ana.post(`/v1/users/${made.body.id}`, body)).body.code, "user-settings-wrong");
  await at.ana.ask("DELETE", `/v1/users/${made.body.id}`);
  assert.equal((await sara.get("/v1/session")).body.code, "session-ended");
  assert.equal((await sara.signIn("Sara")).body.code, "sign-in-refused");
  const { users } = (await at.ana.get("/v1/users")).body;
  assert.deepEqual(
    users.map((one: { name: string }) => one.name),
    ["Ana"],
  );
  const last = await at.ana.ask("DELETE", `/v1/users/${users[0].id}`);
  assert.equal(last.body.code, "user-last-administrator");
  const demoted = await at.ana.post(`/v1/users/${users[0].id}`, { role: "viewer", operation: "prueba" });
  assert.equal(demoted.body.code, "user-last-administrator");
});

test("what was done stays in the audit, without any password", async (t) => {
  const at = await withAna(t);
  await at.ana.post("/v1/users", { name: "Sara", role: "viewer", password: PASSWORD });
  const { entries, next } = (await at.ana.get("/v1/audit?limit=2")).body;
  assert.deepEqual(
    entries.map(({ act, user, subject, address }: Record<string, string>) => [act, user, subject, address]),
    [
      ["user-added", "Ana", "Sara", "127.0.0.1"],
      ["signed-in", "Ana", "Ana", "127.0.0.1"],
    ],
  );
  const rest = (await at.ana.get(`/v1/audit?limit=2&before=${next}`)).body;
  assert.deepEqual(
    rest.entries.map(({ act, user, subject }: Record<string, string>) => [act, user, subject]),
    [["user-added", null, "Ana"]],
  );
  assert.equal(rest.next, null);
  assert.ok(!JSON.stringify([entries, rest]).includes(PASSWORD));
});

test("no password and no secret of a session comes into the log or the journal in the clear", async (t) => {
  const at = await withAna(t);
  await at.browser().signIn("Ana", "not the password");
  await at.browser().post("/v1/session", { name: PASSWORD, password: "Ana" });
  const secret = at.ana.cookie.split("=")[1]!;
  const kept = JSON.stringify([
    await at.store.accounts.users(),
    await at.store.accounts.sessions(),
    await at.store.accounts.audit({ limit: 100 }),
    at.logged,
  ]);
  assert.match(kept, /\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  for (const told of [PASSWORD, "not the password", secret]) assert.ok(!kept.includes(told), told);
  assert.ok(at.logged.some((line) => line.includes("sign-in failed") && line.includes("wrong-password")));
});

test("a screen shows a code; once it is accepted it has a session that lasts until somebody ends it", async (t) => {
  const at = await withAna(t);
  const screen = at.browser();
  const { code, key } = (await screen.post("/v1/displays")).body;
  assert.match(code, /^[A-Z0-9]{6}$/);
  assert.deepEqual((await screen.post("/v1/displays/claim", { key })).body, { accepted: false });
  const refused = await at.ana.post("/v1/displays/accept", { code: "WRONG", name: "Pared" });
  assert.equal(refused.body.code, "display-code-unknown");
  const accepted = await at.ana.post("/v1/displays/accept", { code: code.toLowerCase(), name: "Pared" });
  assert.equal(accepted.body.role, "display");
  const claimed = await screen.post("/v1/displays/claim", { key });
  assert.deepEqual([claimed.body.accepted, claimed.body.endsAt], [true, null]);
  assert.match(String(claimed.headers["set-cookie"]), /Max-Age=31536000/);
  const thief = at.browser();
  assert.equal((await thief.post("/v1/displays/claim", { key })).body.code, "display-code-unknown");
  at.pass(400 * 24 * HOUR_MS);
  assert.equal((await screen.get("/v1/session")).body.role, "display");
  await at.ana.signIn("Ana");
  await at.ana.ask("DELETE", `/v1/users/${accepted.body.id}`);
  assert.equal((await screen.get("/v1/session")).body.code, "session-ended");
});

test("this server's own TLS takes no cookie that a neighbouring name could have set", () => {
  const headers = { cookie: "espera-on-loopback=planted" };
  const from = (socket: object) => secretIn({ headers, raw: { socket } } as Parameters<typeof secretIn>[0]);
  assert.equal(from(new Socket()), "planted");
  assert.equal(from(new TLSSocket(new Socket())), null);
});

test("a code is good for ten minutes, and a stranger who asks for many writes nothing", async (t) => {
  const at = await withAna(t);
  const before = await at.store.accounts.audit({ limit: 100 });
  const asked = [];
  for (let n = 0; n < 21; n++) asked.push(await at.browser().post("/v1/displays"));
  assert.equal(asked.at(-1)!.body.code, "displays-full", "from one address");
  assert.equal((await at.browser("127.0.0.2").post("/v1/displays")).status, 200);
  for (let n = 0; n < 100; n++) asked.push(await at.browser(`127.0.1.${n}`).post("/v1/displays"));
  assert.equal(asked.at(-1)!.body.code, "displays-full", "from all of them");
  assert.deepEqual(await at.store.accounts.audit({ limit: 100 }), before);
  at.pass(10 * 60_000);
  const late = await at.ana.post("/v1/displays/accept", { code: asked[0]!.body.code, name: "Pared" });
  assert.equal(late.body.code, "display-code-unknown");
  assert.equal((await at.browser().post("/v1/displays")).status, 200);
});

test("an administrator makes a token that does what was chosen, sees it once, and revokes it", async (t) => {
  const at = await withAna(t);
  const wanted = { label: "tablero", scopes: ["read"], expiresInDays: 2 };
  const made = await at.ana.post("/v1/tokens", wanted);
  assert.equal(made.status, 200);
  const { token, id } = made.body;
  const asks = async () =>
    (await at.api.inject({ url: "/v1/skills", headers: { authorization: `Bearer ${token}` } })).statusCode;
  assert.equal(await asks(), 200);
  const { tokens } = (await at.ana.get("/v1/tokens")).body;
  const listed = tokens.find((one: { id: string }) => one.id === id);
  assert.deepEqual(
    [listed.label, listed.scopes, listed.masksNumbers, listed.expiresAt],
    ["tablero", ["read"], true, "2026-03-04T15:00:00.000Z"],
  );
  assert.doesNotMatch(JSON.stringify(tokens), new RegExp(token.split("_")[2]));
  assert.equal((await at.ana.post("/v1/tokens", { ...wanted, scopes: [] })).body.code, "request-invalid");
  assert.equal((await at.ana.ask("DELETE", `/v1/tokens/${id}`)).status, 200);
  assert.equal(await asks(), 401);
  assert.equal((await at.ana.ask("DELETE", `/v1/tokens/${id}`)).body.code, "token-unknown");
  const { entries } = (await at.ana.get("/v1/audit?of=changes&limit=2")).body;
  assert.deepEqual(
    entries.map(({ act, subject, user }: Record<string, string>) => [act, subject, user]),
    [
      ["token-revoked", id, "Ana"],
      ["token-added", id, "Ana"],
    ],
  );
});
