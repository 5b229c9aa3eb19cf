import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import type { PromptsPlace } from "../../src/api/accounts/prompts/prompt-desk.ts";
import type { PromptsAnswer } from "../../src/api/accounts/prompts/prompt-forms.ts";
import { promptSoundFile } from "../../src/exchange/dialogue/prompt-sound-file.ts";
import { KeptPrompts } from "../../src/server/prompts/kept-prompts.ts";
import { PromptsFolder } from "../../src/server/prompts/prompts-folder.ts";
import { madeWave } from "../prompts/made-waves.ts";
import { apiInMemory } from "./in-memory-journal.ts";
import { Browser, makeUser, OWN_PAGE } from "./people.ts";

const PATH = "/v1/prompts/question-busy/es";
const original = readFileSync(promptSoundFile("es", "question-busy"));

/** An API whose operation has its prompts in a folder, or where it is said, with its administrator Olga. */
async function withOlga(t: TestContext, elsewhere?: PromptsPlace) {
  const folder = mkdtempSync(join(tmpdir(), "prompts-"));
  const place = elsewhere ?? { kind: "folder", folder };
  if (!elsewhere) await new PromptsFolder(folder).fill();
  const at = Date.parse("2026-03-02T15:00:00Z");
  const { api, journal } = await apiInMemory(
    {},
    { wallClock: () => at, desks: { prompts: new KeptPrompts(async () => place) } },
  );
  t.after(async () => {
    await api.close();
    await journal.store.close();
    rmSync(folder, { recursive: true });
  });
  const signedIn = async (name: string, role: "administrator" | "supervisor", all = false) => {
    await makeUser(journal.store, name, role, { operation: all ? null : "prueba" });
    const browser = new Browser(api);
    await browser.signIn(name);
    return browser;
  };
  const olga = await signedIn("Olga", "administrator");
  /** Sends bytes as Olga's page does. */
  const put = async (payload: Buffer | string, { path = PATH, ...headers }: Record<string, string> = {}) => {
    const answer = await api.inject({
      method: "PUT",
      url: path,
      payload,
      headers: { ...OWN_PAGE, cookie: olga.cookie, "content-type": "audio/wav", ...headers },
    });
    return { status: answer.statusCode, body: JSON.parse(answer.body) };
  };
  const heard = (headers: Record<string, string> = {}, path = PATH) =>
    api.inject({ url: path, headers: { cookie: olga.cookie, ...headers } });
  const known = async () => {
    const { body } = await olga.get("/v1/prompts");
    const answer = body as PromptsAnswer;
    return { answer, question: answer.languages.find(({ code }) => code === "es")!.prompts[0]! };
  };
  return { api, journal, folder, olga, signedIn, put, heard, known };
}

test("a prompt is heard, replaced, heard as it was replaced, and brought back", async (t) => {
  const { olga, put, heard, known, folder } = await withOlga(t);
  const before = await heard();
  assert.deepEqual(
    [before.statusCode, before.headers["content-type"], before.headers["cache-control"]],
    [200, "audio/wav", "no-store"],
  );
  assert.deepEqual(before.rawPayload, original);
  const { answer, question } = await known();
  assert.deepEqual([answer.place, answer.folder], ["folder", folder]);
  assert.deepEqual(
    answer.languages.map(({ code, isUnread }) => [code, isUnread]),
    [
      ["en", false],
      ["es", false],
      ["pt", true],
    ],
  );
  assert.deepEqual([question.id, question.replacedAt], ["question-busy", null]);
  assert.deepEqual(await put(madeWave({ around: Buffer.from("INFO") })), { status: 200, body: {} });
  assert.deepEqual((await heard()).rawPayload, madeWave());
  const { question: replaced } = await known();
  assert.equal(replaced.lengthMs, 1_000);
  assert.notEqual(replaced.replacedAt, null);
  assert.equal((await olga.ask("DELETE", PATH)).status, 200);
  assert.deepEqual((await heard()).rawPayload, original);
  assert.deepEqual((await known()).question, question);
});

test("a browser gets the part of a sound that it asks for", async (t) => {
  const { heard } = await withOlga(t, { kind: "simulated" });
  const all = original.length;
  const part = async (range: string) => {
    const { statusCode, headers, rawPayload } = await heard({ range });
    return { statusCode, range: headers["content-range"], rawPayload };
  };
  const some = (from: number, to: number) => ({
    statusCode: 206,
    range: `bytes ${from}-${to}/${all}`,
    rawPayload: original.subarray(from, to + 1),
  });
  assert.deepEqual(await part("bytes=0-1"), some(0, 1));
  assert.deepEqual(await part("bytes=44-"), some(44, all - 1));
  assert.deepEqual(await part("bytes=-100"), some(all - 100, all - 1));
  assert.deepEqual(await part(`bytes=10-${all + 10}`), some(10, all - 1));
  for (const whole of ["bytes=5-4", `bytes=${all}-`, "bytes=-0", "bytes=-", "bytes=0-1,4-5", "samples=0-1"])
    assert.deepEqual(await part(whole), { statusCode: 200, range: undefined, rawPayload: original }, whole);
});

test("the audit says who replaced which prompt", async (t) => {
  const { olga, put, signedIn } = await withOlga(t);
  const ana = await signedIn("Ana", "administrator", true);
  await put(madeWave());
  await olga.ask("DELETE", PATH);
  const { body } = await ana.get("/v1/audit?of=changes");
  const entries = body.entries
    .map(({ act, user, subject, detail }: Record<string, string>) => [act, user, subject, detail])
    .filter(([act]: string[]) => act?.startsWith("prompt"));
  assert.deepEqual(entries[0], ["prompt-brought-back", "Olga", "question-busy", "es"]);
  assert.deepEqual(entries[1].slice(0, 3), ["prompt-replaced", "Olga", "question-busy"]);
  assert.match(entries[1][3], /^es 1000 ms sha256 [0-9a-f]{64}$/);
});

test("only administrators hear or change anything, and only from Espera's own page", async (t) => {
  const { signedIn, put, heard, olga } = await withOlga(t);
  const sara = await signedIn("Sara", "supervisor");
  for (const [method, path] of [
    ["GET", "/v1/prompts"],
    ["GET", PATH],
    ["DELETE", PATH],
  ] as const)
    assert.equal((await sara.ask(method, path)).body.code, "role-missing", `${method} ${path}`);
  assert.equal((await put(madeWave(), { cookie: sara.cookie })).body.code, "role-missing");
  assert.equal((await put(madeWave(), { "sec-fetch-site": "cross-site" })).body.code, "origin-refused");
  assert.equal(
    (await olga.ask("DELETE", PATH, undefined, { "sec-fetch-site": "cross-site" })).body.code,
    "origin-refused",
  );
  assert.deepEqual((await heard()).rawPayload, original);
});

test("what cannot be played is refused with the reason, and what was there stays", async (t) => {
  const { put, heard } = await withOlga(t);
  const cases: [number, string, Promise<{ status: number; body: { code: string } }>][] = [
    [422, "sound-form-wrong", put(madeWave({ hertz: 44_100 }))],
    [422, "sound-length-wrong", put(madeWave({ sound: Buffer.alloc(16 * 60_000) }))],
    [422, "sound-unreadable", put("")],
    [413, "body-too-large", put(Buffer.alloc(2 * 1024 * 1024 + 1))],
    [415, "body-type-unknown", put("{}", { "content-type": "application/json" })],
    [415, "body-encoded", put(madeWave(), { "content-encoding": "gzip" })],
    [404, "prompt-unknown", put(madeWave(), { path: "/v1/prompts/question-busy/xx" })],
    [404, "prompt-unknown", put(madeWave(), { path: "/v1/prompts/..%2F..%2Ftone/es" })],
    [404, "prompt-unknown", put(madeWave(), { path: "/v1/prompts/tone/..%2Fes" })],
  ];
  for (const [status, code, answered] of cases) {
    const answer = await answered;
    assert.deepEqual([answer.status, answer.body.code], [status, code]);
  }
  assert.deepEqual((await heard()).rawPayload, original);
});

test("rubbish is refused, whatever it is", async (t) => {
  const { put, heard } = await withOlga(t);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, isBegun) => {
      const rubbish = Buffer.from(bytes);
      const { status } = await put(isBegun ? Buffer.concat([madeWave().subarray(0, 36), rubbish]) : rubbish);
      return status === 422;
    }),
    { numRuns: 60 },
  );
  assert.deepEqual((await heard()).rawPayload, original);
});

test("where Espera sees no folder its own sounds are heard, and nothing is replaced", async (t) => {
  for (const kind of ["simulated", "asterisk"] as const) {
    const { olga, put, heard, known } = await withOlga(t, { kind });
    const { answer, question } = await known();
    assert.deepEqual([answer.place, answer.folder, question.replacedAt], [kind, null, null]);
    assert.deepEqual((await heard()).rawPayload, original);
    for (const { status, body } of [await put(madeWave()), await olga.ask("DELETE", PATH)])
      assert.deepEqual([status, body.code], [409, "prompts-not-replaceable"]);
  }
});

test("a folder that is gone leaves nothing to hear, which the list says", async (t) => {
  const { known, heard, folder } = await withOlga(t);
  rmSync(join(folder, "es"), { recursive: true });
  assert.equal((await known()).question.lengthMs, null);
  assert.equal((await heard()).json().code, "prompt-unknown");
});
