import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { createToken, type WantedToken } from "../../src/api/sign-in/tokens.ts";
import { defaultSettings, defaultSkill } from "../../src/operation/default-settings.ts";
import { type CallStory, conclusionsOf } from "./call-stories.ts";
import { apiInMemory } from "./in-memory-journal.ts";

// Tests that are named by a quoted line hold what is known of the contract, word for word.

const NOW = Date.parse("2026-03-02T15:30:00-05:00");
let now = NOW;
let licences = 1;
const at = await apiInMemory(
  { codeAsString: false },
  {
    now: () => now,
    licences: () => licences,
    live: async () => ({
      version: "0.0.0",
      operations: [
        {
          id: 1,
          name: "prueba",
          timeZone: "America/Bogota",
          simulated: true,
          generation: null,
          skills: [
            {
              id: 9,
              name: "Ventas",
              target: { share: 0.8, withinMs: 20_000 },
              line: { live: 4, callbacks: 2, returning: 1 },
              freeAgents: 0,
              outlook: null,
              auto: null,
              holdOut: { rate: 0.1, heldOut: 3 },
              today: { answeredWithin: 0, offered: 0 },
            },
          ],
        },
      ],
    }),
  },
);
const { journal, operation } = at;
await at.api.listen({ host: "127.0.0.1", port: 0 });
const origin = `http://127.0.0.1:${(at.api.server.address() as AddressInfo).port}`;
after(() => at.api.close());

const usual = defaultSettings("America/Bogota");
await journal.store.addSettings(
  operation,
  {
    ...usual,
    skills: [
      { ...defaultSkill, id: 9, name: "Ventas", smartWait: "on" },
      { ...defaultSkill, id: 12, name: "Soporte", smartWait: "on" },
    ],
  },
  0,
);

const local = (time: string) => Date.parse(`${time.replace(" ", "T")}-05:00`);
const first = local("2026-03-01 10:00:00");
const concluded = conclusionsOf([
  // Said yes, was missed once and reached at the second attempt.
  {
    skill: 9,
    at: first + 400,
    asked: true,
    from: "+573001112233",
    endedAt: first + 30_000,
    callback: {
      number: "+573104445566",
      attempts: [
        { dialledAt: first + 600_900, endedAt: first + 625_000 },
        {
          dialledAt: first + 905_000,
          answeredAt: first + 912_000,
          agent: "luis",
          endedAt: first + 1_037_000,
          talkEndedAt: first + 1_337_000,
        },
      ],
      end: { status: "OK", at: first + 1_037_000 },
    },
  },
  // Said no and was answered after 25 s.
  {
    skill: 9,
    at: first + 60_000,
    asked: true,
    from: "+573001112244",
    answeredAt: first + 85_000,
    endedAt: first + 205_000,
  },
  ...(["FAIL", "NO USER", "STOP NEW"] as const).map(
    (status, n): CallStory => ({
      skill: 12,
      at: first + 120_000 + n,
      asked: true,
      callback: { number: "+573007778899", end: { status, at: first + 400_000 } },
    }),
  ),
  { skill: 12, at: first + 180_000, asked: true, callback: { number: "+573007778899" } },
  // Calls that nobody asked anything: answered in 8 s, hung up after 40 s, hung up after 3 s.
  { skill: 12, at: first + 3_600_000, answeredAt: first + 3_608_000, endedAt: first + 3_668_000 },
  { skill: 12, at: first + 3_700_000, abandonedAt: first + 3_740_000, from: "+573007778899" },
  { skill: 12, at: first + 3_800_000, abandonedAt: first + 3_803_000 },
]);
await journal.conclude(operation, concluded.steps, concluded.people);

async function tokenWith(wanted: Partial<WantedToken>): Promise<string> {
  return (await createToken(journal.store, { operation, ...wanted }, 0)).token;
}

const DAY = { date_ini: "20260301000000", date_end: "20260301235959" };
const EVERY_REPORT = [
  "diagram_2",
  "diagram_3",
  "skill_1",
  "skill_2",
  "skill_3",
  "skill_4",
  "skill_5",
  "skill_7",
  "skill_10",
];
const MANAGER = "/api/v2/reports_manager.php";

async function ask(
  parameters: Record<string, string>,
  {
    path = MANAGER,
    token = at.token,
    method = "GET",
  }: { path?: string; token?: string | null; method?: string } = {},
) {
  const headers = token === null ? {} : { "wolkvox-token": token };
  const url = `${origin}${path}?${new URLSearchParams(parameters).toString()}`;
  const response = await fetch(url, { method, headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
}

async function rowsOf(parameters: Record<string, string>, options: Parameters<typeof ask>[1] = {}) {
  const answer = await ask(parameters, options);
  assert.equal(answer.status, 200, answer.text);
  return answer.json().data as Record<string, string>[];
}

function refusal(code: number, error: string, msg: string): string {
  return JSON.stringify({ code, error, msg, data: [] });
}

async function assertRefused(
  asked: ReturnType<typeof ask>,
  ...[code, error, msg]: [number, string, string]
): Promise<void> {
  const answer = await asked;
  assert.equal(answer.status, code);
  assert.equal(answer.text, refusal(code, error, msg));
}

test("“Members in this order, every value a string”: diagram_2 of a day", async () => {
  const { text } = await ask({ api: "diagram_2", ...DAY });
  assert.equal(
    text,
    '{"code":200,"error":null,"msg":"2 records were found","data":[' +
      '{"skill_id":"9","treatment":"2","customer_say_no":"1","customer_say_yes":"1","recall_fail":"0",' +
      '"recall_ok":"1","service_level_up":""},' +
      '{"skill_id":"12","treatment":"4","customer_say_no":"0","customer_say_yes":"4","recall_fail":"2",' +
      '"recall_ok":"0","service_level_up":""}]}',
  );
});

test("“the plural stays for 1”", async () => {
  const { json } = await ask({
    api: "diagram_2",
    date_ini: "20260301100000",
    date_end: "20260301100100",
  });
  assert.equal(json().msg, "1 records were found");
});

test("“header names are case-insensitive … accept and ignore wolkvox_server and wolkvox-server”", async () => {
  const url = `${origin}${MANAGER}?${new URLSearchParams({ api: "diagram_3", ...DAY }).toString()}`;
  for (const headers of [
    { "WOLKVOX-Token": at.token, wolkvox_server: "0017" },
    { "Wolkvox-token": at.token, "wolkvox-server": "0017" },
  ] as Record<string, string>[])
    assert.equal((await fetch(url, { headers })).status, 200);
});

test("“Parameter order is free”", async () => {
  const [ini, end] = [DAY.date_ini, DAY.date_end];
  const one = await ask({ date_end: end, api: "diagram_3", date_ini: ini });
  const other = await ask({ api: "diagram_3", date_ini: ini, date_end: end });
  assert.equal(one.text, other.text);
});

test("“Skills without any treatment in the range have no row. Rows in ascending numeric skill id”", async () => {
  const skills = async (range: object) =>
    (await rowsOf({ api: "diagram_2", ...DAY, ...range })).map((row) => row["skill_id"]);
  assert.deepEqual(await skills({}), ["9", "12"]);
  assert.deepEqual(await skills({ date_ini: "20260301100200" }), ["12"]);
});

test("“diagram_3: one row per call … Members, in this order, all strings”", async () => {
  const { text } = await ask({
    api: "diagram_3",
    date_ini: "20260301100000",
    date_end: "20260301100100",
  });
  assert.equal(
    text,
    '{"code":200,"error":null,"msg":"2 records were found","data":[' +
      '{"skill_id":"9","date_inbound_call":"2026-03-01 10:00:00","date_last_outbound_call":"2026-03-01 10:15:05",' +
      '"status":"OK","attempts":"2","ani":"+573001112233","dial_phone":"+573104445566",' +
      '"time_between_calls":"00:15:05","time":"00:17:17","billed_minutes":"00:07:05","customer_id":""},' +
      '{"skill_id":"9","date_inbound_call":"2026-03-01 10:01:00","date_last_outbound_call":"","status":"NO",' +
      '"attempts":"0","ani":"+573001112244","dial_phone":"","time_between_calls":"","time":"00:02:25",' +
      '"billed_minutes":"","customer_id":""}]}',
  );
});

test("“status: YES, NO, OK, NO USER, STOP NEW, FAIL”", async () => {
  const rows = await rowsOf({ api: "diagram_3", ...DAY });
  assert.deepEqual(
    rows.map((row) => row["status"]),
    ["OK", "NO", "FAIL", "NO USER", "STOP NEW", "YES"],
  );
});

test("“No return call yet: empty string”", async () => {
  const open = (await rowsOf({ api: "diagram_3", ...DAY })).at(-1)!;
  const empty = ["date_last_outbound_call", "time_between_calls", "time", "billed_minutes"];
  assert.deepEqual(
    empty.map((member) => open[member]),
    ["", "", "", ""],
  );
});

test("“numbers full or masked”, in diagram_3, skill_2 and skill_10", async () => {
  const token = await tokenWith({ masksNumbers: true });
  const [row] = await rowsOf({ api: "diagram_3", ...DAY }, { token });
  assert.equal(row!["ani"], "*********2233");
  assert.equal(row!["dial_phone"], "*********5566");
  const numbersIn = async (api: string) =>
    (await rowsOf({ api, skill_id: "all", ...DAY }, { token })).map(({ ani }) => ani).filter((ani) => ani);
  assert.deepEqual(await numbersIn("skill_2"), ["*********8899"]);
  assert.deepEqual(await numbersIn("skill_10"), ["*********2233", "*********2244"]);
});

test("“unknown api: 400 BAD REQUEST THE API YOU WANT TO CONSULT DOES NOT EXIST”", async () => {
  const refused = [400, "BAD REQUEST", "THE API YOU WANT TO CONSULT DOES NOT EXIST"] as const;
  for (const path of [MANAGER, "/api/v2/real_time.php", "/api/v2/information.php"])
    await assertRefused(ask({ api: "diagram_99", ...DAY }, { path }), ...refused);
});

test("“parameter missing: 400 BAD REQUEST SOME PARAMETERS ARE REQUIRED”", async () => {
  const refused = [400, "BAD REQUEST", "SOME PARAMETERS ARE REQUIRED"] as const;
  const { date_ini, date_end } = DAY;
  for (const parameters of [
    { date_ini, date_end },
    { api: "diagram_2", date_ini },
    { api: "diagram_3", date_end },
    { api: "skill_1", date_ini, date_end },
    { api: "skill_2", skill_id: "all", date_end },
    { api: "skill_4", skill_id: "", date_ini, date_end },
  ] as Record<string, string>[])
    await assertRefused(ask(parameters), ...refused);
  await assertRefused(ask({ api: "skills" }, { path: "/api/v2/real_time.php" }), ...refused);
});

test("“no token: 401 UNAUTHORIZED PLEASE ENTER THE WOLKVOX-TOKEN”", async () => {
  for (const path of [MANAGER, "/api/v2/real_time.php", "/api/v2/information.php"])
    await assertRefused(
      ask({ api: "diagram_2", ...DAY }, { token: null, path }),
      401,
      "UNAUTHORIZED",
      "PLEASE ENTER THE WOLKVOX-TOKEN",
    );
});

test("“bad token: 403 FORBIDDEN PLEASE VALIDATE TOKEN”", async () => {
  const token = `esp_${"0".repeat(12)}_${"1".repeat(64)}`;
  await assertRefused(ask({ api: "x" }, { token }), 403, "FORBIDDEN", "PLEASE VALIDATE TOKEN");
});

test("“optional allow-list of addresses”: from elsewhere a right token is a bad one", async () => {
  const parameters = { api: "diagram_3", ...DAY };
  for (const addresses of [["127.0.0.1"], ["10.0.0.0/8", "127.0.0.0/8"]])
    assert.equal((await ask(parameters, { token: await tokenWith({ addresses }) })).status, 200);
  const token = await tokenWith({ addresses: ["10.0.0.0/8", "2001:db8::/32"] });
  await assertRefused(ask(parameters, { token }), 403, "FORBIDDEN", "PLEASE VALIDATE TOKEN");
});

test("“day's quota used up: 403 FORBIDDEN TOKEN LIMIT EXCEEDED”, with when to come back, until local midnight", async () => {
  const parameters = { api: "diagram_2", ...DAY };
  now = local("2026-03-05 23:59:30");
  licences = 0.002;
  assert.equal((await ask(parameters)).status, 200);
  assert.equal((await ask(parameters)).status, 200);
  const refused = await ask(parameters);
  assert.equal(refused.text, refusal(403, "FORBIDDEN", "TOKEN LIMIT EXCEEDED"));
  assert.equal(refused.status, 403);
  assert.equal(refused.headers.get("retry-after"), "30");
  assert.equal(refused.headers.get("ratelimit-limit"), "2");
  assert.equal(refused.headers.get("ratelimit-remaining"), "0");
  assert.equal(refused.headers.get("ratelimit-reset"), "30");
  now = local("2026-03-06 00:00:00");
  assert.equal((await ask(parameters)).status, 200);
  licences = 1;
  now = NOW;
});

test("“no records in the range: 404 NOT FOUND Validate dates entered”", async () => {
  const range = { date_ini: "20260401000000", date_end: "20260401235959", skill_id: "all" };
  for (const api of EVERY_REPORT)
    await assertRefused(ask({ api, ...range }), 404, "NOT FOUND", "Validate dates entered");
});

test('“a per-token setting may answer 200 with "0 records were found" instead”', async () => {
  const token = await tokenWith({ emptyAsSuccess: true });
  const range = { date_ini: "20260401000000", date_end: "20260401235959", skill_id: "all" };
  for (const api of EVERY_REPORT) {
    const { status, text } = await ask({ api, ...range }, { token });
    assert.equal(status, 200);
    assert.equal(text, '{"code":200,"error":null,"msg":"0 records were found","data":[]}');
  }
});

test("“malformed date, impossible date, end before start: INVALID DATE, USE YYYYmmddHHiiss / DATE_END IS BEFORE DATE_INI”", async () => {
  for (const api of EVERY_REPORT) {
    const asked = (range: object) => ask({ api, skill_id: "all", ...DAY, ...range });
    for (const date of ["2026-03-01", "20260230000000", "20260301240000"])
      await assertRefused(asked({ date_ini: date }), 400, "BAD REQUEST", "INVALID DATE, USE YYYYmmddHHiiss");
    await assertRefused(
      asked({ date_ini: "20260302000000" }),
      400,
      "BAD REQUEST",
      "DATE_END IS BEFORE DATE_INI",
    );
  }
});

test("“range over 31 days: 400 BAD REQUEST THE DATE RANGE EXCEEDS 31 DAYS”; “31 × 24 h is allowed”", async () => {
  for (const api of EVERY_REPORT.filter((one) => one !== "skill_5")) {
    const asked = (date_end: string) => ask({ api, skill_id: "all", ...DAY, date_end });
    assert.equal((await asked("20260401000000")).status, 200);
    await assertRefused(asked("20260401000001"), 400, "BAD REQUEST", "THE DATE RANGE EXCEEDS 31 DAYS");
  }
});

test("“other method: 405 METHOD NOT ALLOWED ONLY GET IS ALLOWED (with Allow)”", async () => {
  for (const path of [MANAGER, "/api/v2/real_time.php", "/api/v2/information.php"])
    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
      const answer = await ask({ api: "diagram_2", ...DAY }, { path, method });
      assert.equal(answer.status, 405);
      assert.equal(answer.headers.get("allow"), "GET, OPTIONS");
      assert.equal(answer.text, refusal(405, "METHOD NOT ALLOWED", "ONLY GET IS ALLOWED"));
    }
});

test('“code … carry the string "200" … a setting per token, number by default”', async () => {
  const token = await tokenWith({ codeAsString: true });
  for (const api of ["diagram_2", "diagram_3", "skill_1"])
    assert.equal((await ask({ api, skill_id: "all", ...DAY }, { token })).json().code, "200");
  assert.equal((await ask({ api: "nothing" }, { token })).json().code, "400");
  assert.equal((await ask({ api: "diagram_3", ...DAY })).json().code, 200);
});

test("“Headers seen: Content-Type: application/json; charset=utf-8, Access-Control-Allow-Origin: *, Cache-Control: no-store”", async () => {
  for (const parameters of [{ api: "diagram_2" }, { api: "diagram_3" }, { api: "nothing" }]) {
    const { headers } = await ask({ ...parameters, ...DAY });
    assert.equal(headers.get("content-type"), "application/json; charset=utf-8");
    assert.equal(headers.get("access-control-allow-origin"), "*");
    assert.equal(headers.get("cache-control"), "no-store");
  }
});

test("“skill_1 … skill_name, skill_id, inbound_calls, answer_calls, abandon_calls, service_level_10seg, … abandon, asa, ata”", async () => {
  const { text } = await ask({ api: "skill_1", skill_id: "12", ...DAY });
  // Of 7 calls one was answered in time; six did not get an agent, and of two of them it is known how long they waited.
  assert.equal(
    text,
    '{"code":200,"error":null,"msg":"1 records were found","data":[{"skill_name":"Soporte","skill_id":"12",' +
      '"inbound_calls":"7","answer_calls":"1","abandon_calls":"6","service_level_10seg":"14.29 %",' +
      '"service_level_20seg":"14.29 %","service_level_30seg":"14.29 %","abandon":"85.71 %","asa":"8.00",' +
      '"ata":"21.50"}]}',
  );
});

test("“A caller who accepted counts as answered once they were joined with an agent, as abandoned when their callback ended otherwise or is open”", async () => {
  const [sales, support] = await rowsOf({ api: "skill_1", skill_id: "all", ...DAY });
  // One answered in the call after 25 s, one in the return call after 1036.6 s.
  assert.deepEqual(
    [sales!["inbound_calls"], sales!["answer_calls"], sales!["abandon_calls"]],
    ["2", "2", "0"],
  );
  assert.equal(sales!["asa"], "530.80");
  // FAIL, NO USER, STOP NEW and one that is open.
  assert.deepEqual(
    [support!["inbound_calls"], support!["answer_calls"], support!["abandon_calls"]],
    ["7", "1", "6"],
  );
});

test("“inbound_calls = answer_calls + abandon_calls”: skill_2 and skill_10 are its calls, one by one", async () => {
  for (const skill_id of ["9", "12", "all"]) {
    const sums = await rowsOf({ api: "skill_1", skill_id, ...DAY });
    const sum = (member: string) => sums.reduce((total, row) => total + Number(row[member]), 0);
    const detail = async (api: string) =>
      (await ask({ api, skill_id, ...DAY }, { token: await tokenWith({ emptyAsSuccess: true }) })).json()
        .data;
    assert.equal((await detail("skill_10")).length, sum("answer_calls"));
    assert.equal((await detail("skill_2")).length, sum("abandon_calls"));
    assert.equal(sum("inbound_calls"), sum("answer_calls") + sum("abandon_calls"));
  }
});

test("a call that waits on the phone is neither answered nor abandoned, and so not among the inbound ones yet", async () => {
  const day = { date_ini: "20260219000000", date_end: "20260219235959" };
  const { steps: waiting } = conclusionsOf([{ skill: 12, at: local("2026-02-19 10:00:00") }]);
  await journal.conclude(operation, waiting);
  for (const api of ["skill_1", "skill_2", "skill_3", "skill_4", "skill_5", "skill_7", "skill_10"])
    assert.equal((await ask({ api, skill_id: "all", ...day })).status, 404);
});

test("“needs skill_id: a number or all, in any case; optional services_time=NN … (+ service_level_NNseg)”", async () => {
  const rows = await rowsOf({ api: "skill_1", skill_id: "all", services_time: "25", ...DAY });
  assert.deepEqual(
    rows.map((row) => [row["skill_id"], row["service_level_20seg"], row["service_level_25seg"]]),
    [
      ["9", "0.00 %", "50.00 %"],
      ["12", "14.29 %", "14.29 %"],
    ],
  );
  const members = Object.keys(rows[0]!);
  assert.equal(members.indexOf("service_level_25seg"), members.indexOf("service_level_30seg") + 1);
  const same = await rowsOf({ api: "skill_1", skill_id: "9", services_time: "20", ...DAY });
  assert.equal(Object.keys(same[0]!).length, members.length - 1);
  for (const wrong of [{ skill_id: "ventas" }, { skill_id: "9", services_time: "0" }] as const)
    await assertRefused(
      ask({ api: "skill_1", ...DAY, ...wrong }),
      400,
      "BAD REQUEST",
      "SOME PARAMETERS ARE INVALID",
    );
});

test("“skill_2 abandoned calls in detail: skill_name, skill_id, conn_id, date, result, ani, abandon_time, type_interaction, customer_id”", async () => {
  const rows = await rowsOf({
    api: "skill_2",
    skill_id: "all",
    date_ini: "20260301110000",
    date_end: DAY.date_end,
  });
  assert.deepEqual(
    rows.map((row) => Object.entries(row).filter(([member]) => member !== "conn_id")),
    [
      ["2026-03-01 11:01:40", "+573007778899", "40"],
      ["2026-03-01 11:03:20", "", "3"],
    ].map(([date, ani, time]) => [
      ["skill_name", "Soporte"],
      ["skill_id", "12"],
      ["date", date],
      ["result", "ABANDON"],
      ["ani", ani],
      ["abandon_time", time],
      ["type_interaction", "inbound"],
      ["customer_id", ""],
    ]),
  );
  assert.equal(Object.keys(rows[0]!).indexOf("conn_id"), 2);
  assert.equal(new Set(rows.map((row) => row["conn_id"])).size, 2);
});

test("“abandon_time and answer_time are whole seconds”: a reader's int, also where they are not known", async () => {
  const abandoned = await rowsOf({ api: "skill_2", skill_id: "12", ...DAY });
  const times = abandoned.map((row) => row["abandon_time"]);
  assert.deepEqual(times, ["0", "0", "0", "0", "40", "3"]);
  for (const row of await rowsOf({ api: "skill_10", skill_id: "all", ...DAY }))
    assert.match(row["answer_time"]!, /^\d+$/);
});

test("“skill_10 answered calls, the twin of skill_2 with answer_time and agent_id”", async () => {
  const rows = await rowsOf({ api: "skill_10", skill_id: "all", ...DAY });
  assert.deepEqual(
    rows.map((row) => Object.entries(row).filter(([member]) => member !== "conn_id")),
    [
      ["Ventas", "9", "2026-03-01 10:00:00", "+573001112233", "1037", "luis"],
      ["Ventas", "9", "2026-03-01 10:01:00", "+573001112244", "25", "ana"],
      ["Soporte", "12", "2026-03-01 11:00:00", "", "8", "ana"],
    ].map(([name, skill, date, ani, time, agent]) => [
      ["skill_name", name],
      ["skill_id", skill],
      ["date", date],
      ["result", "ANSWER"],
      ["ani", ani],
      ["answer_time", time],
      ["agent_id", agent],
      ["type_interaction", "inbound"],
      ["customer_id", ""],
    ]),
  );
  assert.equal(Object.keys(rows[0]!).indexOf("conn_id"), 2);
});

test("“skill_4 by hour: skill_id, hour, inbound_calls, answer_calls, abandon_calls, the three levels, asa, abandon, aht, ata”", async () => {
  const rows = await rowsOf({ api: "skill_4", skill_id: "12", ...DAY });
  assert.deepEqual(rows.map(Object.entries), [
    [
      ["skill_id", "12"],
      ["hour", "10"],
      ["inbound_calls", "4"],
      ["answer_calls", "0"],
      ["abandon_calls", "4"],
      ["service_level_10seg", "0.00 %"],
      ["service_level_20seg", "0.00 %"],
      ["service_level_30seg", "0.00 %"],
      ["asa", "0.00"],
      ["abandon", "100.00 %"],
      ["aht", "0:00:00"],
      ["ata", "0.00"],
    ],
    [
      ["skill_id", "12"],
      ["hour", "11"],
      ["inbound_calls", "3"],
      ["answer_calls", "1"],
      ["abandon_calls", "2"],
      ["service_level_10seg", "33.33 %"],
      ["service_level_20seg", "33.33 %"],
      ["service_level_30seg", "33.33 %"],
      ["asa", "8.00"],
      ["abandon", "66.67 %"],
      ["aht", "0:01:00"],
      ["ata", "21.50"],
    ],
  ]);
});

test("skill_4: “With all: one row an hour, consolidated over the skills (skill_id then: all)”", async () => {
  const rows = await rowsOf({ api: "skill_4", skill_id: "all", ...DAY });
  assert.deepEqual(
    rows.map(({ skill_id, hour, inbound_calls, answer_calls, asa, aht }) => ({
      skill_id,
      hour,
      inbound_calls,
      answer_calls,
      asa,
      aht,
    })),
    [
      // In the return call they talked for 300 s, in the other for 120 s.
      { skill_id: "all", hour: "10", inbound_calls: "6", answer_calls: "2", asa: "530.80", aht: "0:03:30" },
      { skill_id: "all", hour: "11", inbound_calls: "3", answer_calls: "1", asa: "8.00", aht: "0:01:00" },
    ],
  );
});

test("“skill_3 by day: date, then the members of skill_4 and wait_time (h:mm:ss). Days without calls have no row”", async () => {
  const month = { date_ini: "20260228000000", date_end: "20260304235959" };
  const rows = await rowsOf({ api: "skill_3", skill_id: "all", ...month });
  assert.deepEqual(
    rows.map(({ date, skill_id }) => [date, skill_id]),
    [
      ["2026-03-01", "9"],
      ["2026-03-01", "12"],
    ],
  );
  assert.deepEqual(Object.entries(rows[1]!), [
    ["date", "2026-03-01"],
    ["skill_id", "12"],
    ["skill_name", "Soporte"],
    ["inbound_calls", "7"],
    ["answer_calls", "1"],
    ["abandon_calls", "6"],
    ["service_level_10seg", "14.29 %"],
    ["service_level_20seg", "14.29 %"],
    ["service_level_30seg", "14.29 %"],
    ["asa", "8.00"],
    ["abandon", "85.71 %"],
    ["aht", "0:01:00"],
    ["ata", "21.50"],
    ["wait_time", "0:00:17"],
  ]);
});

test("“skill_7: skill_4's figures by date, skill and hour, with skill_name and wait_time”", async () => {
  const rows = await rowsOf({ api: "skill_7", skill_id: "all", ...DAY });
  assert.deepEqual(
    rows.map(({ date, skill_id, hour }) => [date, skill_id, hour]),
    [
      ["2026-03-01", "9", "10"],
      ["2026-03-01", "12", "10"],
      ["2026-03-01", "12", "11"],
    ],
  );
  const figures = await rowsOf({ api: "skill_4", skill_id: "12", ...DAY });
  for (const [n, row] of rows.slice(1).entries()) {
    const { date, skill_name, wait_time, ...same } = row;
    assert.deepEqual([date, skill_name, wait_time], ["2026-03-01", "Soporte", ["0:00:00", "0:00:17"][n]]);
    assert.deepEqual(same, figures[n]);
  }
});

test("“skill_5 by hour: calls, distinct callers, aht, agents_needed (Erlang for the hour's load and the skill's target; one day at most)”", async () => {
  const rows = await rowsOf({ api: "skill_5", skill_id: "all", ...DAY });
  assert.deepEqual(Object.entries(rows[0]!), [
    ["skill_id", "9"],
    ["hour", "10"],
    ["inbound_calls", "2"],
    ["inbound_calls_unique_customers", "2"],
    ["aht", "0:03:30"],
    // 0.117 Erlang: one agent answers 89 % within 20 s.
    ["agents_needed", "1"],
  ]);
  const longer = { ...DAY, date_end: "20260302000001" };
  assert.equal(
    (await ask({ api: "skill_5", skill_id: "all", ...DAY, date_end: "20260302000000" })).status,
    200,
  );
  await assertRefused(
    ask({ api: "skill_5", skill_id: "all", ...longer }),
    400,
    "BAD REQUEST",
    "THE DATE RANGE EXCEEDS 1 DAY",
  );
});

test("skill_5 counts a caller once an hour, and each who withheld their number; it takes the agents that Erlang C does", async () => {
  const start = local("2026-02-20 10:00:00");
  // 12 Erlang: 120 calls of 360 s. Two numbers call 30 times each, and 60 withhold theirs.
  const { steps: busy, people } = conclusionsOf(
    Array.from({ length: 120 }, (_, n) => ({
      skill: 12,
      at: start + n * 30_000,
      ...(n % 2 === 0 ? { from: `+57300111000${n % 4}` } : {}),
      answeredAt: start + n * 30_000 + 5_000,
      endedAt: start + n * 30_000 + 365_000,
    })),
  );
  await journal.conclude(operation, busy, people);
  const rows = await rowsOf({
    api: "skill_5",
    skill_id: "12",
    date_ini: "20260220000000",
    date_end: "20260220235959",
  });
  assert.deepEqual(rows, [
    {
      skill_id: "12",
      hour: "10",
      inbound_calls: "120",
      inbound_calls_unique_customers: "62",
      aht: "0:06:00",
      agents_needed: String(erlangCAgents(12, 360, 20, 0.8)),
    },
  ]);
});

/** By the textbook's sums: the fewest agents with which that share waits no longer than `thresholdS`. */
function erlangCAgents(load: number, ahtS: number, thresholdS: number, share: number): number {
  for (let agents = Math.floor(load) + 1; ; agents++) {
    let [term, sum] = [1, 1];
    for (let k = 1; k < agents; k++) {
      term *= load / k;
      sum += term;
    }
    const all = (term * load) / (agents - load);
    const waits = all / (sum + all);
    if (1 - waits * Math.exp((-(agents - load) * thresholdS) / ahtS) >= share) return agents;
  }
}

test("“real_time.php?api=skills&skill_id=: skill_id, skill_name, calls_in_queue_now, stat_inbound, stat_answer, stat_abandon, three levels, by_abandon”", async () => {
  now = local("2026-03-01 18:00:00");
  const rows = await rowsOf({ api: "skills", skill_id: "all" }, { path: "/api/v2/real_time.php" });
  now = NOW;
  assert.deepEqual(rows.map(Object.entries), [
    [
      ["skill_id", "9"],
      ["skill_name", "Ventas"],
      ["calls_in_queue_now", "4"],
      ["stat_inbound", "2"],
      ["stat_answer", "2"],
      ["stat_abandon", "0"],
      ["service_level_10seg", "0.00 %"],
      ["service_level_20seg", "0.00 %"],
      ["service_level_30seg", "50.00 %"],
      ["by_abandon", "0.00 %"],
    ],
    [
      ["skill_id", "12"],
      ["skill_name", "Soporte"],
      ["calls_in_queue_now", ""],
      ["stat_inbound", "7"],
      ["stat_answer", "1"],
      ["stat_abandon", "6"],
      ["service_level_10seg", "14.29 %"],
      ["service_level_20seg", "14.29 %"],
      ["service_level_30seg", "14.29 %"],
      ["by_abandon", "85.71 %"],
    ],
  ]);
});

test("“real_time.php?api=skills&skill_id= (+ services_time=NN)”; “Service level … always a number”, also before the first call", async () => {
  const [row] = await rowsOf(
    { api: "skills", skill_id: "9", services_time: "25" },
    { path: "/api/v2/real_time.php" },
  );
  assert.deepEqual(Object.entries(row!).slice(3), [
    ["stat_inbound", "0"],
    ["stat_answer", "0"],
    ["stat_abandon", "0"],
    ["service_level_10seg", "0.00 %"],
    ["service_level_20seg", "0.00 %"],
    ["service_level_30seg", "0.00 %"],
    ["service_level_25seg", "0.00 %"],
    ["by_abandon", "0.00 %"],
  ]);
});

test("“skill_id: a number or all, in any case”", async () => {
  for (const api of ["skill_1", "skill_2", "skill_3", "skill_4", "skill_5", "skill_7", "skill_10"]) {
    const same = await rowsOf({ api, skill_id: "all", ...DAY });
    for (const skill_id of ["ALL", "All"]) assert.deepEqual(await rowsOf({ api, skill_id, ...DAY }), same);
  }
  for (const skill_id of ["ALL", "All", "all"])
    assert.equal((await ask({ api: "skills", skill_id }, { path: "/api/v2/real_time.php" })).status, 200);
});

test("“A parameter given twice: the last counts, as PHP does”", async () => {
  const one = await ask({ api: "skill_1", skill_id: "12", ...DAY });
  const address = `api=skill_4&skill_id=9&${new URLSearchParams({ api: "skill_1", skill_id: "12", ...DAY }).toString()}`;
  const twice = await fetch(`${origin}${MANAGER}?${address}`, { headers: { "wolkvox-token": at.token } });
  assert.equal(await twice.text(), one.text);
  const emptied = `${address}&skill_id=`;
  const refused = await fetch(`${origin}${MANAGER}?${emptied}`, { headers: { "wolkvox-token": at.token } });
  assert.equal(await refused.text(), refusal(400, "BAD REQUEST", "SOME PARAMETERS ARE REQUIRED"));
});

test("“information.php?api=skills (+ skill=)”", async () => {
  const path = "/api/v2/information.php";
  for (const [skill, ids] of [
    ["12", ["12"]],
    ["ALL", ["9", "12"]],
    ["", ["9", "12"]],
  ] as const)
    assert.deepEqual(
      (await rowsOf({ api: "skills", skill }, { path })).map((row) => row["skill_id"]),
      ids,
    );
  assert.equal((await ask({ api: "skills", skill: "77" }, { path })).status, 404);
  assert.equal((await ask({ api: "skills", skill: "ventas" }, { path })).status, 400);
});

test("“information.php?api=skills: skill_id, skill_name, skill_description, last_use”", async () => {
  const rows = await rowsOf({ api: "skills" }, { path: "/api/v2/information.php" });
  assert.deepEqual(rows.map(Object.entries), [
    [
      ["skill_id", "9"],
      ["skill_name", "Ventas"],
      ["skill_description", ""],
      ["last_use", "2026-03-01 10:01:00"],
    ],
    [
      ["skill_id", "12"],
      ["skill_name", "Soporte"],
      ["skill_description", ""],
      ["last_use", "2026-03-01 11:03:20"],
    ],
  ]);
});

test("“token_info (costs one request): description, token_use_today, all_token_today, token_limit, available_consumption_options”", async () => {
  now = local("2026-03-09 08:00:00");
  const token = await tokenWith({ label: "Power BI" });
  await rowsOf({ api: "diagram_2", ...DAY });
  await rowsOf({ api: "diagram_3", ...DAY }, { token });
  const [row] = await rowsOf({ api: "token_info" }, { path: "/api/v2/information.php", token });
  now = NOW;
  assert.deepEqual(Object.entries(row!), [
    ["description", "Power BI"],
    ["token_use_today", "2"],
    ["all_token_today", "3"],
    ["token_limit", "1000"],
    ["available_consumption_options", "997"],
  ]);
});

test("“A refused request costs no quota unless it got as far as a query”", async () => {
  now = local("2026-03-10 08:00:00");
  const used = async () =>
    Number((await ask({ api: "diagram_2", ...DAY })).headers.get("ratelimit-remaining"));
  const before = await used();
  await ask({ api: "nothing" });
  await ask({ api: "diagram_2", date_ini: "x", date_end: "y" });
  await ask({ api: "skill_1", ...DAY });
  await ask({ api: "diagram_2", ...DAY }, { token: null });
  await ask({ api: "diagram_2", ...DAY }, { method: "POST" });
  assert.equal(await used(), before - 1);
  // Nothing found is the answer to a query.
  await ask({ api: "diagram_3", date_ini: "20260401000000", date_end: "20260402000000" });
  assert.equal(await used(), before - 3);
  now = NOW;
});
