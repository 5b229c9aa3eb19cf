import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, describe, it } from "node:test";
import { espera, MAIN } from "./command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "espera-language-"));
after(() => rmSync(folder, { recursive: true }));

function written(name: string, ...lines: string[]): string {
  const file = join(folder, name);
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

describe("a command", () => {
  it("explains itself in the language of --lang, else in that of the machine, else in Spanish", async () => {
    const [spanish, english, machine, list] = await Promise.all([
      espera(["callbacks", "list", "--help"]),
      espera(["callbacks", "list", "--help", "--lang", "en"], { LC_ALL: "es_CO.UTF-8" }),
      espera(["callbacks", "list", "--help"], { LANG: "en_US.UTF-8" }),
      espera(["asterisk", "dialplan", "--help"]),
    ]);
    assert.match(spanish.out, /^Uso: espera callbacks list \[opciones\]\n/);
    assert.match(spanish.out, /^Opciones:\n {2}--data <carpeta> +dónde está el diario/m);
    assert.match(spanish.out, /\(por defecto: "data",\s+variable:\s+ESPERA_DATA\)/);
    assert.match(list.out, /\(por\s+defecto:\s+\["PJSIP/);
    for (const word of [/Usage/, /Options/, /default:/, /choices:/, /display help/, /<directory>/])
      assert.doesNotMatch(spanish.out, word);
    assert.match(english.out, /^Usage: espera callbacks list \[options\]\n/);
    assert.match(english.out, /--data <directory> +where the journal is/);
    assert.equal(machine.out, english.out);
  });

  it("explains a command below another one in Spanish too, with the options that they share", async () => {
    const { out } = await espera(["erlang", "transient", "--help"]);
    assert.match(out, /^Uso: espera erlang transient \[opciones\]\n/);
    assert.match(out, /^Opciones generales:\n {2}--agents <número> /m);
    for (const word of [/Usage/, /Options/, /choices:/, /<number>/, /--version/])
      assert.doesNotMatch(out, word);
  });

  it("says in Spanish what is wrong with an option, with commander's words and its own", async () => {
    const wrong: [words: string[], says: string][] = [
      [["nada"], "no existe la orden 'nada'"],
      [["callbacks", "lis"], "no existe la orden 'lis'\n(¿Quiso decir list?)"],
      [["callbacks", "show"], "falta el argumento 'id'"],
      [["callbacks", "list", "--limt", "3"], "no existe la opción '--limt'\n(¿Quiso decir --limit?)"],
      [["callbacks", "list", "--limit"], "la opción '--limit <cuántas>' necesita un valor"],
      [
        ["callbacks", "list", "--limit", "0"],
        "el valor '0' de la opción '--limit <cuántas>' no sirve: va un número entero de 1 a 1000",
      ],
      [["callbacks", "list", "--open", "--all"], "las opciones '--open' y '--all' no van juntas"],
      [["callbacks", "list", "one"], "sobran argumentos: van 0, y hay 1."],
      [
        ["report", "smart-wait", "--by", "year"],
        "el valor 'year' de la opción '--by <grupo>' no sirve: puede ser hour, day, weekday, class.",
      ],
      [["report", "staffing"], "falta la opción '--from <fecha>'"],
      [["erlang", "--agents", "20"], "falta la opción '--calls-per-hour <llamadas>'"],
    ];
    const answers = await Promise.all(wrong.map(([words]) => espera(words)));
    for (const [index, { code, out, err }] of answers.entries())
      assert.deepEqual([code, out, err], [2, "", `error: ${wrong[index]![1]}\n`]);
    const variable = await espera(["start"], { PORT: "many" });
    assert.equal(
      variable.err,
      "error: el valor 'many' de la variable PORT (opción '--port <número>') no sirve: va un número entero hasta 65535\n",
    );
  });

  it("says it in English where that is the reader's", async () => {
    const { code, err } = await espera(["callbacks", "list", "--limit", "0"], { LANG: "en_GB" });
    assert.deepEqual(
      [code, err],
      [2, "error: option '--limit <count>' argument '0' is invalid. give a whole number from 1 to 1000\n"],
    );
  });

  it("names the rows of a file that cannot be used in the language of the person who imports it", async () => {
    const file = written(
      "bad.csv",
      "offered_at,call_id,customer,skill,wait_s,outcome,service_s,agent",
      "ayer,a1,k1,Ventas,12,answered,180,ana",
      "2026-03-02T10:06:00,,k1,Ventas,12,answered,180,ana",
      "2026-03-02T10:07:00,a3,k1,Ventas,doce,answered,180,ana",
      "2026-03-02T10:08:00,a4,k1,Ventas,12,answered,180",
      "2026-03-02T10:09:00,a5,k1,Ventas,12,abandoned,180,ana",
      "2026-03-02T10:10:00,a6,k1,Ventas,12,answered,180,ana",
      "2026-03-02T10:11:00,a6,k1,Ventas,12,answered,180,ana",
      "2026-03-02T10:12:00,a7,k1,Ventas,12,abandoned,,",
    );
    const data = join(folder, "data");
    const asked = ["import", file, "--operation", "clinic", "--data", data];
    const refused = await espera(asked);
    assert.equal(refused.code, 1);
    for (const reason of [
      "línea 2: offered_at no es una fecha y hora como 1999-03-31T08:05:00",
      "línea 3: call_id está vacío",
      "línea 4: wait_s no son segundos ni h:mm:ss",
      "línea 5: tiene 7 campos y el encabezado 8",
      "línea 6: la llamada se abandonó y aun así tiene service_s",
      "línea 8: su call_id ya vino antes en este archivo, con el mismo skill",
    ])
      assert.ok(
        refused.err.includes(`  ${reason}\n`) || refused.err.includes(`  ${reason} [`),
        `${reason}\n${refused.err}`,
      );
    const english = await espera([...asked, "--lang", "en"]);
    assert.match(english.err, /line 3: call_id is empty/);
    const taken = await espera([...asked, "--skip-bad"]);
    assert.match(taken.out, /2 llamadas → clinic .*\n {2}6 filas omitidas:\n[\s\S]*1 × call_id está vacío\n/);
  });
});

describe("a recorded day that is played", () => {
  /** What it prints until it listens, and at its end nothing but the end. */
  async function played(context: { after(done: () => void): void }, ...words: string[]): Promise<string> {
    const { LANG: _, LC_ALL: __, LC_MESSAGES: ___, ...inherited } = process.env;
    const data = mkdtempSync(join(folder, "played-"));
    const child = spawn(
      process.execPath,
      [MAIN, "start", "--data", data, "--port", "0", "--date", "2026-03-02", ...words],
      { env: { ...inherited, ESPERA_LOG: "silent" }, stdio: ["ignore", "pipe", "inherit"] },
    );
    context.after(() => void child.kill("SIGKILL"));
    let printed = "";
    for await (const line of createInterface(child.stdout)) {
      printed += `${line}\n`;
      if (line.startsWith("Espera ")) break;
    }
    const closed = once(child, "close");
    child.kill("SIGTERM");
    assert.deepEqual(await closed, [0, null]);
    return printed;
  }

  it("is read by the options of import, and says how many rows it left out", async (context) => {
    const file = written(
      "own.csv",
      "Fecha;Id;Cola;Espera;Resultado",
      "02/03/2026 10:05;a1;600;00:00:12;Atendida",
      "02/03/2026 10:06;a2;600;12,5;Transferida",
      "02/03/2026 10:07;a3;601;doce;Atendida",
    );
    const reading = ["--columns", "offered_at=Fecha,call_id=Id,skill=Cola,wait_s=Espera,outcome=Resultado"];
    const none = ["--columns", "customer=,service_s=,agent=", "--dates", "dd/mm/yyyy"];
    const words = ["--outcomes", "Transferida=answered", "--skills", "600=Ventas"];
    const printed = await played(context, "--day", file, ...reading, ...none, ...words);
    assert.match(printed, /1 fila no se puede usar y se omite; npx espera import dice por qué\n/);
    assert.match(printed, /2 llamadas, × 60\n/);
  });

  it("may be that of a queue_log, in several files", async (context) => {
    const first = written(
      "queue_log.1",
      "1772463900|1.1|600|NONE|ENTERQUEUE||3001234567|1",
      "1772463901|1.1|600|ana|CONNECT|1|x|1",
    );
    const second = written(
      "queue_log",
      "1772463950|1.1|600|ana|COMPLETEAGENT|1|49|1",
      "1772463960|1.2|600|NONE|ENTERQUEUE||3001234568|1",
      "1772463990|1.2|600|NONE|ABANDON|1|1|30",
    );
    assert.match(await played(context, "--day", second, first), /queue_log: 2 llamadas, × 60\n/);
  });
});
