import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { describe, hash, readManifest } from "../../prompts/manifest.ts";
import { loudness, padding, speak, speakers } from "../../prompts/speech.ts";
import { readWhen, tableDocument, withTable } from "../../prompts/table.ts";
import { levelDb, peakDb, readWave } from "../../prompts/wave.ts";
import { type PromptName, promptNames } from "../../src/exchange/dialogue/prompt-names.ts";
import { promptSoundFile } from "../../src/exchange/dialogue/prompt-sound-file.ts";
import { dialogueLanguages, isTone, readDialogueLanguage } from "../../src/exchange/dialogue/prompt-texts.ts";

const languages = dialogueLanguages().map((code) => ({
  code,
  language: readDialogueLanguage(code),
  manifest: readManifest(code)!,
}));
const spoken = languages.flatMap(({ code }) => promptNames.map((name) => ({ code, name })));
const soundOf = (code: string, name: string) => readWave(readFileSync(promptSoundFile(code, name)));

test("every sound says the text that is written now, and is the sound that was made", () => {
  for (const { code, language, manifest } of languages)
    assert.deepEqual(
      describe(code, language, manifest.madeWith, manifest.consented),
      manifest,
      "run node prompts/generate.ts",
    );
});

test("there is no sound without a text", () => {
  const named = promptNames.map((name) => `${name}.wav`).sort();
  for (const { code } of languages) {
    const files = readdirSync(new URL(".", promptSoundFile(code, "x"))).filter((file) =>
      file.endsWith(".wav"),
    );
    assert.deepEqual(files.sort(), named);
  }
});

test("Asterisk can play every sound: 8 kHz, one channel, and a header of 44 bytes with nothing else in it", () => {
  for (const { code, name } of spoken) {
    const { sampleRate, channels, samples } = soundOf(code, name);
    assert.deepEqual([sampleRate, channels], [8000, 1], name);
    const file = readFileSync(promptSoundFile(code, name));
    assert.equal(file.length, 44 + 2 * samples.length, name);
  }
});

test("every prompt is as loud as the others, and none clips", () => {
  for (const { code, name } of spoken) {
    const wave = soundOf(code, name);
    const speech = wave.samples.subarray(8 * padding.beforeMs, -8 * padding.afterMs);
    const level = levelDb({ ...wave, samples: speech });
    assert.ok(Math.abs(level - loudness.levelDb) <= 0.2, `${code}/${name}: ${level.toFixed(2)} dB`);
    assert.ok(peakDb(wave) <= loudness.peakDb, `${code}/${name}: ${peakDb(wave).toFixed(2)} dB`);
  }
});

test("speech begins and ends where the breath around it does", () => {
  for (const { code, name } of spoken) {
    const { samples } = soundOf(code, name);
    const loud = samples.map((sample) => (Math.abs(sample) > 100 ? 1 : 0));
    const [firstMs, lastMs] = [loud.indexOf(1) / 8, (samples.length - loud.lastIndexOf(1)) / 8];
    assert.ok(firstMs >= padding.beforeMs && firstMs < padding.beforeMs + 50, `${code}/${name}: ${firstMs}`);
    assert.ok(lastMs >= padding.afterMs && lastMs < padding.afterMs + 100, `${code}/${name}: ${lastMs}`);
  }
});

test("the s at the end of dos, tres and seis is still there, though a telephone carries little of it", () => {
  for (const digit of ["2", "3", "6"]) {
    const wave = soundOf("es", `digit-${digit}`);
    const last = wave.samples.subarray(-8 * (padding.afterMs + 80), -8 * (padding.afterMs + 20));
    const crossings = last.filter((sample, index) => index > 0 && sample < 0 !== last[index - 1]! < 0).length;
    // A hiss changes its sign at every second or third sample, a vowel at every tenth.
    assert.ok(crossings / last.length > 0.3, `${digit}: ${crossings} of ${last.length}`);
    assert.ok(levelDb({ ...wave, samples: last }) > loudness.levelDb - 25, digit);
  }
});

test("nobody listens long: a prompt takes under 7 seconds, the whole question with any time under 12, with any two times under 15, with a choice of times under 16", () => {
  for (const { code, manifest } of languages) {
    const ms = (name: PromptName) => manifest.prompts[name].ms;
    for (const name of promptNames) assert.ok(ms(name) < 7000, `${code}/${name}: ${ms(name)}`);
    const times = promptNames.filter((name) => /^minutes-|hour/.test(name)).map(ms);
    assert.equal(times.length, 17);
    const rest = Math.max(...times) + ms("question-wait") + ms("question-choice");
    assert.ok(ms("question-busy") + rest < 12_000, code);
    assert.ok(ms("question-still-busy") + rest + ms("question-later") < 16_000, code);
    const between = ms("question-wait-between") - ms("question-wait") + ms("wait-and") + Math.max(...times);
    assert.ok(ms("question-busy") + rest + between < 15_000, code);
  }
});

test("three times to choose from are heard within 14 seconds", () => {
  for (const { code, manifest } of languages) {
    const ms = (name: PromptName) => manifest.prompts[name].ms;
    const option = (time: PromptName, key: 1 | 2 | 3) => ms("later-in") + ms(time) + ms(`press-${key}`);
    const menu = option("minutes-30", 1) + option("about-an-hour", 2) + option("hours-2", 3);
    assert.ok(ms("later-intro") + menu < 14_000, `${code}: ${ms("later-intro") + menu}`);
  }
});

test("a text that ends in … has something to follow it, in all languages alike", () => {
  const beginnings = ({ language }: (typeof languages)[number]) =>
    promptNames.filter((name) => language.texts[name].endsWith("…"));
  for (const one of languages) assert.deepEqual(beginnings(one), beginnings(languages[0]!), one.code);
});

test("all languages name the same keys in the same order", () => {
  const keys = ({ language }: (typeof languages)[number]) =>
    promptNames.map((name) => language.texts[name].match(/\d/g) ?? []);
  for (const one of languages) assert.deepEqual(keys(one), keys(languages[0]!), one.code);
});

test("all languages sound the same tones", () => {
  for (const { language, code } of languages)
    for (const name of promptNames) assert.equal(isTone(language.texts[name]), name === "tone", code);
});

test("when each prompt is heard is written for those who translate it", () => {
  assert.deepEqual(Object.keys(readWhen()), [...promptNames]);
});

test("the tables in the documentation are those of the texts", () => {
  const document = readFileSync(tableDocument, "utf8");
  assert.equal(document, withTable(document), "run node prompts/generate.ts");
});

// Only with the very speakers that made them: another version speaks otherwise, and none leaves nothing to compare.
const here = JSON.stringify(speakers());
for (const { code, language, manifest } of languages)
  if (JSON.stringify(manifest.madeWith) === here)
    test(`the same texts spoken again give the same bytes: ${code}`, () => {
      for (const name of promptNames)
        assert.equal(
          hash(speak(language.speaker, language.texts[name])),
          manifest.prompts[name].audio,
          `${code}/${name}`,
        );
    });
