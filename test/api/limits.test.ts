import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import type { QueryLimits } from "../../src/api/wolkvox/limits.ts";
import { type CallStory, conclusionsOf } from "./call-stories.ts";
import { apiInMemory, diagram2Path, inBogota } from "./in-memory-journal.ts";
import { slowDown } from "./slow-journal.ts";

const month = { date_ini: "20260301000000", date_end: "20260331235959" };
const detailPath = diagram2Path({ api: "diagram_3", ...month });

function treatedCalls(count: number): CallStory[] {
  return Array.from({ length: count }, (_, n) => ({
    skill: 1 + (n % 7),
    at: inBogota("00:00:00") + n * 40_000,
    asked: true,
    from: `+57300${1_000_000 + n}`,
  }));
}

async function apiWith(
  calls: readonly CallStory[],
  given: { limits?: Partial<QueryLimits>; directory?: string; atOnce?: 1 | 2 } = {},
) {
  const at = await apiInMemory(
    given.atOnce ? { atOnce: given.atOnce } : {},
    { limits: given.limits ?? {} },
    given.directory,
  );
  const { steps, people } = conclusionsOf(calls);
  for (let n = 0; n < steps.length; n += 20_000)
    await at.journal.conclude(at.operation, steps.slice(n, n + 20_000), n === 0 ? people : []);
  const get = async (url: string, token = at.token) => {
    const answer = await at.api.inject({ url, headers: { "wolkvox-token": token } });
    return { status: answer.statusCode, headers: answer.headers, body: answer.body };
  };
  return { ...at, get };
}

function onDisk(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "espera-limits-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

test("“over 60,000 rows: 400 THE RESULT EXCEEDS 60000 RECORDS, NARROW THE DATES (never a silent cut)”", async () => {
  const at = await apiWith(treatedCalls(60_000));
  const all = await at.get(detailPath);
  assert.equal(all.status, 200);
  const { msg, data } = JSON.parse(all.body);
  assert.equal(msg, "60000 records were found");
  assert.equal(data.length, 60_000);
  assert.equal(Number(all.headers["content-length"]), Buffer.byteLength(all.body));
  await at.journal.add(at.operation, { skill: 1, at: inBogota("23:00:00", "2026-03-30") });
  const refused = await at.get(detailPath);
  assert.equal(refused.status, 400);
  assert.equal(
    refused.body,
    '{"code":400,"error":"BAD REQUEST","msg":"THE RESULT EXCEEDS 60000 RECORDS, NARROW THE DATES","data":[]}',
  );
  await at.api.close();
});

test("“body over 256 MB: 400 THE RESULT EXCEEDS 256 MB, NARROW THE DATES”: no byte more, decided before the first", async () => {
  const calls = treatedCalls(50);
  const whole = (await (await apiWith(calls)).get(detailPath)).body.length;
  for (const api of ["diagram_3", "diagram_2"]) {
    const path = diagram2Path({ api, ...month });
    const length = api === "diagram_3" ? whole : (await (await apiWith(calls)).get(path)).body.length;
    // The limit is on the body; what stands around the rows is counted at its longest.
    const enough = await apiWith(calls, { limits: { bytes: length + 10 } });
    assert.equal((await enough.get(path)).status, 200);
    const tooFew = await apiWith(calls, { limits: { bytes: length - 1 } });
    assert.equal(
      (await tooFew.get(path)).body,
      '{"code":400,"error":"BAD REQUEST","msg":"THE RESULT EXCEEDS 256 MB, NARROW THE DATES","data":[]}',
    );
  }
});

test("“over 60 s: 504 GATEWAY TIMEOUT THE QUERY EXCEEDED 60 SECONDS”: and the next query is answered", async (t) => {
  const directory = onDisk(t);
  const calls = treatedCalls(100).map((call) => ({ ...call, abandonedAt: call.at + 9_000 }));
  const at = await apiWith(calls, { directory, limits: { queryMs: 150 } });
  const restore = slowDown(directory, "calls", 200_000);
  for (const api of ["diagram_3", "skill_2", "skill_10", "skill_1", "skill_7"]) {
    const slow = await at.get(diagram2Path({ api, skill_id: "all", ...month }));
    assert.equal(
      slow.body,
      '{"code":504,"error":"GATEWAY TIMEOUT","msg":"THE QUERY EXCEEDED 60 SECONDS","data":[]}',
    );
    assert.equal(slow.status, 504);
    assert.equal(slow.headers["retry-after"], "60");
  }
  restore();
  const hour = [{ from: inBogota("00:00:00"), to: inBogota("01:00:00"), group: 0 }];
  const wanted = { ranges: hour, skill: null, thresholdsMs: [] };
  const never = new AbortController().signal;
  assert.equal((await at.journal.readModels.callSums(at.operation, wanted, never)).length, 7);
  await at.api.close();
  await at.journal.readModels.close();
});

test("a diagram_2 that takes too long is stopped as well, and others that wait are asked again", async (t) => {
  const directory = onDisk(t);
  const at = await apiWith(treatedCalls(100), { directory, limits: { queryMs: 20 } });
  const restore = slowDown(directory, "counts", 5_000_000);
  const other = at.journal.readModels.serviceLevelCounts(
    at.operation,
    inBogota("00:00:00"),
    inBogota("23:00:00"),
    20_000,
  );
  assert.equal((await at.get(diagram2Path(month))).status, 504);
  assert.equal((await other).length, 7);
  restore();
  const counts = await at.journal.readModels.smartWaitCounts(at.operation, 0, inBogota("23:00:00"));
  assert.equal(counts.length, 7);
  await at.api.close();
  await at.journal.readModels.close();
});

for (const atOnce of [1, 2] as const)
  test(`“more than 2 at once: 403 EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN”: a token that may ${atOnce}`, async () => {
    const at = await apiWith(treatedCalls(10), { atOnce, limits: { turnMs: 0 } });
    let goOn: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    at.journal.beforeAnswer = () => held;
    const path = (n: number) => diagram2Path({ date_ini: `2026030100000${n}` });
    const under = Array.from({ length: atOnce }, (_, n) => at.get(path(n)));
    while (at.journal.queries < atOnce) await new Promise((resolve) => setImmediate(resolve));
    const refused = await at.get(path(8));
    assert.equal(refused.status, 403);
    assert.equal(
      refused.body,
      `{"code":403,"error":"FORBIDDEN","msg":"EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (${atOnce})","data":[]}`,
    );
    assert.ok(Number(refused.headers["retry-after"]) > 0);
    // Another token of the operation is not in the way.
    const { token } = await createToken(at.journal.store, { operation: at.operation }, 0);
    const other = at.get(path(9), token);
    goOn();
    for (const answer of [...under, other]) assert.equal((await answer).status, 200);
    assert.equal((await at.get(path(8))).status, 200);
    await at.api.close();
  });

test("eight reports of one token at once, as a workbook refreshes, are all answered, never more than two at a time", async () => {
  const at = await apiWith(treatedCalls(10));
  let under = 0;
  let most = 0;
  at.journal.beforeAnswer = async () => {
    most = Math.max(most, ++under);
    await new Promise((resolve) => setImmediate(resolve));
    under--;
  };
  const path = (n: number) => diagram2Path({ date_ini: `2026030100000${n}` });
  const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => at.get(path(n))));
  assert.deepEqual(
    answers.map(({ status }) => status),
    Array.from({ length: 8 }, () => 200),
  );
  assert.equal(most, 2);
  // What was used is what was asked, and nobody is in the way of the next one.
  assert.equal((await at.get(path(9))).headers["ratelimit-remaining"], "9991");
  await at.api.close();
});

test("a request that has waited its time for others of its token is refused, and so is one that finds too many waiting", async () => {
  const at = await apiWith(treatedCalls(10), { atOnce: 1, limits: { turnMs: 1 } });
  const { promise: held, resolve: goOn } = Promise.withResolvers<void>();
  at.journal.beforeAnswer = () => held;
  const first = at.get(diagram2Path());
  while (at.journal.queries < 1) await new Promise((resolve) => setImmediate(resolve));
  const others = await Promise.all(
    Array.from({ length: 40 }, (_, n) => at.get(diagram2Path({ date_ini: `202603010000${10 + n}` }))),
  );
  for (const { status, body, headers } of others) {
    assert.equal(status, 403);
    assert.match(body, /EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN \(1\)/);
    assert.equal(headers["retry-after"], "5");
  }
  goOn();
  assert.equal((await first).status, 200);
  assert.equal((await at.get(diagram2Path())).status, 200);
  await at.api.close();
});

test("a client that goes while it waits its turn takes no place", async () => {
  const at = await apiWith(treatedCalls(10), { atOnce: 1, limits: { turnMs: 3_600_000 } });
  await at.api.listen({ host: "127.0.0.1", port: 0 });
  const { port } = at.api.server.address() as AddressInfo;
  const { promise: held, resolve: goOn } = Promise.withResolvers<void>();
  at.journal.beforeAnswer = () => held;
  const first = at.get(diagram2Path());
  while (at.journal.queries < 1) await new Promise((resolve) => setImmediate(resolve));
  const arrived = once(at.api.server, "request");
  const gone = connect(port, "127.0.0.1");
  gone.write(
    `GET ${diagram2Path({ date_ini: "20260301000002" })} HTTP/1.1\r\nHost: a\r\nwolkvox-token: ${at.token}\r\n\r\n`,
  );
  const [, response] = (await arrived) as [unknown, ServerResponse];
  const closed = once(response, "close");
  gone.destroy();
  await closed;
  goOn();
  assert.equal((await first).status, 200);
  at.journal.beforeAnswer = async () => {};
  assert.equal((await at.get(diagram2Path({ date_ini: "20260301000001" }))).status, 200);
  assert.equal(at.journal.queries, 2);
  await at.api.close();
});

test("clients that do not take their rows keep neither others from theirs nor, once gone, anything at all", async (t) => {
  const at = await apiWith(treatedCalls(30_000), { directory: onDisk(t), limits: { turnMs: 0 } });
  await at.api.listen({ host: "127.0.0.1", port: 0 });
  const { port } = at.api.server.address() as AddressInfo;
  const tokens = [at.token];
  for (let n = 0; n < 4; n++)
    tokens.push((await createToken(at.journal.store, { operation: at.operation }, 0)).token);
  const detail = async (token: string) => {
    const headers = { "wolkvox-token": token };
    const answer = await fetch(`http://127.0.0.1:${port}${detailPath}`, { headers });
    return { status: answer.status, body: (await answer.json()) as { data: { ani: string }[] } };
  };
  // More than there are threads, and as many as their tokens may.
  const sockets: Socket[] = [];
  for (const token of tokens.slice(0, 3))
    for (const _ of [1, 2]) sockets.push(await silentClient(port, token));
  const others = await Promise.all([detail(tokens[3]!), detail(tokens[4]!)]);
  for (const { body } of others) assert.equal(body.data.length, 30_000);
  assert.equal((await detail(tokens[0]!)).status, 403, "its two are under way");
  // Those that waited outside are whole and in order.
  const waited = sockets[0]!;
  const parts: Buffer[] = [waited.read() as Buffer];
  waited.on("data", (part: Buffer) => void parts.push(part));
  const head = () => Buffer.concat(parts).indexOf("\r\n\r\n") + 4;
  const length = Number(/content-length: (\d+)/i.exec(Buffer.concat(parts).toString("latin1"))![1]);
  while (parts.reduce((sum, part) => sum + part.length, 0) < head() + length) await once(waited, "data");
  const { data } = JSON.parse(Buffer.concat(parts).toString("utf8").slice(head()));
  assert.deepEqual(data, others[0]!.body.data);
  for (const socket of sockets) socket.destroy();
  while ((await detail(tokens[0]!)).status === 403) await new Promise((resolve) => setImmediate(resolve));
  assert.equal((await detail(tokens[1]!)).body.data.length, 30_000);
  await at.api.close();
  await at.journal.readModels.close();
});

test("a client that takes too long to read an answer is cut off", async (t) => {
  const at = await apiWith(treatedCalls(30_000), { directory: onDisk(t), limits: { deliveryMs: 1 } });
  await at.api.listen({ host: "127.0.0.1", port: 0 });
  const { port } = at.api.server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${detailPath}`, {
    headers: { "wolkvox-token": at.token },
  });
  assert.equal(answer.status, 200);
  // What is missing can be seen: it said how much was to come.
  await assert.rejects(answer.text());
  await at.api.close();
  await at.journal.readModels.close();
});

/** Asks for the detail and reads no more than its beginning. */
async function silentClient(port: number, token: string): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(`GET ${detailPath} HTTP/1.1\r\nHost: a\r\nwolkvox-token: ${token}\r\n\r\n`);
  await once(socket, "readable");
  return socket;
}
