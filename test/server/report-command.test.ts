import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { espera } from "./command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "espera-report-"));
after(() => rmSync(folder, { recursive: true }));
const data = join(folder, "data");
const calls = fileURLToPath(new URL("../../docs/examples/calls.csv", import.meta.url));
const day = ["--from", "2026-03-02", "--to", "2026-03-02", "--data", data];

async function typed(...parameters: string[]): Promise<string> {
  const { code, out, err } = await espera(parameters);
  assert.deepEqual([code, err], [0, ""], parameters.join(" "));
  return out;
}

describe("a planner with recorded calls", () => {
  before(() =>
    typed("import", calls, "--operation", "clinic", "--time-zone", "America/Bogota", "--data", data),
  );

  it("reads what they ask of agents by hour, and keeps it for espera erlang as CSV or JSON", async () => {
    const table = await typed("report", "staffing", ...day, "--lang", "en");
    assert.match(
      table,
      /^Skill +Hour +Hours +Offered +Answered +By return call +Abandoned +Open +Calls\/h +AHT +Patience\n/,
    );
    assert.match(table, /^appointments +08:00 +1 +46 +38 +0 +8 +0 +46 +224 s +127 s$/m);
    const csv = await typed("report", "staffing", ...day, "--csv");
    assert.match(csv, /^skill_id,skill,weekday,hour,hours,offered,/);
    writeFileSync(join(folder, "loads.csv"), csv);
    writeFileSync(join(folder, "loads.json"), await typed("report", "staffing", ...day, "--json"));
    const plan = ["--target", "0.8", "--threshold-s", "20", "--csv"];
    const fromCsv = await typed("erlang", "--from-report", join(folder, "loads.csv"), ...plan);
    assert.equal(fromCsv.trimEnd().split("\n").length, csv.trimEnd().split("\n").length);
    assert.equal(await typed("erlang", "--from-report", join(folder, "loads.json"), ...plan), fromCsv);
    const [, first] = fromCsv.split("\n");
    const [skill, , hour, callsPerHour, ahtS, patienceS, agents, level] = first!.split(",");
    assert.deepEqual([skill, hour, agents], ["appointments", "7", "3"]);
    assert.ok(Number(level) >= 0.8);
    const line = ["--calls-per-hour", callsPerHour!, "--aht-s", ahtS!, "--patience-s", patienceS!];
    const single = JSON.parse(
      await typed("erlang", ...line, "--agents", "3", "--threshold-s", "20", "--json"),
    );
    assert.equal(String(single.serviceLevel), level);
  });

  it("reads one skill by weekday and hour", async () => {
    const table = await typed("report", "staffing", ...day, "--by", "weekday-hour", "--skill", "results");
    assert.match(table, /^results +lunes +07:00 +1 +8 /m);
    assert.ok(!table.includes("appointments"));
  });

  it("gets every report as CSV, with plain figures under the same names in every language", async () => {
    const level = await typed("report", "service-level", ...day, "--csv");
    assert.match(level, /^skill_id,skill,offered,answered,answered_by_return_call,abandoned,open,/);
    assert.match(level, /^1,appointments,138,119,0,19,0,94,0\.6812,/m);
    assert.equal(await typed("report", "service-level", ...day, "--csv", "--lang", "en"), level);
    const smartWait = await typed("report", "smart-wait", ...day, "--csv");
    assert.match(smartWait, /^skill_id,skill,treatments,registered,/);
  });
});

describe("espera erlang --from-report", () => {
  const file = (text: string) => {
    const name = join(folder, "own.csv");
    writeFileSync(name, text);
    return ["erlang", "--from-report", name, "--threshold-s", "20"];
  };

  it("takes a table of one's own, as a spreadsheet in Spanish writes it", async () => {
    const own = file("\ufeffsep=;\r\nSkill;Calls_per_hour;AHT_s\r\nVentas;12,5;180,5\r\nNadie;0;\r\n");
    const out = await typed(...own, "--target", "0.9", "--csv");
    assert.match(out, /^Ventas,,,12\.5,180\.5,,3,0\.9/m);
    assert.match(out, /^Nadie,,,0,,,,,/m);
  });

  it("says in which line a file cannot be used, and what it needs", async () => {
    const cases: [text: string, place: RegExp][] = [
      ["skill,calls_per_hour\nVentas,5\n", /\(aht_s\)/],
      ["calls_per_hour,aht_s\n5,180\n6,-1\n", /\(3: aht_s\)/],
      ["calls_per_hour,aht_s\nmany,180\n", /\(2: calls_per_hour\)/],
      ["calls_per_hour,aht_s\n", /\(calls_per_hour\)/],
    ];
    for (const [text, place] of cases) {
      const { code, out, err } = await espera([...file(text), "--target", "0.8", "--lang", "en"]);
      assert.deepEqual([code, out], [1, ""]);
      assert.match(err, place);
      assert.match(err, /espera report staffing --csv\. \[load-file-invalid\]\n$/);
    }
  });
});
