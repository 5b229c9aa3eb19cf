import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { madeDay } from "../../bench/lift-centre.ts";
import { TREATED_COLUMNS } from "../../src/lift/calls/treated-calls.ts";
import type { LiftCall } from "../../src/lift/lift-call.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { liftFile, withoutLiftData } from "../lift/shared-data.ts";
import { espera } from "./command-line.ts";

interface LiftAnswered {
  readonly serviceLevelUp: Record<
    "promise" | "strict" | "live",
    { value: number; low: number; high: number }
  >;
  readonly days: number;
  readonly heldOut: number;
  readonly validationErrorPoints: number;
  readonly conclusive: boolean;
  readonly why: string | null;
  readonly redials: { readonly gaveUp: number; readonly calledAgain: number };
  readonly bounds: Record<"promise" | "strict" | "live", { low: number; high: number }>;
}

const folder = mkdtempSync(join(tmpdir(), "espera-lift-"));
after(() => rmSync(folder, { recursive: true }));

const HEADER = TREATED_COLUMNS.join(",");
const GOOD = "2030-01-01T08:00:02,c1,,PS,0,answered,67,A01,0,,0,,,,";

/** A call as a system would write it. */
function row(call: LiftCall, id: string): string {
  const seconds = (ms: number | null | undefined) => (ms == null ? "" : String(ms / 1_000));
  const { callback, treatment } = call;
  return [
    new Date(call.arrivedAt).toISOString().slice(0, 19),
    id,
    "",
    call.skill,
    seconds(call.waitMs),
    call.answered ? "answered" : "abandoned",
    seconds(call.handleMs),
    call.agent ?? "",
    treatment === "accepted" || treatment === "declined" ? 1 : 0,
    treatment === "accepted" ? "yes" : treatment === "declined" ? "no" : "",
    treatment === "held-out" ? 1 : 0,
    seconds(callback?.firstDialMs),
    callback ? Number(callback.connectedMs !== null) : "",
    seconds(callback?.connectedMs),
    callback ? (callback.promiseKept ? 1_800 : 0) : "",
  ].join(",");
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const random = new RandomSource("a month on file");
/** Around the surge of each day: the rest has nobody who waits. */
const madeCalls = Array.from(
  { length: 20 },
  (_, day) => madeDay({ discipline: "window", impatientAccept: false }, day, random).calls,
)
  .flat()
  .filter(
    ({ arrivedAt }) => arrivedAt % 86_400_000 > 10.5 * 3_600_000 && arrivedAt % 86_400_000 < 13 * 3_600_000,
  );
const made = `${HEADER}\n${madeCalls.map((call, index) => row(call, `c${index}`)).join("\n")}\n`;
const month = file("month.csv.gz", gzipSync(made));

async function liftOf(...words: string[]): Promise<LiftAnswered> {
  const { code, out, err } = await espera(["lift", ...words, "--json", "--lang", "en"]);
  assert.equal(err, "");
  assert.equal(code, 0);
  return JSON.parse(out) as LiftAnswered;
}

describe("espera lift", () => {
  test("prints three lifts with their intervals and bounds, and that something may be concluded", async () => {
    const lift = await liftOf(month);
    assert.deepEqual(Object.keys(lift), [
      "serviceLevelUp",
      "days",
      "heldOut",
      "validationErrorPoints",
      "conclusive",
      "why",
      "bounds",
      "redials",
    ]);
    assert.deepEqual(Object.keys(lift.serviceLevelUp), ["promise", "strict", "live"]);
    for (const name of ["promise", "strict", "live"] as const) {
      const { value, low, high } = lift.serviceLevelUp[name];
      assert.ok(low < value && value < high);
      assert.ok(lift.bounds[name].low < value && value < lift.bounds[name].high);
    }
    assert.equal(lift.days, 20);
    assert.equal(lift.heldOut, madeCalls.filter(({ treatment }) => treatment === "held-out").length);
    assert.ok(Math.abs(lift.validationErrorPoints) < 1);
    assert.equal(lift.conclusive, true);
    assert.equal(lift.why, null);
  });

  test("says in a table and a sentence what may be concluded, in both languages", async () => {
    const english = await espera(["lift", month, "--lang", "en"]);
    assert.match(english.out, /^Level +Lift +from +to +Least +Most +What counts\n/);
    assert.match(
      english.out,
      /\n20 days with offers, \d+ callers held out; the model is -?\d\.\d\d points off/,
    );
    assert.match(english.out, /\nThe service level rose by between \d\.\d\d and \d\.\d\d points/);
    const spanish = await espera(["lift", month, "--lang", "es"]);
    assert.match(spanish.out, /\nEl nivel de servicio subió entre \d,\d\d y \d,\d\d puntos/);
  });

  test("gives bounds only, and why, where nobody was held out", async () => {
    const none = file("none-held-out.csv", made.replaceAll(/,,1,,,,$/gm, ",,0,,,,"));
    const lift = await liftOf(none);
    assert.equal(lift.heldOut, 0);
    assert.deepEqual(lift.serviceLevelUp.promise, { value: null, low: null, high: null });
    assert.equal(lift.conclusive, false);
    assert.match(lift.why!, /^Fewer than 100 callers were held out/);
    assert.ok(lift.bounds.promise.low < lift.bounds.promise.high);
    const text = await espera(["lift", none, "--lang", "en"]);
    assert.match(text.out, /\nPromise +- +- +- +-?\d/);
  });

  test("does not conclude from few days, and says so", async () => {
    const days = made.split("\n").filter((line) => !line.startsWith("2030-01-2"));
    const lift = await liftOf(file("ten-days.csv", days.join("\n")));
    assert.equal(lift.days, 19);
    assert.equal(lift.conclusive, false);
    assert.match(lift.why!, /fewer than 20 days/);
  });

  test("counts callers who gave up and called again, and says how the model takes them", async () => {
    const again = [
      "2030-01-01T09:00:00,g1,573001234567,PS,40,abandoned,,,0,,0,,,,",
      "2030-01-01T09:10:00,g2,573001234567,PS,5,answered,60,A1,0,,0,,,,",
    ];
    const redialled = file("redialled.csv", [HEADER, ...again].join("\n"));
    assert.deepEqual((await liftOf(redialled)).redials, { gaveUp: 1, calledAgain: 1 });
    const { out } = await espera(["lift", redialled, "--lang", "en"]);
    assert.match(
      out,
      /\nCalls that known customers gave up: 1; of these, followed by another of the same customer within the hour: 1\./,
    );
  });

  test("counts as answered in time what the threshold says", async () => {
    const strict = async (seconds: string) =>
      (await liftOf(month, "--threshold-s", seconds)).serviceLevelUp.strict.value;
    assert.ok((await strict("20")) !== (await strict("60")));
  });

  test("refuses rows that cannot be used with their lines and reasons, and leaves them out where an option says so", async () => {
    const bad: [row: string, reason: string][] = [
      ["2030-01-01T08:00:02,c1", "it has 2 fields where the header has 15"],
      [GOOD.replace("2030-01-01T08:00:02", "yesterday"), "offered_at is no date and time"],
      [GOOD.replace("c1", ""), "call_id is empty"],
      [GOOD.replace("PS", ""), "skill is empty"],
      [GOOD.replace("PS,0", "PS,"), "wait_s is neither seconds nor h:mm:ss"],
      [GOOD.replace("answered", "perhaps"), "outcome is neither answered nor abandoned"],
      [GOOD.replace("answered", "abandoned"), "the call was abandoned and yet has a service_s"],
      [GOOD.replace("A01,0", "A01,maybe"), "treatment is neither 0 nor 1"],
      [GOOD.replace("A01,0,,0", "A01,1,,1"), "the call was treated and yet is held out"],
      [GOOD.replace("A01,0,,", "A01,1,later,"), "choice is neither yes, no, silent nor empty"],
      [GOOD.replace("A01,0,,", "A01,0,yes,"), "the call has a choice and yet was not treated"],
      [
        GOOD.replace("A01,0,,0,,,,", "A01,1,yes,0,30,1,20,300"),
        "the callback was connected before it was dialled",
      ],
      [
        GOOD.replace("A01,0,,0,,,,", "A01,1,yes,0,30,0,,300"),
        "the outcome and the callback's connection contradict each other",
      ],
    ];
    const good = GOOD.replace("c1", "good");
    const lines = bad.map(([line], index) => line.replace(",c1,", `,c${index},`));
    const mixed = file("bad.csv", [HEADER, good, ...lines, good].join("\n"));
    const refused = await espera(["lift", mixed, "--lang", "en"]);
    assert.equal(refused.code, 1);
    assert.match(refused.err, /has 14 rows that cannot be used.*--skip-bad/);
    for (const [line, [, reason]] of bad.slice(0, 10).entries())
      assert.ok(refused.err.includes(`line ${line + 3}: ${reason}`), `${reason}\n${refused.err}`);
    for (const [, reason] of bad.slice(10)) assert.ok(refused.err.includes(`1 × ${reason}`), reason);
    assert.match(refused.err, /1 × its call_id came before in this file/);
    assert.doesNotMatch((await espera(["lift", mixed, "--lang", "es"])).err, /neither|came before|yet/);
    assert.equal((await liftOf(mixed, "--skip-bad")).days, 0);
  });

  test("refuses what is no such file", async () => {
    for (const [name, content, reason] of [
      ["empty.csv", "", "it is empty"],
      ["header.csv", HEADER, "it has no calls"],
      ["log.csv", "offered_at,call_id\n", "its header lacks customer, skill"],
    ] as const) {
      const { code, err } = await espera(["lift", file(name, content), "--lang", "en"]);
      assert.equal(code, 1);
      assert.match(err, new RegExp(`is not a usable call log: ${reason}`));
    }
    assert.match(
      (await espera(["lift", join(folder, "no.csv"), "--lang", "en"])).err,
      /there is no such file/,
    );
    assert.match((await espera(["lift", month, "--time-zone", "Bogota"])).err, /time-zone-unknown/);
  });
});

for (const name of ["window-noselect", "place-select"])
  test(`the true lift of ${name} is found to 0.3 points and within the interval`, {
    skip: withoutLiftData,
  }, async () => {
    const { datasets } = JSON.parse(readFileSync(liftFile("truth.json"), "utf8")) as {
      datasets: Record<
        string,
        { held_out: number; sample: Record<"service_level_up" | "strict" | "live", number> }
      >;
    };
    const { sample, held_out } = datasets[name]!;
    const { serviceLevelUp, days, heldOut, conclusive } = await liftOf(liftFile(`${name}.csv.gz`));
    assert.deepEqual([days, heldOut, conclusive], [40, held_out, true]);
    for (const [definition, truth] of [
      ["promise", sample.service_level_up],
      ["strict", sample.strict],
      ["live", sample.live],
    ] as const) {
      const { value, low, high } = serviceLevelUp[definition];
      assert.ok(Math.abs(value - truth) < 0.3, `${definition}: ${value}, truly ${truth}`);
      assert.ok(low <= truth && truth <= high, `${definition}: ${low} to ${high}, truly ${truth}`);
    }
  });
