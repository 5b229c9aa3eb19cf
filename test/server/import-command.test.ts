import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { espera } from "./command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "espera-import-command-"));
after(() => rmSync(folder, { recursive: true }));

function written(name: string, ...lines: string[]): string {
  const file = join(folder, name);
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

let operations = 0;
/** Imports into an operation of its own. */
function imported(...parameters: string[]) {
  return importedInto(`Centre ${operations++}`, ...parameters);
}

function importedInto(operation: string, ...parameters: string[]) {
  return importing(operation, "en", parameters);
}

function importing(operation: string, language: "es" | "en", parameters: readonly string[]) {
  const data = ["--operation", operation, "--data", join(folder, "data"), "--lang", language];
  return espera(["import", ...parameters, ...data], { TZ: "UTC" });
}

const HEADER = "offered_at,call_id,customer,skill,wait_s,outcome,service_s,agent";

describe("espera import", () => {
  test("reads a file as its options say, and counts what it left out by its cause", async () => {
    const file = written(
      "own.csv",
      "Fecha;Id;Cola;Teléfono;Espera;Resultado",
      "02/03/2026 10:05;a1;600;3001234567;00:00:12;Atendida",
      "02/03/2026 10:06;a2;600;3001234568;12,5;Transferida",
      "02/03/2026 10:07;a3;601;3001234569;12;Prueba",
      "ayer;a4;601;3001234569;12;Atendida",
      "hoy;a5;601;3001234569;12;Atendida",
    );
    const { code, out, err } = await imported(
      file,
      "--columns",
      "offered_at=Fecha,call_id=Id,skill=Cola,customer=Teléfono",
      "--columns",
      "wait_s=Espera,outcome=Resultado,service_s=,agent=",
      "--dates",
      "dd/mm/yyyy",
      "--outcomes",
      "Transferida=answered,Prueba=skip",
      "--skills",
      "600=Ventas",
      "--skip-bad",
    );
    assert.deepEqual([code, err], [0, ""]);
    assert.match(out, /2 calls → Centre \d+ \(America\/Bogota time\)/);
    assert.match(out, /2 rows left out:\n {4}2 × offered_at is no date/);
  });

  test("takes all files of a queue_log as one history, and warns of what it found", async () => {
    const first = written(
      "queue_log.1",
      "1772463900|1.1|600|NONE|ENTERQUEUE||3001234567|1",
      "1772463901|1.1|600|ana|CONNECT|1|x|1",
    );
    const second = written(
      "queue_log",
      "1772463950|1.1|600|ana|COMPLETEAGENT|1|49|1",
      "1772463960|NONE|NONE|NONE|ODD|",
    );
    const { code, out } = await imported(second, first, "--time-zone", "Etc/GMT-5");
    assert.equal(code, 0);
    assert.match(out, /1 call → /);
    assert.match(out, /does not know and passed over: ODD \(1\)/);
    assert.match(out, /Etc\/GMT-5 is UTC\+5/);
  });

  test("says how many calls of a log that grew were there already", async () => {
    const lines = ["1.1", "1.2", "1.3"].flatMap((call, n) => [
      `${1_772_463_900 + 100 * n}|${call}|600|NONE|ENTERQUEUE||3001234567|1`,
      `${1_772_463_930 + 100 * n}|${call}|600|NONE|ABANDON|1|1|30`,
    ]);
    const first = await importedInto("Grows", written("grows", ...lines.slice(0, 4)));
    assert.match(first.out, /2 calls → Grows/);
    assert.doesNotMatch(first.out, /already/);
    const grown = await importedInto("Grows", written("grows", ...lines));
    assert.match(grown.out, /1 call → Grows .*\n {2}There already: 2 \(counted once\)/);
    const { code, err } = await importedInto("Grows", written("grows", ...lines.slice(2)));
    assert.equal(code, 1);
    assert.match(err, /Grows has all calls of .*grows already \(2\)\. Nothing was changed\./);
  });

  test("does not lose a whole outcome, not even when bad rows may be left out", async () => {
    const file = written(
      "words.csv",
      HEADER,
      "2026-03-02T10:05:00,a1,k1,Ventas,12,answered,180,ana",
      "2026-03-02T10:06:00,a2,k1,Ventas,12,Desbordada,,",
      "2026-03-02T10:07:00,a3,k1,Ventas,12,desbordada,,",
    );
    const { code, err } = await imported(file, "--skip-bad");
    assert.equal(code, 1);
    assert.match(err, /All 2 rows .* outcome desbordada .*--outcomes desbordada=answered/);
    assert.equal((await imported(file, "--outcomes", "Desbordada=abandoned")).code, 0);
  });

  test("speaks of one row as of one, and of several as of several", async () => {
    const bad = (n: number) => `ayer,b${n},k1,Ventas,12,answered,180,ana`;
    const good = "2026-03-02T10:05:00,a1,k1,Ventas,12,answered,180,ana";
    const inSpanish = (...parameters: string[]) => importing(`Centre ${operations++}`, "es", parameters);
    const one = written("one-bad.csv", HEADER, good, bad(1));
    assert.match((await imported(one)).err, /has 1 row that cannot be used\. Mend it, or leave it out/);
    assert.match((await inSpanish(one)).err, /tiene 1 fila que no se puede usar\. Corríjala/);
    assert.match((await inSpanish(one, "--skip-bad")).out, /1 fila omitida:\n {4}1 × /);
    const short = written("short.csv", HEADER, good, "a2");
    assert.match((await imported(short)).err, /line 3: it has 1 field where the header has 8/);
    assert.match((await inSpanish(short)).err, /línea 3: tiene 1 campo y el encabezado 8/);
    const two = written("two-bad.csv", HEADER, good, bad(1), bad(2));
    assert.match((await imported(two)).err, /has 2 rows that cannot be used\. Mend them, or leave them out/);
    assert.match((await inSpanish(two, "--skip-bad")).out, /2 filas omitidas:\n/);
  });

  test("says what it cannot use of an option", async () => {
    const file = written("plain.csv", HEADER, "2026-03-02T10:05:00,a1,k1,Ventas,12,answered,180,ana");
    for (const [option, value, sentence] of [
      ["--columns", "fecha=Fecha", /there is no fecha; the columns are offered_at/],
      ["--columns", "offered_at=", /must have a column for offered_at/],
      ["--columns", "offered_at", /write it like offered_at=Fecha/],
      ["--dates", "yyyy-mm-dd", /write dd\/mm\/yyyy or mm\/dd\/yyyy/],
      ["--separator", "ab", /give one character/],
      ["--outcomes", "x=lost", /may mean answered, abandoned, skip/],
    ] as const) {
      const { code, err } = await imported(file, option, value);
      assert.equal(code, 2, option);
      assert.match(err, sentence);
    }
    assert.equal((await imported(file, "--separator", "comma")).code, 0);
  });
});
