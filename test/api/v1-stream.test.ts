import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { ANA } from "./scripted-centre.ts";
import { StreamClient, type ToldEvent, tells } from "./stream-client.ts";
import { openV1, type V1 } from "./v1-centre.ts";

describe("the live stream", () => {
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
  const listen = async (headers: object = {}, path?: string) => {
    const client = await StreamClient.open(v1.api, v1.token, headers, path);
    clients.push(client);
    return client;
  };
  const cancel = async (id: string) => {
    const { version } = (await v1.get(`/v1/callbacks/${id}`)).json().callback;
    assert.equal((await v1.post(`/v1/callbacks/${id}/cancel`, { why: "so", version })).statusCode, 200);
  };

  it("begins with a snapshot of lines and open callbacks, then sends what changes", async () => {
    const client = await listen();
    const { data } = await client.until(({ event }) => event === "snapshot");
    assert.deepEqual(
      data.skills?.slice(0, 2).map(({ id, line }) => [id, line.callbacks]),
      [
        [1, 2],
        [2, 1],
      ],
    );
    const open = await client.until(({ event }) => event === "callbacks");
    assert.deepEqual(
      open.data.callbacks?.map(({ id }) => id),
      ["leo", "eva", "ana"],
    );
    await cancel("eva");
    await client.until(tells("eva", "FAIL"));
    // The line is sent no later than what changed in it.
    assert.ok(
      client.heard.some(({ event, data }) => event === "lines" && data.skills![0]!.line.callbacks === 1),
    );
    await v1.centre.asked("new", "+573001110000", 1, "yes");
    await client.until(tells("new", "YES"));
    assert.ok(client.heard.every((told) => !JSON.stringify(told).includes(ANA.slice(3))));
  });

  it("goes on after the last event that somebody has, with what changed while they were away", async () => {
    const first = await listen();
    const { id } = await first.until(({ event, id }) => event === "callbacks" && id !== undefined);
    first.leave();
    await cancel("eva");
    await v1.centre.asked("new", "+573001110000", 1, "yes");
    const again = await listen({ "last-event-id": id! });
    const told = await again.until(({ event }) => event === "callbacks");
    assert.deepEqual(told.data.callbacks?.map((one) => [one.id, one.status]).sort(), [
      ["eva", "FAIL"],
      ["new", "YES"],
    ]);
    assert.ok(!again.heard.some(({ event }) => event === "snapshot"));
    assert.ok(Number(told.id) > Number(id));
  });

  it("gives a snapshot to who comes with an event that is not known", async () => {
    for (const unknown of ["999999", "yesterday"]) {
      const client = await listen({ "last-event-id": unknown });
      assert.equal((await client.until(() => true)).event, "snapshot");
    }
  });

  it("sends all who listen the same, and each operation only its own", async () => {
    const [one, other] = [await listen(), await listen()];
    const stranger = await listen({ authorization: `Bearer ${v1.otherToken}` });
    for (const client of [one, other, stranger]) await client.until(({ event }) => event === "callbacks");
    await cancel("ana");
    for (const client of [one, other]) await client.until(tells("ana", "FAIL"));
    assert.deepEqual(
      stranger.heard.flatMap(({ data }) => data.callbacks ?? []),
      [],
    );
  });

  it("sends each caller in a line, without number or name, to those who ask for it, when their line changes", async () => {
    const [client, other] = [await listen({}, "/v1/stream?callers=true"), await listen()];
    const callersOf = (wanted: number) => (told: ToldEvent) =>
      told.event === "callers" && told.data.skill === wanted;
    const { data: before } = await client.until(callersOf(1));
    await client.until(({ event, id }) => event === "callbacks" && id !== undefined);
    const heardBefore = client.heard.length;
    await v1.centre.asked("new", "+573001110000", 1, "no");
    const { data } = await client.until(callersOf(1));
    assert.deepEqual(
      data.callers!.map(({ id }) => id),
      [...before.callers!.map(({ id }) => id), "new"],
    );
    assert.ok(client.heard.slice(heardBefore).every((told) => !callersOf(2)(told)));
    assert.ok(!JSON.stringify(client.heard).includes("300111"));
    await other.until(({ event }) => event === "lines");
    assert.ok(other.heard.every(({ event }) => event !== "callers"));
  });

  it("ends when the server stops, without keeping it", { timeout: HANGS_AFTER_MS }, async () => {
    const client = await listen();
    await client.until(({ event }) => event === "callbacks");
    const ended = client.ends();
    await v1.api.close();
    await ended;
  });

  it("is refused beyond what a token may have, and an operation, while another operation listens", {
    timeout: HANGS_AFTER_MS,
  }, async () => {
    const bearer = async () => {
      const wanted = { operation: v1.centre.record.id, scopes: ["read"] } as const;
      return { authorization: `Bearer ${(await createToken(v1.store, wanted, 0)).token}` };
    };
    const assertFull = async (headers: object) => {
      const refused = await v1.get("/v1/stream", headers);
      assert.deepEqual([refused.statusCode, refused.json().code], [503, "streams-full"]);
    };
    for (let n = 0; n < 50; n++) await listen();
    await assertFull({});
    for (let tokens = 1; tokens < 4; tokens++) {
      const another = await bearer();
      for (let n = 0; n < 50; n++) await listen(another);
    }
    await assertFull(await bearer());
    const stranger = await listen({ authorization: `Bearer ${v1.otherToken}` });
    await stranger.until(({ event }) => event === "snapshot");
    assert.equal((await v1.get("/v1/skills")).statusCode, 200);
    for (const client of clients.splice(0)) client.leave();
    // Their places are free as soon as the server has seen them go.
    let again: StreamClient | null = null;
    while (!again) again = await StreamClient.open(v1.api, v1.token).catch(() => null);
    clients.push(again);
  });
});
