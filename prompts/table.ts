import type { Prompt } from "../src/exchange/dialogue/prompt-texts.ts";
import type { Manifest } from "./manifest.ts";

/** The document that shows the prompts to who replaces them. */
export const tableDocument = new URL("../docs/prompts.md", import.meta.url);

const begin = "<!-- prompts -->";
const end = "<!-- the last prompt -->";

/** The document with its table of prompts written anew. Throws where it has no marks for it. */
export function withTable(markdown: string, prompts: readonly Prompt[], manifest: Manifest): string {
  const [from, to] = [markdown.indexOf(begin), markdown.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/prompts.md has no ${begin} … ${end}`);
  return `${markdown.slice(0, from + begin.length)}\n${table(prompts, manifest)}\n${markdown.slice(to)}`;
}

function table(prompts: readonly Prompt[], manifest: Manifest): string {
  const rows = prompts.map((prompt) => {
    const { es, en } = manifest.prompts[prompt.name]!;
    const cells = [`\`${prompt.name}\``, prompt.when, prompt.es, seconds(es.ms), prompt.en, seconds(en.ms)];
    return `| ${cells.join(" | ")} |`;
  });
  return ["| name | when | español | s | English | s |", "|---|---|---|---|---|---|", ...rows].join("\n");
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
