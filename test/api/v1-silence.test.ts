import assert from "node:assert/strict";
import { test } from "node:test";
import { StreamClient } from "./stream-client.ts";
import { openV1 } from "./v1-centre.ts";

test("an operation that does not answer is shown from its journal, with since when", async (t) => {
  const v1 = await openV1();
  t.after(() => v1.close());
  const at = () => v1.centre.clock.now();
  const read = async (path: string) => {
    const answer = await v1.get(path);
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json();
  };
  assert.equal((await read("/v1/callbacks")).silentSince, null);
  const known = await read("/v1/skills");
  assert.equal(known.silentSince, null);
  assert.notEqual(known.skills[0].line, null);

  v1.answer(false);
  const begun = at();
  const first = await read("/v1/callbacks");
  v1.centre.clock.jump(2_000);

  await t.test("its callbacks are there, and each says that it is not known why it waits", async () => {
    const { callbacks, silentSince } = await read("/v1/callbacks");
    assert.deepEqual(
      callbacks.map(({ id, waits }: { id: string; waits: string }) => [id, waits]),
      ["leo", "eva", "ana"].map((id) => [id, "not-answering"]),
    );
    assert.equal(Date.parse(silentSince), Date.parse(first.silentSince));
    assert.ok(Date.parse(silentSince) >= begun && Date.parse(silentSince) < begun + 2_000);
    assert.equal((await read("/v1/callbacks/ana")).callback.waits, "not-answering");
  });

  await t.test("its skills have what the journal has, and no figure of the line", async () => {
    const { skills, silentSince } = await read("/v1/skills");
    assert.notEqual(silentSince, null);
    assert.deepEqual(
      skills.map(({ why, line, openCallbacks }: Record<string, unknown>) => [why, line, openCallbacks]),
      known.skills.map(({ openCallbacks }: Record<string, unknown>) => [
        "not-answering",
        null,
        openCallbacks,
      ]),
    );
  });

  await t.test("an order is refused as it is when nobody can carry it out", async () => {
    const { callback } = await read("/v1/callbacks/ana");
    const { statusCode, body } = await v1.post("/v1/callbacks/ana/cancel", {
      version: callback.version,
      why: "so",
    });
    assert.equal(statusCode, 503);
    assert.equal(JSON.parse(body).code, "operation-unreachable");
  });

  await t.test("a stream begins, says so, and sends why each waits once it answers again", async () => {
    await v1.api.listen({ port: 0, host: "127.0.0.1" });
    const client = await StreamClient.open(v1.api, v1.token, {}, "/v1/stream?callers=true");
    t.after(() => client.leave());
    const snapshot = await client.until(({ event }) => event === "snapshot");
    assert.notEqual(snapshot.data.silentSince, null);
    const open = await client.until(({ event }) => event === "callbacks");
    assert.deepEqual(new Set(open.data.callbacks!.map(({ waits }) => waits)), new Set(["not-answering"]));
    v1.answer(true);
    await client.until(({ event, data }) => event === "lines" && data.silentSince === null);
    const again = await client.until(
      ({ event, data }) => event === "callbacks" && data.callbacks!.length === open.data.callbacks!.length,
    );
    assert.ok(again.data.callbacks!.every(({ waits }) => waits !== "not-answering"));
    assert.equal((await read("/v1/callbacks")).silentSince, null);
  });
});
