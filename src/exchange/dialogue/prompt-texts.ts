import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import * as z from "zod";
import { Fault } from "../../faults/faults.ts";
import { type PromptName, promptNames } from "./prompt-names.ts";

/** Where each language has a folder, named as Asterisk names its own. */
export const languagesFolder = new URL("../../../prompts/", import.meta.url);

/** A language in which callers are spoken to: all that its folder says of it, except for the sounds. */
export interface DialogueLanguage {
  /** Its name in itself. */
  readonly name: string;
  /** No person whose language it is has read the texts yet. */
  readonly unread: boolean;
  /** What stands in a written dialogue where callers hear a recorded name. */
  readonly recordedName: string;
  /** The voice of espeak-ng that speaks the texts, and how many words it says in a minute. */
  readonly speaker: { readonly voice: string; readonly wordsPerMinute: number };
  readonly texts: Readonly<Record<PromptName, string>>;
}

const text = z.string().trim().min(1);
const schema = z.strictObject({
  name: text,
  unread: z.boolean().default(false),
  recordedName: text,
  speaker: z.strictObject({ voice: text, wordsPerMinute: z.int().positive() }),
  texts: z.record(z.string(), text),
});

/** The languages that have a folder there, by the names of their folders, in the order of the alphabet. */
export function dialogueLanguages(folder: URL = languagesFolder): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/**
 * What the folder of a language says, in `language.yaml`. Faults: `prompts-missing` names the prompts without a text,
 * `prompts-unreadable` says what else is wrong.
 */
export function readDialogueLanguage(code: string, folder: URL = languagesFolder): DialogueLanguage {
  const file = `prompts/${code}/language.yaml`;
  const unreadable = (problem: string) => new Fault("prompts-unreadable", { file, problem });
  let content: unknown;
  try {
    content = parse(readFileSync(new URL(`${code}/language.yaml`, folder), "utf8"));
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error));
  }
  const read = schema.safeParse(content);
  if (!read.success) throw unreadable(z.prettifyError(read.error));
  const { texts, ...rest } = read.data;
  const missing = promptNames.filter((name) => !Object.hasOwn(texts, name));
  if (missing.length > 0) throw new Fault("prompts-missing", { file, names: missing.join(", ") });
  const unknown = Object.keys(texts).filter((name) => !(promptNames as readonly string[]).includes(name));
  if (unknown.length > 0) throw unreadable(`no prompt is called ${unknown.join(", ")}`);
  return { ...rest, texts: texts as DialogueLanguage["texts"] };
}

/** Whether a text is the name of a tone rather than words to be spoken. */
export function isTone(text: string): boolean {
  return /^\(.*\)$/.test(text);
}
