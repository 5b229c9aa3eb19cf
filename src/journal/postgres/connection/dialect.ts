import type { Statement, Value } from "../../sql/script.ts";

/** A statement as PostgreSQL takes it. */
interface Translated {
  readonly text: string;
  readonly values: readonly Value[];
}

/**
 * A statement of a script in PostgreSQL's words: its places are `$1`, names with capitals stand in quotes, and the planner
 * chooses the order of a join by itself.
 */
export function translated({ sql, bound }: Statement): Translated {
  let known = texts.get(sql);
  if (!known) {
    known = textOf(sql);
    texts.set(sql, known);
  }
  const values = Array.isArray(bound)
    ? (bound as readonly Value[])
    : known.names.map((name) => (bound as Readonly<Record<string, Value>>)[name]!);
  return { text: known.text, values };
}

interface Text {
  readonly text: string;
  /** Of the places that have one, in their order. */
  readonly names: readonly string[];
}

function textOf(sql: string): Text {
  const names: string[] = [];
  let places = 0;
  const text = sql.replaceAll(WORDS, (word, name: string | undefined, place: string | undefined) => {
    if (name !== undefined) {
      if (!names.includes(name)) names.push(name);
      return `$${names.indexOf(name) + 1}`;
    }
    if (place !== undefined) return `$${place === "" ? ++places : place}`;
    if (word === "CROSS JOIN") return "JOIN";
    return word.startsWith("'") || word.startsWith('"') ? word : `"${word}"`;
  });
  return { text, names };
}

/** Text and names in quotes; named places; numbered places; joins in a given order; names with capitals. */
const WORDS = /'[^']*'|"[^"]*"|:([A-Za-z]\w*)|\?(\d*)|\bCROSS JOIN\b|\b[a-z][a-z0-9_]*[A-Z]\w*/g;

/** By the statement: there are as many as the code has, but for lists of different lengths. */
const texts = new Map<string, Text>();
