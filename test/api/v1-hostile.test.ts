import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { HostileClient } from "./hostile-client.ts";
import { hostileRequests } from "./hostile-requests.ts";
import { openV1 } from "./v1-centre.ts";
import { Description } from "./v1-description.ts";

test("2,000 hostile requests over bare sockets: never a 5xx, never a stack, nothing that is not described", {
  timeout: HANGS_AFTER_MS,
}, async (t) => {
  const v1 = await openV1();
  await v1.api.listen({ host: "127.0.0.1", port: 0 });
  const description = new Description((await v1.api.inject("/v1/openapi.json")).body);
  const client = new HostileClient((v1.api.server.address() as AddressInfo).port, description);
  t.after(async () => {
    client.close();
    await v1.close();
  });
  const before = v1.centre.operation.lastSeq;
  const asked = fc.asyncProperty(hostileRequests(description, v1.token), (request) => client.send(request));
  await fc.assert(asked, { numRuns: 2_000 });
  assert.deepEqual(
    v1.logged.filter((line) => /"level":"(error|fatal)"/.test(line)),
    [],
  );
  // It was no wall that they ran against: some were understood, and refused in many ways.
  for (const status of [200, 400, 401, 404, 405, 413, 415, 422])
    assert.ok(client.answers.has(status), `${status}: ${JSON.stringify([...client.answers])}`);
  assert.ok(client.answers.has(409) || client.answers.has(428), "no order came to be looked at");
  assert.ok(v1.centre.operation.lastSeq >= before);
  assert.equal((await v1.get("/v1/skills")).statusCode, 200);
});
