import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { Fault } from "../../src/faults/faults.ts";
import { type BadRow, isBadRow, type LoggedCall, readCallLog } from "../../src/history/call-log.ts";
import { BANK_ZONE, bankMonth, withoutBankData } from "./bank-data.ts";

const folder = mkdtempSync(join(tmpdir(), "espera-call-log-"));
after(() => rmSync(folder, { recursive: true }));

const HEADER = "offered_at,call_id,customer,skill,wait_s,outcome,service_s,agent";
const ROW = "1999-03-31T08:05:00,c1,k1,PS,26,answered,13,A13";

function written(content: string | Uint8Array, name = "calls.csv"): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function readAll(file: string, timeZone = "America/Bogota") {
  const log = readCallLog(file, timeZone);
  const calls: LoggedCall[] = [];
  const bad: BadRow[] = [];
  for await (const rows of log.rows) {
    for (const row of rows) {
      if (isBadRow(row)) bad.push(row);
      else calls.push(row);
    }
  }
  return { calls, bad, digest: log.digest() };
}

function refuses(code: Fault["code"], problem?: RegExp) {
  return (error: unknown) =>
    error instanceof Fault && error.code === code && (problem === undefined || problem.test(error.message));
}

describe("a call log", () => {
  test("tells calls apart whose ids and skills read the same when they stand together", async () => {
    const row = (id: string, skill: string) => `1999-03-31T08:05:00,${id},,${skill},7,abandoned,,`;
    const rows = [
      row("7", "1"),
      row("7/2", "x"),
      row("7", "2"),
      row("7", "3"),
      row("7/3", "x"),
      row("7", "3"),
    ];
    const { calls, bad } = await readAll(written(`${HEADER}\n${rows.join("\n")}\n`));
    assert.deepEqual(
      bad.map(({ line }) => line),
      [7],
      "only what came before",
    );
    assert.deepEqual(
      calls.map(({ logId }) => logId),
      ["7", "7/2", "7", "7", "7/3"],
    );
    assert.equal(new Set(calls.map(({ callId }) => callId)).size, 5);
  });

  test("gives each call with its moment, its times in milliseconds, and null for what is not known", async () => {
    const file = written(
      `${HEADER}\n${ROW}\n1999-03-31T08:05:00,c2,,NW,7,abandoned,,\n1999-03-31T08:05:01,c3,k2,PS,0,answered,0,\n`,
    );
    const { calls, bad } = await readAll(file);
    assert.deepEqual(bad, []);
    const arrivedAt = Date.parse("1999-03-31T08:05:00-05:00");
    assert.deepEqual(calls, [
      {
        line: 2,
        logId: "c1",
        callId: "c1",
        arrivedAt,
        customer: "k1",
        skill: "PS",
        waitMs: 26_000,
        outcome: "answered",
        outcomeWord: "answered",
        handleMs: 13_000,
        agent: "A13",
      },
      {
        line: 3,
        logId: "c2",
        callId: "c2",
        arrivedAt,
        customer: null,
        skill: "NW",
        waitMs: 7_000,
        outcome: "abandoned",
        outcomeWord: "abandoned",
        handleMs: null,
        agent: null,
      },
      {
        line: 4,
        logId: "c3",
        callId: "c3",
        arrivedAt: arrivedAt + 1000,
        customer: "k2",
        skill: "PS",
        waitMs: 0,
        outcome: "answered",
        outcomeWord: "answered",
        handleMs: 0,
        agent: null,
      },
    ]);
  });

  test("is the same whatever the order of columns, line ends, quotes, separator, extra columns or packing", async () => {
    const plain = await readAll(written(`${HEADER}\n${ROW}\n`));
    const columns = HEADER.split(",");
    const values = ROW.split(",");
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 9 }),
        fc.constantFrom("\n", "\r\n"),
        fc.constantFrom(",", ";", "\t"),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        async (order, lineEnd, separator, quoted, mark, packed) => {
          const line = (cells: string[]) =>
            order.map((index) => (quoted ? `"${cells[index]}"` : cells[index])).join(separator);
          const text = [line([...columns, "note"]), line([...values, "extra"]), "", ""].join(lineEnd);
          const bytes = Buffer.from((mark ? "\ufeff" : "") + text);
          const file = written(packed ? gzipSync(bytes) : bytes, "variant.any");
          assert.deepEqual((await readAll(file)).calls, plain.calls);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("names each bad row by line and reason, quotes none of its values, and gives the good ones", async () => {
    const rows: [string, RegExp][] = [
      ["1999-02-29T08:00:00,x,k9,PS,1,answered,1,A", /offered_at/],
      ["1999-03-31 25:00:00,x,k9,PS,1,answered,1,A", /offered_at/],
      ["31/31/1999 08:00,x,k9,PS,1,answered,1,A", /offered_at/],
      ["1999-03-31T08:00:00,,k9,PS,1,answered,1,A", /call_id/],
      ["1999-03-31T08:00:00,x,k9,,1,answered,1,A", /skill/],
      ["1999-03-31T08:00:00,x,k9,PS,-1,answered,1,A", /wait_s/],
      ["1999-03-31T08:00:00,x,k9,PS,1e3,answered,1,A", /wait_s/],
      ["1999-03-31T08:00:00,x,k9,PS,1,transferred,1,A", /outcome/],
      ["1999-03-31T08:00:00,x,k9,PS,1,answered,NaN,A", /service_s/],
      ["1999-03-31T08:00:00,x,k9,PS,1,abandoned,4,A", /abandoned/],
      ["1999-03-31T08:00:00,c1,k9,PS,1,answered,1,A", /call_id came before/],
      ["1999-03-31T08:00:00,x,k9,PS,1,answered,1", /7 fields/],
      ["1999-03-31T08:00:00,x,k9,PS,1,answered,1,A,B", /9 fields/],
      ["46083.42,x,k9,PS,1,answered,1,A", /spreadsheet's number/],
    ];
    const file = written(
      [HEADER, ROW, ...rows.map(([row]) => row), ",,,,,,,", ROW.replace("c1", "c2")].join("\n"),
    );
    const { calls, bad } = await readAll(file);
    assert.deepEqual(
      calls.map((call) => call.callId),
      ["c1", "c2"],
    );
    assert.deepEqual(
      bad.map((row) => row.line),
      rows.map((_, index) => index + 3),
    );
    rows.forEach(([, reason], index) => {
      assert.match(bad[index]!.reason, reason);
      assert.doesNotMatch(bad[index]!.reason, /k9/);
    });
  });

  test("keeps a row whose local time is ambiguous (first occurrence) or skipped (moved forward)", async () => {
    const row = (time: string, id: string) => `${time},${id},,PS,0,answered,1,A`;
    const { calls } = await readAll(
      written([HEADER, row("2024-03-31T02:30:00", "gap"), row("2024-10-27T02:30:00", "fold")].join("\n")),
      "Europe/Madrid",
    );
    assert.deepEqual(
      calls.map((call) => new Date(call.arrivedAt).toISOString()),
      ["2024-03-31T01:30:00.000Z", "2024-10-27T00:30:00.000Z"],
    );
  });

  test("has no rows when it has a header only", async () => {
    const { calls, bad } = await readAll(written(`${HEADER}\n`));
    assert.deepEqual([calls, bad], [[], []]);
  });

  test("has the digest of the bytes on the disk, packed or not", async () => {
    for (const bytes of [Buffer.from(`${HEADER}\n${ROW}\n`), gzipSync(`${HEADER}\n${ROW}\n`)]) {
      const { digest } = await readAll(written(bytes));
      assert.equal(digest, createHash("sha256").update(bytes).digest("hex"));
    }
  });
});

describe("what is no call log is refused with its reason", () => {
  const packed = gzipSync(`${HEADER}\n${`${ROW}\n`.repeat(50)}`);
  const damaged = Buffer.from(packed);
  damaged.fill(0xff, 20, 60);
  const cases: [string, string | Uint8Array, Fault["code"], RegExp][] = [
    ["an empty file", "", "recording-invalid", /empty/],
    ["blank lines only", "\n\r\n  \n", "recording-invalid", /empty/],
    [
      "a missing column",
      "offered_at,call_id,skill,wait_s,outcome,agent\n",
      "recording-invalid",
      /customer, service_s/,
    ],
    ["a column named twice", `${HEADER},skill\n`, "recording-invalid", /skill twice/],
    ["truncated gzip", packed.subarray(0, packed.length - 12), "recording-unreadable", /cut short/],
    ["damaged gzip", damaged, "recording-unreadable", /damaged/],
    ["the first two bytes of a gzip", packed.subarray(0, 2), "recording-unreadable", /cut short/],
    ["one byte", Uint8Array.of(0x1f), "recording-invalid", /lacks/],
    ["zeros", new Uint8Array(300_000), "recording-invalid", /65536/],
    [
      "rubbish",
      Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 31 + 7) & 0xff),
      "recording-invalid",
      /lacks/,
    ],
    [
      "UTF-8 and Latin-1 in one file",
      Buffer.concat([
        Buffer.from(`${HEADER}\n${ROW.replace("PS", "Atención")}\n`),
        latin1(ROW.replace("PS", "Año")),
      ]),
      "recording-unreadable",
      /UTF-8/,
    ],
    [
      "UTF-8 cut in the middle of a letter",
      Buffer.from(`${HEADER}\nñ`).subarray(0, -1),
      "recording-unreadable",
      /UTF-8/,
    ],
    ["a quote never closed", `${HEADER}\n${ROW}\n"${ROW}\n`, "recording-invalid", /line 3/],
  ];
  for (const [name, content, code, problem] of cases) {
    test(name, async () => {
      await assert.rejects(readAll(written(content)), refuses(code, problem));
    });
  }

  test("a file that is not there, and a folder", async () => {
    await assert.rejects(
      readAll(join(folder, "nowhere.csv")),
      refuses("recording-unreadable", /no such file/),
    );
    await assert.rejects(readAll(folder), refuses("recording-unreadable", /directory/));
  });

  test("a time zone that nobody knows", async () => {
    await assert.rejects(readAll(written(HEADER), "America/Macondo"), refuses("time-zone-unknown"));
  });
});

describe("the recorded calls of a bank", { skip: withoutBankData }, () => {
  const months: [string, number, string, string][] = [
    ["1999-01", 30_161, "10.3", "54.4"],
    ["1999-02", 31_125, "12.7", "52.1"],
    ["1999-03", 36_451, "23.6", "31.2"],
    ["1999-04", 29_277, "19.4", "36.2"],
    ["1999-05", 37_067, "19.3", "38.3"],
  ];
  for (const [month, count, abandonedPercent, withinPercent] of months) {
    test(`${month} has the calls, abandons and quick answers that its source states`, async () => {
      const { calls, bad } = await readAll(bankMonth(month), BANK_ZONE);
      assert.deepEqual(bad, []);
      assert.equal(calls.length, count);
      const abandoned = calls.filter((call) => call.outcome === "abandoned").length;
      const within = calls.filter((call) => call.outcome === "answered" && call.waitMs <= 20_000).length;
      assert.equal(((100 * abandoned) / count).toFixed(1), abandonedPercent);
      assert.equal(((100 * within) / count).toFixed(1), withinPercent);
    });
  }

  test("agree row by row with a plain reading of the text", async () => {
    const lines = gunzipSync(readFileSync(bankMonth("1999-03")))
      .toString()
      .trimEnd()
      .split("\n")
      .slice(1);
    const { calls } = await readAll(bankMonth("1999-03"), BANK_ZONE);
    // March 1999 lies in Israel's winter time, two hours before UTC.
    const again = calls.map((call) =>
      [
        new Date(call.arrivedAt + 2 * 3_600_000).toISOString().slice(0, 19),
        call.callId,
        call.customer ?? "",
        call.skill,
        call.waitMs / 1000,
        call.outcome,
        call.handleMs === null ? "" : call.handleMs / 1000,
        call.agent ?? "",
      ].join(","),
    );
    assert.deepEqual(again, lines);
  });
});

/** As an older spreadsheet writes it: one byte for each letter. */
function latin1(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}
