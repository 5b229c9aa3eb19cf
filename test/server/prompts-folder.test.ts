import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { stringify } from "yaml";
import { isOnAsterisk, parseConfiguration } from "../../src/configuration/configuration.ts";
import { promptNames } from "../../src/exchange/dialogue/prompt-names.ts";
import { readPromptSound } from "../../src/exchange/dialogue/prompt-sound.ts";
import { promptSoundFile } from "../../src/exchange/dialogue/prompt-sound-file.ts";
import { dialogueLanguages } from "../../src/exchange/dialogue/prompt-texts.ts";
import { Fault } from "../../src/faults/faults.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { asteriskGiven } from "../../src/server/asterisk/asterisk-operation.ts";
import { PromptsFolder } from "../../src/server/prompts/prompts-folder.ts";
import { promptsPlaceOf } from "../../src/server/prompts/prompts-place.ts";
import { realClock } from "../../src/time/real-clock.ts";
import { madeWave } from "../prompts/made-waves.ts";

const question = { name: "question-busy", language: "es" } as const;
const original = readFileSync(promptSoundFile("es", "question-busy"));

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "prompts-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("an empty folder is filled with every prompt in every language, for another user to read", async (t) => {
  const folder = folderOf(t);
  const before = process.umask(0o077);
  try {
    await new PromptsFolder(folder).fill();
  } finally {
    process.umask(before);
  }
  for (const language of dialogueLanguages()) {
    assert.equal(statSync(join(folder, language)).mode & 0o777, 0o755);
    for (const name of promptNames) {
      const file = join(folder, language, `${name}.wav`);
      assert.deepEqual(readFileSync(file), readFileSync(promptSoundFile(language, name)));
      assert.equal(statSync(file).mode & 0o777, 0o644);
    }
    assert.equal(readdirSync(join(folder, language)).length, promptNames.length + 1);
  }
});

test("what was replaced stays when the folder is filled again, and what an earlier Espera brought does not", async (t) => {
  const folder = folderOf(t);
  const prompts = new PromptsFolder(folder);
  await prompts.fill();
  await prompts.replace(question, readPromptSound(madeWave()));
  // As an earlier version would have left it.
  const earlier = madeWave({ sound: Buffer.alloc(4_000, 3) });
  const note = join(folder, "es", "originals.json");
  copyFileSync(note, `${note}.now`);
  await replaceOriginal(prompts, folder, "tone", earlier);
  await prompts.fill();
  assert.deepEqual(
    (await prompts.lying({ name: "tone", language: "es" }))?.file,
    readFileSync(promptSoundFile("es", "tone")),
  );
  assert.deepEqual((await prompts.lying(question))?.file, madeWave());
  assert.deepEqual(readFileSync(note), readFileSync(`${note}.now`));
});

test("recordings that somebody put there before Espera are theirs", async (t) => {
  const folder = folderOf(t);
  mkdirSync(join(folder, "es"));
  writeFileSync(join(folder, "es", "question-busy.wav"), madeWave());
  const prompts = new PromptsFolder(folder);
  await prompts.fill();
  assert.deepEqual((await prompts.lying(question))?.file, madeWave());
});

test("one sound is there at a time: of 8 kHz as wav, of 16 kHz as wav16, and Espera's own when it is back", async (t) => {
  const folder = folderOf(t);
  const prompts = new PromptsFolder(folder);
  const files = () => readdirSync(join(folder, "es"));
  await prompts.replace(question, readPromptSound(madeWave({ hertz: 16_000 })));
  assert.deepEqual(files(), ["question-busy.wav16"]);
  await prompts.replace(question, readPromptSound(madeWave()));
  assert.deepEqual(files(), ["question-busy.wav"]);
  await prompts.replace(question, readPromptSound(madeWave({ hertz: 16_000 })));
  await prompts.bringBack(question);
  assert.deepEqual(files(), ["question-busy.wav"]);
  assert.deepEqual((await prompts.lying(question))?.file, original);
});

test("where nothing can be written the folder is named, and what was there stays", async (t) => {
  const folder = folderOf(t);
  writeFileSync(join(folder, "es"), "no folder");
  const prompts = new PromptsFolder(folder);
  for (const work of [() => prompts.fill(), () => prompts.bringBack(question)])
    await assert.rejects(
      work,
      (error) =>
        error instanceof Fault &&
        error.code === "prompts-folder-unusable" &&
        error.details["folder"] === folder,
    );
  assert.equal(readFileSync(join(folder, "es"), "utf8"), "no folder");
});

test("Asterisk is given the path of just the file that was replaced", async (t) => {
  const folder = folderOf(t);
  const exchange = {
    asterisk: {
      trunk: "PJSIP/{number}@trunk",
      prompts: { asterisk: `${folder}/`, espera: folder },
      queues: [{ queue: "ventas", skill: 1 }],
    },
  };
  const written = {
    name: "centre",
    timeZone: "America/Bogota",
    skills: [{ id: 1, name: "ventas" }],
    exchange,
  };
  const configured = parseConfiguration(stringify({ operations: [written] }), "f").find(isOnAsterisk)!;
  const place = promptsPlaceOf(configured);
  assert.ok(place.kind === "folder");
  await new PromptsFolder(place.folder).replace(question, readPromptSound(madeWave()));
  const { prompts } = asteriskGiven(
    configured.exchange,
    { secret: "s" },
    {
      directory: folder,
      country: "CO",
      clock: realClock,
      random: new RandomSource("1").stream("t"),
      log: { info() {}, warn() {} },
    },
  );
  // Into a whole path Asterisk puts the channel's language before the name.
  const played = join(dirname(`${prompts}question-busy`), "es", "question-busy.wav");
  assert.deepEqual(readFileSync(played), madeWave());
});

/** Leaves a prompt of the folder as a version with another sound of it filled it. */
async function replaceOriginal(
  prompts: PromptsFolder,
  folder: string,
  name: "tone",
  sound: Buffer,
): Promise<void> {
  const note = join(folder, "es", "originals.json");
  await prompts.replace({ name, language: "es" }, readPromptSound(sound));
  const noted = JSON.parse(readFileSync(note, "utf8"));
  writeFileSync(note, JSON.stringify({ ...noted, [name]: createHash("sha256").update(sound).digest("hex") }));
}
