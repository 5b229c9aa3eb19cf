/** A column of a table whose rows are of one type. */
export interface Column<Row> {
  /** Its name in a CSV: the same in every language. */
  readonly key: string;
  readonly title: string;
  /** Texts stand left, figures right. */
  readonly left?: boolean;
  /** Whether it stands in a CSV only: what a reader of a terminal sees elsewhere. */
  readonly csvOnly?: boolean;
  /** The plain value; `null`: there is none. */
  readonly value: (row: Row) => string | number | null;
  /** The value as a reader sees it; the plain one, or a dash, when left out. */
  readonly text?: (row: Row) => string;
}

/** A table that can be written for a terminal and for a spreadsheet. */
export interface Table {
  readonly columns: readonly Pick<Column<never>, "key" | "title" | "left" | "csvOnly">[];
  readonly rows: readonly (readonly Cell[])[];
  /** The last row, set apart; a CSV goes without it. */
  readonly total: readonly Cell[] | null;
}

interface Cell {
  readonly value: string | number | null;
  readonly text: string;
}

export function tableOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[], total?: Row): Table {
  const cells = (row: Row) =>
    columns.map(({ value, text }) => {
      const plain = value(row);
      return { value: plain, text: text ? text(row) : String(plain ?? "-") };
    });
  return { columns, rows: rows.map(cells), total: total === undefined ? null : cells(total) };
}

/** The table to read in a terminal, without a line break at its end. */
export function tableText({ columns: known, rows, total }: Table): string {
  const columns = known.filter(({ csvOnly }) => !csvOnly);
  const all = [...rows, ...(total ? [total] : [])].map((row) =>
    row.filter((_, at) => !known[at]!.csvOnly).map(({ text }) => text),
  );
  const widths = columns.map(({ title }, at) => Math.max(title.length, ...all.map((row) => row[at]!.length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (columns[at]!.left ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
      .join("   ")
      .trimEnd();
  const header = line(columns.map(({ title }) => title));
  const body = all.map(line);
  const longest = Math.max(...body.map(({ length }) => length));
  const rule = "─".repeat(Math.max(header.length, Math.min(longest, LONGEST_RULE)));
  const last = total ? [rule, body.pop()!] : [];
  return [header, rule, ...body, ...last].join("\n");
}

/** The table as a CSV (RFC 4180, UTF-8, a point in decimals, lines end with LF), without a line break at its end. */
export function tableCsv({ columns, rows }: Table): string {
  const lines = [columns.map(({ key }) => key), ...rows.map((row) => row.map(({ value }) => value))];
  return lines.map(csvLine).join("\n");
}

/** A row of a CSV, without a line break. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return cells.map(csvCell).join(",");
}

/** A text that a spreadsheet would take for a formula is kept a text by an apostrophe; a telephone number is none. */
function csvCell(value: string | number | null): string {
  if (typeof value === "number") return String(value);
  const text = /^[=+@\t\r-](?!\d+$)/.test(value ?? "") ? `'${value}` : (value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Where rows end in sentences. */
const LONGEST_RULE = 100;
