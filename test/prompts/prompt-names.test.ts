import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hash, readManifest } from "../../prompts/manifest.ts";
import {
  consentPrompt,
  consentPrompts,
  digitPrompts,
  minutesPrompt,
  promptNames,
} from "../../src/exchange/dialogue/prompt-names.ts";
import { dialogueLanguages, readDialogueLanguage } from "../../src/exchange/dialogue/prompt-texts.ts";

const texts: Readonly<Record<string, string>> = readDialogueLanguage("es").texts;

const hours = {
  "about-an-hour": 60,
  "hour-and-a-half": 90,
  "hours-2": 120,
  "hours-3": 180,
  "hours-4": 240,
  "more-than-4-hours": Number.POSITIVE_INFINITY,
} as const;

/** What a person understands by a prompt: its minutes, from the name that the text of the file is checked against. */
function heardMinutes(minutes: number): number {
  const [name, ...more] = minutesPrompt(minutes);
  assert.deepEqual(more, []);
  assert.ok(name && promptNames.includes(name), `${minutes}`);
  return name in hours ? hours[name as keyof typeof hours] : Number(/^minutes-(\d+)$/.exec(name)?.[1]);
}

test("up to an hour nobody hears less than the wait, and nobody hears five minutes more", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 60, noNaN: true }), (minutes) => {
      const heard = heardMinutes(minutes);
      assert.ok(heard >= minutes && heard < minutes + 5, `${minutes} is said as ${heard}`);
    }),
  );
});

test("beyond an hour nobody hears more than five minutes less than the wait", () => {
  fc.assert(
    fc.property(fc.double({ min: 60, max: 600, noNaN: true }), (minutes) => {
      const heard = heardMinutes(minutes);
      assert.ok(heard >= minutes - 5, `${minutes} is said as ${heard}`);
    }),
  );
});

test("a longer time is never said as a shorter one", () => {
  const anyTime = fc.double({ min: -10, max: 600, noNaN: true });
  fc.assert(
    fc.property(anyTime, anyTime, (a, b) =>
      assert.ok(heardMinutes(Math.min(a, b)) <= heardMinutes(Math.max(a, b))),
    ),
  );
});

test("nothing left to wait is five minutes, hours have words of their own, and what is not known is more", () => {
  assert.deepEqual([-3, 0, 5].map(heardMinutes), [5, 5, 5]);
  assert.deepEqual([55.1, 60, 65].map(heardMinutes), [60, 60, 60]);
  assert.deepEqual([90, 120, 180, 240].map(heardMinutes), [90, 120, 180, 240]);
  for (const long of [245.1, 600, Number.POSITIVE_INFINITY, Number.NaN])
    assert.deepEqual(minutesPrompt(long), ["more-than-4-hours"]);
});

test("the text of a time says the number that its name does", () => {
  const tens = ["", "diez", "veinte", "treinta", "cuarenta", "cincuenta"];
  const odd = { 5: "cinco", 15: "quince", 25: "veinticinco" };
  for (let minutes = 5; minutes <= 55; minutes += 5) {
    const ten = tens[Math.floor(minutes / 10)]!;
    const number = minutes % 10 === 0 ? ten : (odd[minutes as keyof typeof odd] ?? `${ten} y cinco`);
    assert.equal(texts[`minutes-${minutes}`], `${number} minutos.`);
  }
  for (const [count, word] of [
    [2, "dos"],
    [3, "tres"],
    [4, "cuatro"],
  ] as const)
    assert.equal(texts[`hours-${count}`], `${word} horas.`);
  assert.equal(texts["hour-and-a-half"], "una hora y media.");
  assert.equal(texts["more-than-4-hours"], "más de cuatro horas.");
});

test("the text of a key says the key that its name does", () => {
  for (let key = 1; key <= 9; key++) assert.equal(texts[`press-${key}`], `marque ${key}.`);
});

test("words by which callers consent have the version that their name says", () => {
  for (const code of dialogueLanguages())
    for (const name of consentPrompts)
      assert.equal(
        readManifest(code)?.consented[consentPrompt(name)],
        hash(readDialogueLanguage(code).texts[name]),
        "count the version of changed words up in prompts/consent.yaml, then run node prompts/generate.ts",
      );
});

test("a number is said digit by digit, without what is no digit", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+?[0-9 -]{0,15}$/), (number) => {
      const said = digitPrompts(number).map((name) => name.slice("digit-".length));
      assert.equal(said.join(""), number.replaceAll(/[+ -]/g, ""));
    }),
  );
  for (const name of digitPrompts("0123456789")) assert.ok(promptNames.includes(name), name);
});
