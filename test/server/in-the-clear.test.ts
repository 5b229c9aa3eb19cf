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

test("the start of a demonstration prints a link that signs its administrator in, once, and another at each start", async (t) => {
  const data = await folderOf(t);
  const keys: string[] = [];
  for (let n = 0; n < 2; n++) {
    const printed: string[] = [];
    const server = await startServer(await optionsOf(t, { data, print: (line) => printed.push(line) }));
    const key = /#key=([\w-]{43})$/m.exec(printed.join("\n"))![1]!;
    const signIn = (shown: string) =>
      fetch(`${server.url}/v1/session/link`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ key: shown }),
      });
    const answer = await signIn(key);
    assert.equal(answer.status, 200);
    assert.deepEqual(((await answer.json()) as { role: string }).role, "administrator");
    const cookie = answer.headers.get("set-cookie")!.split(";")[0]!;
    assert.equal((await fetch(`${server.url}/live.json`, { headers: { cookie } })).status, 200);
    for (const used of [...keys, key]) assert.equal((await signIn(used)).status, 401);
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
