import { readFileSync } from "node:fs";
import { parse } from "yaml";
import * as z from "zod";

/** The languages that callers are spoken to in, named as Asterisk names their folders. */
export const languages = ["es", "en"] as const;
export type Language = (typeof languages)[number];

const text = z.string().trim().min(1);
const schema = z.record(z.string().regex(/^[a-z0-9-]+$/), z.strictObject({ when: text, es: text, en: text }));

/** What is said, in each language, and when it is heard. */
export type Prompt = { readonly name: string; readonly when: string } & Readonly<Record<Language, string>>;

/** The prompts of `prompts/texts.yaml`, in its order. Throws where the file is not as it should be, and says where. */
export function readTexts(): Prompt[] {
  const content = readFileSync(new URL("../../../prompts/texts.yaml", import.meta.url), "utf8");
  return Object.entries(schema.parse(parse(content))).map(([name, prompt]) => ({ name, ...prompt }));
}

/** Whether a text is the name of a tone rather than words to be spoken. */
export function isTone(text: string): boolean {
  return /^\(.*\)$/.test(text);
}
