import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, linkSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { after, afterEach, describe, it } from "node:test";
import { ControlClient } from "../../src/command-line/control-client.ts";
import { callbackList } from "../../src/desk/schemas.ts";
import { Fault } from "../../src/faults/faults.ts";
import { controlAddress } from "../../src/server/control-socket.ts";
import type { RunningServer } from "../../src/server/server.ts";
import { startScripted } from "./scripted-server.ts";

const elsewhere = process.platform === "win32" && "sockets have names of their own there";

describe("the socket of the control channel", { skip: elsewhere }, () => {
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
  const answers = async (data: string) =>
    (await new ControlClient(data).get("/v1/callbacks", callbackList))?.operation ?? null;

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

  it("tells who talks to something else there that it is not understood", async () => {
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
