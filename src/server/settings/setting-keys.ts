import { configurationKeys } from "../../configuration/configuration-keys.ts";
import { keyTextInSpanish } from "../../configuration/configuration-words.ts";
import type { SettingKey } from "../../desk/settings-desk.ts";

const OF_SKILL = "operations[].skills[].";

/** The keys of a skill, in both languages, without the marks and the links of the documents that they stand in. */
export const settingKeys: readonly SettingKey[] = configurationKeys
  .filter(({ path }) => path.startsWith(OF_SKILL))
  .map(({ path, written, byDefault, meaning }) => ({
    key: path.slice(OF_SKILL.length),
    en: words(written, byDefault ?? "required", meaning, plain),
    es: words(written, byDefault ?? "required", meaning, (text) => plain(keyTextInSpanish(text) ?? text)),
  }));

function words(written: string, byDefault: string, meaning: string, say: (text: string) => string) {
  return { written: say(written), byDefault: say(byDefault), meaning: say(meaning) };
}

function plain(markdown: string): string {
  return markdown
    .replaceAll(/; (?:see|vea) \[[^\]]+\]\([^)]*\)/g, "")
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replaceAll("`", "");
}
