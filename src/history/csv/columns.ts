/** What a call log says of each call. */
export const COLUMNS = [
  "offered_at",
  "call_id",
  "customer",
  "skill",
  "wait_s",
  "outcome",
  "service_s",
  "agent",
] as const;

export type CsvColumn = (typeof COLUMNS)[number];

/** What a table says of smart wait, where it has these columns: who accepted a return call, and when an agent joined them after `offered_at`. */
export type SmartWaitColumn = "choice" | "callback_connected_s";

/** Columns that a file may do without, where its reader says so. */
export const DISPENSABLE: ReadonlySet<CsvColumn> = new Set(["customer", "service_s", "agent"]);

/** How a file calls its columns where it does not call them as we do; "": it has no such column. */
export type ColumnNames = Readonly<Partial<Record<CsvColumn, string>>>;

/** Where each column stands in a record; `null`: nowhere. */
export interface Header {
  readonly width: number;
  readonly at: Readonly<Record<CsvColumn, number | null>>;
  /** All `null` where the table does not also have a column `treatment`: a `choice` alone may be another. */
  readonly smartWait: Readonly<Record<SmartWaitColumn, number | null>>;
}

/** What a record lacks to be a header. */
interface NoHeader {
  readonly missing: readonly CsvColumn[];
  readonly twice: string | null;
}

/** Reads a record as a header. Names are the same in any case, and with accents in either form of Unicode. */
export function headerOf(fields: readonly string[], names: ColumnNames): Header | NoHeader {
  const found = fields.map(plainName);
  const wanted = (column: CsvColumn) => plainName(names[column] ?? column);
  const missing = COLUMNS.filter((column) => wanted(column) !== "" && !found.includes(wanted(column)));
  const twice = COLUMNS.map(wanted).find(
    (name) => name !== "" && found.indexOf(name) !== found.lastIndexOf(name),
  );
  if (missing.length > 0 || twice !== undefined) return { missing, twice: twice ?? null };
  const at = COLUMNS.map((column) => [column, wanted(column) === "" ? null : found.indexOf(wanted(column))]);
  const hasSmartWait = found.includes("treatment");
  const placeOf = (column: SmartWaitColumn) =>
    hasSmartWait && found.includes(column) ? found.indexOf(column) : null;
  return {
    width: fields.length,
    at: Object.fromEntries(at) as Header["at"],
    smartWait: { choice: placeOf("choice"), callback_connected_s: placeOf("callback_connected_s") },
  };
}

export function isHeader(header: Header | NoHeader): header is Header {
  return "at" in header;
}

/** Why a record is no header, and what to do. Only names are shown, never what may be somebody's data. */
export function whyNoHeader({ missing, twice }: NoHeader, fields: readonly string[]): string {
  if (missing.length === 0) return `its header names ${twice} twice`;
  const names = fields.map((field) => field.trim()).filter((name) => name !== "" && !/\d/.test(name));
  const has = names.length === 0 ? "" : `; it has ${names.map((name) => `"${name}"`).join(", ")}`;
  const example = `--columns ${columnsMeant(missing, names)}`;
  return `its header lacks ${missing.join(", ")}${has}. Say which column is which with ${example}, and what separates them with --separator`;
}

/** What other systems call our columns, to propose which of a file's is which. */
const usualNames: Readonly<Record<CsvColumn, RegExp>> = {
  offered_at: /date|time ?stamp|call time|start|fecha|hora/i,
  call_id: /(?<!caller )\bid\b|uniqueid/i,
  customer: /\bani\b|caller|customer|phone|\bfrom\b|cliente|tel[eé]fono|n[uú]mero|origen/i,
  skill: /queue|skill|campaign|cola|campaña/i,
  wait_s: /wait|ring|espera/i,
  outcome: /outcome|status|result|disposition|abandon|estado/i,
  service_s: /talk|handle|service|duration|conversaci|duraci/i,
  agent: /agent|user|answered by/i,
};

/** Each column with the one that it probably is, in quotes where a shell needs them; … where none is, nothing where none need be. */
function columnsMeant(missing: readonly CsvColumn[], names: readonly string[]): string {
  const taken = new Set<string>();
  const meant = missing.map((column) => {
    const name = names.find((one) => !taken.has(one) && usualNames[column].test(one));
    if (name !== undefined) taken.add(name);
    return `${column}=${name ?? (DISPENSABLE.has(column) ? "" : "…")}`;
  });
  const text = meant.join(",");
  return /[\s()]/.test(text) ? `"${text}"` : text;
}

function plainName(name: string): string {
  return name.normalize("NFC").replace(/\s+/g, " ").trim().toLowerCase();
}
