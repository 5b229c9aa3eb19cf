import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { WantedUser } from "../../src/api/sign-in/users.ts";
import { changeUser, OWNER } from "../../src/api/sign-in/users.ts";
import { forms } from "../../src/api/v1/schema/forms.ts";
import type { Role } from "../../src/journal/accounts.ts";
import { Browser, makeUser, OWN_PAGE } from "./people.ts";
import { ANA } from "./scripted-centre.ts";
import { StreamClient, tells } from "./stream-client.ts";
import { openV1, type V1 } from "./v1-centre.ts";

const DAY = "from=2026-03-02&to=2026-03-03";

describe("the native API for people who are signed in", () => {
  let v1: V1;
  const clients: StreamClient[] = [];
  beforeEach(async () => {
    v1 = await openV1();
    await v1.api.listen({ port: 0, host: "127.0.0.1" });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.leave();
    await v1.close();
  });

  const made = async (name: string, role: Role, wanted: WantedUser = {}) => {
    const operation = role === "administrator" ? undefined : "clinic";
    const user = await makeUser(v1.store, name, role, { operation, ...wanted });
    const browser = new Browser(v1.api);
    await browser.signIn(name);
    return { user, browser };
  };
  const listen = async (browser: Browser, path?: string) => {
    const client = await StreamClient.open(v1.api, null, { cookie: browser.cookie }, path);
    clients.push(client);
    return client;
  };
  const audited = async (act: string) =>
    (await v1.store.accounts.audit({ limit: 100 }))
      .filter((entry) => entry.act === act)
      .map(({ user, subject, detail }) => [user, subject, detail]);

  /** Each route for somebody who sees skill 1 alone: Ana and Eva wait there, Leo in skill 2. */
  const inSkillOne: Readonly<Record<string, (browser: Browser) => Promise<void>>> = {
    listSkills: async (browser) => {
      const { body } = await browser.get("/v1/skills");
      assert.deepEqual(
        body.skills.map(({ id }: { id: number }) => id),
        [1],
      );
    },
    recentSkills: async (browser) => {
      const { body } = await browser.get("/v1/skills/recent");
      assert.deepEqual(
        body.skills.map(({ id }: { id: number }) => id),
        [1],
      );
    },
    listCallbacks: async (browser) => {
      const ids = async (query: string) => {
        const { body } = await browser.get(`/v1/callbacks?${query}`);
        return body.callbacks?.map(({ id }: { id: string }) => id) ?? body.code;
      };
      assert.deepEqual(await ids("status=all"), ["eva", "ana"]);
      assert.deepEqual(await ids("skill=1"), ["eva", "ana"]);
      assert.equal(await ids("skill=2"), "skill-unknown");
    },
    searchCallbacks: async (browser) => {
      const found = async (number: string) =>
        (await browser.post("/v1/callbacks/search", { number, status: "all" })).body.callbacks.length;
      assert.deepEqual([await found(ANA), await found("+573009998877")], [1, 0]);
    },
    showCallback: async (browser) => {
      assert.equal((await browser.get("/v1/callbacks/ana")).status, 200);
      assert.deepEqual(await unknown(browser.get("/v1/callbacks/leo")), "callback-unknown");
    },
    moveCallback: async (browser) => {
      const why = "so";
      assert.equal(
        await unknown(browser.post("/v1/callbacks/leo/move", { why, version: 1, to: "2026-03-02T15:00:00" })),
        "callback-unknown",
      );
      const { version } = (await browser.get("/v1/callbacks/ana")).body.callback;
      const away = await browser.post("/v1/callbacks/ana/move", { why, version, skill: "2" });
      assert.equal(away.body.code, "skill-unknown");
      assert.match(away.body.detail, /Known: skill 1\.$/);
    },
    callNow: async (browser) =>
      assert.equal(
        await unknown(browser.post("/v1/callbacks/leo/call-now", { why: "so", version: 1 })),
        "callback-unknown",
      ),
    cancelCallback: async (browser) =>
      assert.equal(
        await unknown(browser.post("/v1/callbacks/leo/cancel", { why: "so", version: 1 })),
        "callback-unknown",
      ),
    orderCallbacks: async (browser) => {
      const callbacks = [{ id: "leo", version: 1 }];
      const orders = { order: "cancel", why: "so", callbacks };
      const [{ outcome, callback }] = (await browser.post("/v1/callbacks/orders", orders)).body.results;
      assert.deepEqual([outcome, callback], ["callback-unknown", null]);
    },
    listCalls: async (browser) => {
      const { body } = await browser.get("/v1/calls");
      assert.deepEqual(
        body.calls.map(({ id }: { id: string }) => id),
        ["eva", "ana", "zoe"],
      );
      assert.equal((await browser.get("/v1/calls?skill=2")).body.code, "skill-unknown");
    },
    explainCall: async (browser) => {
      assert.equal((await browser.get("/v1/calls/ana/why")).status, 200);
      assert.equal(await unknown(browser.get("/v1/calls/leo/why")), "call-unknown");
    },
    uploadCalls: async (browser) =>
      assert.equal((await browser.post("/v1/calls", [])).body.code, "role-missing"),
    // Which skills' alerts are seen is shown in v1-alerts.test.ts; none has begun here.
    listAlerts: async (browser) =>
      assert.ok(
        (await browser.get("/v1/alerts")).body.alerts.every(
          ({ skill }: { skill: { id: number } | null }) => skill === null || skill.id === 1,
        ),
      ),
    reportSmartWait: (browser) => showsSkillOne(browser, "smart-wait"),
    reportDiagram2: (browser) => showsSkillOne(browser, "diagram-2"),
    reportDiagram3: (browser) => showsSkillOne(browser, "diagram-3"),
    reportServiceLevel: (browser) => showsSkillOne(browser, "service-level"),
    reportLift: (browser) => showsSkillOne(browser, "lift"),
    exportReport: async (browser) => {
      const file = `/v1/reports/diagram-2/file?${DAY}&format=csv`;
      const { rows } = (await v1.get(`/v1/reports/diagram-2?${DAY}&skill=1`)).json();
      const written = await v1.api.inject({ url: file, headers: { ...OWN_PAGE, cookie: browser.cookie } });
      assert.equal(written.body.trim().split("\r\n").length, 1 + rows.length);
      assert.equal((await browser.get(`${file}&skill=2`)).body.code, "skill-unknown");
    },
    openStream: async (browser) => {
      const client = await listen(browser, "/v1/stream?callers=true");
      const { data } = await client.until(({ event }) => event === "snapshot");
      assert.deepEqual(
        data.skills?.map(({ id }) => id),
        [1],
      );
      await client.until(tells("ana", "YES"));
      await v1.centre.asked("mia", "+573001112222", 2, "yes");
      await v1.centre.asked("new", "+573001110000", 1, "yes");
      await client.until(tells("new", "YES"));
      for (const { event, data } of client.heard) {
        const told = JSON.stringify(data);
        for (const id of ["leo", "mia"]) assert.ok(!told.includes(`"${id}"`), told);
        if (event === "callers") assert.equal(data.skill, 1);
        if (event === "lines")
          assert.deepEqual(
            data.skills?.map(({ id }) => id),
            [1],
          );
      }
    },
  };
  const showsSkillOne = async (browser: Browser, report: string) => {
    const { rows } = (await browser.get(`/v1/reports/${report}?${DAY}`)).body;
    for (const { skill, lift } of rows) assert.equal((skill ?? lift.skill).id, 1, report);
    assert.equal(
      (await browser.get(`/v1/reports/${report}?${DAY}&skill=2`)).body.code,
      "skill-unknown",
      report,
    );
  };
  const unknown = async (asked: Promise<{ status: number; body: { code?: string } }>) => {
    const { status, body } = await asked;
    return status === 404 ? body.code : status;
  };

  it("has each route limited to the skills of the client, and none was forgotten", async () => {
    assert.deepEqual(Object.keys(inSkillOne).sort(), forms.map(({ name }) => name).sort());
    const { browser } = await made("Sara", "supervisor", { skills: ["1"], seesNumbers: true });
    for (const [name, holds] of Object.entries(inSkillOne)) {
      try {
        await holds(browser);
      } catch (cause) {
        throw new Error(name, { cause });
      }
    }
    assert.ok(v1.centre.operation.coreState.callbacks.has("leo"));
  });

  it("opens to each role what is its own", async () => {
    const opened: [Role, string[]][] = [
      ["display", ["GET /v1/skills 200", "GET /v1/reports 403", "POST cancel 403"]],
      ["viewer", ["GET /v1/skills 200", "GET /v1/reports 200", "POST cancel 403"]],
      ["supervisor", ["GET /v1/skills 200", "GET /v1/reports 200", "POST cancel 428"]],
    ];
    for (const [role, wanted] of opened) {
      const { browser } = await made(role, role);
      assert.deepEqual(
        [
          `GET /v1/skills ${(await browser.get("/v1/skills")).status}`,
          `GET /v1/reports ${(await browser.get(`/v1/reports/smart-wait?${DAY}`)).status}`,
          `POST cancel ${(await browser.post("/v1/callbacks/ana/cancel", { why: "so" })).status}`,
        ],
        wanted,
      );
    }
  });

  it("takes the operation from the query, of those that the user has", async () => {
    const { browser } = await made("Olga", "administrator");
    assert.equal((await browser.get("/v1/skills")).body.code, "operation-not-named");
    const { operations } = (await browser.get("/v1/session")).body;
    for (const { id, name } of operations)
      assert.equal((await browser.get(`/v1/skills?operation=${id}`)).body.operation, name);
    const { browser: sara } = await made("Sara", "viewer");
    assert.equal((await sara.get("/v1/skills")).body.operation, "clinic");
    const other = await sara.get(`/v1/skills?operation=${v1.other.id}`);
    assert.deepEqual([other.status, other.body.code], [404, "operation-unknown"]);
    assert.ok(!other.body.detail.includes("other,"), other.body.detail);
    const listed = await browser.get(`/v1/callbacks?operation=${v1.centre.record.id}&skill=1`);
    assert.equal(listed.body.callbacks.length, 2);
  });

  it("masks numbers unless the user may see them, and keeps once for each session whose they saw", async () => {
    const { browser: vera } = await made("Vera", "viewer");
    const { body } = await vera.get("/v1/callbacks");
    assert.ok(body.callbacks.every(({ number }: { number: string }) => number.startsWith("…")));
    assert.equal((await vera.post("/v1/callbacks/search", { number: ANA })).body.code, "numbers-masked");
    assert.deepEqual(await audited("number-seen"), []);
    const { browser: sara } = await made("Sara", "viewer", { seesNumbers: true });
    for (let n = 0; n < 2; n++) assert.equal((await sara.get("/v1/callbacks/ana")).body.callback.number, ANA);
    assert.deepEqual(await audited("number-seen"), [["Sara", "ana", ""]]);
    await sara.get("/v1/callbacks?status=all");
    assert.equal((await audited("number-seen")).length, 3);
    await sara.signIn("Sara");
    const client = await listen(sara);
    await client.until(tells("ana"));
    assert.equal((await audited("number-seen")).length, 6);
    const kept = JSON.stringify(await v1.store.accounts.audit({ limit: 100 }));
    assert.ok(!kept.includes(ANA.slice(3)), "the audit has no number");
  });

  it("signs orders with the user's name, and keeps them with the session", async () => {
    const { browser } = await made("Sara", "supervisor");
    const { version } = (await browser.get("/v1/callbacks/ana")).body.callback;
    const done = await browser.post("/v1/callbacks/ana/cancel", { why: "asked for it", version });
    assert.equal(done.status, 200);
    const { orders } = (await browser.get("/v1/callbacks/ana")).body;
    assert.equal(orders[0].author, "Sara");
    assert.deepEqual(await audited("order"), [["Sara", "ana", "cancel done"]]);
    const again = await browser.post("/v1/callbacks/ana/cancel", { why: "asked for it", version });
    assert.equal(again.status, 409);
  });

  it("refuses an order that another site made the browser send", async () => {
    const { browser } = await made("Sara", "supervisor");
    const { version } = (await browser.get("/v1/callbacks/ana")).body.callback;
    for (const headers of [{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": undefined }]) {
      const forged = await browser.post("/v1/callbacks/ana/cancel", { why: "so", version }, headers);
      assert.deepEqual([forged.status, forged.body.code], [403, "origin-refused"]);
    }
    assert.equal((await browser.get("/v1/callbacks/ana")).body.callback.status, "YES");
  });

  it("gives nothing by a session that ended, and takes the token where both are shown", async () => {
    const { browser } = await made("Sara", "viewer");
    const kept = browser.cookie;
    await browser.ask("DELETE", "/v1/session");
    browser.cookie = kept;
    assert.deepEqual((await browser.get("/v1/callbacks")).body.code, "session-ended");
    const both = await browser.get("/v1/callbacks", { authorization: `Bearer ${v1.token}` });
    assert.equal(both.status, 200);
    const bad = await browser.get("/v1/callbacks", { authorization: "Bearer esp_none" });
    assert.equal(bad.body.code, "token-refused");
  });

  it("closes an open stream once its session was ended, or may see otherwise", async () => {
    const { browser, user } = await made("Sara", "viewer", { seesNumbers: true });
    const first = await listen(browser);
    await first.until(tells("ana"));
    await changeUser(v1.store, user, { seesNumbers: false }, { by: OWNER, now: 0 });
    await first.ends();
    const second = await listen(browser);
    await second.until(tells("ana"));
    assert.ok(!JSON.stringify(second.heard).includes(ANA));
    await changeUser(v1.store, { ...user, seesNumbers: false }, { skills: ["2"] }, { by: OWNER, now: 0 });
    await second.ends();
    const third = await listen(browser);
    await third.until(tells("leo"));
    const [session] = await v1.store.accounts.sessions(user.id);
    await v1.store.accounts.endSession(session!.id);
    await third.ends();
    await assert.rejects(listen(browser));
  });

  it("takes a callback back from a client that does not see the skill to which it was moved", async () => {
    const { browser } = await made("Sara", "viewer", { skills: ["1"] });
    const client = await listen(browser);
    await client.until(tells("ana"));
    const { version } = (await v1.get("/v1/callbacks/ana")).json().callback;
    const moved = await v1.post("/v1/callbacks/ana/move", { why: "so", version, skill: "2" });
    assert.equal(moved.statusCode, 200);
    const { data } = await client.until(({ event }) => event === "gone");
    assert.deepEqual(data.ids, ["ana"]);
  });
});
