import { type Fence, fences } from "./markdown.ts";
import { files, read } from "./project.ts";

/** Each Spanish document that says what an English one says, and that one. `docs/api.es.md` has sections of its own. */
export const translations: Readonly<Record<string, string>> = Object.fromEntries([
  ...files
    .filter((file) => file.endsWith(".es.md") && file !== "docs/api.es.md")
    .map((file) => [file, file.replace(".es.md", ".md")] as const),
  ["docs/viniendo-de-wolkvox.md", "docs/coming-from-wolkvox.md"],
]);

/** Whether what a document shows is run elsewhere: it is a translation, and shows the outputs of the English one. */
export function runsInEnglish(document: string): boolean {
  const english = translations[document];
  return english !== undefined && outputs(document).join("\n\n") === outputs(english).join("\n\n");
}

/** Names that stand for the reader's own, and their English. */
const standIns: Readonly<Record<string, string>> = { NOMBRE: "NAME", NÚMERO: "NUMBER" };

/** Commands and settings without what a translation may say in its own words: comments, reasons, names, `--lang`. */
export function inNoLanguage(text: string): string {
  return withEnglishStandIns(text)
    .replace(/(^| +)# .*$/gm, "")
    .replace(/--why "[^"]*"/g, '--why ""')
    .replace(/--lang (?:es|en)\b/g, "--lang");
}

/** A text with the names that stand for the reader's own in English. */
export function withEnglishStandIns(text: string): string {
  return text.replace(/\p{Lu}{4,}/gu, (word) => standIns[word] ?? word);
}

/** The fenced blocks of a document as they must be in both languages; of a text its dialplan and settings alone. */
export function blocksInNoLanguage(document: string): string[] {
  return fences(read(document)).map(({ language, attributes, text }) => {
    const kept =
      language === "text"
        ? text
            .split("\n")
            .filter((line) => /=|^\[/.test(line))
            .join("\n")
        : text;
    return `${language} ${JSON.stringify(attributes)}\n${inNoLanguage(kept)}`;
  });
}

/** What the commands of a document print, as it is shown. */
function outputs(document: string): string[] {
  return fences(read(document)).flatMap(({ output }: Fence) => (output ? [output.text] : []));
}
