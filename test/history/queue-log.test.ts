import assert from "node:assert/strict";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { Fault } from "../../src/faults/faults.ts";
import { isBadRow, type LoggedCall } from "../../src/history/call-log.ts";
import { readQueueLog } from "../../src/history/queue-log/queue-log.ts";
import { isQueueLog } from "../../src/history/queue-log/queue-log-file.ts";

const folder = mkdtempSync(join(tmpdir(), "espera-queue-log-"));
after(() => rmSync(folder, { recursive: true }));

function written(content: string | Uint8Array, name = "queue_log"): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function readFiles(files: readonly string[], timeZone = "America/Bogota") {
  const log = readQueueLog(files, timeZone);
  const calls: LoggedCall[] = [];
  for await (const rows of log.rows) {
    for (const row of rows) {
      assert.ok(!isBadRow(row));
      calls.push(row);
    }
  }
  return { calls, notes: log.notes!(), digest: log.digest() };
}

const read = (...lines: string[]) => readFiles([written(`${lines.join("\n")}\n`)]);

/** What is compared of a call: id, seconds since `T`, skill, wait, outcome, talk (s) and agent. */
const T = 1_772_463_900;
const short = ({ callId, arrivedAt, skill, waitMs, outcome, handleMs, agent }: LoggedCall) =>
  [
    callId,
    arrivedAt / 1000 - T,
    skill,
    waitMs / 1000,
    outcome,
    handleMs === null ? null : handleMs / 1000,
    agent,
  ] as const;
const line = (
  at: number,
  call: string,
  queue: string,
  agent: string,
  event: string,
  ...data: (string | number)[]
) => [T + at, call, queue, agent, event, ...data].join("|");

describe("a queue_log", () => {
  test("gives each call with its wait, its outcome, its talk and its agent", async () => {
    const { calls, notes } = await read(
      line(0, "NONE", "NONE", "NONE", "QUEUESTART", ""),
      line(0, "1.1", "ventas", "NONE", "ENTERQUEUE", "", "3001234567", 1),
      line(8, "1.1", "ventas", "Ana De La Cruz", "RINGNOANSWER", 5000),
      line(12, "1.1", "ventas", "PJSIP/210", "CONNECT", 12, "1.2", 4),
      line(132, "1.1", "ventas", "PJSIP/210", "COMPLETECALLER", 12, 120, 1),
      line(140, "1.3", "ventas", "NONE", "ENTERQUEUE", "", "anonymous", 1),
      line(170, "1.3", "ventas", "NONE", "ABANDON", 1, 1, 30),
      line(200, "1.4", "600", "NONE", "ENTERQUEUE", "", "0000000000", 1),
      line(205, "1.4", "600", "Luis Pérez", "CONNECT", 5, "1.5", 4),
      line(265, "1.4", "600", "Luis Pérez", "COMPLETEAGENT", 5, 60, 1),
    );
    assert.deepEqual(calls.map(short), [
      ["1.1", 0, "ventas", 12, "answered", 120, "PJSIP/210"],
      ["1.3", 140, "ventas", 30, "abandoned", null, null],
      ["1.4", 200, "600", 5, "answered", 60, "Luis Pérez"],
    ]);
    assert.deepEqual(
      calls.map(({ customer }) => customer),
      ["3001234567", null, null],
    );
    assert.deepEqual(notes, []);
  });

  test("takes a call that its queue let go for abandoned, and counts why", async () => {
    const { calls, notes } = await read(
      ...["EXITWITHTIMEOUT|1|1|60", "EXITWITHKEY|5|1|1|60", "EXITEMPTY|1|1|60", "ABANDON|1|1|60"].flatMap(
        (end, n) => [
          line(n * 100, `2.${n}`, "ventas", "NONE", "ENTERQUEUE", "", "", 1),
          line(n * 100 + 60, `2.${n}`, "ventas", "NONE", end),
        ],
      ),
    );
    assert.deepEqual(
      calls.map(({ outcome, waitMs }) => [outcome, waitMs]),
      Array.from({ length: 4 }, () => ["abandoned", 60_000]),
    );
    assert.deepEqual(notes, [{ kind: "left-unanswered", timeout: 1, key: 1, empty: 1 }]);
  });

  test("takes a transfer for the end of the talk, whatever form its line has", async () => {
    const ends = [
      "TRANSFER|101|from-internal|10|90|1",
      "BLINDTRANSFER|101|from-internal|10|90|1",
      "ATTENDEDTRANSFER|BRIDGE|4a2c-11|10|90|1",
      "ATTENDEDTRANSFER|APP|Queue|10|90|1",
      "ATTENDEDTRANSFER|LINK|PJSIP/a-1|PJSIP/b-2|10|90|1",
      "ATTENDEDTRANSFER|APP|Queue|10|90|1|",
    ];
    const { calls } = await read(
      ...ends.flatMap((end, n) => [
        line(n * 200, `3.${n}`, "ventas", "NONE", "ENTERQUEUE", "", "", 1),
        line(n * 200 + 10, `3.${n}`, "ventas", "ana", "CONNECT", 10, "x", 3),
        line(n * 200 + 100, `3.${n}`, "ventas", "ana", end),
      ]),
    );
    assert.deepEqual(
      calls.map(({ waitMs, handleMs }) => [waitMs, handleMs]),
      ends.map(() => [10_000, 90_000]),
    );
  });

  test("has a call in each queue that a caller was put through to, nobody abandoned", async () => {
    const { calls } = await read(
      line(0, "1772463890.11", "31", "NONE", "ENTERQUEUE", "", "3000000001", 1),
      line(12, "1772463890.11", "31", "PJSIP/210", "CONNECT", 12, "1772463900.14", 11),
      line(120, "1772464020.12", "32", "NONE", "ENTERQUEUE", "", "210", 1),
      line(132, "1772464020.12", "31", "PJSIP/210", "ATTENDEDTRANSFER", "APP", "Queue", 12, 120, 1),
      line(138, "1772463890.11", "32", "PJSIP/211", "CONNECT", 7, "1772464020.13", 6),
      line(311, "1772463890.11", "32", "PJSIP/211", "COMPLETEAGENT", 7, 173, 1),
    );
    assert.deepEqual(calls.map(short), [
      ["1772463890.11", 0, "31", 12, "answered", 120, "PJSIP/210"],
      ["1772463890.11/32", 131, "32", 7, "answered", 173, "PJSIP/211"],
    ]);
  });

  test("counts calls once whose lines stand in two of the files, as where a copy was kept of a log that grew on", async () => {
    const day = [
      line(0, "1.1", "ventas", "NONE", "ENTERQUEUE", "", "3001234567", 1),
      line(12, "1.1", "ventas", "ana", "CONNECT", 12, "1.2", 4),
      line(132, "1.1", "ventas", "ana", "COMPLETECALLER", 12, 120, 1),
      line(140, "1.3", "31", "NONE", "ENTERQUEUE", "", "3001234568", 1),
      line(150, "1.3", "31", "eva", "CONNECT", 10, "1.4", 4),
      line(170, "1.5", "32", "NONE", "ENTERQUEUE", "", "210", 1),
      line(180, "1.5", "31", "eva", "ATTENDEDTRANSFER", "APP", "Queue", 10, 30, 1),
      line(200, "1.3", "32", "ivo", "CONNECT", 20, "1.6", 4),
      line(260, "1.3", "32", "ivo", "COMPLETEAGENT", 20, 60, 1),
      line(300, "1.7", "ventas", "NONE", "ENTERQUEUE", "", "3001234569", 1),
      line(330, "1.7", "ventas", "NONE", "ABANDON", 1, 1, 30),
    ];
    const evening = Array.from({ length: 1_100 }, (_, n) =>
      line(7_200 + n, `9.${n}`, "otra", "NONE", "ENTERQUEUE", "", "", 1),
    );
    const files = (name: string, ...lines: string[]) => written(`${lines.join("\n")}\n`, name);
    const whole = await readFiles([files("queue_log", ...day, ...evening)]);
    const [copy, log] = [
      files("copy", ...day, ...evening.slice(0, 1_050)),
      files("queue_log", ...day, ...evening),
    ];
    const twice = await readFiles([copy, log]);
    assert.equal(whole.calls.length, 4);
    assert.deepEqual(twice.calls.map(short), whole.calls.map(short));
    const lines = day.length + 1_050;
    assert.deepEqual(
      twice.notes.filter(({ kind }) => kind === "lines-repeated"),
      [{ kind: "lines-repeated", lines }],
    );
  });

  test("counts a call once that was under way when a copy of the log was taken, days after it began", async () => {
    const days = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) =>
        line((from + n) * 300, `8.${from + n}`, "otra", "NONE", "ENTERQUEUE", "", "", 1),
      );
    const before = days(0, 1_200);
    const [waits, talks] = [
      line(360_000, "1.1", "ventas", "NONE", "ENTERQUEUE", "", "3001234567", 1),
      [
        line(360_001, "1.2", "ventas", "NONE", "ENTERQUEUE", "", "3001234568", 1),
        line(360_009, "1.2", "ventas", "ana", "CONNECT", 8, "x", 4),
      ],
    ];
    const after = [
      line(360_030, "1.1", "ventas", "eva", "CONNECT", 30, "x", 4),
      line(360_090, "1.1", "ventas", "eva", "COMPLETEAGENT", 30, 60, 1),
      line(360_109, "1.2", "ventas", "ana", "COMPLETEAGENT", 8, 100, 1),
    ];
    const copied = [...before, waits, ...talks];
    const files = [
      written(`${copied.join("\n")}\n`, "copy"),
      written(`${[...copied, ...after, ...days(1_201, 1_210)].join("\n")}\n`, "queue_log"),
    ];
    const { calls } = await readFiles(files);
    assert.deepEqual(
      calls.map(short).toSorted(([one], [other]) => one.localeCompare(other)),
      [
        ["1.1", 360_000, "ventas", 30, "answered", 60, "eva"],
        ["1.2", 360_001, "ventas", 8, "answered", 100, "ana"],
      ],
    );
  });

  test("has a call for each time that a caller comes into the same queue", async () => {
    const { calls } = await read(
      line(0, "4.1", "ventas", "NONE", "ENTERQUEUE", "", "", 1),
      line(60, "4.1", "ventas", "NONE", "EXITWITHTIMEOUT", 1, 1, 60),
      line(61, "4.1", "ventas", "NONE", "ENTERQUEUE", "", "", 1),
      line(70, "4.1", "ventas", "ana", "CONNECT", 9, "x", 3),
      line(90, "4.1", "ventas", "ana", "COMPLETEAGENT", 9, 20, 1),
    );
    assert.deepEqual(calls.map(short), [
      ["4.1", 0, "ventas", 60, "abandoned", null, null],
      ["4.1/ventas", 61, "ventas", 9, "answered", 20, "ana"],
    ]);
  });

  test("leaves out what is cut off and what Espera called, names unknown events, and counts all of it", async () => {
    const { calls, notes } = await read(
      line(0, "0.9", "ventas", "ana", "COMPLETEAGENT", 10, 400, 1),
      line(1, "5.1", "ventas", "NONE", "ENTERQUEUE", "", "", 1),
      line(5, "5.1", "ventas", "ana", "CONNECT", 4, "x", 3),
      line(6, "5.2", "ventas", "NONE", "ENTERQUEUE", "", "", 2),
      line(7, "espera-5.0~1", "ventas", "NONE", "ENTERQUEUE", "", "3001234567", 1),
      line(8, "espera-5.0~1", "ventas", "luis", "CONNECT", 1, "x", 1),
      line(9, "NONE", "NONE", "NONE", "SOMETHINGNEW", "x"),
      line(9, "NONE", "NONE", "NONE", "SOMETHINGNEW", "x"),
      line(9, "NONE", "ventas", "ana", "PAUSE", "lunch"),
      line(10, "5.3", "ventas", "NONE", "ENTERQUEUE", "", "", 2),
      line(20, "5.3", "ventas", "NONE", "WITHDRAW", 1, 1, 10, "callback"),
      "",
      "rubbish",
    );
    assert.deepEqual(calls.map(short), [["5.1", 1, "ventas", 4, "answered", null, "ana"]]);
    assert.deepEqual(notes, [
      { kind: "cut-off", began: 1, waiting: 1 },
      { kind: "talk-unknown", calls: 1 },
      { kind: "withdrawn", calls: 1 },
      { kind: "return-calls", calls: 1 },
      { kind: "lines-unreadable", lines: 1 },
      { kind: "events-unknown", events: [["SOMETHINGNEW", 2]] },
    ]);
  });

  test("has Espera's return calls as calls of their own for who asks for them: they kept agents too", async () => {
    const lines = [
      line(1, "5.1", "ventas", "NONE", "ENTERQUEUE", "", "3001234567", 1),
      line(20, "5.1", "ventas", "NONE", "WITHDRAW", 1, 1, 19, "callback"),
      line(300, "espera-0f-5.1~1", "ventas", "NONE", "ENTERQUEUE", "", "3001234567", 1),
      line(290, "espera-hold-290-1-5.1;2", "ventas", "NONE", "ENTERQUEUE", "", "", 1),
      line(303, "espera-0f-5.1~1", "ventas", "luis", "CONNECT", 3, "x", 1),
      line(363, "espera-0f-5.1~1", "ventas", "luis", "COMPLETEAGENT", 3, 60, 1),
      line(400, "5.2", "ventas", "NONE", "ENTERQUEUE", "", "", 1),
      line(402, "5.2", "ventas", "luis", "CONNECT", 2, "x", 1),
      line(450, "5.2", "ventas", "luis", "COMPLETEAGENT", 2, 48, 1),
    ];
    const log = readQueueLog([written(`${lines.join("\n")}\n`)], "America/Bogota", { returnCalls: true });
    const calls: LoggedCall[] = [];
    for await (const rows of log.rows) calls.push(...(rows as readonly LoggedCall[]));
    assert.deepEqual(
      calls.map((call) => [...short(call), call.calledBack ?? false]),
      [
        ["espera-0f-5.1~1", 300, "ventas", 3, "answered", 60, "luis", true],
        ["5.2", 400, "ventas", 2, "answered", 48, "luis", false],
      ],
    );
    assert.deepEqual(log.notes!(), [{ kind: "withdrawn", calls: 1 }]);
  });

  test("knows a call again after hours in which thousands of lines were about others", async () => {
    const others = Array.from({ length: 1_500 }, (_, n) => [
      line(20 + n * 5, `5.${n}`, "ventas", "NONE", "ENTERQUEUE", "", "", 1),
      line(22 + n * 5, `5.${n}`, "ventas", "NONE", "ABANDON", 1, 1, 2),
    ]).flat();
    const { calls } = await read(
      line(0, "9.9", "ventas", "NONE", "ENTERQUEUE", "", "", 1),
      line(10, "9.9", "ventas", "ana", "CONNECT", 10, "x", 3),
      ...others,
      line(7_600, "9.9", "ventas", "ana", "COMPLETECALLER", 10, 7_590, 1),
    );
    assert.equal(calls.length, 1_501);
    assert.deepEqual(calls.filter(({ callId }) => callId === "9.9").map(short), [
      ["9.9", 0, "ventas", 10, "answered", 7_590, "ana"],
    ]);
  });

  test("may be cut into files, packed or not, named in any order: it is one log", async () => {
    const whole = Array.from({ length: 40 }, (_, n) => [
      line(n * 50, `6.${n}`, n % 2 ? "a" : "b", "NONE", "ENTERQUEUE", "", `300123${1000 + n}`, 1),
      line(n * 50 + 20, `6.${n}`, n % 2 ? "a" : "b", "ana", "CONNECT", 20, "x", 3),
      line(n * 50 + 90, `6.${n}`, n % 2 ? "a" : "b", "ana", "COMPLETEAGENT", 20, 70, 1),
    ])
      .flat()
      .sort();
    const expected = await read(...whole);
    assert.equal(expected.calls.length, 40);
    const parts = [whole.slice(0, 31), whole.slice(31, 77), whole.slice(77)].map(
      (lines) => `${lines.join("\n")}\n`,
    );
    const files = [
      written(gzipSync(parts[1]!), "queue_log.1.gz"),
      written(parts[2]!, "queue_log.now"),
      written(gzipSync(parts[0]!), "queue_log.2.gz"),
    ];
    const { calls, notes, digest } = await readFiles(files);
    const withoutLines = (all: readonly LoggedCall[]) => all.map((call) => ({ ...call, line: 0 }));
    assert.deepEqual(withoutLines(calls), withoutLines(expected.calls));
    assert.deepEqual(notes, []);
    assert.equal((await readFiles([...files].reverse())).digest, digest);
  });

  test("may be a log for each queue, rotated on its own: no call is lost where days and calls cross its files", async () => {
    const queues = ["ventas", "soporte", "quejas"];
    const hour = 3_600;
    const calls = fc.array(
      fc.record({
        queue: fc.constantFrom(...queues),
        at: fc.integer({ min: 0, max: 30 * 24 }).map((hours) => hours * hour),
        waitS: fc.integer({ min: 0, max: 2 * hour }),
        talkS: fc.integer({ min: 1, max: 20 * hour }),
        gaveUp: fc.boolean(),
      }),
      { minLength: 20, maxLength: 60 },
    );
    const rotated = fc.array(fc.integer({ min: 1, max: 30 * 24 * hour }), { minLength: 2, maxLength: 2 });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(calls, rotated, async (all, ends) => {
        round++;
        const events = all.flatMap(({ queue, at, waitS, talkS, gaveUp }, n) => {
          const id = `11.${n}`;
          const entered = { queue, at, text: line(at, id, queue, "NONE", "ENTERQUEUE", "", "", 1) };
          const left = at + waitS;
          if (gaveUp)
            return [
              entered,
              { queue, at: left, text: line(left, id, queue, "NONE", "ABANDON", 1, 1, waitS) },
            ];
          return [
            entered,
            { queue, at: left, text: line(left, id, queue, "ana", "CONNECT", waitS, "x", 3) },
            {
              queue,
              at: left + talkS,
              text: line(left + talkS, id, queue, "ana", "COMPLETEAGENT", waitS, talkS, 1),
            },
          ];
        });
        events.sort((one, other) => one.at - other.at);
        const begins = [0, ...ends.sort((one, other) => one - other)];
        // What is looked through now and then is looked through often.
        const filler = Array.from({ length: 1_000 }, (_, n) =>
          line(n * 1_000, "NONE", "NONE", "NONE", "QUEUESTART"),
        );
        const files = queues.flatMap((queue) =>
          begins.flatMap((from, nth) => {
            const to = begins[nth + 1] ?? Number.POSITIVE_INFINITY;
            const lines = events.filter((one) => one.queue === queue && one.at >= from && one.at < to);
            const others = filler.filter((_, n) => n * 1_000 >= from && n * 1_000 < to);
            const texts = [...lines.map(({ text }) => text), ...others].sort();
            return texts.length === 0 ? [] : [written(`${texts.join("\n")}\n`, `${queue}.${nth}.${round}`)];
          }),
        );
        const { calls: read, notes } = await readFiles(files);
        assert.deepEqual(read.map(({ callId }) => callId).sort(), all.map((_, n) => `11.${n}`).sort());
        assert.ok(read.every(({ outcome, handleMs }) => outcome === "abandoned" || handleMs !== null));
        assert.deepEqual(notes, []);
        for (const file of files) rmSync(file);
      }),
      { numRuns: 8 },
    );
  });

  test("gives the same calls though its lines are out of order and repeated", async () => {
    const ordered = Array.from({ length: 12 }, (_, n) => {
      const events = [
        line(n * 7, `7.${n}`, "ventas", "NONE", "ENTERQUEUE", "", "", 1),
        line(n * 7 + 20, `7.${n}`, "ventas", "ana", "CONNECT", 20, "x", 3),
        line(n * 7 + 90, `7.${n}`, "ventas", "ana", "COMPLETEAGENT", 20, 70, 1),
      ];
      return n % 3 === 0
        ? [events[0]!, line(n * 7 + 30, `7.${n}`, "ventas", "NONE", "ABANDON", 1, 1, 30)]
        : events;
    }).flat();
    const expected = (await read(...ordered)).calls.map(short);
    const disorder = fc.tuple(
      fc.shuffledSubarray(ordered, { minLength: ordered.length }),
      fc.array(fc.constantFrom(...ordered), { maxLength: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(disorder, async ([shuffled, repeated]) => {
        const { calls, notes } = await read(...shuffled, ...repeated);
        const byArrival = [...calls].sort((one, other) => one.arrivedAt - other.arrivedAt);
        assert.deepEqual(byArrival.map(short), expected);
        assert.deepEqual(
          notes,
          repeated.length === 0 ? [] : [{ kind: "lines-repeated", lines: repeated.length }],
        );
      }),
      { numRuns: 60 },
    );
  });

  test("may be a database's export, with local times or seconds, one column of data or five", async () => {
    const five = [
      "time,callid,queuename,agent,event,data1,data2,data3,data4,data5",
      "2026-03-02 10:05:00.250000,8.1,ventas,NONE,ENTERQUEUE,,3001234567,1,,",
      "2026-03-02 10:05:12.250000,8.1,ventas,PJSIP/210,CONNECT,12,8.2,4,NULL,NULL",
      "2026-03-02 10:07:12.250000,8.1,ventas,PJSIP/210,COMPLETEAGENT,12,120,1,,",
    ].join("\n");
    const one = [
      "id\ttime\tcallid\tqueuename\tagent\tevent\tdata",
      `1\t${T}.25\t8.1\tventas\tNONE\tENTERQUEUE\t|3001234567|1`,
      `2\t${T + 12}.25\t8.1\tventas\tPJSIP/210\tCONNECT\t12|8.2|4`,
      `3\t${T + 132}.25\t8.1\tventas\tPJSIP/210\tCOMPLETEAGENT\t12|120|1`,
    ].join("\r\n");
    for (const text of [five, one]) {
      const file = written(text, "export.csv");
      assert.ok(await isQueueLog(file));
      const { calls, notes } = await readFiles([file]);
      assert.deepEqual(calls.map(short), [["8.1", 0.25, "ventas", 12, "answered", 120, "PJSIP/210"]]);
      assert.equal(calls[0]!.customer, "3001234567");
      assert.deepEqual(notes, []);
    }
  });

  test("is recognised among other files by what is in it", async () => {
    const header = "offered_at,call_id,customer,skill,wait_s,outcome,service_s,agent";
    assert.ok(
      await isQueueLog(written(gzipSync(`${line(0, "NONE", "NONE", "NONE", "QUEUESTART")}\n`), "calls.csv")),
    );
    for (const text of [
      `${header}\n`,
      header.replaceAll(",", "|"),
      "",
      "rubbish\n",
      "1|2|3\n",
      '"never closed',
    ])
      assert.ok(!(await isQueueLog(written(text, "queue_log"))), text);
    const error: unknown = await readFiles([written("rubbish\n")]).catch((fault: unknown) => fault);
    assert.ok(error instanceof Fault && error.code === "recording-invalid");
  });

  test("of any size is read in the memory of what is under way", async () => {
    const hour = 3600;
    const lines = function* () {
      for (let n = 0; n < 4_000; n++) {
        yield line(n * hour, `9.${n}`, "ventas", "NONE", "ENTERQUEUE", "", "", 1);
        yield line(n * hour + 5, `9.${n}`, "ventas", "ana", "CONNECT", 5, "x", 3);
        yield line(n * hour + 50, `9.${n}`, "ventas", "ana", "COMPLETEAGENT", 5, 45, 1);
      }
    };
    const log = readQueueLog([written([...lines()].join("\n"))], "America/Bogota");
    const given: number[] = [];
    for await (const rows of log.rows) given.push(rows.length);
    assert.equal(
      given.reduce((sum, some) => sum + some, 0),
      4_000,
    );
    assert.ok(given.at(-1)! < 400, "nearly all were given before the end");
  });
});

const real = fileURLToPath(new URL("../../../shared/data/queue_log/", import.meta.url));
const withoutRealLogs: string | false =
  existsSync(real) || process.env["ESPERA_DATA_REQUIRED"] === "1"
    ? false
    : "the real logs (../shared/data) are not on this machine";

describe("the files of a queue_log", {
  skip: !existsSync("/proc/self/fd") && "only Linux shows open files",
}, () => {
  const openFiles = () =>
    readdirSync("/proc/self/fd").filter((descriptor) => {
      try {
        return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(`${folder}/held-open-`);
      } catch {
        // It was the one that listed them.
        return false;
      }
    });

  /** Longer than what is read at once. */
  const long = (queue: string) =>
    Array.from({ length: 5_000 }, (_, n) => `${T + n}|${queue}${n}|${queue}|NONE|ABANDON|1|1|${n}\n`).join(
      "",
    );

  for (const isPacked of [false, true])
    test(`are not held open where they were read or left early, ${isPacked ? "packed" : "plain"}`, {
      timeout: 60_000,
    }, async () => {
      const files = ["soporte", "ventas"].map((queue) =>
        written(isPacked ? gzipSync(long(queue)) : long(queue), `held-open-${queue}`),
      );
      for await (const rows of readQueueLog(files, "UTC").rows) if (rows.length > 0) break;
      await readFiles(files);
      while (openFiles().length > 0) await nextTurn();
    });
});

describe("a real queue_log", { skip: withoutRealLogs }, () => {
  test("of a laboratory has eight calls of two queues", async () => {
    const { calls, notes } = await readFiles([join(real, "lab-2023.log")]);
    assert.deepEqual(
      calls.map(({ skill, outcome, waitMs, handleMs }) => [skill, outcome, waitMs / 1000, handleMs]),
      [
        ["Support", "answered", 8, 5_000],
        ["Support", "abandoned", 20, null],
        ["Support", "answered", 5, 104_000],
        ["Support", "abandoned", 11, null],
        ["Support", "abandoned", 17, null],
        ["Support", "abandoned", 20, null],
        ["Support", "abandoned", 20, null],
        ["sales", "abandoned", 9, null],
      ],
    );
    assert.deepEqual(notes, [{ kind: "left-unanswered", timeout: 1, key: 0, empty: 0 }]);
  });

  test("with everything that goes wrong in one gives the calls that are in it", async () => {
    const { calls, notes } = await readFiles([join(real, "hostile-2018.log")]);
    assert.deepEqual(
      calls.map(({ callId, outcome, waitMs, handleMs, agent }) => [
        callId,
        outcome,
        waitMs / 1000,
        handleMs,
        agent,
      ]),
      [
        ["1546015415.757927", "answered", 10, 122_000, "Agent Five"],
        ["1546023604.760166", "answered", 10, 406_000, "Agent Six"],
        ["1546023970.760296", "answered", 6, 228_000, "Agent Five"],
        ["1546027663.761192", "answered", 14, null, "Agent Five"],
      ],
    );
    assert.deepEqual(notes, [
      { kind: "talk-unknown", calls: 1 },
      { kind: "lines-repeated", lines: 9 },
    ]);
    assert.match(readFileSync(join(real, "hostile-2018.log"), "utf8"), /Agent Two De La Three/);
  });
});
