import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { type PromptName, promptNames } from "../src/exchange/dialogue/prompt-names.ts";
import {
  dialogueLanguages,
  languagesFolder,
  readDialogueLanguage,
} from "../src/exchange/dialogue/prompt-texts.ts";
import { readManifest } from "./manifest.ts";

/** The document that shows the prompts to those who replace them. */
export const tableDocument = new URL("../docs/prompts.md", import.meta.url);

const begin = "<!-- prompts -->";
const end = "<!-- the last prompt -->";

/** The document with its tables of languages and of prompts written anew. Throws where it has no marks for them. */
export function withTable(markdown: string): string {
  const [from, to] = [markdown.indexOf(begin), markdown.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/prompts.md has no ${begin} … ${end}`);
  return `${markdown.slice(0, from + begin.length)}\n${tables()}\n${markdown.slice(to)}`;
}

/** When each prompt is heard. */
export function readWhen(): Readonly<Record<string, string>> {
  return parse(readFileSync(new URL("when.yaml", languagesFolder), "utf8")) as Record<string, string>;
}

function tables(): string {
  const languages = dialogueLanguages().map((code) => {
    const { prompts } = readManifest(code)!;
    const seconds = (name: PromptName) => (prompts[name].ms / 1000).toFixed(1);
    return { code, seconds, ...readDialogueLanguage(code) };
  });
  const when = readWhen();
  const lines = [
    ["folder", "language", ""],
    ["---", "---", "---"],
    ...languages.map(({ code, name, unread }) => [`\`${code}\``, name, unread ? UNREAD : ""]),
    null,
    ["name", "when", ...languages.flatMap(({ name }) => [name, "s"])],
    ["---", "---", ...languages.flatMap(() => ["---", "---"])],
    ...promptNames.map((prompt) => [
      `\`${prompt}\``,
      when[prompt]!,
      ...languages.flatMap(({ texts, seconds }) => [texts[prompt], seconds(prompt)]),
    ]),
  ];
  return lines.map((cells) => (cells ? `| ${cells.join(" | ")} |` : "")).join("\n");
}

const UNREAD = "no native speaker has read it yet";
