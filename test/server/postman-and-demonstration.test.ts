import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startServer } from "../../src/server/server.ts";
import { type Collection, runCollection } from "../api/postman-runner.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";

test("the demonstration answers each request of the Postman collection 200 at its first start, whatever the hour", {
  timeout: HANGS_AFTER_MS,
}, async (context) => {
  const data = await mkdtemp(join(tmpdir(), "espera-postman-"));
  context.after(() => rm(data, { recursive: true, force: true }));
  const printed: string[] = [];
  const server = await startServer({
    data,
    host: "127.0.0.1",
    port: 0,
    print: (line) => printed.push(line),
    logLevel: "silent",
  });
  try {
    const greeting = printed.join("\n");
    const base = /http:\S+/.exec(greeting)?.[0];
    const token = /wolkvox-token: (\S+)/.exec(greeting)?.[1];
    assert.ok(base && token, greeting);
    const file = new URL("../../docs/postman.json", import.meta.url);
    const collection = JSON.parse(readFileSync(file, "utf8")) as Collection;
    const sent = await runCollection(collection, { base, token }, Date.now);
    assert.ok(sent.length > 0);
    const refused = sent.filter(({ status }) => status !== 200);
    assert.deepEqual(refused, []);
  } finally {
    await server.stop();
  }
});
