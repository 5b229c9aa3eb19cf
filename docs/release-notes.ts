import { readFileSync } from "node:fs";

/** The groups of Keep a Changelog, in the order in which release notes have them, and what a changelog may say besides. */
const groups = ["Security", "Removed", "Deprecated", "Changed", "Fixed", "Added", "Not in it yet"];

/**
 * The release notes of a version: its section of a changelog in the form of Keep a Changelog, as a page of Markdown. What asks something of
 * those who update comes first. A paragraph is one line, since a hosted release shows each end of a line; a link into the repository, which would
 * lead nowhere there, is its text with the path. Throws, with a sentence, where the changelog has no such version or a group that
 * is not of the form.
 */
export function releaseNotes(changelog: string, version: string): string {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((one) => one.startsWith(`[${version}]`));
  if (section === undefined) {
    const known = sections.map((one) => /^\[([^\]]+)\]/.exec(one)?.[1] ?? "?").join(", ");
    throw new Error(`CHANGELOG.md has no version ${version}. It has: ${known}.`);
  }
  const [heading = "", ...parts] = section.split(/^### /m);
  const [date = ""] = /(?<= - )\S+/.exec(heading) ?? [];
  const titled = parts.map((part) => {
    const [title = "", ...lines] = part.trim().split("\n");
    if (!groups.includes(title))
      throw new Error(`CHANGELOG.md, ${version}: ${title} is no group. Use: ${groups.join(", ")}.`);
    return { title, text: unwrapped(lines.join("\n")) };
  });
  const ordered = titled.toSorted((a, b) => groups.indexOf(a.title) - groups.indexOf(b.title));
  const written = ordered.map(({ title, text }) => `## ${title}\n\n${text}`);
  return `${[`# Espera ${version} (${date})`, ...written].join("\n\n")}\n`;
}

function unwrapped(markdown: string): string {
  return markdown
    .trim()
    .replace(/\n {2,}(?=\S)/g, " ")
    .replace(/\[([^\]]+)\]\((?![a-z]+:)([^)]+)\)/g, "$1 (`$2`)");
}

if (import.meta.main) {
  const [version] = process.argv.slice(2);
  if (version === undefined) {
    console.error("Say which version: node docs/release-notes.ts VERSION");
    process.exit(2);
  }
  try {
    process.stdout.write(
      releaseNotes(readFileSync(new URL("../CHANGELOG.md", import.meta.url), "utf8"), version),
    );
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}
