import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Language, languages, type Prompt } from "../src/exchange/dialogue/prompt-texts.ts";
import { audioFile } from "./audio-file.ts";
import { durationMs, readWave } from "./wave.ts";

/** One prompt in one language: SHA-256 of its text and of its audio file, and how long it sounds. */
export interface Spoken {
  readonly text: string;
  readonly audio: string;
  readonly ms: number;
}

/** Which text each audio file says, and with which versions of the speakers they were made. */
export interface Manifest {
  readonly madeWith: Readonly<Record<string, string>>;
  readonly prompts: Readonly<Record<string, Readonly<Record<Language, Spoken>>>>;
}

const manifestFile = new URL("manifest.json", import.meta.url);

/** The manifest as it was written when the audio was. */
export function readManifest(): Manifest {
  return JSON.parse(readFileSync(manifestFile, "utf8")) as Manifest;
}

/** A manifest of the audio files as they are, taken to say these texts. */
export function describe(prompts: readonly Prompt[], madeWith: Manifest["madeWith"]): Manifest {
  const spoken = (prompt: Prompt) =>
    Object.fromEntries(languages.map((language) => [language, describeOne(prompt, language)]));
  const described = Object.fromEntries(prompts.map((prompt) => [prompt.name, spoken(prompt)]));
  return { madeWith, prompts: described as Manifest["prompts"] };
}

/** SHA-256, in hexadecimal. */
export function hash(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

function describeOne(prompt: Prompt, language: Language): Spoken {
  const audio = readFileSync(audioFile(language, prompt.name));
  return { text: hash(prompt[language]), audio: hash(audio), ms: durationMs(readWave(audio)) };
}
