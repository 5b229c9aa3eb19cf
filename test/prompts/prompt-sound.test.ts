import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { promptNames } from "../../src/exchange/dialogue/prompt-names.ts";
import {
  type PromptSound,
  readPromptSound,
  soundMs,
  writePromptSound,
} from "../../src/exchange/dialogue/prompt-sound.ts";
import { promptSoundFile } from "../../src/exchange/dialogue/prompt-sound-file.ts";
import { dialogueLanguages } from "../../src/exchange/dialogue/prompt-texts.ts";
import { Fault } from "../../src/faults/faults.ts";
import { LONGEST_PROMPT_MS } from "../../src/line/call/dialogue-deadlines.ts";
import { madeWave } from "./made-waves.ts";

/** The sound of a file, or the code of what is wrong with it. */
function judged(file: Buffer): PromptSound | string {
  try {
    return readPromptSound(file);
  } catch (error) {
    assert.ok(error instanceof Fault, String(error));
    return error.code;
  }
}

test("every sound that comes with Espera is one that could be put in its place, and stays as it is", () => {
  for (const language of dialogueLanguages())
    for (const name of promptNames) {
      const file = readFileSync(promptSoundFile(language, name));
      assert.deepEqual(writePromptSound(readPromptSound(file)), file, `${language} ${name}`);
    }
});

test("a sound of 8 or 16 kHz is taken with what stands around it, which is not kept", () => {
  const sound = fc.uint8Array({ minLength: 3_200, maxLength: 20_000 });
  fc.assert(
    fc.property(sound, fc.constantFrom(8_000, 16_000), fc.uint8Array(), (bytes, hertz, around) => {
      const samples = Buffer.from(bytes.subarray(0, bytes.length & ~1));
      const read = readPromptSound(madeWave({ sound: samples, hertz, around: Buffer.from(around) }));
      assert.deepEqual(read, { sampleRate: hertz, samples });
      assert.deepEqual(writePromptSound(read), madeWave({ sound: samples, hertz }));
    }),
    { numRuns: 50 },
  );
});

test("each thing that a telephone cannot play is named", () => {
  const cases: [string, Buffer][] = [
    ["sound-unreadable", Buffer.alloc(0)],
    ["sound-unreadable", Buffer.from("ID3 an MP3")],
    ["sound-unreadable", madeWave({ coding: 7 })],
    ["sound-unreadable", madeWave().subarray(0, -1)],
    ["sound-form-wrong", madeWave({ channels: 2 })],
    ["sound-form-wrong", madeWave({ bits: 8 })],
    ["sound-form-wrong", madeWave({ hertz: 44_100 })],
    ["sound-form-wrong", madeWave({ hertz: 0 })],
    ["sound-length-wrong", madeWave({ sound: Buffer.alloc(0) })],
    ["sound-length-wrong", madeWave({ sound: Buffer.alloc(16 * LONGEST_PROMPT_MS + 2) })],
  ];
  for (const [code, file] of cases) assert.equal(judged(file), code);
  assert.equal(typeof judged(madeWave({ sound: Buffer.alloc(16 * LONGEST_PROMPT_MS) })), "object");
});

test("rubbish is never taken, and never fails otherwise than by a sentence", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 500 }),
      (bytes) => judged(Buffer.from(bytes)) === "sound-unreadable",
    ),
  );
});

test("whatever happens to a file, what is taken of it is a whole sound of the right form", () => {
  const whole = madeWave({ around: Buffer.from("INFO") });
  const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.integer({ min: 0, max: 255 }) });
  const changes = fc.array(change, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(changes, fc.nat(whole.length), (made, cut) => {
      const file = Buffer.from(whole.subarray(0, whole.length - (cut % 7)));
      for (const { at, to } of made) if (at < file.length) file[at % 80] = to;
      const read = judged(file);
      if (typeof read === "string") return;
      assert.ok(read.sampleRate === 8_000 || read.sampleRate === 16_000);
      const ms = soundMs(read);
      assert.ok(ms > 0 && ms <= LONGEST_PROMPT_MS);
      assert.ok(file.includes(read.samples));
    }),
  );
});
