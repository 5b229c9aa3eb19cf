import assert from "node:assert/strict";
import { METHODS } from "node:http";
import { test } from "node:test";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import type { LiftDefinition } from "../../src/line/settings.ts";
import { defaultSettings, defaultSkill } from "../../src/operation/default-settings.ts";
import { apiInMemory, diagram2Path, inBogota } from "./in-memory-journal.ts";

const REFUSED_DATES = [
  "2026030100000",
  "202603010000000",
  "2026-03-01 00:00:00",
  "hoy",
  "20260230000000",
  "%ZZ",
];

async function get(
  { api, token }: Awaited<ReturnType<typeof apiInMemory>>,
  url: string,
  headers: Record<string, string> = { "wolkvox-token": token },
) {
  const { statusCode, headers: answered, body } = await api.inject({ url, headers });
  return { status: statusCode, headers: answered, body, json: () => JSON.parse(body) };
}

test("diagram_2 answers the envelope and one row per skill, members in order and every value a string", async () => {
  const at = await apiInMemory();
  await at.journal.add(
    at.operation,
    { skill: 9012, at: inBogota("08:00:00"), yes: true, end: "OK" },
    { skill: 9012, at: inBogota("08:00:01"), yes: true, end: "FAIL" },
    { skill: 9012, at: inBogota("08:00:02"), yes: true },
    { skill: 9012, at: inBogota("08:00:03") },
    { skill: 87, at: inBogota("09:00:00") },
  );
  const { status, headers, body } = await get(at, diagram2Path());
  assert.equal(status, 200);
  assert.equal(headers["content-type"], "application/json; charset=utf-8");
  assert.equal(headers["access-control-allow-origin"], "*");
  assert.equal(headers["cache-control"], "no-store");
  assert.equal(
    body,
    '{"code":200,"error":null,"msg":"2 records were found","data":[' +
      '{"skill_id":"87","treatment":"1","customer_say_no":"1","customer_say_yes":"0",' +
      '"recall_fail":"0","recall_ok":"0","service_level_up":""},' +
      '{"skill_id":"9012","treatment":"4","customer_say_no":"1","customer_say_yes":"3",' +
      '"recall_fail":"1","recall_ok":"1","service_level_up":""}]}',
  );
});

test("one record keeps the plural", async () => {
  const at = await apiInMemory();
  await at.journal.add(at.operation, { skill: 1, at: inBogota("00:00:00") });
  assert.equal((await get(at, diagram2Path())).json().msg, "1 records were found");
});

test("both ends of the range belong to it, to the second", async () => {
  const at = await apiInMemory();
  await at.journal.add(
    at.operation,
    { skill: 1, at: inBogota("09:59:59.999") },
    { skill: 2, at: inBogota("10:00:00.000") },
    { skill: 3, at: inBogota("10:00:05.999") },
    { skill: 4, at: inBogota("10:00:06.000") },
  );
  const { data } = (
    await get(at, diagram2Path({ date_ini: "20260301100000", date_end: "20260301100005" }))
  ).json();
  assert.deepEqual(
    data.map((row: { skill_id: string }) => row.skill_id),
    ["2", "3"],
  );
});

test("dates are local to the operation, and a token reads its own operation only", async () => {
  const at = await apiInMemory();
  const madrid = await at.journal.addOperation("madrid", "Europe/Madrid");
  const { token } = await createToken(at.journal.store, { operation: madrid, label: "" }, 0);
  await at.journal.add(at.operation, { skill: 11, at: inBogota("00:00:00") });
  await at.journal.add(
    madrid,
    { skill: 21, at: Date.parse("2026-03-01T00:00:00+01:00") },
    { skill: 22, at: Date.parse("2026-03-02T00:00:00+01:00") },
  );
  const skills = async (headers: Record<string, string>) =>
    (await get(at, diagram2Path(), headers)).json().data.map((row: { skill_id: string }) => row.skill_id);
  assert.deepEqual(await skills({ "wolkvox-token": token }), ["21"]);
  assert.deepEqual(await skills({ "wolkvox-token": at.token }), ["11"]);
});

test("parameters come in any order, others are ignored, and so is the server header, in any spelling", async () => {
  const at = await apiInMemory();
  await at.journal.add(at.operation, { skill: 1, at: inBogota("12:00:00") });
  const url = "/api/v2/reports_manager.php?date_end=20260301235959&x=1&api=diagram_2&date_ini=20260301000000";
  for (const headers of [
    { "wolkvox-token": at.token },
    { "Wolkvox-Token": at.token, wolkvox_server: "0001" },
    { "WOLKVOX-TOKEN": at.token, "wolkvox-server": "0001" },
  ] as Record<string, string>[]) {
    assert.equal((await get(at, url, headers)).status, 200);
  }
});

const good = { skill: 1, at: inBogota("12:00:00") };

for (const [line, changed, code, error, msg] of [
  ["unknown api", { api: "diagram_99" }, 400, "BAD REQUEST", "THE API YOU WANT TO CONSULT DOES NOT EXIST"],
  ["unknown api", { api: "__proto__" }, 400, "BAD REQUEST", "THE API YOU WANT TO CONSULT DOES NOT EXIST"],
  ["parameter missing", { api: null }, 400, "BAD REQUEST", "SOME PARAMETERS ARE REQUIRED"],
  ["parameter missing", { date_ini: null }, 400, "BAD REQUEST", "SOME PARAMETERS ARE REQUIRED"],
  ["parameter missing", { date_end: null }, 400, "BAD REQUEST", "SOME PARAMETERS ARE REQUIRED"],
  ["parameter empty", { api: "" }, 400, "BAD REQUEST", "SOME PARAMETERS ARE REQUIRED"],
  ["parameter empty", { date_ini: "" }, 400, "BAD REQUEST", "SOME PARAMETERS ARE REQUIRED"],
  [
    "no records",
    { date_ini: "20260302000000", date_end: "20260303000000" },
    404,
    "NOT FOUND",
    "Validate dates entered",
  ],
  ["end before start", { date_ini: "20260302000000" }, 400, "BAD REQUEST", "DATE_END IS BEFORE DATE_INI"],
  [
    "range over 31 days",
    { date_end: "20260401000001" },
    400,
    "BAD REQUEST",
    "THE DATE RANGE EXCEEDS 31 DAYS",
  ],
  ...REFUSED_DATES.flatMap((date) => [
    [
      "malformed or impossible date",
      { date_ini: date },
      400,
      "BAD REQUEST",
      "INVALID DATE, USE YYYYmmddHHiiss",
    ],
    [
      "malformed or impossible date",
      { date_end: date },
      400,
      "BAD REQUEST",
      "INVALID DATE, USE YYYYmmddHHiiss",
    ],
  ]),
] as [string, Record<string, string | null>, number, string, string][]) {
  test(`${line}: ${JSON.stringify(changed)} is refused with ${code} ${msg}, code as the token wants it`, async () => {
    for (const codeAsString of [false, true]) {
      const at = await apiInMemory({ codeAsString });
      await at.journal.add(at.operation, good);
      const { status, headers, body } = await get(at, diagram2Path(changed));
      assert.equal(status, code);
      assert.equal(headers["content-type"], "application/json; charset=utf-8");
      assert.equal(headers["access-control-allow-origin"], "*");
      assert.equal(body, JSON.stringify({ code: codeAsString ? String(code) : code, error, msg, data: [] }));
    }
  });
}

test("exactly 31 × 24 hours are allowed", async () => {
  const at = await apiInMemory();
  await at.journal.add(at.operation, good);
  assert.equal((await get(at, diagram2Path({ date_end: "20260401000000" }))).status, 200);
});

test("when a parameter is given twice the last one counts, whatever the first says", async () => {
  const at = await apiInMemory();
  await at.journal.add(at.operation, good);
  const { body } = await get(at, diagram2Path());
  for (const first of ["api=other", "date_ini=x", "date_end=20250301235959", "api=diagram_2&api=other"]) {
    const twice = await get(at, diagram2Path().replace("?", `?${first}&`));
    assert.equal(twice.body, body, first);
  }
});

test("wrong percent-encoding is a 400 of the family", async () => {
  const at = await apiInMemory();
  for (const url of [
    `${diagram2Path()}%`.replace("diagram_2", "diagram%E0%A4%A"),
    `${diagram2Path()}%zz`,
    "/api/v2/%E0%A4%A",
    "/api/v2/reports_manager.php%?api=diagram_2",
  ]) {
    const { status, json } = await get(at, url);
    assert.equal(status, 400, url);
    assert.deepEqual(Object.keys(json()), ["code", "error", "msg", "data"]);
  }
});

test("no token: 401; bad token: 403; before anything else is looked at", async () => {
  const at = await apiInMemory({ codeAsString: true });
  for (const url of [diagram2Path(), diagram2Path({ api: "nothing" }), "/api/v2/reports_manager.php"]) {
    const missing = await get(at, url, {});
    assert.equal(missing.status, 401);
    assert.ok(missing.headers["www-authenticate"]);
    assert.deepEqual(missing.json(), {
      code: 401,
      error: "UNAUTHORIZED",
      msg: "PLEASE ENTER THE WOLKVOX-TOKEN",
      data: [],
    });
    const bad = await get(at, url, { "wolkvox-token": "esp_0123456789ab_" });
    assert.equal(bad.status, 403);
    assert.deepEqual(bad.json(), { code: 403, error: "FORBIDDEN", msg: "PLEASE VALIDATE TOKEN", data: [] });
  }
  assert.equal(at.journal.queries, 0);
});

test("a revoked token is refused from the next request on, whatever was answered before", async () => {
  const at = await apiInMemory();
  await at.journal.add(at.operation, good);
  assert.equal((await get(at, diagram2Path())).status, 200);
  await at.journal.store.revokeToken(at.tokenId, 1);
  assert.equal((await get(at, diagram2Path())).status, 403);
});

test("a token may want an empty range answered 200", async () => {
  const at = await apiInMemory({ emptyAsSuccess: true });
  const { status, body } = await get(at, diagram2Path());
  assert.equal(status, 200);
  assert.equal(body, '{"code":200,"error":null,"msg":"0 records were found","data":[]}');
});

test("a token may want code as a string in success too, beside another that does not", async () => {
  const at = await apiInMemory({ codeAsString: true });
  await at.journal.add(at.operation, good);
  const { token: plain } = await createToken(at.journal.store, { operation: at.operation, label: "" }, 0);
  assert.equal((await get(at, diagram2Path())).json().code, "200");
  assert.equal((await get(at, diagram2Path(), { "wolkvox-token": plain })).json().code, 200);
  assert.equal((await get(at, diagram2Path())).json().code, "200");
});

test("any other method is 405 with Allow, HEAD among them, and its body is not looked at", async () => {
  const { api, token } = await apiInMemory();
  for (const method of METHODS.filter((name) => !["GET", "OPTIONS", "CONNECT"].includes(name))) {
    const answer = await api.inject({
      method: method as "POST",
      url: diagram2Path(),
      headers: { "wolkvox-token": token, ...(method === "POST" ? { "content-type": "a/b" } : {}) },
      ...(method === "POST" ? { body: "x".repeat(100_000) } : {}),
    });
    assert.equal(answer.statusCode, 405, method);
    assert.equal(answer.headers.allow, "GET, OPTIONS");
    if (method === "HEAD") continue;
    assert.equal(
      answer.body,
      '{"code":405,"error":"METHOD NOT ALLOWED","msg":"ONLY GET IS ALLOWED","data":[]}',
    );
  }
});

test("the answer to a browser's preflight names the headers that may be sent, and allows no credentials", async () => {
  const { api } = await apiInMemory();
  const { statusCode, headers, body } = await api.inject({
    method: "OPTIONS",
    url: diagram2Path(),
    headers: {
      origin: "https://panel.example",
      "access-control-request-method": "GET",
      "access-control-request-headers": "wolkvox-token,wolkvox_server",
    },
  });
  assert.equal(statusCode, 204);
  assert.equal(body, "");
  assert.equal(headers["access-control-allow-origin"], "*");
  assert.equal(headers["access-control-allow-methods"], "GET");
  const allowed = String(headers["access-control-allow-headers"]).split(", ");
  assert.deepEqual(allowed.sort(), [
    "accept",
    "authorization",
    "content-type",
    "wolkvox-server",
    "wolkvox-token",
    "wolkvox_server",
  ]);
  assert.equal(headers["access-control-allow-credentials"], undefined);
});

test("an unknown path of the family is refused in its form, any other in Espera's own", async () => {
  const at = await apiInMemory();
  const inFamily = await get(at, "/api/v2/campaign.php");
  assert.equal(inFamily.status, 404);
  assert.equal(inFamily.body, '{"code":404,"error":"NOT FOUND","msg":"THE PATH DOES NOT EXIST","data":[]}');
  const own = await get(at, "/nothing");
  assert.equal(own.status, 404);
  assert.equal(own.headers["content-type"], "application/problem+json; charset=utf-8");
  assert.deepEqual([own.json().status, own.json().code], [404, "path-unknown"]);
});

test("a journal that fails is a 500 of the family that gives nothing away, is logged, and is asked again", async () => {
  const at = await apiInMemory();
  await at.journal.add(at.operation, good);
  at.journal.beforeAnswer = () => Promise.reject(new Error("disk of the secret place is gone"));
  const failed = await get(at, diagram2Path());
  assert.equal(failed.status, 500);
  assert.equal(failed.json().code, 500);
  assert.ok(!failed.body.includes("disk"));
  assert.ok(at.logged.some((line) => line.includes("disk of the secret place") && line.includes('"error"')));
  at.journal.beforeAnswer = async () => {};
  assert.equal((await get(at, diagram2Path())).status, 200);
});

test("the same query is answered from memory until a count changes, and at once after it", async () => {
  const at = await apiInMemory();
  await at.journal.add(at.operation, good);
  const first = await get(at, diagram2Path());
  const second = await get(at, diagram2Path());
  assert.equal(second.body, first.body);
  assert.equal(at.journal.queries, 1);
  await at.journal.add(at.operation, { ...good, skill: 2 });
  assert.equal((await get(at, diagram2Path())).json().msg, "2 records were found");
  assert.equal(at.journal.queries, 2);
});

test("service_level_up is another lift as soon as the settings name another, of days already measured", async () => {
  const at = await apiInMemory();
  const skill = good.skill;
  await at.journal.add(at.operation, good);
  const call = { run: 1, id: "measured", skill, arrivedAt: good.at };
  const met = { promiseMet: 1, strictMet: 0, liveMet: 0, withoutMet: 0.75 };
  const counted = { counted: 1, liveCounted: 1, withoutCounted: 1 };
  const range = { from: good.at, to: good.at + 1 };
  await at.journal.store.writeLift(at.operation, {
    ...range,
    calls: [{ ...call, ...met, ...counted }],
    day: null,
    method: 1,
  });
  const interval = { value: 0, low: 0, high: 0 };
  const threefold = { promise: interval, strict: interval, live: interval };
  const measured = { days: 20, heldOut: 100, validationError: 0, lift: threefold, bounds: threefold };
  await at.journal.store.writeLiftMeasures(at.operation, [{ skill, ...range, method: 1, ...measured }]);
  let version = 0;
  const shown = async (serviceLevelUp: LiftDefinition) => {
    const settings = {
      ...defaultSettings("America/Bogota"),
      version: ++version,
      skills: [{ ...defaultSkill, id: skill, name: "Citas", smartWait: "on" as const, serviceLevelUp }],
    };
    await at.journal.store.addSettings(at.operation, settings, 0);
    return (await get(at, diagram2Path())).json().data[0].service_level_up;
  };
  assert.equal(await shown("promise"), "25.00 %");
  assert.equal(await shown("strict"), "-75.00 %");
  assert.equal(await shown("promise"), "25.00 %");
});
