import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, linkSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { json, text } from "node:stream/consumers";
import { after, afterEach, describe, it } from "node:test";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import { cancelCallback, listSkills } from "../../src/api/v1/schema/forms.ts";
import { askServer } from "../../src/command-line/server-client.ts";
import { Fault } from "../../src/faults/faults.ts";
import { tokenScopes } from "../../src/journal/port/registry.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { controlAddress } from "../../src/server/data-folder/control-socket.ts";
import type { RunningServer } from "../../src/server/server.ts";
import { faultSentence } from "../../src/words/problems/fault-sentences.ts";
import { startScripted } from "./scripted-server.ts";

const elsewhere = process.platform === "win32" && "sockets have names of their own there";

const notRoot =
  (process.platform !== "linux" || process.getuid?.() !== 0) && "only root can become another user";
const NOBODY = 65_534;

/** What the socket describes and needs no token for. */
async function administratorsPaths(data: string): Promise<string[]> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  request({ socketPath: controlAddress(data), path: "/v1/openapi.json", agent: false })
    .on("response", (response) => void json(response).then(resolve, reject))
    .on("error", reject)
    .end();
  const { paths } = (await promise) as {
    paths: Record<string, Record<string, { security: readonly object[] }>>;
  };
  const found = Object.keys(paths).filter((path) => paths[path]!["post"]?.security.length === 0);
  assert.equal(found.length, 5);
  return found;
}

async function code(answer: Response): Promise<string> {
  return ((await answer.json()) as { code: string }).code;
}

describe("the socket of the data directory", { skip: elsewhere }, () => {
  const made: string[] = [];
  after(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });
  const folder = (name = "espera-control-") => {
    const data = mkdtempSync(join(tmpdir(), name));
    made.push(data);
    return data;
  };
  const running = new Set<RunningServer>();
  afterEach(async () => {
    for (const server of running) await stop(server);
  });
  const start = async (data: string): Promise<RunningServer> => {
    const { server } = await startScripted(data);
    running.add(server);
    return server;
  };
  const stop = async (server: RunningServer) => {
    running.delete(server);
    await server.stop();
  };
  const answers = async (data: string) => (await askServer(data, listSkills))?.operation ?? null;

  it("is there while the server runs, for its owner alone, and gone when it has stopped", async () => {
    const data = folder();
    const server = await start(data);
    const { mode, uid } = statSync(join(data, "control.sock"));
    assert.equal((mode & 0o777).toString(8), "600");
    assert.equal(uid, process.getuid?.());
    assert.equal(await answers(data), "clinic");
    await stop(server);
    assert.equal(existsSync(join(data, "control.sock")), false);
    assert.equal(await answers(data), null);
  });

  it("is opened for its owner alone also where new files are everybody's", async () => {
    const data = folder();
    const before = process.umask(0);
    try {
      const server = await start(data);
      assert.equal((statSync(join(data, "control.sock")).mode & 0o777).toString(8), "600");
      await stop(server);
      assert.equal(process.umask(), 0);
    } finally {
      process.umask(before);
    }
  });

  it("replaces what a killed server left there", async () => {
    const data = folder();
    // What is left of a socket when its process is gone: a name on which nobody listens.
    const dead = createServer().listen(join(data, "other.sock"));
    await once(dead, "listening");
    linkSync(join(data, "other.sock"), join(data, "control.sock"));
    dead.close();
    assert.equal(await answers(data), null);
    const server = await start(data);
    assert.equal(await answers(data), "clinic");
    await stop(server);
  });

  it("stays with the server that has the directory when another one tries to start on it", async () => {
    const data = folder();
    const server = await start(data);
    await assert.rejects(
      startScripted(data),
      (fault) => fault instanceof Fault && fault.code === "directory-in-use",
    );
    assert.equal(await answers(data), "clinic");
    await stop(server);
  });

  it("answers rubbish with 400 or by hanging up, and goes on", async () => {
    const data = folder();
    const server = await start(data);
    for (const rubbish of [
      "rubbish\r\n\r\n",
      "\0\x01\x02\xff".repeat(1000),
      "GET /v1/callbacks HTTP/1.1\r\nhost: x\r\ncontent-length: nine\r\n\r\n",
      `POST /v1/people/erase HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999\r\n\r\n`,
      `GET /${"x".repeat(100_000)} HTTP/1.1\r\n\r\n`,
    ]) {
      const socket = connect(controlAddress(data));
      socket.on("error", () => {});
      socket.end(rubbish, "latin1");
      const said = await text(socket).catch(() => "");
      if (said !== "") assert.match(said, /^HTTP\/1\.1 4\d\d /, rubbish.slice(0, 40));
    }
    assert.equal(await answers(data), "clinic");
    await stop(server);
  });

  it("is in a private folder elsewhere where the directory's path is too long for a socket, and found there", async () => {
    const data = join(folder(), "x".repeat(120), "data");
    const first = await start(data);
    const address = controlAddress(data);
    made.push(dirname(address));
    assert.ok(Buffer.byteLength(address) < 104, address);
    assert.equal((statSync(dirname(address)).mode & 0o777).toString(8), "700");
    assert.equal(await answers(data), "clinic");
    await stop(first);
    assert.equal(await answers(data), null);
    const second = await start(data);
    assert.equal(controlAddress(data), address, "its folder is used again");
    assert.equal(await answers(data), "clinic");
    await stop(second);
    // Somebody else's folder is not trusted with it.
    writeFileSync(join(data, "control.path"), join(folder(), "open", "control.sock"));
    const third = await start(data);
    made.push(dirname(controlAddress(data)));
    assert.equal((statSync(dirname(controlAddress(data))).mode & 0o777).toString(8), "700");
    assert.equal(await answers(data), "clinic");
    await stop(third);
  });

  it("cannot be opened by another user, even one who may look into the folder", {
    skip: notRoot,
  }, async () => {
    const data = folder();
    const server = await start(data);
    chmodSync(data, 0o755);
    const knock = `require("node:net").connect(process.argv[1]).on("connect", () => process.exit(0)).on("error", ({ code }) => { console.log(code); process.exit(1); })`;
    const opened = (uid: number) => {
      const { status, stdout } = spawnSync("/proc/self/exe", ["-e", knock, controlAddress(data)], { uid });
      return [status, String(stdout).trim()];
    };
    assert.deepEqual(opened(NOBODY), [1, "EACCES"]);
    assert.deepEqual(opened(0), [0, ""], "its owner opens it the same way");
    await stop(server);
  });

  it("gives its rights to nobody on the network, whatever they show or say they are", async () => {
    const data = folder();
    const server = await start(data);
    const store = await openSqliteStore({ directory: data });
    const [operation] = await store.operations();
    const { token } = await createToken(store, { operation: operation!.id, scopes: tokenScopes }, 0);
    await store.close();
    const asOwner = { host: "localhost", "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "unix" };
    const ways = [asOwner, { ...asOwner, authorization: `Bearer ${token}` }];
    for (const headers of ways)
      for (const path of await administratorsPaths(data)) {
        const answer = await fetch(`${server.url}${path}?operation=clinic`, { method: "POST", headers });
        assert.deepEqual([answer.status, await code(answer)], [404, "path-unknown"], path);
      }
    const asked = async (path: string, headers: Record<string, string>) => {
      const answer = await fetch(`${server.url}${path}`, { headers });
      return [answer.status, await code(answer)];
    };
    assert.deepEqual(await asked("/v1/callbacks?operation=clinic&numbers=true", asOwner), [
      401,
      "token-missing",
    ]);
    assert.deepEqual(await asked("/v1/callbacks?operation=clinic", ways[1]!), [400, "request-invalid"]);
    assert.deepEqual(await asked("/v1/callbacks?numbers=true", ways[1]!), [400, "request-invalid"]);
    assert.equal(await answers(data), "clinic", "nobody stopped it");
    await stop(server);
  });

  it("says of a server that ends in the middle of an order that nobody knows what became of it", async () => {
    const data = folder();
    for (const said of ["", "HTTP/1.1 200 OK\r\ncontent-length: 200\r\n\r\n{"]) {
      const dying = createServer((socket) =>
        socket.on("error", () => {}).once("data", () => socket.write(said, () => socket.destroy())),
      ).listen(join(data, "control.sock"));
      await once(dying, "listening");
      try {
        const cancelled = askServer(data, cancelCallback, { id: "ana", body: { why: "so", version: 1 } });
        await assert.rejects(cancelled, (fault) => {
          assert.ok(fault instanceof Fault && fault.code === "answer-lost", String(fault));
          assert.match(
            faultSentence(fault, "es"),
            /^El servidor que usa .* No se sabe si hizo lo que usted pidió/,
          );
          return true;
        });
      } finally {
        dying.close();
        await once(dying, "close");
      }
    }
  });

  it("answers a program that speaks something else there that it is not understood", async () => {
    const data = folder();
    for (const said of ["SSH-2.0-other\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"]) {
      const other = createServer(
        (socket) =>
          void socket
            .on("error", () => {})
            .resume()
            .end(said),
      ).listen(join(data, "control.sock"));
      await once(other, "listening");
      const misunderstood = (fault: unknown) =>
        fault instanceof Fault && fault.code === "control-not-understood";
      try {
        await assert.rejects(answers(data), misunderstood, said);
      } finally {
        other.close();
        await once(other, "close");
      }
    }
  });
});
