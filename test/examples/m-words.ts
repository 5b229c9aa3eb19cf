/** A word of Power Query M: what kind it is and how it is written. */
interface Word {
  readonly kind: "name" | "keyword" | "text" | "number" | "sign";
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

const KEYWORDS = new Set(
  "and as date each else error false if in is let meta not null nullable number or otherwise record logical table text then true try type".split(
    " ",
  ),
);

/** `#duration` and its like are names that M brings along; `#"…"` is a name with any letters. */
const WORD =
  /(?<blank>\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>"(?:[^"\n]|"")*")|(?<name>@?(?:#"(?:[^"\n]|"")*"|#?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*))|(?<number>\d+(?:\.\d+)?)|(?<sign>=>|<=|>=|<>|\.\.\.|\.\.|[-+*/&=<>()[\]{},;?])/y;

/** The words of a program, comments left out. Throws at what is no word, such as a text that is never closed. */
export function wordsOf(source: string): Word[] {
  const words: Word[] = [];
  const pattern = new RegExp(WORD);
  let line = 1;
  while (pattern.lastIndex < source.length) {
    const at = pattern.lastIndex;
    const groups = pattern.exec(source)?.groups;
    if (!groups) throw new Error(`line ${line}: no word begins with ${source.slice(at, at + 10)}`);
    const [kind, text] = Object.entries(groups).find(([, found]) => found !== undefined)!;
    if (kind === "name" && KEYWORDS.has(text!)) words.push({ kind: "keyword", text: text!, line });
    else if (kind !== "blank") words.push({ kind: kind as Word["kind"], text: text!, line });
    line += text!.split("\n").length - 1;
  }
  return words;
}

/** What closes, and what it closes. */
const PARTNERS = new Map([
  [")", "("],
  ["]", "["],
  ["}", "{"],
  ["in", "let"],
  ["then", "if"],
  ["else", "then"],
]);

/** The first word that closes what is not open, or opens what is never closed, in words; `null` when there is none. */
export function firstUnbalanced(words: readonly Word[]): string | null {
  const open: Word[] = [];
  for (const word of words) {
    if (word.kind !== "sign" && word.kind !== "keyword") continue;
    const partner = PARTNERS.get(word.text);
    if (partner !== undefined) {
      const last = open.pop();
      if (last?.text !== partner)
        return `line ${word.line}: “${word.text}” after “${last?.text ?? "nothing"}”`;
    }
    if (["(", "[", "{", "let", "if", "then"].includes(word.text)) open.push(word);
  }
  const left = open.pop();
  return left ? `line ${left.line}: “${left.text}” is never closed` : null;
}

/**
 * Names that are used and neither bound in the program (`name =`, or a function's parameter), nor of M's own library,
 * which have a dot or a `#`. What stands alone in brackets is a field.
 */
export function unknownNames(words: readonly Word[]): string[] {
  const bound = new Set(["_"]);
  const used: Word[] = [];
  words.forEach((word, index) => {
    if (word.kind !== "name") return;
    const before = words[index - 1]?.text;
    const after = words[index + 1]?.text;
    if (after === "=" && (before === "let" || before === "," || before === "[")) bound.add(word.text);
    else if (after === "as" && (before === "(" || before === ",")) bound.add(word.text);
    else if (before === "[" && after === "]") return;
    else used.push(word);
  });
  return used
    .map(({ text, line }) => ({ text: text.replace(/^@/, ""), line }))
    .filter(({ text }) => !bound.has(text) && !text.includes(".") && !text.startsWith("#"))
    .map(({ text, line }) => `line ${line}: ${text}`);
}
