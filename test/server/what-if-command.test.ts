import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { measureNames } from "../../src/replay/what-if/measures.ts";
import { csvOf, generatedCalls } from "../replay/what-if/generated-record.ts";
import { espera } from "./command-line.ts";

const example = fileURLToPath(new URL("../../docs/examples/calls.csv", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "espera-what-if-"));
after(() => rmSync(folder, { recursive: true }));

const replay = (...words: string[]) => espera(["replay", ...words, "--lang", "en"]);

interface Found {
  readonly days: number;
  readonly conclusive: boolean;
  readonly why: string;
  readonly record: Record<string, number>;
  readonly skills: { readonly skillId: number; readonly name: string; readonly record: object }[];
  readonly difference: Record<string, { value: number; low: number; high: number }>;
  readonly redials: { readonly gaveUp: number; readonly calledAgain: number };
  readonly ignored: Record<string, number>;
}

/** A month of a small centre, as the CSV that its phone system would write. */
function month(): string {
  const file = join(folder, "month.csv");
  const calls = generatedCalls({
    seed: "command",
    days: 8,
    agents: 5,
    hours: 4,
    perHour: 70,
    handleS: 270,
    patienceS: 180,
  });
  writeFileSync(file, csvOf(calls));
  return file;
}

describe("espera replay", () => {
  test("says what smart wait changes, with the model beside the record, by skill, as JSON", async () => {
    const { code, out, err } = await replay(month(), "--time-zone", "UTC", "--seeds", "1", "--json");
    assert.deepEqual([code, err], [0, ""]);
    const found = JSON.parse(out) as Found;
    assert.equal(found.days, 8);
    assert.equal(found.conclusive, true, found.why);
    assert.equal(found.why, "");
    assert.deepEqual(Object.keys(found.record), measureNames);
    assert.deepEqual(Object.keys(found.difference), measureNames);
    const { value, low, high } = found.difference["serviceLevelPromise"]!;
    assert.ok(low < value && value < high);
    assert.deepEqual(
      found.skills.map(({ skillId, name }) => [skillId, name]),
      [[1, "sales"]],
    );
    assert.deepEqual(found.skills[0]!.record, found.record);
    assert.deepEqual(found.ignored, {});
  });

  test("refuses to conclude from a day of few calls, and says why", async () => {
    const { code, out } = await replay(example, "--seeds", "1");
    assert.equal(code, 0);
    assert.match(out, /Nothing can be concluded from this\.\nOnly \d+ calls waited longer/);
    assert.match(out, /Level, promises kept/);
  });

  test("has a row for each combination of what is swept", async () => {
    const sweep = ["--sweep", "offer-after-s=20,60", "--sweep", "discipline=place,flexible"];
    const { code, out } = await replay(example, "--seeds", "1", ...sweep, "--json");
    assert.equal(code, 0);
    const rows = JSON.parse(out) as { swept: Record<string, string> }[];
    assert.deepEqual(
      rows.map(({ swept }) => `${swept["offer-after-s"]} ${swept["discipline"]}`),
      ["20 place", "20 flexible", "60 place", "60 flexible"],
    );
  });

  test("takes the settings of skills of the same names from a file", async () => {
    const settings = join(folder, "espera.yaml");
    const lines = [
      "operations:",
      "  - name: clinic",
      "    timeZone: America/Bogota",
      "    skills: [{ id: 7, name: appointments, smartWait: off }]",
      "    exchange:",
      "      simulated:",
      "        traffic: [{ skill: 7, callsPerDay: 10, meanHandleS: 200, meanPatienceS: 300 }]",
      "        agents: [{ count: 1, skills: [7], shift: 06:00-14:00 }]",
    ];
    writeFileSync(settings, `${lines.join("\n")}\n`);
    const { code, out, err } = await replay(example, "--settings", settings, "--seeds", "1", "--json");
    assert.deepEqual([code, err], [0, ""]);
    const { skills, difference } = JSON.parse(out) as Found;
    assert.ok(skills.some(({ skillId, name }) => skillId === 7 && name === "appointments"));
    assert.equal(difference["treatment"]!.value, 0);
  });

  test("writes a report for the person who decides, and says at once where it cannot be written", async () => {
    const file = join(folder, "report.html");
    const { code } = await replay(example, "--seeds", "1", "--report", file);
    assert.equal(code, 0);
    assert.match(readFileSync(file, "utf8"), /<html lang="en">[\s\S]*calls\.csv/);
    const { code: failed, err } = await replay(example, "--report", join(folder, "nowhere", "r.html"));
    assert.equal(failed, 1);
    assert.match(err, /cannot be written: there is no such directory/);
    assert.equal((await replay(example, "--report", file, "--sweep", "acceptance=0.2,0.4")).code, 2);
  });

  test("reads a queue_log with what is unknown and cut off in it, and counts that", async () => {
    const file = join(folder, "queue_log");
    const lines = [
      "1000000000|NONE|NONE|NONE|QUEUESTART|",
      "1000000010|NONE|sales|Ana Paz|ADDMEMBER|",
      "1000000020|1.1|sales|NONE|ENTERQUEUE||3001234567|1",
      "1000000025|1.1|sales|Ana Paz|CONNECT|5|1.2|4",
      "1000000030|1.3|sales|NONE|MOONPHASE|full",
      "1000000085|1.1|sales|Ana Paz|COMPLETECALLER|5|60|1",
      "1000000090|1.4|sales|NONE|ENTERQUEUE||3001234568|1",
      "1000000120|1.4|sales|NONE|ABANDON|1|1|30",
      "1000000125|1.6|sales|NONE|ENTERQUEUE||3001234568|1",
      "1000000128|1.6|sales|NONE|ABANDON|1|1|3",
      "1000000130|1.5|sales|NONE|ENTERQUEUE||3001234569|1",
    ];
    writeFileSync(file, `${lines.join("\n")}\n`);
    const { code, out, err } = await replay(file, "--time-zone", "UTC", "--seeds", "1", "--json");
    assert.deepEqual([code, err], [0, ""]);
    const { record, ignored, conclusive, redials } = JSON.parse(out) as Found;
    assert.deepEqual([record["offered"], record["answered"], record["abandoned"]], [3, 1, 2]);
    assert.deepEqual(redials, { gaveUp: 2, calledAgain: 1 });
    assert.deepEqual(ignored, { "calls-cut-off": 1, MOONPHASE: 1 });
    assert.equal(conclusive, false);
  });

  test("reads all files of a folder, and says of one without files that it has none", async () => {
    const year = join(folder, "year", "march");
    mkdirSync(year, { recursive: true });
    const bad =
      "offered_at,call_id,customer,skill,wait_s,outcome,service_s,agent\nyesterday,1,,a,0,answered,1,ana\n";
    writeFileSync(join(year, "calls.csv"), bad);
    const { code, err } = await replay(join(folder, "year"));
    assert.equal(code, 1);
    assert.match(err, /march.calls\.csv/);
    assert.match(err, /line 2: offered_at is no date/);
    const empty = join(folder, "empty");
    mkdirSync(empty);
    assert.match((await replay(empty)).err, /there are no files in it/);
  });

  test("refuses options that say nothing here, and values that are none", async () => {
    for (const [words, sentence] of [
      [["--predictions", "p.csv"], /--predictions goes with --as-it-was/],
      [["--as-it-was", "--seeds", "2"], /--seeds does not go with --as-it-was/],
      [["--seeds", "0"], /a number from 1 to 100/],
      [["--acceptance", "37"], /a number from 0 to 1/],
      [["--discipline", "fair"], /place, window, flexible/],
      [["--sweep", "seeds=1,2"], /what can be varied/],
      [["--sweep", "discipline=place,fair"], /fair is no value of discipline/],
    ] as const) {
      const { code, err } = await replay(example, ...words);
      assert.equal(code, 2, words.join(" "));
      assert.match(err, sentence);
    }
  });
});
