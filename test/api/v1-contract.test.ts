import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { tokenScopes } from "../../src/journal/port/registry.ts";
import { openV1, type V1 } from "./v1-centre.ts";
import { Description } from "./v1-description.ts";

describe("the description of the native API", () => {
  let v1: V1;
  let description: Description;
  before(async () => {
    v1 = await openV1();
    description = new Description((await v1.api.inject("/v1/openapi.json")).body);
  });
  after(() => v1.close());

  it("is OpenAPI 3.1, served without a token, every reference in it leading somewhere", async () => {
    const answer = await v1.api.inject("/v1/openapi.json");
    assert.equal(answer.statusCode, 200);
    assert.match(description.document.openapi, /^3\.1\./);
    const references = [...answer.body.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!);
    assert.ok(references.length > 10);
    for (const reference of references) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1];
      assert.ok(name !== undefined && name in description.document.components.schemas, reference);
    }
    const names = description.operations.map(({ operation }) => operation.operationId);
    assert.equal(new Set(names).size, names.length);
  });

  it("names a parameter for each part of an address that is one", () => {
    for (const { path, operation } of description.operations) {
      const inPath = operation.parameters.filter((one) => one.in === "path");
      assert.deepEqual(
        inPath.map(({ name, required }) => [name, required]),
        [...path.matchAll(/\{(\w+)\}/g)].map((match) => [match[1], true]),
      );
    }
  });

  it("promises what is answered, when all is well and when it is not", async () => {
    const { version } = (await v1.get("/v1/callbacks/eva")).json().callback;
    const day = "from=2026-03-02&to=2026-03-03";
    const record = { callId: "1", arrivedAt: "2026-02-01T10:00", skill: "1", waitS: 3, outcome: "answered" };
    const asked: [string, number, "GET" | "POST", string, unknown?][] = [
      ["listSkills", 200, "GET", "/v1/skills"],
      ["recentSkills", 200, "GET", "/v1/skills/recent"],
      ["listAlerts", 200, "GET", "/v1/alerts"],
      ["listCallbacks", 200, "GET", "/v1/callbacks?status=all&limit=2"],
      ["listCallbacks", 400, "GET", "/v1/callbacks?status=any"],
      ["listCallbacks", 404, "GET", "/v1/callbacks?skill=nowhere"],
      ["searchCallbacks", 200, "POST", "/v1/callbacks/search", { number: "3001234567" }],
      ["searchCallbacks", 400, "POST", "/v1/callbacks/search", {}],
      ["moveCallback", 200, "POST", "/v1/callbacks/eva/move", { why: "so", version, to: "2026-03-02T17:00" }],
      [
        "orderCallbacks",
        200,
        "POST",
        "/v1/callbacks/orders",
        { order: "cancel", why: "so", callbacks: [{ id: "eva", version }] },
      ],
      ["orderCallbacks", 400, "POST", "/v1/callbacks/orders", { order: "move", why: "so", callbacks: [] }],
      ["cancelCallback", 409, "POST", "/v1/callbacks/eva/cancel", { why: "so", version }],
      ["cancelCallback", 428, "POST", "/v1/callbacks/eva/cancel", { why: "so" }],
      ["callNow", 404, "POST", "/v1/callbacks/nobody/call-now", { why: "so", version }],
      ["showCallback", 200, "GET", "/v1/callbacks/eva"],
      ["showCallback", 404, "GET", "/v1/callbacks/nobody"],
      ["listCalls", 200, "GET", "/v1/calls?limit=3"],
      ["listCalls", 400, "GET", "/v1/calls?limit=0"],
      ["listCalls", 404, "GET", "/v1/calls?skill=nowhere"],
      ["explainCall", 200, "GET", "/v1/calls/eva/why"],
      ["explainCall", 200, "GET", "/v1/calls/zoe/why?lang=en"],
      ["explainCall", 404, "GET", "/v1/calls/nobody/why"],
      ["reportSmartWait", 200, "GET", `/v1/reports/smart-wait?${day}`],
      ["reportSmartWait", 200, "GET", `/v1/reports/smart-wait?${day}&by=hour`],
      ["reportSmartWait", 400, "GET", "/v1/reports/smart-wait?from=2026-03-02&to=2026-05-03"],
      ["reportDiagram2", 200, "GET", `/v1/reports/diagram-2?${day}&by=hour`],
      ["reportDiagram2", 404, "GET", `/v1/reports/diagram-2?${day}&skill=nowhere`],
      ["reportDiagram3", 200, "GET", `/v1/reports/diagram-3?${day}&by=day`],
      ["reportDiagram3", 400, "GET", `/v1/reports/diagram-3?${day}&status=any`],
      ["reportServiceLevel", 200, "GET", `/v1/reports/service-level?${day}`],
      ["reportLift", 200, "GET", `/v1/reports/lift?${day}`],
      ["exportReport", 200, "GET", `/v1/reports/smart-wait/file?${day}`],
      ["exportReport", 400, "GET", `/v1/reports/other/file?${day}`],
      ["uploadCalls", 200, "POST", "/v1/calls", [record]],
      ["uploadCalls", 400, "POST", "/v1/calls", []],
      ["uploadCalls", 422, "POST", "/v1/calls", [{ ...record, skill: "nowhere" }]],
      ["uploadCalls", 413, "POST", "/v1/calls", Array.from({ length: 10_001 }, () => 0)],
    ];
    await v1.store.changeToken(v1.tokenId, { masksNumbers: false });
    const seen = new Set<string>();
    for (const [name, status, method, url, body] of asked) {
      const answer = method === "GET" ? await v1.get(url) : await v1.post(url, body as object);
      assert.equal(answer.statusCode, status, `${url}: ${answer.body.slice(0, 300)}`);
      description.assertPromised(name, answer);
      if (status === 200) seen.add(name);
      const stranger = await v1.api.inject({ method, url, ...(body ? { payload: body as object } : {}) });
      assert.equal(stranger.statusCode, 401);
      description.assertPromised(name, stranger);
      await v1.store.changeToken(v1.tokenId, { scopes: [] });
      const barred = method === "GET" ? await v1.get(url) : await v1.post(url, body as object);
      assert.deepEqual([barred.statusCode, barred.json().code], [403, "scope-missing"]);
      description.assertPromised(name, barred);
      await v1.store.changeToken(v1.tokenId, { scopes: tokenScopes });
    }
    const described = description.operations.map(({ operation }) => operation.operationId);
    assert.deepEqual(
      described.filter(
        (name) => !seen.has(name) && name !== "openStream" && name !== "callNow" && name !== "cancelCallback",
      ),
      [],
    );
  });

  it("would notice an answer that has another shape", () => {
    const answer = { statusCode: 200, headers: { "content-type": "application/json" } };
    const page = { callbacks: [], next: null, silentSince: null };
    description.assertPromised("listCallbacks", { ...answer, body: JSON.stringify(page) });
    for (const wrong of [{ callbacks: [] }, { ...page, next: 1 }, { ...page, more: true }, []])
      assert.throws(() =>
        description.assertPromised("listCallbacks", { ...answer, body: JSON.stringify(wrong) }),
      );
    assert.throws(() =>
      description.assertPromised("listCallbacks", { ...answer, statusCode: 418, body: "{}" }),
    );
  });
});
