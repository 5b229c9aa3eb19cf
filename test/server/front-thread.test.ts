import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import { ownerHere } from "../../src/desk/owner.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import type { Licences, ListensOn } from "../../src/server/front/front.ts";
import { FrontThread } from "../../src/server/front/front-thread.ts";
import { PublishedTime } from "../../src/server/front/published-time.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { startScripted } from "./scripted-server.ts";

test("when the thread that answers HTTP dies, calls go on, and another one answers at the same address", {
  timeout: HANGS_AFTER_MS,
}, async (context) => {
  const { server, centre, front } = await started(context);
  assert.equal(await health(server.url), 200);

  await front.terminate();
  const { lastSeq } = centre.operation;
  centre.exchange.report({ type: "call-joined", call: "late", skill: 1, number: "anonymous" });
  await centre.operation.settled();
  assert.ok(centre.operation.lastSeq > lastSeq);
  assert.ok(centre.operation.coreState.calls.has("late"));

  while ((await health(server.url)) !== 200) await pause(20);
  assert.equal((await fetch(`${server.url}/readyz`)).status, 200);
  await server.stop();
});

test("licences that change while another thread takes the place of one that died are its licences", {
  timeout: HANGS_AFTER_MS,
}, async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "espera-front-"));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const store = await openSqliteStore({ directory });
  const { id } = await store.openOperation({ name: "clinic", timeZone: "America/Bogota", simulated: true });
  const { token } = await createToken(store, { operation: id, scopes: ["read"] }, Date.now());
  await store.close();

  const began = once(process, "worker") as Promise<[Worker]>;
  const front = new FrontThread({ info: () => {}, error: () => {} });
  context.after(() => front.close());
  const [first] = await began;
  const { port } = await opened(context, front, directory, new Map([[id, 1]]));
  const url = `http://127.0.0.1:${port}`;
  const requestsADay = async () => {
    const answer = await fetch(`${url}/v1/skills`, { headers: { authorization: `Bearer ${token}` } });
    return answer.headers.get("ratelimit-limit");
  };
  assert.equal(await requestsADay(), "1000");
  const again = once(process, "worker");
  await first.terminate();
  await again;
  await pause(0);
  front.adoptLicences(new Map([[id, 3]]));
  while ((await health(url)) !== 200) await pause(20);
  assert.equal(await requestsADay(), "3000");
});

test("while none can be opened again it is tried more and more rarely", {
  timeout: HANGS_AFTER_MS,
}, async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "espera-front-"));
  context.after(() => rm(directory, { recursive: true, force: true }));
  await (await openSqliteStore({ directory })).close();
  const began = once(process, "worker") as Promise<[Worker]>;
  const waits = new EventEmitter<{ again: [number] }>();
  const front = new FrontThread({
    info: () => {},
    error: (said: object | string) => {
      if (typeof said === "object" && "afterMs" in said) waits.emit("again", said.afterMs as number);
    },
  });
  context.after(() => front.close());
  const [first] = await began;
  const { port } = await opened(context, front, directory, new Map());
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let again = once(waits, "again");
  await first.terminate();
  // Somebody else has its address meanwhile.
  const other = createServer().listen(port, "127.0.0.1");
  context.after(() => other.close());
  const tried: number[] = [];
  for (let n = 0; n < 4; n++) {
    const [afterMs] = (await again) as [number];
    tried.push(afterMs);
    again = once(waits, "again");
    await new Promise((resolve) => setImmediate(resolve));
    context.mock.timers.tick(afterMs);
  }
  assert.deepEqual(tried, [250, 500, 1_000, 2_000]);
});

test("a server that is stopped ends the thread that answers HTTP, also where it died before", {
  timeout: HANGS_AFTER_MS,
}, async (context) => {
  const { server, front } = await started(context);
  const gone = once(front, "exit");
  await server.stop();
  await gone;
  assert.equal(await health(server.url), null);

  const other = await started(context);
  await other.front.terminate();
  await other.server.stop();
});

/** With the thread that it answers HTTP in: the first that it begins. */
async function started(context: TestContext) {
  const data = await mkdtemp(join(tmpdir(), "espera-front-"));
  context.after(() => rm(data, { recursive: true, force: true }));
  let front: Worker | undefined;
  process.once("worker", (worker) => {
    front = worker;
  });
  const scripted = await startScripted(data);
  return { ...scripted, front: front! };
}

/** The status of the answer; `null` where nobody listens. */
async function health(url: string): Promise<number | null> {
  try {
    return (await fetch(`${url}/healthz`)).status;
  } catch {
    return null;
  }
}

/** Opens the front of a server without operations. */
async function opened(
  context: TestContext,
  front: FrontThread,
  directory: string,
  licences: Licences,
): Promise<ListensOn> {
  const time = new PublishedTime(Date.now);
  context.after(() => time.close());
  return front.open(
    {
      directory,
      host: "127.0.0.1",
      port: 0,
      https: null,
      configurationFile: null,
      signIn: { passwords: true, provider: null },
      licences,
      time: time.memory,
      logLevel: "silent",
    },
    {
      owner: ownerHere(() => null),
      server: {
        live: async () => ({ version: "test", operations: [] }),
        readiness: async () => [],
        degraded: async () => [],
        nodes: async () => null,
        rulesOf: async () => "file",
        promptsOf: async () => ({ kind: "simulated" }),
      },
    },
  );
}
