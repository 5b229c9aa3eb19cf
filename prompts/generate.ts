import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { promptNames } from "../src/exchange/dialogue/prompt-names.ts";
import { promptSoundFile } from "../src/exchange/dialogue/prompt-sound-file.ts";
import {
  dialogueLanguages,
  languagesFolder,
  readDialogueLanguage,
} from "../src/exchange/dialogue/prompt-texts.ts";
import { describe, manifestFile, readManifest } from "./manifest.ts";
import { speak, speakers } from "./speech.ts";
import { tableDocument, withTable } from "./table.ts";

// Speaks every text of every language, and writes the audio, the manifests and the tables of the documentation.
const madeWith = speakers();
if (!madeWith) {
  console.error("espeak-ng and sox are needed to speak the prompts: apt-get install espeak-ng sox");
  process.exit(1);
}
const codes = dialogueLanguages();
for (const code of codes) {
  const language = readDialogueLanguage(code);
  const folder = new URL(`${code}/`, languagesFolder);
  for (const name of promptNames)
    writeFileSync(promptSoundFile(code, name), speak(language.speaker, language.texts[name]));
  const sounds = new Set(promptNames.map((name) => `${name}.wav`));
  for (const file of readdirSync(folder))
    if (file.endsWith(".wav") && !sounds.has(file)) rmSync(new URL(file, folder));
  const manifest = describe(code, language, madeWith, readManifest(code)?.consented ?? {});
  writeFileSync(manifestFile(code), `${JSON.stringify(manifest, null, 2)}\n`);
}
writeFileSync(tableDocument, withTable(readFileSync(tableDocument, "utf8")));
console.log(`${promptNames.length} prompts in ${codes.join(", ")}`);
