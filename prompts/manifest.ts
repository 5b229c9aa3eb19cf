import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import {
  consentPrompt,
  consentPrompts,
  type PromptName,
  promptNames,
} from "../src/exchange/dialogue/prompt-names.ts";
import { promptSoundFile } from "../src/exchange/dialogue/prompt-sound-file.ts";
import { type DialogueLanguage, languagesFolder } from "../src/exchange/dialogue/prompt-texts.ts";
import { durationMs, readWave } from "./wave.ts";

/** One prompt in one language: SHA-256 of its text and of its audio file, and how long it sounds. */
export interface Spoken {
  readonly text: string;
  readonly audio: string;
  readonly ms: number;
}

/** What the audio files of one language say, and with which versions of the speakers they were made. */
export interface Manifest {
  readonly madeWith: Readonly<Record<string, string>>;
  /** SHA-256 of the words of each version of what callers consent to, as `question-choice@1`. */
  readonly consented: Readonly<Record<string, string>>;
  readonly prompts: Readonly<Record<PromptName, Spoken>>;
}

/** Where the manifest of a language is kept. */
export function manifestFile(code: string): URL {
  return new URL(`${code}/manifest.json`, languagesFolder);
}

/** The manifest as it was written when the audio was; `null`: no sound of the language was made yet. */
export function readManifest(code: string): Manifest | null {
  const file = manifestFile(code);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Manifest) : null;
}

/**
 * A manifest of the audio files as they are, taken to say the texts of the language. `consented`: of before; a version that it
 * has already stays as it is.
 */
export function describe(
  code: string,
  { texts }: DialogueLanguage,
  madeWith: Manifest["madeWith"],
  consented: Manifest["consented"],
): Manifest {
  const now = Object.fromEntries(consentPrompts.map((name) => [consentPrompt(name), hash(texts[name])]));
  const spoken = promptNames.map((name) => [name, describeOne(code, name, texts[name])]);
  return {
    madeWith,
    consented: { ...now, ...consented },
    prompts: Object.fromEntries(spoken) as Manifest["prompts"],
  };
}

/** SHA-256, in hexadecimal. */
export function hash(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

function describeOne(code: string, name: PromptName, text: string): Spoken {
  const audio = readFileSync(promptSoundFile(code, name));
  return { text: hash(text), audio: hash(audio), ms: durationMs(readWave(audio)) };
}
