import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { Fault } from "../../src/faults/faults.ts";
import { ANA } from "./scripted-centre.ts";
import { openV1, type V1 } from "./v1-centre.ts";

describe("callbacks in the native API", () => {
  let v1: V1;
  beforeEach(async () => {
    v1 = await openV1();
  });
  afterEach(() => v1.close());

  const ids = async (query: string) =>
    (await v1.get(`/v1/callbacks?${query}`)).json().callbacks.map((one: { id: string }) => one.id);
  const versionOf = async (id: string): Promise<number> =>
    (await v1.get(`/v1/callbacks/${id}`)).json().callback.version;
  const order = (id: string, act: string, body: object, headers: object = {}) =>
    v1.post(`/v1/callbacks/${id}/${act}`, { why: "asked for it", ...body }, headers);

  it("opens with either header, and to nobody without a good token", async () => {
    assert.equal((await v1.get("/v1/skills")).statusCode, 200);
    const family = await v1.get("/v1/skills", { authorization: "", "wolkvox-token": v1.token });
    assert.equal(family.statusCode, 200);
    for (const [headers, code] of [
      [{ authorization: "" }, "token-missing"],
      [{ authorization: "Bearer esp_nobody" }, "token-refused"],
      [{ authorization: v1.token }, "token-missing"],
    ] as const) {
      const answer = await v1.get("/v1/callbacks", headers);
      assert.deepEqual([answer.statusCode, answer.json().code], [401, code]);
      assert.match(String(answer.headers["content-type"]), /^application\/problem\+json/);
      assert.match(String(answer.headers["www-authenticate"]), /^Bearer/);
    }
  });

  it("shows an operation to its own tokens only", async () => {
    const headers = { authorization: `Bearer ${v1.otherToken}` };
    assert.deepEqual((await v1.get("/v1/callbacks?status=all", headers)).json().callbacks, []);
    assert.equal((await v1.get("/v1/callbacks/ana", headers)).statusCode, 404);
    assert.equal((await v1.get("/v1/calls/ana/why", headers)).statusCode, 404);
    const cancelled = await v1.post("/v1/callbacks/ana/cancel", { why: "so", version: 9 }, headers);
    assert.equal(cancelled.statusCode, 404);
    assert.deepEqual(await ids("skill=1"), ["eva", "ana"]);
  });

  it("shows each skill with its line", async () => {
    const { skills, timeZone, at } = (await v1.get("/v1/skills")).json();
    assert.equal(timeZone, "America/Bogota");
    assert.equal(Date.parse(at), v1.centre.clock.now());
    assert.deepEqual(
      skills.map(({ id, line }: { id: number; line: { live: number; callbacks: number } }) => [
        id,
        line.live,
        line.callbacks,
      ]),
      v1.centre.operation.coreState.settings.skills.map(({ id }) => [
        id,
        id === 1 ? 1 : 0,
        id === 1 ? 2 : id === 2 ? 1 : 0,
      ]),
    );
  });

  it("finds callbacks by status, skill and time of arrival", async () => {
    assert.deepEqual(await ids(""), ["leo", "eva", "ana"]);
    assert.deepEqual(await ids("skill=skill%202"), ["leo"]);
    const { arrivedAt } = (await v1.get("/v1/callbacks/eva")).json().callback;
    assert.deepEqual(await ids(`from=${encodeURIComponent(arrivedAt)}`), ["leo", "eva"]);
    assert.deepEqual(await ids(`to=${encodeURIComponent(arrivedAt)}`), ["ana"]);
    assert.deepEqual(await ids("from=2026-03-02&to=2026-03-03"), ["leo", "eva", "ana"]);
    assert.deepEqual(await ids("from=2026-03-03"), []);
    await order("eva", "cancel", { version: await versionOf("eva") });
    assert.deepEqual(await ids(""), ["leo", "ana"]);
    assert.deepEqual(await ids("status=FAIL"), ["eva"]);
    assert.deepEqual(await ids("status=all"), ["leo", "eva", "ana"]);
  });

  it("finds them by number, however it is written, in a body and never in an address", async () => {
    const search = (wanted: object) => v1.post("/v1/callbacks/search", wanted);
    const found = async (wanted: object) =>
      (await search(wanted)).json().callbacks.map((one: { id: string }) => one.id);
    const masked = await search({ number: ANA });
    assert.deepEqual([masked.statusCode, masked.json().code], [403, "numbers-masked"]);
    await v1.store.changeToken(v1.tokenId, { masksNumbers: false });
    assert.deepEqual(await found({ number: ANA }), ["ana"]);
    assert.deepEqual(await found({ number: "300 123 4567", status: "all", limit: 1 }), ["ana"]);
    assert.deepEqual(await found({ number: ANA, skill: "2" }), []);
    assert.deepEqual(await found({ number: "3000000000" }), []);
    for (const wrong of [{}, { number: "" }, { number: ANA, order: "up" }])
      assert.equal((await search(wrong)).statusCode, 400, JSON.stringify(wrong));
    const inAddress = await v1.get(`/v1/callbacks?number=${encodeURIComponent(ANA)}`);
    assert.equal(inAddress.statusCode, 400);
    assert.match(inAddress.json().detail, /POST \/v1\/callbacks\/search/);
    assert.equal(v1.logged.join("").includes(ANA.slice(3)), false);
  });

  it("shows a whole number to a token that may see it, and never to one that masks them", async () => {
    for (const url of ["/v1/callbacks", "/v1/callbacks/ana", "/v1/calls/ana/why"]) {
      const { body } = await v1.get(url);
      assert.ok(body.includes("ana") && !body.includes(ANA.slice(3)), url);
    }
    assert.equal((await v1.get("/v1/callbacks/ana")).json().callback.number, "…4567");
    await v1.store.changeToken(v1.tokenId, { masksNumbers: false });
    assert.equal((await v1.get("/v1/callbacks/ana")).json().callback.number, ANA);
    assert.equal(v1.logged.join("").includes(ANA.slice(3)), false);
  });

  it("refuses a token from an address that it does not name", async () => {
    await v1.store.changeToken(v1.tokenId, { addresses: ["192.0.2.1"] });
    assert.equal((await v1.get("/v1/callbacks")).statusCode, 401);
  });

  it("carries out an order given of the version that is there, signed with the token's id and label", async () => {
    const version = await versionOf("eva");
    const answer = await order("eva", "move", { version, to: "2026-03-02T16:30" });
    assert.equal(answer.statusCode, 200);
    const { outcome, callback } = answer.json();
    assert.deepEqual(
      [outcome, Date.parse(callback.notBefore)],
      ["done", Date.parse("2026-03-02T16:30:00-05:00")],
    );
    assert.ok(callback.version > version);
    assert.equal(answer.headers["etag"], `"${callback.version}"`);
    const { orders } = (await v1.get("/v1/callbacks/eva")).json();
    assert.deepEqual([orders[0].author, orders[0].act], [`token ${v1.tokenId} (lucía's page)`, "move"]);
    await v1.store.changeToken(v1.tokenId, { label: " " });
    await order("ana", "cancel", { version: await versionOf("ana") });
    const ofAna = (await v1.get("/v1/callbacks/ana")).json().orders;
    assert.equal(ofAna[0].author, `token ${v1.tokenId}`);
  });

  it("takes the ETag that was read for the version, and the header before the body", async () => {
    const etag = String((await v1.get("/v1/callbacks/eva")).headers["etag"]);
    const answer = await order("eva", "cancel", { version: 1 }, { "if-match": etag });
    assert.equal(answer.statusCode, 200);
  });

  it("refuses an order of a version that is not there any more, and one without a version", async () => {
    const version = await versionOf("eva");
    assert.equal((await order("eva", "move", { version, skill: "2" })).statusCode, 200);
    const late = await order("eva", "cancel", { version });
    const { code, outcome, es, en } = late.json();
    assert.deepEqual([late.statusCode, code, outcome], [409, "order-refused", "changed-meanwhile"]);
    assert.match(es, /^No se hizo/);
    assert.match(en, /^Not done/);
    const { orders } = (await v1.get("/v1/callbacks/eva")).json();
    assert.deepEqual(
      orders.map(({ outcome }: { outcome: string }) => outcome),
      ["done", "changed-meanwhile"],
    );
    const none = await order("eva", "cancel", {});
    assert.deepEqual([none.statusCode, none.json().code], [428, "version-missing"]);
    assert.deepEqual(await ids("skill=2"), ["leo", "eva"]);
  });

  it("carries out exactly one of two orders that are given at once on the same version", async () => {
    const version = await versionOf("eva");
    const answers = await Promise.all([
      order("eva", "move", { version, skill: "2" }),
      order("eva", "cancel", { version }),
    ]);
    assert.deepEqual(
      answers.map(({ statusCode }) => statusCode).sort((one, other) => one - other),
      [200, 409],
    );
    for (const refused of answers.filter(({ statusCode }) => statusCode === 409))
      assert.equal(refused.json().outcome, "changed-meanwhile");
  });

  it("sees in the operation's own turn what changed after the version was read", async () => {
    const { operation } = v1.centre;
    const version = await versionOf("eva");
    const wanted = { callback: "eva", author: "luz", why: "asked for it" } as const;
    // Both are received before either is concluded: no look at the journal beforehand could tell.
    const both = await Promise.all([
      operation.order({ ...wanted, order: "o1", act: { type: "move", skill: 2 } }, version),
      operation.order({ ...wanted, order: "o2", act: { type: "cancel" } }, version),
    ]);
    assert.deepEqual(both, ["done", "changed-meanwhile"]);
    const { callback, orders } = (await v1.get("/v1/callbacks/eva")).json();
    assert.equal(callback.status, "YES");
    assert.deepEqual(
      orders.map(({ outcome }: { outcome: string }) => outcome),
      ["done", "changed-meanwhile"],
    );
    const cancel = { ...wanted, order: "o3", act: { type: "cancel" } } as const;
    assert.equal(await operation.order(cancel, callback.version), "done");
  });

  it("orders several at once, with an answer for each, and nothing twice when it is sent again", async () => {
    const callbacks = await Promise.all(
      ["eva", "nobody", "leo"].map(async (id) => ({
        id,
        version: id === "nobody" ? 1 : await versionOf(id),
      })),
    );
    await order("leo", "move", { version: await versionOf("leo"), skill: "1" });
    const send = async () =>
      (await v1.post("/v1/callbacks/orders", { order: "cancel", why: "the line is down", callbacks })).json()
        .results;
    const first = await send();
    assert.deepEqual(
      first.map(({ id, outcome }: Record<string, string>) => [id, outcome]),
      [
        ["eva", "done"],
        ["nobody", "callback-unknown"],
        ["leo", "changed-meanwhile"],
      ],
    );
    assert.deepEqual(
      first.map(({ callback }: { callback: { status: string } | null }) => callback?.status ?? null),
      ["FAIL", null, "YES"],
    );
    assert.match(first[2].es, /cambió/);
    const second = await send();
    assert.ok(second.every(({ outcome }: { outcome: string }) => outcome !== "done"));
    const { orders } = (await v1.get("/v1/callbacks/eva")).json();
    assert.equal(orders.filter(({ outcome }: { outcome: string }) => outcome === "done").length, 1);
  });

  it("answers for each of several when the operation is closed before all were carried out", async () => {
    const { operation } = v1.centre;
    const callbacks: object[] = [];
    for (const id of ["eva", "leo", "ana"]) callbacks.push({ id, version: await versionOf(id) });
    const give = operation.order.bind(operation);
    let given = 0;
    operation.order = (...order) =>
      ++given === 2 ? Promise.reject(new Fault("operation-closed")) : give(...order);
    const answer = await v1.post("/v1/callbacks/orders", { order: "cancel", why: "so", callbacks });
    const results = answer.json().results as Record<"id" | "outcome", string>[];
    assert.deepEqual(
      results.map(({ id, outcome }) => [id, outcome]),
      [
        ["eva", "done"],
        ["leo", "unknown"],
        ["ana", "not-tried"],
      ],
    );
    assert.ok(operation.coreState.callbacks.has("ana"));
  });

  it("moves several at once, and refuses orders that contradict themselves", async () => {
    const callbacks = [{ id: "ana", version: await versionOf("ana") }];
    const post = (body: object) => v1.post("/v1/callbacks/orders", { why: "so", callbacks, ...body });
    for (const body of [
      { order: "call-now" },
      { order: "move" },
      { order: "cancel", skill: "2" },
      { order: "cancel", callbacks: [] },
      { order: "cancel", callbacks: [...callbacks, ...callbacks] },
    ]) {
      const answer = await post(body);
      assert.deepEqual([answer.statusCode, answer.json().code], [400, "request-invalid"]);
    }
    const moved = (await post({ order: "move", skill: "2" })).json().results[0];
    assert.deepEqual([moved.outcome, moved.callback.skill.id], ["done", 2]);
  });

  it("says why an order is refused by its rules, and what is wrong with a request", async () => {
    const version = await versionOf("leo");
    const nobody = await order("leo", "call-now", { version });
    assert.deepEqual([nobody.statusCode, nobody.json().outcome], [409, "nobody-logged-in"]);
    const wrong: [string, object, number, string][] = [
      ["leo/move", { version, why: "so" }, 400, "request-invalid"],
      ["leo/move", { version, why: "so", to: "2026-02-31T10:30" }, 400, "date-invalid"],
      ["leo/move", { version, why: "so", skill: "nowhere" }, 404, "skill-unknown"],
      ["leo/cancel", { version }, 400, "request-invalid"],
      ["leo/cancel", { version, why: "so", author: "me" }, 400, "request-invalid"],
      ["nobody/cancel", { version, why: "so" }, 404, "callback-unknown"],
    ];
    for (const [what, body, status, code] of wrong) {
      const answer = await v1.post(`/v1/callbacks/${what}`, body);
      assert.deepEqual([answer.statusCode, answer.json().code], [status, code], JSON.stringify(body));
    }
  });

  it("carries no order out while the operation is closed", async () => {
    const version = await versionOf("ana");
    v1.stopRunning();
    const refused = await order("ana", "cancel", { version });
    assert.deepEqual([refused.statusCode, refused.json().code], [503, "operation-closed"]);
    assert.equal((await v1.get("/v1/callbacks/ana")).json().callback.waits, "operation-stopped");
  });

  it("gives each callback once, page by page, while others come and change", async () => {
    const before: string[] = await ids("status=all");
    for (const limit of [1, 2]) {
      const seen: string[] = [];
      for (let next: string | null = ""; next !== null; ) {
        const after: string = next === "" ? "" : `&after=${encodeURIComponent(next)}`;
        const page = (await v1.get(`/v1/callbacks?status=all&limit=${limit}${after}`)).json();
        seen.push(...page.callbacks.map(({ id }: { id: string }) => id));
        next = page.next;
        const comes = `new-${limit}-${seen.length}`;
        await v1.centre.asked(comes, `+57301000${limit}${seen.length}00`, 1, "yes");
        const moved = seen.at(-1)!;
        await order(moved, "move", { version: await versionOf(moved), to: "2026-03-02T17:00" });
      }
      assert.equal(new Set(seen).size, seen.length);
      assert.deepEqual(
        seen.filter((id) => before.includes(id)),
        before,
      );
    }
    const nowhere = await v1.get("/v1/callbacks?after=nowhere");
    assert.deepEqual([nowhere.statusCode, nowhere.json().code], [400, "cursor-unknown"]);
  });
});
