import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { espera } from "./command-line.ts";

/** What is printed when these lines are typed. */
async function typed(lines: readonly string[], ...words: string[]): Promise<string> {
  const { code, out, err } = await espera(
    ["dialogue", ...words],
    {},
    { input: lines.map((line) => `${line}\n`).join("") },
  );
  assert.equal(err, "");
  assert.equal(code, 0);
  return out;
}

describe("espera dialogue", () => {
  test("plays all that a caller can be asked, in Spanish, and says what came of it", async () => {
    const out = await typed(["3", "2", "2", "3101112233", "1", "Ana"], "--lang", "es");
    const lines = out.split("\n");
    assert.match(lines[1]!, /^Nuestros agentes están ocupados\. La espera es de diez minutos\. Para que/);
    assert.equal(lines[2], "> 3");
    assert.match(lines[3]!, /Dentro de treinta minutos, marque 1\. Dentro de una hora, marque 2\./);
    assert.match(
      lines[5]!,
      /^Le llamaremos al número tres dos uno uno .* siete\. Si es correcto, marque 1\./,
    );
    assert.match(lines[9]!, /^Le llamaremos al número tres uno cero uno .* tres\. Si es correcto/);
    assert.match(lines[11]!, /diga su nombre después del tono\. \(tono\)$/);
    assert.match(lines[13]!, /^Listo, su turno queda guardado\. Le llamaremos dentro de una hora, y,/);
    assert.equal(
      lines[14],
      "— Sí: se llamará al 3101112233 dentro de 60 minutos, con el nombre grabado. Se guarda el consentimiento: question-later@1, tecla 3.",
    );
  });

  test("plays the return call too, in English", async () => {
    const confirmed = await typed(["", "1"], "--return", "--lang", "en");
    assert.match(confirmed, /^Hello\. This call is for \(recorded name\)\. This is the call you asked for/m);
    assert.match(confirmed, /^> \nPlease press 1 to speak with an agent\.\n> 1\nThank you\./m);
    assert.match(confirmed, /— They go to the line, at their place\.\n$/);
    for (const [lines, end] of [
      [["2"], "They did not ask for it"],
      [["", ""], "Nobody answered"],
      [["3", "1"], "They are called in 30 minutes"],
      [[], "They hung up: another attempt follows"],
    ] as const)
      assert.match(await typed(lines, "--return", "--lang", "en"), new RegExp(`— ${end}`));
  });

  test("the end of the input is a hang-up, an empty line is silence, and another key than 1 is a no", async () => {
    assert.match(await typed([], "--lang", "en"), /— They hung up\.\n$/);
    assert.match(await typed(["1", "1"], "--lang", "en"), /— They hung up\.\n$/);
    assert.match(await typed([""], "--lang", "en"), /— They did nothing/);
    assert.match(await typed(["2"], "--lang", "en"), /— No: they stay in line/);
  });

  test("callers whose number is withheld, or may not be called, key another; a premium one is refused", async () => {
    for (const who of [["--withheld"], ["--number", "+12125550123"]]) {
      const out = await typed(["1", "19001234567", "3101112233", "1", ""], "--lang", "en", ...who);
      assert.match(out, /^> 19001234567\nWe cannot call that number\.$/m);
      assert.match(
        out,
        /— Yes: 3101112233 will be called when their turn comes\. The consent is kept: question-choice@1, key 1\./,
      );
    }
  });

  test("speaks the languages that have a folder of prompts, and no other", async () => {
    const portuguese = await typed(["1", "1", "Ana"], "--lang", "pt");
    assert.match(portuguese, /^Nossos atendentes estão ocupados\. A espera é de dez minutos\./m);
    assert.match(portuguese, /^Para terminar, diga o seu nome após o sinal\. \(sinal\)$/m);
    assert.match(portuguese, /Ningún hablante nativo ha leído todavía estos textos/);
    assert.match(await typed(["1"], "--return", "--lang", "pt"), /^> 1\nObrigado\. Estamos passando/m);
    assert.doesNotMatch(await typed([""], "--lang", "es"), /hablante nativo/);
    const unknown = await espera(["dialogue", "--lang", "xx"], { LANG: "en_US.UTF-8" });
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /'xx' is invalid\. Allowed choices are en, es, pt/);
  });

  test("asks what a skill of a configuration asks", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "espera-dialogue-"));
    t.after(() => rm(folder, { recursive: true }));
    const file = join(folder, "espera.yaml");
    await writeFile(file, CONFIGURATION);
    const first = await typed(["1"], "--config", file, "--lang", "en");
    assert.match(first, /^> 1\nAll set\./m);
    const second = await typed(["1", "1", "Ana"], "--config", file, "--skill", "Soporte", "--lang", "en");
    assert.match(second, /with the recorded name/);
    assert.doesNotMatch(second, /press 3/);

    await writeFile(
      file,
      CONFIGURATION.replace("timeZone: America/Bogota", "timeZone: Europe/Madrid\n    country: ES"),
    );
    const spanish = await typed(["1", "1", ""], "--config", file, "--skill", "2", "--lang", "en");
    assert.match(
      spanish,
      /— Yes: 6\d{8} will be called when their turn comes/,
      "a number of its own country",
    );

    const unknown = await espera(["dialogue", "--config", file, "--skill", "9", "--lang", "es"]);
    assert.deepEqual([unknown.code, unknown.err.includes("no tiene el skill «9»")], [2, true]);
    const alone = await espera(["dialogue", "--skill", "1", "--lang", "en"]);
    assert.deepEqual([alone.code, alone.err.includes("'--skill' needs '--config'")], [2, true]);
  });
});

const CONFIGURATION = `
operations:
  - name: acme
    timeZone: America/Bogota
    skills:
      - { id: 1, name: Ventas, dialogue: { confirmNumber: false } }
      - { id: 2, name: Soporte, dialogue: { recordName: true } }
    exchange:
      simulated:
        traffic: [{ skill: 1, callsPerDay: 10, meanHandleS: 60, meanPatienceS: 60 }]
        agents: [{ count: 1, skills: [1, 2], shift: 08:00-16:00 }]
`;
