import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import { Fault } from "../../src/faults/faults.ts";
import { type BadRow, isBadRow, type LoggedCall, readCallLog } from "../../src/history/call-log.ts";
import { FileTextDecoder } from "../../src/history/csv/text-decoder.ts";
import { outcomeOfWord } from "../../src/history/outcome-words.ts";
import type { Reading } from "../../src/history/reading.ts";
import { SeenKeys } from "../../src/history/seen-keys.ts";
import { durationMs } from "../../src/history/written-duration.ts";

const folder = mkdtempSync(join(tmpdir(), "espera-call-log-forms-"));
after(() => rmSync(folder, { recursive: true }));

const HEADER = "offered_at,call_id,customer,skill,wait_s,outcome,service_s,agent";
const BOGOTA = "America/Bogota";

async function read(content: string | Uint8Array, reading: Reading = {}, timeZone = BOGOTA) {
  const file = join(folder, "calls.csv");
  writeFileSync(file, content);
  const log = readCallLog(file, timeZone, reading);
  const calls: LoggedCall[] = [];
  const bad: BadRow[] = [];
  for await (const rows of log.rows) for (const row of rows) (isBadRow(row) ? bad : calls).push(row as never);
  return { calls, bad, notes: log.notes!() };
}

/** When the calls of a file came, by a clock in Bogotá. */
async function arrivals(content: string | Uint8Array, reading: Reading = {}) {
  const { calls, bad } = await read(content, reading);
  assert.deepEqual(bad, []);
  return calls.map(({ arrivedAt }) => new Date(arrivedAt - 5 * 3_600_000).toISOString().replace(".000Z", ""));
}

async function refusal(content: string | Uint8Array, reading: Reading = {}): Promise<string> {
  const error: unknown = await read(content, reading).then(
    () => assert.fail("taken"),
    (fault: unknown) => fault,
  );
  assert.ok(error instanceof Fault, String(error));
  return `${error.code}: ${error.message}`;
}

const rowAt = (time: string, id = "a1") => `"${time}",${id},k1,Ventas,12,answered,180,ana`;
const log = (...rows: string[]) => `${[HEADER, ...rows].join("\n")}\n`;

describe("a time of a call log", () => {
  const sameMoment = [
    "2026-03-02T10:05:00",
    "2026-03-02 10:05",
    "2026/03/02 10:05:00",
    "2026-03-02T15:05:00Z",
    "2026-03-02T10:05:00-05:00",
    "2026-03-02T10:05:00-0500",
    "2026-03-02T15:05:00.000000+00:00",
    "2026-03-02 15:05:00.000000+00:00",
    "2026-03-02T15:05:00.0000000Z",
    "2026-03-02T15:05:00.000000000Z",
    "2026-03-02T10:05-05:00[America/Bogota]",
    "2026-03-02T16:05:00[Europe/Madrid]",
    "Mon Mar 02 2026 10:05:00 GMT-0500 (Colombia Standard Time)",
    "1772463900",
    "1772463900.000000",
    "1772463900000",
  ];
  for (const written of sameMoment) {
    test(`may be written ${written}`, async () => {
      assert.deepEqual(await arrivals(log(rowAt(written))), ["2026-03-02T10:05:00"]);
    });
  }

  test("may have AM and PM, in Spanish too, where midnight and noon are twelve", async () => {
    const halves: [string, string][] = [
      ["2026-03-02 2:05:00 PM", "14:05:00"],
      ["2026-03-02 2:05 p. m.", "14:05:00"],
      ["2026-03-02 02:05:00 p.m.", "14:05:00"],
      ["2026-03-02 12:05:00 a.\u00a0m.", "00:05:00"],
      ["2026-03-02 12:05:00 PM", "12:05:00"],
      ["2026-03-02 11:59:59 am", "11:59:59"],
    ];
    for (const [written, time] of halves)
      assert.deepEqual(await arrivals(log(rowAt(written))), [`2026-03-02T${time}`], written);
  });

  test("may have its month as a word, in English or Spanish, with a weekday before it", async () => {
    const forms = [
      "Mon, 02 Mar 2026 10:05:00",
      "Monday, 2 March 2026 10:05:00 AM",
      "02-Mar-2026 10:05:00",
      "Mar 2, 2026 10:05:00 AM",
      "Mon, Mar 2, 2026, 10:05 AM",
      "02-mar.-2026 10:05",
      "2 de marzo de 2026 10:05:00 a. m.",
    ];
    for (const written of forms)
      assert.deepEqual(await arrivals(log(rowAt(written))), ["2026-03-02T10:05:00"], written);
    assert.deepEqual(await arrivals(log(rowAt("14 dic 2026 01:15:03 p. m."))), ["2026-12-14T13:15:03"]);
    const { bad } = await read(log(rowAt("14 Foo 2026 10:05:00"), rowAt("31 Feb 2026 10:05:00", "a2")));
    assert.equal(bad.length, 2, "no month begins so, and no February has that day");
  });

  test("keeps a fraction of a second to the millisecond", async () => {
    const { calls } = await read(log(rowAt("2026-03-02T15:05:00.123987654Z")));
    assert.equal(calls[0]!.arrivedAt, Date.parse("2026-03-02T15:05:00.123Z"));
  });

  test("has its day first where any row of the file shows that it is", async () => {
    const dayFirst = log(
      rowAt("02/03/2026 10:05", "a"),
      rowAt("2/03/2026 9:06", "b"),
      rowAt("13/03/2026 9:06", "c"),
    );
    assert.deepEqual(await arrivals(dayFirst), [
      "2026-03-02T10:05:00",
      "2026-03-02T09:06:00",
      "2026-03-13T09:06:00",
    ]);
    const monthFirst = log(rowAt("3/2/2026 2:05:00 PM", "a"), rowAt("3/13/2026, 9:06", "b"));
    assert.deepEqual(await arrivals(monthFirst), ["2026-03-02T14:05:00", "2026-03-13T09:06:00"]);
  });

  test("is refused where no row shows it, with the option that says it", async () => {
    const open = log(rowAt("02/03/2026 10:05"));
    assert.match(
      await refusal(open),
      /^recording-invalid: .*line 2.*--dates dd\/mm\/yyyy or --dates mm\/dd\/yyyy/,
    );
    assert.deepEqual(await arrivals(open, { dates: "day-first" }), ["2026-03-02T10:05:00"]);
    assert.deepEqual(await arrivals(open, { dates: "month-first" }), ["2026-02-03T10:05:00"]);
    const mixed = log(rowAt("13/03/2026 10:05", "a"), rowAt("03/13/2026 10:05", "b"));
    assert.match(await refusal(mixed), /line 2 has the day first and the one in line 3 the month/);
    const short = log(rowAt("13/03/26 10:05"));
    assert.match(await refusal(short), /year of its dates has two digits/);
    assert.deepEqual(await arrivals(short, { dates: "day-first" }), ["2026-03-13T10:05:00"]);
  });

  test("is no time where no calendar, clock or zone has it", async () => {
    const none = [
      "2026-02-29 10:00",
      "2026-03-02 24:00",
      "2026-03-02 13:00 PM",
      "2026-03-02",
      "10:05",
      "2026-03-02T10:05+25:00",
    ];
    const { bad } = await read(
      log(...none.map((time, index) => rowAt(time, `a${index}`)), rowAt("2026-03-02T10:05[Mars/Base]", "z")),
    );
    assert.equal(bad.length, none.length + 1);
  });
});

describe("other things of a call log", () => {
  test("durations may be seconds, with a point or a comma, or h:mm:ss", () => {
    const ms: [string, number | null][] = [
      ["12", 12_000],
      ["12.5", 12_500],
      ["12,5", 12_500],
      ["00:00:12", 12_000],
      ["00:03:00", 180_000],
      ["27:00:01", 97_201_000],
      ["0:00:01.25", 1_250],
      ["1,234", null],
      ["00:61:00", null],
      ["03:00", null],
      ["-1", null],
      ["", null],
    ];
    for (const [written, expected] of ms) assert.equal(durationMs(written), expected, written);
  });

  test("every whole second is the same as seconds and as h:mm:ss", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999 * 3600 }), (seconds) => {
        const two = (number: number) => String(number).padStart(2, "0");
        const clock = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
        assert.equal(durationMs(clock), seconds * 1000);
        if (seconds < 10_000_000) assert.equal(durationMs(String(seconds)), seconds * 1000);
      }),
    );
  });

  test("outcomes may be words of other systems, in any case and with accents in any form", async () => {
    for (const word of ["ANSWERED", "Atendida", "contestada", "COMPLETEAGENT", "Complete Caller"])
      assert.equal(outcomeOfWord(word), "answered", word);
    for (const word of [
      "ABANDON",
      "ABANDONED",
      "Abandonada",
      "abandono",
      "No atendida",
      "NO ANSWER",
      "EXITWITHTIMEOUT",
    ])
      assert.equal(outcomeOfWord(word), "abandoned", word);
    assert.equal(outcomeOfWord("Transferida"), null);
    const outcomes = new Map([
      ["transferida", "answered"],
      ["prueba", "skip"],
    ] as const);
    const rows = log(
      "2026-03-02T10:05:00,a1,k1,Ventas,12,TRANSFERIDA,180,ana",
      "2026-03-02T10:05:01,a2,k1,Ventas,12,Prueba,,",
    );
    const { calls, bad } = await read(rows, { outcomes });
    assert.deepEqual(
      [calls.map(({ callId, outcome }) => [callId, outcome]), bad],
      [[["a1", "answered"]], []],
    );
  });

  test("columns may have other names, accents in either form, and some may be missing where that is said", async () => {
    const names = "Fecha,Id,Cola,Teléfono,Espera,Resultado";
    const columns = {
      offered_at: "fecha",
      call_id: "Id",
      skill: "Cola",
      customer: "Teléfono",
      wait_s: "Espera",
      outcome: "Resultado",
      service_s: "",
      agent: "",
    };
    for (const form of ["NFC", "NFD"]) {
      const { calls } = await read(
        `${names.normalize(form)}\n2026-03-02T10:05:00,a1,Ventas,k1,12,atendida\n`,
        { columns },
      );
      assert.deepEqual(
        calls.map(({ customer, skill, handleMs, agent }) => [customer, skill, handleMs, agent]),
        [["k1", "Ventas", null, null]],
      );
    }
    const told = await refusal(`${names}\n2026-03-02T10:05:00,a1,Ventas,3001234567,12,atendida\n`);
    assert.match(told, /lacks offered_at, .*it has "Fecha", "Id", "Cola".*--columns offered_at=Fecha/);
    assert.doesNotMatch(await refusal("3001234567;Ana;2026\n"), /3001234567/);
    const other = '"Conversation ID","Date","Queue","ANI","Wait Time","Abandoned","Users - Interacted"';
    const proposed = /Say which column is which with --columns "(.*)", and what/.exec(
      await refusal(`${other}\n`),
    )?.[1];
    assert.equal(
      proposed,
      "offered_at=Date,call_id=Conversation ID,customer=ANI,skill=Queue,wait_s=Wait Time,outcome=Abandoned,service_s=,agent=Users - Interacted",
    );
  });

  test("a file may have a title and a line sep=, another separator, decimal commas and blank columns at the end", async () => {
    const rows = (separator: string) =>
      [
        "offered_at,call_id,customer,skill,wait_s,outcome,service_s,agent".replaceAll(",", separator),
        ["2026-03-02T10:05:00", "a1", "k1", "Ventas", "12,5", "answered", "180", "ana", "", ""].join(
          separator,
        ),
      ].join("\r\n");
    for (const text of [
      rows(";"),
      rows("\t"),
      rows("|"),
      `sep=;\r\n${rows(";")}`,
      `Llamadas de marzo; por cola\r\n\r\n${rows("|")}`,
    ]) {
      const { calls, bad } = await read(text);
      assert.deepEqual([calls.map(({ waitMs }) => waitMs), bad], [[12_500], []], text);
    }
    const { calls } = await read(rows("~"), { separator: "~" });
    assert.equal(calls.length, 1);
  });

  test("a call that went on to another skill has a row for each, and one id of its own for each", async () => {
    const { calls, bad } = await read(
      log(
        "2026-03-02T10:05:00,1772463890.11,k1,31,12,answered,120,210",
        "2026-03-02T10:07:11,1772463890.11,k1,32,7,answered,173,211",
        "2026-03-02T10:09:11,1772463890.11,k1,32,7,answered,173,211",
      ),
    );
    assert.deepEqual(
      calls.map(({ callId, skill }) => [callId, skill]),
      [
        ["1772463890.11", "31"],
        ["1772463890.11/32", "32"],
      ],
    );
    assert.match(bad[0]!.reason, /came before in this file, for the same skill/);
  });
});

test("a word for a number that is withheld is the key of nobody", async () => {
  const words = ["Anonymous", "anónimo", "No disponible", "UNKNOWN", "[None]", "-", "Private"];
  const rows = words.map((word, n) => `2026-03-02T10:05:0${n},a${n},${word},Ventas,12,answered,180,ana`);
  const { calls } = await read(log(...rows, "2026-03-02T10:06:00,b,nadia,Ventas,12,answered,180,ana"));
  assert.deepEqual(
    calls.map(({ customer }) => customer),
    [...words.map(() => null), "nadia"],
  );
});

describe("keys that a spreadsheet rounded", () => {
  const keyed = (keys: readonly string[]) =>
    log(...keys.map((key, index) => `2026-03-02T10:05:00,a${index},"${key}",Ventas,12,answered,180,ana`));
  const customers = async (keys: readonly string[]) => {
    const { calls, notes } = await read(keyed(keys));
    return { known: calls.filter(({ customer }) => customer !== null).length, notes };
  };

  test("are taken for nobody's, and counted", async () => {
    assert.deepEqual(await customers(["5.7310E+11", "5,731E+11", "6E+11", "573101000037"]), {
      known: 1,
      notes: [{ kind: "keys-rounded", rows: 3 }],
    });
    const zeros = Array.from({ length: 20 }, (_, index) => `57310${index % 10}000000`);
    assert.deepEqual(await customers(zeros), { known: 0, notes: [{ kind: "keys-rounded", rows: 20 }] });
    const long = Array.from({ length: 20 }, (_, index) => `12345678901${1000 + index}000`);
    assert.deepEqual(await customers(long), { known: 0, notes: [{ kind: "keys-rounded", rows: 20 }] });
  });

  test("are not suspected in keys of other kinds", async () => {
    const whole = Array.from({ length: 20 }, (_, index) => String(573101000000 + index * 37));
    const hexadecimal = ["9e86246123", "0e90939802", "2e02902089", "7e38114503", "1e10"];
    for (const keys of [
      whole,
      hexadecimal,
      ["573100000000", "573200000000"],
      ["10000", "20000", "30000", "40000", "50000"],
    ])
      assert.deepEqual(await customers(keys), { known: keys.length, notes: [] });
  });
});

describe("the encoding of a file", () => {
  const text = `${HEADER.replace("skill", "Categoría")}\n2026-03-02T10:05:00,a1,Ñandú,Atención 😀,12,answered,180,José\n`;
  const utf16 = (swapped: boolean, mark: boolean) => {
    const bytes = Buffer.from((mark ? "\ufeff" : "") + text, "utf16le");
    return swapped ? bytes.swap16() : bytes;
  };

  test("may be UTF-8 or UTF-16, with a mark or without, and Windows-1252", async () => {
    const columns = { skill: "Categoría" };
    const encoded: Uint8Array[] = [Buffer.from(text), Buffer.from(`\ufeff${text}`)];
    for (const swapped of [false, true]) for (const mark of [false, true]) encoded.push(utf16(swapped, mark));
    for (const bytes of encoded) {
      const { calls } = await read(bytes, { columns });
      assert.deepEqual(
        calls.map(({ customer, skill, agent }) => [customer, skill, agent]),
        [["Ñandú", "Atención 😀", "José"]],
      );
    }
    const { calls } = await read(Buffer.from(text.replace(" 😀", ""), "latin1"), { columns });
    assert.deepEqual(
      calls.map(({ customer, skill }) => [customer, skill]),
      [["Ñandú", "Atención"]],
    );
  });

  test("is found however the bytes come in pieces", () => {
    const words = fc.array(fc.constantFrom("Atención", "año", "line", "€", "😀", ",", "\n", "x".repeat(70)), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(words, fc.array(fc.nat(), { maxLength: 8 }), (parts, cuts) => {
        const whole = parts.join(" ");
        const bytes = Buffer.from(whole);
        const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
        const decoder = new FileTextDecoder();
        const pieces = at.slice(1).map((end, index) => decoder.push(bytes.subarray(at[index], end)));
        assert.equal(pieces.join("") + decoder.end(), whole);
      }),
    );
  });
});

test("keys are known again, and no other is taken for one of them", () => {
  const seen = new SeenKeys();
  for (let index = 0; index < 200_000; index++) assert.ok(seen.add(`1772463890.${index}`));
  for (let index = 0; index < 200_000; index += 37) assert.ok(!seen.add(`1772463890.${index}`));
});

test("of a record without end the newest keys are known, and the oldest are forgotten", () => {
  const seen = new SeenKeys(1_000);
  for (let index = 0; index < 10_000; index++) {
    assert.ok(seen.add(`call ${index}`));
    assert.ok(seen.has(`call ${Math.max(0, index - 999)}`));
  }
  assert.ok(!seen.has("call 0"));
});

describe("a table of calls with smart wait in it", () => {
  const header = `${HEADER},treatment,choice,callback_connected_s`;
  const row = (id: string, more: string) => `2026-03-02T10:00:00,${id},,ventas,${more}`;
  const table = [
    header,
    row("live", "30,answered,90,ana,0,,"),
    row("declined", "40,answered,90,ana,1,no,"),
    row("called-back", "0,answered,120,eva,1,yes,600"),
    row("not-reached", "0,abandoned,,,1,yes,"),
    row("untold", "0,answered,60,ivo,1,yes,"),
  ].join("\n");
  const of = ({ calls }: Awaited<ReturnType<typeof read>>) => {
    const [first] = calls;
    return calls.map(({ logId, arrivedAt, waitMs, agent, calledBack = false }) => [
      logId,
      (arrivedAt - first!.arrivedAt) / 1_000,
      waitMs / 1_000,
      agent,
      calledBack,
    ]);
  };

  test("has who was called back when an agent joined them, for who asks who kept an agent when", async () => {
    assert.deepEqual(of(await read(table, { returnCalls: true })), [
      ["live", 0, 30, "ana", false],
      ["declined", 0, 40, "ana", false],
      ["called-back", 600, 0, "eva", true],
      ["not-reached", 0, 0, null, false],
      ["untold", 0, 0, "ivo", true],
    ]);
  });

  test("has everybody from when they called, for all others", async () => {
    const { calls } = await read(table);
    assert.ok(calls.every(({ arrivedAt, calledBack }) => arrivedAt === calls[0]!.arrivedAt && !calledBack));
  });

  test("refuses a row whose time of connection is none, and takes a choice for another thing where nothing tells of treatment", async () => {
    const wrong = `${header}\n${row("a", "0,answered,120,eva,1,yes,soon")}`;
    const { bad } = await read(wrong, { returnCalls: true });
    assert.deepEqual(
      bad.map(({ reason }) => reason),
      ["callback_connected_s is neither seconds nor h:mm:ss"],
    );
    const other = `${HEADER},choice,callback_connected_s\n${row("a", "20,answered,120,eva,yes,soon")}`;
    assert.deepEqual(of(await read(other, { returnCalls: true })), [["a", 0, 20, "eva", false]]);
  });
});
