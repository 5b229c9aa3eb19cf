import { readdir } from "node:fs/promises";
import { join, parse } from "node:path";
import { promptNames } from "../../dialogue/prompt-names.ts";
import { type Ami, getvar } from "../ami/actions.ts";
import { type Finding, finding } from "./findings.ts";

/**
 * Whether each language that has prompts has all of them. Asterisk does not say what files it has (its functions that
 * would are shut to the manager): they are looked for on this machine, where it is Asterisk's.
 */
export async function checkPrompts(ami: Ami, host: string, prompts: string): Promise<Finding[]> {
  const sounds = join((await getvar(ami, "ASTDATADIR")) || "/var/lib/asterisk", "sounds");
  const whole = prompts.startsWith("/");
  const languages = await namesIn(whole ? prompts : sounds);
  if (!isHere(host) || (!languages && !whole))
    return [finding("prompts-elsewhere", { folder: whole ? prompts : sounds })];
  const folders = ["", ...(languages ?? [])].map((language) =>
    whole ? join(prompts, language) : join(sounds, language, prompts),
  );
  const found: Finding[] = [];
  let some = false;
  for (const folder of folders) {
    const files = await namesIn(folder);
    if (!files) continue;
    const there = new Set(files.map((file) => parse(file).name));
    const names = promptNames.filter((name) => !there.has(name));
    // A folder of languages has no prompts itself.
    if (names.length === promptNames.length) continue;
    some = true;
    if (names.length > 0) found.push(finding("prompts-incomplete", { folder, names: names.join(", ") }));
  }
  return some
    ? found
    : [finding("prompts-lacking", { folder: whole ? prompts : join(sounds, "es", prompts) })];
}

function isHere(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

async function namesIn(folder: string): Promise<string[] | null> {
  return readdir(folder).catch(() => null);
}
