import { languagesFolder } from "./prompt-texts.ts";

/** Where the sound of a prompt is that comes with Espera. */
export function promptSoundFile(language: string, name: string): URL {
  return new URL(`${language}/${name}.wav`, languagesFolder);
}
