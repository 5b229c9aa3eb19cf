import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { languages, readTexts } from "../src/exchange/dialogue/prompt-texts.ts";
import { audioFile } from "./audio-file.ts";
import { describe } from "./manifest.ts";
import { speak, speakers } from "./speech.ts";
import { tableDocument, withTable } from "./table.ts";

// Speaks every text of texts.yaml, and writes the audio, the manifest and the table of the documentation.
const madeWith = speakers();
if (!madeWith) {
  console.error("espeak-ng and sox are needed to speak the prompts: apt-get install espeak-ng sox");
  process.exit(1);
}
const prompts = readTexts();
for (const language of languages) {
  const folder = new URL(`${language}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const prompt of prompts)
    writeFileSync(audioFile(language, prompt.name), speak(language, prompt[language]));
  const named = new Set(prompts.map(({ name }) => `${name}.wav`));
  for (const file of readdirSync(folder)) if (!named.has(file)) rmSync(new URL(file, folder));
}
const manifest = describe(prompts, madeWith);
writeFileSync(new URL("manifest.json", import.meta.url), `${JSON.stringify(manifest, null, 2)}\n`);
writeFileSync(tableDocument, withTable(readFileSync(tableDocument, "utf8"), prompts, manifest));
console.log(`${prompts.length} prompts in ${languages.join(" and ")}`);
