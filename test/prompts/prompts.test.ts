import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { audioFile } from "../../prompts/audio-file.ts";
import { describe, hash, readManifest } from "../../prompts/manifest.ts";
import { loudness, padding, speak, speakers } from "../../prompts/speech.ts";
import { tableDocument, withTable } from "../../prompts/table.ts";
import { levelDb, peakDb, readWave } from "../../prompts/wave.ts";
import { promptNames } from "../../src/exchange/dialogue/prompt-names.ts";
import { type Language, languages, readTexts } from "../../src/exchange/dialogue/prompt-texts.ts";

const prompts = readTexts();
const manifest = readManifest();
const spoken = languages.flatMap((language) => prompts.map((prompt) => ({ language, prompt })));
const soundOf = (language: Language, name: string) => readWave(readFileSync(audioFile(language, name)));

test("what the dialogues can say is what there are texts for", () => {
  assert.deepEqual(
    prompts.map(({ name }) => name),
    [...promptNames],
  );
});

test("every sound says the text that is written now, and is the sound that was made", () => {
  assert.deepEqual(describe(prompts, manifest.madeWith), manifest, "run node prompts/generate.ts");
});

test("there is no sound without a text", () => {
  const named = prompts.map(({ name }) => `${name}.wav`).sort();
  for (const language of languages)
    assert.deepEqual(readdirSync(new URL(".", audioFile(language, "x"))).sort(), named);
});

test("Asterisk can play every sound: 8 kHz, one channel, and a header of 44 bytes with nothing else in it", () => {
  for (const { language, prompt } of spoken) {
    const { sampleRate, channels, samples } = soundOf(language, prompt.name);
    assert.deepEqual([sampleRate, channels], [8000, 1], prompt.name);
    const file = readFileSync(audioFile(language, prompt.name));
    assert.equal(file.length, 44 + 2 * samples.length, prompt.name);
  }
});

test("every prompt is as loud as the others, and none clips", () => {
  for (const { language, prompt } of spoken) {
    const wave = soundOf(language, prompt.name);
    const speech = wave.samples.subarray(8 * padding.beforeMs, -8 * padding.afterMs);
    const level = levelDb({ ...wave, samples: speech });
    assert.ok(
      Math.abs(level - loudness.levelDb) <= 0.2,
      `${language}/${prompt.name}: ${level.toFixed(2)} dB`,
    );
    assert.ok(peakDb(wave) <= loudness.peakDb, `${language}/${prompt.name}: ${peakDb(wave).toFixed(2)} dB`);
  }
});

test("speech begins and ends where the breath around it does", () => {
  for (const { language, prompt } of spoken) {
    const { samples } = soundOf(language, prompt.name);
    const loud = samples.map((sample) => (Math.abs(sample) > 100 ? 1 : 0));
    const [firstMs, lastMs] = [loud.indexOf(1) / 8, (samples.length - loud.lastIndexOf(1)) / 8];
    assert.ok(firstMs >= padding.beforeMs && firstMs < padding.beforeMs + 50, `${prompt.name}: ${firstMs}`);
    assert.ok(lastMs >= padding.afterMs && lastMs < padding.afterMs + 100, `${prompt.name}: ${lastMs}`);
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
  for (const language of languages) {
    const ms = (name: string) => manifest.prompts[name]![language].ms;
    for (const { name } of prompts) assert.ok(ms(name) < 7000, `${language}/${name}: ${ms(name)}`);
    const times = prompts.filter(({ name }) => /^minutes-|hour/.test(name)).map(({ name }) => ms(name));
    assert.equal(times.length, 17);
    const rest = Math.max(...times) + ms("question-wait") + ms("question-choice");
    assert.ok(ms("question-busy") + rest < 12_000, language);
    assert.ok(ms("question-still-busy") + rest + ms("question-later") < 16_000, language);
    const between = ms("question-wait-between") - ms("question-wait") + ms("wait-and") + Math.max(...times);
    assert.ok(ms("question-busy") + rest + between < 15_000, language);
  }
});

test("three times to choose from are heard within 14 seconds", () => {
  for (const language of languages) {
    const ms = (name: string) => manifest.prompts[name]![language].ms;
    const option = (time: string, key: number) => ms("later-in") + ms(time) + ms(`press-${key}`);
    const menu = option("minutes-30", 1) + option("about-an-hour", 2) + option("hours-2", 3);
    assert.ok(ms("later-intro") + menu < 14_000, `${language}: ${ms("later-intro") + menu}`);
  }
});

test("a text that ends in … has something to follow it, in both languages alike", () => {
  for (const { name, es, en } of prompts) assert.equal(es.endsWith("…"), en.endsWith("…"), name);
});

test("both languages name the same keys in the same order", () => {
  const keys = (text: string) => text.match(/\d/g) ?? [];
  for (const { name, es, en } of prompts) assert.deepEqual(keys(es), keys(en), name);
});

test("the table in the documentation is that of the texts", () => {
  const document = readFileSync(tableDocument, "utf8");
  assert.equal(document, withTable(document, prompts, manifest), "run node prompts/generate.ts");
});

// Only with the very speakers that made them: another version speaks otherwise, and none leaves nothing to compare.
const here = speakers();
if (here && JSON.stringify(here) === JSON.stringify(manifest.madeWith))
  test("the same texts spoken again give the same bytes", () => {
    for (const { language, prompt } of spoken)
      assert.equal(
        hash(speak(language, prompt[language])),
        manifest.prompts[prompt.name]![language].audio,
        `${language}/${prompt.name}`,
      );
  });
