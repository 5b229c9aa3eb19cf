import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readTexts } from "../../prompts/texts.ts";
import { digitPrompts, minutesPrompt } from "../../src/exchange/asterisk/prompt-names.ts";

const texts = new Map(readTexts().map((prompt) => [prompt.name, prompt]));

/** What a person understands by a prompt: its minutes, from the name that the text of the file is checked against. */
function heardMinutes(minutes: number): number {
  const [name, ...more] = minutesPrompt(minutes);
  assert.deepEqual(more, []);
  assert.ok(name && texts.has(name), `${minutes}`);
  if (name === "about-an-hour") return 60;
  return name === "more-than-an-hour" ? Number.POSITIVE_INFINITY : Number(/^minutes-(\d+)$/.exec(name)?.[1]);
}

test("nobody is told less than it is, nor five minutes more, up to an hour", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 60, noNaN: true }), (minutes) => {
      const heard = heardMinutes(minutes);
      assert.ok(heard >= minutes && heard < minutes + 5, `${minutes} is said as ${heard}`);
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

test("nothing left to wait is five minutes, an hour is about an hour, and what is not known is more", () => {
  assert.deepEqual([-3, 0, 5].map(heardMinutes), [5, 5, 5]);
  assert.deepEqual([55.1, 60, 65].map(heardMinutes), [60, 60, 60]);
  for (const long of [65.1, 240, Number.POSITIVE_INFINITY, Number.NaN])
    assert.deepEqual(minutesPrompt(long), ["more-than-an-hour"]);
});

test("the text of a time says the number that its name does", () => {
  const tens = ["", "diez", "veinte", "treinta", "cuarenta", "cincuenta"];
  const odd = { 5: "cinco", 15: "quince", 25: "veinticinco" };
  for (let minutes = 5; minutes <= 55; minutes += 5) {
    const ten = tens[Math.floor(minutes / 10)]!;
    const number = minutes % 10 === 0 ? ten : (odd[minutes as keyof typeof odd] ?? `${ten} y cinco`);
    assert.equal(texts.get(`minutes-${minutes}`)?.es, `unos ${number} minutos.`);
  }
});

test("a number is said digit by digit, without what is no digit", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+?[0-9 -]{0,15}$/), (number) => {
      const said = digitPrompts(number).map((name) => name.slice("digit-".length));
      assert.equal(said.join(""), number.replaceAll(/[+ -]/g, ""));
    }),
  );
  for (const name of digitPrompts("0123456789")) assert.ok(texts.has(name), name);
});
