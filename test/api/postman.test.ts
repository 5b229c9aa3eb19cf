import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { reportsOfFamily } from "../../src/api/wolkvox/family.ts";
import { type Collection, runCollection, type Sent } from "./postman-runner.ts";
import { openV1, type V1 } from "./v1-centre.ts";

const collection = JSON.parse(
  readFileSync(new URL("../../docs/postman.json", import.meta.url), "utf8"),
) as Collection;

describe("the Postman collection", () => {
  let v1: V1;
  let sent: Sent[];
  before(async () => {
    v1 = await openV1();
    // Yesterday's calls are history; who waits and who asked to be called back came today.
    const yesterday = { arrivedAt: "2026-03-01T10:00:00", skill: "1", waitS: 30 };
    const uploaded = await v1.post("/v1/calls", [
      { ...yesterday, callId: "1", outcome: "answered", serviceS: 60 },
      { ...yesterday, callId: "2", outcome: "abandoned" },
    ]);
    assert.equal(uploaded.statusCode, 200, uploaded.body);
    await v1.store.changeToken(v1.tokenId, { masksNumbers: false });
    await v1.api.listen({ host: "127.0.0.1", port: 0 });
    const { port } = v1.api.server.address() as AddressInfo;
    const given = { base: `http://127.0.0.1:${port}`, token: v1.token };
    sent = await runCollection(collection, given, () => v1.centre.clock.now());
  });
  after(() => v1.close());

  it("is answered 200 as it is, request by request: dates are relative, and ids are looked up", () => {
    assert.deepEqual(
      sent.filter(({ status }) => status !== 200),
      [],
    );
    for (const { address } of sent) assert.doesNotMatch(decodeURIComponent(address), /[{}]/);
  });

  it("has every report of the compatible family", () => {
    const asked = sent.map(({ address }) => new URL(address));
    for (const [path, api] of reportsOfFamily)
      assert.ok(
        asked.some((url) => url.pathname === path && url.searchParams.get("api") === api),
        `${path} ${api}`,
      );
  });
});
