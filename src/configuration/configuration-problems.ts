import {
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  visit,
  type YAMLError,
} from "yaml";
import type * as z from "zod";
import { closestWord } from "./closest-word.ts";
import { knownKeysAt } from "./configuration-keys.ts";

/** Something in a configuration that cannot be used: where, and how to write it. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly says: string;
}

type Issue = z.core.$ZodIssue;

/** The schema's issues as problems; an unknown key is one of its own. */
export function problemsOf(issues: readonly Issue[], at: readonly PropertyKey[] = []): Problem[] {
  return issues.flatMap((issue) => {
    const path = [...at, ...issue.path];
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({ path: [...path, key], says: unknownKey(path, key) }));
    if (issue.code === "invalid_union") {
      const meant = issue.errors.find((errors) => !errors.some(isOfAnotherKind));
      if (meant) return problemsOf(meant, path);
    }
    return [{ path, says: issue.message }];
  });
}

/** Whether the value is not even of the kind that this way of writing it wants: a list instead of a text. */
function isOfAnotherKind({ code, path }: Issue): boolean {
  return path.length === 0 && (code === "invalid_type" || code === "invalid_value");
}

function unknownKey(path: readonly PropertyKey[], key: string): string {
  const known = knownKeysAt(path);
  const meant = closestWord(key, known);
  return meant
    ? `there is no such key; did you mean ${meant}?`
    : `there is no such key; known here: ${known.join(", ")}`;
}

/** `espera.yaml:12: operations[0].skills[1].target: write it like …`, one line each, in the order of the file. */
export function problemLines(
  problems: readonly Problem[],
  file: string,
  document: Document,
  lines: LineCounter,
): string[] {
  const placed = problems.map(({ path, says }) => ({
    line: lineOf(document, lines, path),
    text: path.length > 0 ? `${pathText(path)}: ${says}` : says,
  }));
  placed.sort((a, b) => a.line - b.line);
  return [...new Set(placed.map(({ line, text }) => `${file}:${line}: ${text}`))];
}

/** What the YAML itself is wrong with, said without words of its parser's programmers. */
export function mistakeLines(mistakes: readonly YAMLError[], file: string, lines: LineCounter): string[] {
  const said = mistakes.map(({ code, message, pos }) => {
    const says = code === "MISSING_CHAR" && /quote/.test(message) ? openQuote : inOurWords[code];
    return `${file}:${lines.linePos(pos[0]).line}: ${says}`;
  });
  return [...new Set(said)];
}

/** Values such as `*name` that refer to nothing: often a text that only lacks its quotes. */
export function danglingLines(document: Document, file: string, lines: LineCounter): string[] {
  const dangling: string[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return;
      const { line } = lines.linePos(startOf(alias));
      dangling.push(`${file}:${line}: *${alias.source} refers to nothing: put it in quotes if it is a text`);
    },
  });
  return dangling;
}

const openQuote = "a quote is opened and never closed";
const reference = "put a text that begins with & or * in quotes";
const tag = "put a text that begins with ! in quotes";
const keyAndValue = "write the key, a colon, a blank and then its value, all on one line";
const misplaced =
  "this does not belong here: put the text in quotes, or look for a colon or a comma that is missing";

const inOurWords: { readonly [code in ErrorCode]: string } = {
  ALIAS_PROPS: reference,
  BAD_ALIAS: reference,
  BAD_COLLECTION_TYPE: tag,
  BAD_DIRECTIVE: "put a text that begins with % in quotes",
  BAD_DQ_ESCAPE: "use single quotes around a text with a backslash",
  BAD_INDENT:
    "begin the keys of one level in the same column, and close what [ or { opens before the next line at its level",
  BAD_PROP_ORDER: reference,
  BAD_SCALAR_START: "put this value in quotes: its first character has a meaning of its own in YAML",
  BLOCK_AS_IMPLICIT_KEY: "write one key on a line, and put a text with a colon in quotes",
  BLOCK_IN_FLOW: "between [ ] or { } separate the entries by commas, without dashes or lines of their own",
  DUPLICATE_KEY: "this key stands above already: write it once",
  IMPOSSIBLE: misplaced,
  KEY_OVER_1024_CHARS: keyAndValue,
  MISSING_CHAR: keyAndValue,
  MULTILINE_IMPLICIT_KEY: keyAndValue,
  MULTIPLE_ANCHORS: reference,
  MULTIPLE_DOCS: 'write one configuration: leave out the line "---"',
  MULTIPLE_TAGS: tag,
  NON_STRING_KEY: "a key is a plain word",
  RESOURCE_EXHAUSTION: "this is nested too deeply",
  TAB_AS_INDENT: "indent with blanks, not with tabs",
  TAG_RESOLVE_FAILED: tag,
  UNEXPECTED_TOKEN: misplaced,
};

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index > 0 ? "." : ""}${String(step)}`))
    .join("");
}

/** The line of the key or list entry at the path; for what is missing, of the innermost that is there. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) break;
      offset = startOf(pair.key);
      node = pair.value;
    } else if (isSeq(node) && typeof step === "number" && step < node.items.length) {
      node = node.items[step];
      offset = startOf(node);
    } else break;
  }
  return lines.linePos(offset).line;
}

function startOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}
