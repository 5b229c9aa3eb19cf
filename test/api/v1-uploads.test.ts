import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import fc from "fast-check";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { openV1, type V1 } from "./v1-centre.ts";

describe("call records sent up", () => {
  let v1: V1;
  beforeEach(async () => {
    v1 = await openV1();
  });
  afterEach(() => v1.close());

  const record = (n: number, changed: object = {}) => ({
    callId: `2026-02-01/${n}`,
    arrivedAt: "2026-02-01T10:05:00",
    skill: n % 2 === 0 ? "1" : "skill 2",
    waitS: 12.5,
    outcome: "answered",
    serviceS: 60,
    customer: "+573001112233",
    ...changed,
  });
  const send = (records: readonly object[]) => v1.post("/v1/calls", records);
  const sendLines = (text: string) => v1.post("/v1/calls", text, { "content-type": "application/x-ndjson" });
  const offered = async () =>
    (
      await v1.store.readModels().serviceLevelCounts(v1.centre.record.id, 0, Date.parse("2026-03-01"), 20_000)
    ).map(({ skill, offered, answeredWithinThreshold }) => [skill, offered, answeredWithinThreshold]);

  it("become history of their skills, by name or number, as a list or as lines", async () => {
    const list = await send([record(1), record(2), record(3, { waitS: 30 })]);
    assert.deepEqual([list.statusCode, list.json().calls, list.json().known], [200, 3, false]);
    assert.match(list.json().digest, /^[0-9a-f]{64}$/);
    const lines = await sendLines(
      `${JSON.stringify(record(4))}\n\n${JSON.stringify(record(6, { outcome: "abandoned", serviceS: null }))}\r\n`,
    );
    assert.deepEqual([lines.statusCode, lines.json().calls], [200, 2]);
    assert.deepEqual(await offered(), [
      [1, 3, 2],
      [2, 2, 1],
    ]);
  });

  it("change nothing when the same content comes again, also at the same moment", async () => {
    const both = await Promise.all([send([record(1), record(2)]), send([record(1), record(2)])]);
    assert.deepEqual(
      both.map((answer) => [answer.statusCode, answer.json().calls]),
      [
        [200, 2],
        [200, 2],
      ],
    );
    assert.deepEqual(
      both.map((answer) => String(answer.json().known)).sort((one, other) => one.localeCompare(other)),
      ["false", "true"],
    );
    assert.equal((await send([record(1), record(2)])).json().known, true);
    assert.deepEqual(await offered(), [
      [1, 1, 1],
      [2, 1, 1],
    ]);
  });

  it("are counted once though another upload brought some of them, or all", async () => {
    await send([record(1), record(2)]);
    const more = (await send([record(1), record(2), record(3)])).json();
    assert.deepEqual([more.calls, more.known, more.knownCalls], [3, false, 2]);
    const cut = (await send([record(3), record(1)])).json();
    assert.deepEqual([cut.calls, cut.known, cut.knownCalls], [2, true, 2]);
    assert.deepEqual(await offered(), [
      [1, 1, 1],
      [2, 2, 2],
    ]);
  });

  it("are taken in whole or not at all: each bad one is named by its line, and nothing of it is quoted", async () => {
    const wrong = {
      callId: "",
      arrivedAt: "2026-02-30T10:00:00",
      skill: "Secret Name",
      waitS: -1,
      outcome: "lost",
      serviceS: "x",
      customer: 5,
      "Secret Name": 1,
    };
    const member = fc.constantFrom(...(Object.keys(wrong) as (keyof typeof wrong)[]));
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(fc.option(member, { freq: 4 }), { minLength: 1, maxLength: 30 })
          .filter((all) => all.some(Boolean)),
        fc.boolean(),
        async (breaks, asLines) => {
          const records = breaks.map((name, n) => (name ? record(n, { [name]: wrong[name] }) : record(n)));
          const answer = asLines
            ? await sendLines(records.map((one) => JSON.stringify(one)).join("\n"))
            : await send(records);
          assert.equal(answer.statusCode, 422);
          const { errors, detail } = answer.json();
          assert.deepEqual(
            errors.map(({ line }: { line: number }) => line),
            breaks.flatMap((name, n) => (name ? [n + 1] : [])),
          );
          assert.match(detail, /^\d+ records? cannot/);
          for (const [n, { reason }] of errors.entries())
            if (breaks.filter(Boolean)[n] !== "Secret Name") assert.doesNotMatch(reason, /Secret|2026-02-30/);
        },
      ),
      { numRuns: 40 },
    );
    assert.deepEqual(await offered(), []);
    assert.deepEqual(
      (await v1.store.runs(v1.centre.record.id)).map(({ kind }) => kind),
      ["live"],
    );
  });

  it("name a line that is no JSON, and a call that came twice", async () => {
    const answer = await sendLines(`${JSON.stringify(record(1))}\n{oops\n${JSON.stringify(record(1))}`);
    assert.deepEqual(
      answer.json().errors.map(({ line, reason }: { line: number; reason: string }) => [line, reason]),
      [
        [2, "it is no JSON"],
        [3, "callId: it came before in this upload, for the same skill"],
      ],
    );
  });

  it("are at most 10,000, and those in one go", { timeout: HANGS_AFTER_MS }, async () => {
    const all = Array.from({ length: 10_001 }, (_, n) => record(n));
    const refused = await send(all);
    assert.deepEqual([refused.statusCode, refused.json().code], [413, "upload-too-large"]);
    const taken = await send(all.slice(1));
    assert.deepEqual([taken.statusCode, taken.json().calls], [200, 10_000]);
    assert.deepEqual(
      (await offered()).map(([, calls]) => calls),
      [5_000, 5_000],
    );
    const large = await sendLines(`${JSON.stringify(record(1, { agent: "x".repeat(9_000_000) }))}`);
    assert.deepEqual([large.statusCode, large.json().code], [413, "upload-too-large"]);
  });

  it("are read only in a form that was announced", async () => {
    const text = await v1.post("/v1/calls", "x", { "content-type": "text/csv" });
    assert.equal(text.statusCode, 415);
    for (const body of ["{}", "1", "", "[", "[]"])
      assert.equal(
        (await v1.post("/v1/calls", body, { "content-type": "application/json" })).statusCode,
        400,
        body,
      );
  });
});
