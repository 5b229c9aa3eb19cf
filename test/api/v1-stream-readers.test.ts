import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { describe, it, type TestContext } from "node:test";
import type { TokenSettings } from "../../src/journal/port/registry.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { apiInMemory, inBogota } from "./in-memory-journal.ts";
import { StreamClient } from "./stream-client.ts";

const yes = (count: number, time = "10:00:00") =>
  Array.from({ length: count }, () => ({ skill: 1, at: inBogota(time), yes: true }));

describe("a reader of the live stream", { timeout: HANGS_AFTER_MS }, () => {
  /** Time stands still for what waits, unless the test moves it; sockets go on. */
  async function open(t: TestContext, callbacks = 1) {
    const at = await apiInMemory();
    await at.api.listen({ host: "127.0.0.1", port: 0 });
    await at.journal.add(at.operation, ...yes(callbacks));
    t.mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
    const clients: (StreamClient | Socket)[] = [];
    t.after(async () => {
      t.mock.timers.reset();
      for (const client of clients) {
        if (client instanceof StreamClient) client.leave();
        else client.destroy();
      }
      await at.api.close();
    });
    return {
      ...at,
      listen: async () => {
        const client = await StreamClient.open(at.api, at.token);
        clients.push(client);
        await client.until(({ event, id }) => event === "callbacks" && id !== undefined);
        return client;
      },
      /** Asks for the stream, and reads none of it. */
      stare: async () => {
        const socket = connect((at.api.server.address() as AddressInfo).port, "127.0.0.1");
        socket.on("error", () => {});
        clients.push(socket);
        await once(socket, "connect");
        socket.pause();
        socket.write(`GET /v1/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${at.token}\r\n\r\n`);
        return socket;
      },
    };
  }

  it("hears at once and every ten seconds that the server is there and what time it is, also while nothing happens", async (t) => {
    const at = await open(t);
    const client = await at.listen();
    for (let beats = 1; beats <= 4; beats++) {
      t.mock.timers.tick(10_000);
      await at.journal.add(at.operation, ...yes(1));
      t.mock.timers.tick(500);
      await client.until(({ event }) => event === "callbacks");
      assert.equal(client.beats.length, 1 + beats);
    }
  });

  it("is sent away when their token is revoked, masked, expired, or no longer good for it or from there, and sent nothing more", async (t) => {
    type At = Awaited<ReturnType<typeof open>>;
    const change = ({ journal, tokenId }: At, settings: Partial<TokenSettings>) =>
      journal.store.changeToken(tokenId, settings);
    for (const [what, barIt] of Object.entries({
      revoked: ({ journal, tokenId }: At) => journal.store.revokeToken(tokenId, 1),
      masked: (at: At) => change(at, { masksNumbers: true }),
      expired: (at: At) => change(at, { expiresAt: 1 }),
      "without the scope": (at: At) => change(at, { scopes: ["reports", "orders", "upload"] }),
      "bound to another address": (at: At) => change(at, { addresses: ["192.0.2.1"] }),
    }))
      await t.test(what, async (each) => {
        const at = await open(each);
        const client = await at.listen();
        const before = client.heard.length;
        await barIt(at);
        await at.journal.add(at.operation, ...yes(3));
        each.mock.timers.tick(500);
        await client.ends();
        assert.deepEqual(client.heard.slice(before), []);
      });
  });

  it("stays when their token is changed in what does not concern the stream", async (t) => {
    const at = await open(t);
    const client = await at.listen();
    await at.journal.store.changeToken(at.tokenId, { label: "other", addresses: ["127.0.0.0/8", "::1"] });
    await at.journal.add(at.operation, ...yes(3));
    t.mock.timers.tick(500);
    await client.until(({ event, data }) => event === "callbacks" && data.callbacks!.length === 3);
  });

  it("is let go where they do not read, with little kept for them, while others are sent all", async (t) => {
    const at = await open(t);
    const server = at.api.server as Server;
    const reader = await at.listen();
    await at.stare();
    while ((await connectionsOf(server)) < 2) await turn();
    const before = process.memoryUsage().arrayBuffers;
    let added = 0;
    let most = 0;
    for (const told = new Set<string>(); (await connectionsOf(server)) > 1; ) {
      assert.ok(added < 60_000, "they are not let go");
      await at.journal.add(at.operation, ...yes(450, "11:00:00"));
      added += 450;
      t.mock.timers.tick(500);
      await reader.until(({ data }) => {
        for (const { id } of data.callbacks ?? []) told.add(id);
        return told.size >= added;
      });
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    // What the system's own buffers held came on top; none of it is the server's.
    assert.ok(most < 20 * 1024 * 1024, `${most} bytes`);
  });

  it("is let go where they do not read the beginning, of which no more is read than they can take", async (t) => {
    const at = await open(t, 30_000);
    const { readModels } = at.journal;
    let pages = 0;
    const ask = readModels.callbacks.bind(readModels);
    t.mock.method(readModels, "callbacks", (...asked: Parameters<typeof ask>) => {
      pages++;
      return ask(...asked);
    });
    const server = at.api.server as Server;
    await at.stare();
    for (let before = -1; pages === 0 || before < pages; ) {
      before = pages;
      for (let turns = 0; turns < 2_000 && pages === before; turns++) await turn();
    }
    assert.ok(pages < 100, `${pages} of 150 pages`);
    assert.equal(await connectionsOf(server), 1);
    t.mock.timers.tick(10_000);
    while ((await connectionsOf(server)) > 0) await turn();
    // Those who read are sent all of it.
    const reader = await at.listen();
    const told = reader.heard.flatMap(({ data }) => data.callbacks ?? []);
    assert.equal(new Set(told.map(({ id }) => id)).size, 30_000);
  });

  it("costs a look no more questions where fifty listen than where one does", async (t) => {
    const at = await open(t);
    const { readModels } = at.journal;
    let questions = 0;
    const ask = readModels.callbackChanges.bind(readModels);
    t.mock.method(readModels, "callbackChanges", (...asked: Parameters<typeof ask>) => {
      questions++;
      return ask(...asked);
    });
    const clients = [];
    for (let n = 0; n < 50; n++) clients.push(await at.listen());
    questions = 0;
    await at.journal.add(at.operation, ...yes(2));
    t.mock.timers.tick(500);
    for (const client of clients)
      await client.until(({ event, data }) => event === "callbacks" && data.callbacks!.length === 2);
    assert.equal(questions, 1);
  });
});

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
