import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type ServerOptions, startServer } from "../../src/server/server.ts";
import { certificate, key } from "../api/self-signed.ts";

test("the start says when it listens on the network without TLS, and only then", async (t) => {
  const inTheClear = /Escucha en la red sin TLS: los tokens y los números viajan a la vista/;
  assert.match(await greetingOf(t, { host: "0.0.0.0" }), inTheClear);
  assert.match(
    await greetingOf(t, { host: "0.0.0.0", language: "en" }),
    /on the network without TLS: tokens and numbers travel in plain sight/,
  );
  assert.doesNotMatch(await greetingOf(t, { host: "127.0.0.1" }), inTheClear);
  const folder = await folderOf(t);
  const tls = { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
  await writeFile(tls.cert, certificate);
  await writeFile(tls.key, key);
  assert.doesNotMatch(await greetingOf(t, { host: "0.0.0.0", tls }), inTheClear);
});

test("the start names a key of TLS that everybody may read, and not one that its group may", {
  skip: process.platform === "win32",
}, async (t) => {
  const folder = await folderOf(t);
  const tls = { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
  await writeFile(tls.cert, certificate);
  await writeFile(tls.key, key);
  await chmod(tls.key, 0o644);
  const named = new RegExp(`puede leer ${tls.key}, .*: chmod o-r ${tls.key}$`, "m");
  assert.match(await greetingOf(t, { tls }), named);
  await chmod(tls.key, 0o640);
  assert.doesNotMatch(await greetingOf(t, { tls }), named);
});

test("the key of the page is another one at each start, and opens the figures of the server that printed it", async (t) => {
  const keys: string[] = [];
  for (let n = 0; n < 2; n++) {
    const printed: string[] = [];
    const server = await startServer(await optionsOf(t, { print: (line) => printed.push(line) }));
    const key = /#key=(\S+)/.exec(printed.join("\n"))![1]!;
    const figures = async (shown: string) =>
      (await fetch(`${server.url}/live.json`, { headers: { authorization: `Bearer ${shown}` } })).status;
    assert.equal(await figures(key), 200);
    for (const former of keys) assert.equal(await figures(former), 401);
    keys.push(key);
    await server.stop();
  }
  assert.notEqual(keys[0], keys[1]);
});

async function greetingOf(t: TestContext, options: Partial<ServerOptions>): Promise<string> {
  const printed: string[] = [];
  const server = await startServer(
    await optionsOf(t, { ...options, print: (line) => void printed.push(line) }),
  );
  await server.stop();
  return printed.join("\n");
}

async function optionsOf(t: TestContext, options: Partial<ServerOptions>): Promise<ServerOptions> {
  return {
    data: await folderOf(t),
    host: "127.0.0.1",
    port: 0,
    print: () => {},
    logLevel: "silent",
    operations: async () => [],
    ...options,
  };
}

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "espera-clear-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
