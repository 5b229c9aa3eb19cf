import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { stringify } from "yaml";
import { parseConfiguration } from "../../src/configuration/configuration.ts";
import { configurationKeys } from "../../src/configuration/configuration-keys.ts";
import { Fault } from "../../src/faults/faults.ts";
import { configurationProblemsInSpanish } from "../../src/words/problems/configuration-problem-words.ts";
import { faultSentence } from "../../src/words/problems/fault-sentences.ts";

/** The problems of a configuration, a line each without the file and its line; none where it can be used. */
function problemsOf(configuration: unknown): string[] {
  try {
    parseConfiguration(stringify(configuration), "f");
    return [];
  } catch (error) {
    assert.ok(error instanceof Fault && error.code === "config-invalid");
    return String(error.details["problems"])
      .split("\n  ")
      .slice(1)
      .map((line) => line.replace(/^f:\d+: /, ""));
  }
}

/** A configuration with nothing but a value at the path of a key, as `configurationKeys` writes it. */
function withOnly(path: string, value: unknown): unknown {
  return path
    .replaceAll("[]", ".[]")
    .split(".")
    .toReversed()
    .reduce((inner, step) => (step === "[]" ? [inner] : { [step]: inner }), value);
}

describe("the problems of a configuration in Spanish", () => {
  test("have a sentence for whatever a schema says of a value of any key", () => {
    const values = [{ other: 1 }, [], [""], "\u0007", -1, 1e9, true, null, "x", "12", ["+57"]];
    const problems = new Set(
      configurationKeys.flatMap(({ path }) => values.flatMap((value) => problemsOf(withOnly(path, value)))),
    );
    assert.ok(problems.size > 150, String(problems.size));
    for (const problem of problems) {
      const says = problem.replace(/^[\w.[\]-]+: /, "");
      const spanish = configurationProblemsInSpanish(says);
      assert.notEqual(spanish, says, problem);
      assert.doesNotMatch(
        spanish,
        /\b(write|give|there is|leave|missing|known|another|with its|and)\b/,
        problem,
      );
    }
  });

  test("have one for parts that contradict each other", () => {
    const skill = (id: number, name: string, more = {}) => ({ id, name, ...more });
    const operation = (name: string) => ({
      name,
      timeZone: "America/Bogota",
      country: "CO",
      countries: ["PE"],
      classes: [
        { name: "vip", creditS: 10 },
        { name: "vip", creditS: 20 },
      ],
      callbackExpiresAfterH: 0.25,
      callingHours: "08:00-09:00",
      skills: [
        skill(1, "Citas", { openingHours: "10:00-11:00" }),
        skill(1, "Citas"),
        skill(3, "Lejos", {
          discipline: { windowMinutes: 60, reserveAgents: 90 },
          limits: { longestPromiseH: 0.5 },
        }),
      ],
      exchange: {
        simulated: {
          classes: [
            { class: "gold", share: 0.1 },
            { class: "vip", share: 0.1 },
            { class: "vip", share: 0.1 },
          ],
          traffic: [3, 3].map((id) => ({ skill: id, callsPerDay: 1, meanHandleS: 60, meanPatienceS: 60 })),
          agents: [{ count: 2, skills: [3, 3], shift: "08:00-16:00" }],
        },
      },
    });
    const problems = problemsOf({ operations: [operation("Una"), operation("Una")] });
    assert.ok(problems.length > 15, problems.join("\n"));
    for (const problem of problems) {
      const says = problem.replace(/^[\w.[\]-]+: /, "");
      assert.notEqual(configurationProblemsInSpanish(says), says, problem);
    }
  });

  test("are in Spanish where the YAML itself is broken too, whatever is wrong with it", () => {
    const broken: [text: string, says: RegExp][] = [
      ["operations:\n\t- name: a\n", /^use espacios al comienzo de la línea, no tabuladores$/],
      ['operations: "a\n', /^se abren unas comillas y no se cierran$/],
      ["operations: 'a\n", /^se abren unas comillas y no se cierran$/],
      ["a: b: c\n", /^escriba una clave por línea/],
      ["a: 1\nname Citas\nb: 2\n", /^escriba la clave, dos puntos, un espacio/],
      ["a: [1, 2\nb: 3\n", /^(empiece las claves|entre \[ \])/],
      ["a:\n    b: 1\n  c: 2\n", /^empiece las claves de un mismo nivel/],
      ["a: @b\n", /^ponga este valor entre comillas/],
      ["a: !nada b\n", /^ponga entre comillas un texto que empieza con !$/],
      ["a: &x &y b\n", /^ponga entre comillas un texto que empieza con & o \*$/],
      ['a: "\\q"\n', /^ponga entre comillas simples/],
      ["a: ]\n", /^esto no va aquí/],
      ["a: {b: - c}\n", /^(entre \[ \]|esto no va aquí)/],
    ];
    for (const [text, says] of broken)
      assert.throws(
        () => parseConfiguration(text, "espera.yaml"),
        (error) => {
          const [first] = faultSentence(error as Fault, "es")
            .split("\n")
            .slice(1);
          const problem = /^ *espera\.yaml:\d+: (.*)$/.exec(first!)?.[1];
          assert.match(problem ?? "", says, `${text}: ${first}`);
          return true;
        },
      );
  });

  test("stand in the sentence of the fault, with the line and the key", () => {
    const text = stringify({ operations: [{ name: "Una", timezone: "America/Bogota" }] });
    assert.throws(
      () => parseConfiguration(text, "espera.yaml"),
      (error) => {
        const said = faultSentence(error as Fault, "es");
        assert.match(
          said,
          /espera\.yaml:\d+: operations\[0\]\.timezone: no existe esa clave; ¿quiso decir timeZone\?/,
        );
        assert.match(said, /operations\[0\]\.skills: falta: escriba una lista de al menos un skill/);
        return true;
      },
    );
  });
});
