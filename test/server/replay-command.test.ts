import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { espera } from "./command-line.ts";

const calls = fileURLToPath(new URL("../../docs/examples/calls.csv", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "espera-replay-"));
after(() => rmSync(folder, { recursive: true }));

const replay = (...words: string[]) => espera(["replay", ...words, "--as-it-was", "--lang", "en"]);
const rowsOf = (file: string) => readFileSync(file, "utf8").trimEnd().split("\n");

describe("espera replay --as-it-was", () => {
  test("writes a row for every call and one for every look at an interval, and sums up by skill", async () => {
    const [predictions, risk] = [join(folder, "predictions.csv"), join(folder, "risk.csv")];
    const { code, out, err } = await replay(calls, "--predictions", predictions, "--risk", risk);
    assert.deepEqual([code, err], [0, ""]);
    assert.match(out, /Would offer/);
    const [header, ...rows] = rowsOf(predictions);
    assert.equal(
      header,
      "offered_at,call_id,skill,predicted_s,p50_s,p80_s,p90_s,ahead,decision,reason,wait_s,outcome",
    );
    const recorded = rowsOf(calls).slice(1);
    const ids = (all: readonly string[]) => new Set(all.map((row) => row.split(",").slice(0, 2).join()));
    assert.deepEqual(ids(rows), ids(recorded));
    assert.equal(rows.length, recorded.length);
    const [riskHeader, ...looks] = rowsOf(risk);
    assert.equal(
      riskHeader,
      "skill,interval_start,minutes_in,offered_so_far,level_so_far,risk,offered,level",
    );
    for (const look of looks) {
      const [, , minutes, , , probability] = look.split(",").map(Number);
      assert.ok([5, 10, 15, 20, 25].includes(minutes!), look);
      assert.ok(probability! >= 0 && probability! <= 1, look);
    }
    assert.ok(looks.some((look) => look.startsWith("*,")));
  });

  test("gives the same sums as JSON, of several files as one history", async () => {
    const { code, out } = await replay(calls, calls, "--json");
    assert.equal(code, 0);
    const { skills } = JSON.parse(out) as { skills: { skill: string; calls: number; offers: number }[] };
    assert.equal(skills.at(-1)!.calls, 2 * (rowsOf(calls).length - 1));
    for (const { calls: all, offers } of skills) assert.ok(offers >= 0 && offers <= all);
  });

  test("asks of who was called back when they called, and of no return call", async () => {
    const [table, predictions] = [join(folder, "treated.csv"), join(folder, "treated-predictions.csv")];
    const [log, logged] = [join(folder, "queue_log"), join(folder, "logged-predictions.csv")];
    writeFileSync(
      table,
      `${rowsOf(calls)[0]},treatment,choice,callback_connected_s
2026-03-02T10:00:00,c1,57310,ventas,25,answered,60,ana,1,yes,600
`,
    );
    writeFileSync(
      log,
      `1772463900|c1|ventas|NONE|ENTERQUEUE||57310
1772463920|c1|ventas|NONE|ABANDON|1|1|20
1772464500|espera-c1~1|ventas|NONE|ENTERQUEUE||57310
1772464505|espera-c1~1|ventas|ana|CONNECT|5
1772464565|espera-c1~1|ventas|ana|COMPLETECALLER|5|60
`,
    );
    for (const [file, out] of [
      [table, predictions],
      [log, logged],
    ] as const)
      assert.equal((await replay(file, "--predictions", out)).code, 0);
    const asked = (file: string) =>
      rowsOf(file)
        .slice(1)
        .map((row) => row.split(","))
        .map((row) => [row[0], row[1], row[10], row[11]]);
    assert.deepEqual(asked(predictions), [["2026-03-02T10:00:00", "c1", "25", "answered"]]);
    assert.deepEqual(asked(logged), [["2026-03-02T10:05:00", "c1", "20", "abandoned"]]);
  });

  test("leaves no file when the record cannot be used, and says why", async () => {
    const bad = join(folder, "bad.csv");
    writeFileSync(bad, `${rowsOf(calls)[0]}\nyesterday,1,,a,0,answered,1,ana\n`);
    const out = join(folder, "out.csv");
    const { code, err } = await replay(bad, "--predictions", out);
    assert.equal(code, 1);
    assert.match(err, /line 2/);
    assert.equal(existsSync(out), false);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith(".unfinished")),
      [],
    );
  });

  test("says which file cannot be written", async () => {
    const { code, err } = await replay(calls, "--risk", join(folder, "nowhere", "risk.csv"));
    assert.equal(code, 1);
    assert.match(err, /risk\.csv cannot be written/);
  });

  test("refuses a target, a judgement and a time that are none", async () => {
    for (const words of [
      ["--target", "80"],
      ["--judgement", "clever"],
      ["--offer-after-s", "-1"],
    ]) {
      const { code } = await replay(calls, ...words);
      assert.equal(code, 2, words.join(" "));
    }
  });
});
