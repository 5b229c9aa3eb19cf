/** A fenced block: ```` ```sh no-test="why" ```` is language `sh` with the attribute `no-test`. */
export interface Fence {
  readonly language: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /** The block that follows with nothing but blank lines between: what the commands print. */
  readonly output: Fence | null;
}

/** The fenced blocks of a document, in order. */
export function fences(markdown: string): Fence[] {
  const found: { fence: Fence; endLine: number }[] = [];
  const lines = markdown.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const opening = /^(`{3,})(\S+)?(.*)$/.exec(lines[index]!);
    if (!opening) continue;
    const end = lines.indexOf(opening[1]!, index + 1);
    if (end < 0) throw new Error(`line ${index + 1}: the fence is never closed`);
    const attributes = [...opening[3]!.matchAll(/([a-z-]+)="([^"]*)"/g)].map((m) => [m[1]!, m[2]!]);
    const fence: Fence = {
      language: opening[2] ?? "",
      attributes: Object.fromEntries(attributes) as Record<string, string>,
      text: lines.slice(index + 1, end).join("\n"),
      line: index + 1,
      output: null,
    };
    const before = found.at(-1);
    const between = before ? lines.slice(before.endLine + 1, index) : [];
    if (before?.fence.language === "sh" && fence.language !== "sh" && between.every((line) => !line.trim()))
      found[found.length - 1] = { fence: { ...before.fence, output: fence }, endLine: before.endLine };
    found.push({ fence, endLine: end });
    index = end;
  }
  return found.map(({ fence }) => fence);
}

/** Where the links and pictures of a document lead, code left out. */
export function links(markdown: string): string[] {
  const prose = markdown.replace(/^(`{3,})[\s\S]*?^\1$/gm, "").replace(/`[^`\n]*`/g, "");
  const written = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)];
  const tags = [...prose.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g)];
  return [...written, ...tags].map((match) => match[1]!);
}

/** The anchors that a document's headings make. */
export function anchors(markdown: string): Set<string> {
  const prose = markdown.replace(/^(`{3,})[\s\S]*?^\1$/gm, "");
  return new Set(
    [...prose.matchAll(/^#{1,6}\s+(.+)$/gm)].map((match) =>
      match[1]!
        .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replace(/\s/g, "-"),
    ),
  );
}
