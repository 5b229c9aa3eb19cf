import { Fault } from "../../faults/faults.ts";
import { NotCsv } from "../../history/csv/csv.ts";
import { csvTable } from "../../history/csv/csv-table.ts";
import { readRecordedFile } from "../../history/recorded-file.ts";

/** What one row of a file asks of agents: the calls of a skill in an hour. */
export interface Load {
  /** "": the file names none. */
  readonly skill: string;
  /** 1 to 7 from Monday, and 0 to 23; `null`: of all. */
  readonly weekday: number | null;
  readonly hour: number | null;
  readonly callsPerHour: number;
  /** `null`: not known. */
  readonly ahtS: number | null;
  /** `null`: nobody hung up. */
  readonly patienceS: number | null;
}

/**
 * The rows of a file that `espera report staffing` printed, as CSV or JSON, or of any table with the columns
 * `calls_per_hour` and `aht_s`. Faults: `recording-unreadable`, `load-file-invalid`.
 */
export async function readLoads(file: string): Promise<Load[]> {
  const pieces: string[] = [];
  for await (const piece of readRecordedFile(file).text) pieces.push(piece);
  const text = pieces.join("");
  const rows = /^\ufeff?\s*\{/.test(text) ? rowsOfJson(text, file) : await rowsOfCsv(text, file);
  if (rows.length === 0) throw invalid(file, "calls_per_hour");
  return rows.map(({ at, cells }) => loadOf(cells, (column) => invalid(file, `${at}: ${column}`)));
}

type Cells = ReadonlyMap<string, string>;

interface Row {
  /** Where it stands, as a person finds it. */
  readonly at: string;
  readonly cells: Cells;
}

/** How JSON names what a CSV names in its header. */
const COLUMNS: Readonly<Record<string, string>> = {
  skill: "skill",
  weekday: "weekday",
  hour: "hour",
  callsPerHour: "calls_per_hour",
  ahtS: "aht_s",
  patienceS: "patience_s",
};

function rowsOfJson(text: string, file: string): Row[] {
  let rows: unknown;
  try {
    rows = (JSON.parse(text) as { rows?: unknown }).rows;
  } catch {
    throw invalid(file, "JSON");
  }
  if (!Array.isArray(rows)) throw invalid(file, "rows");
  return rows.map((row: unknown, index) => ({
    at: `rows[${index}]`,
    cells: new Map(
      Object.entries(row ?? {}).flatMap(([name, value]): [string, string][] => {
        const column = COLUMNS[name];
        return column === undefined ? [] : [[column, String(value ?? "")]];
      }),
    ),
  }));
}

async function rowsOfCsv(text: string, file: string): Promise<Row[]> {
  async function* whole() {
    yield text;
  }
  const isHeader = (fields: readonly string[]) => named(fields).includes("calls_per_hour");
  const rows: Row[] = [];
  let columns: readonly string[] | null = null;
  try {
    for await (const records of csvTable(whole(), { isHeader }))
      for (const { line, fields } of records) {
        if (columns)
          rows.push({ at: String(line), cells: new Map(columns.map((name, n) => [name, fields[n] ?? ""])) });
        else columns = named(fields);
      }
  } catch (error) {
    if (error instanceof NotCsv) throw invalid(file, String(error.line));
    throw error;
  }
  const lacking = ["calls_per_hour", "aht_s"].find((column) => !columns?.includes(column));
  if (lacking !== undefined) throw invalid(file, lacking);
  return rows;
}

function named(fields: readonly string[]): string[] {
  return fields.map((field) => field.trim().toLowerCase());
}

function loadOf(cells: Cells, wrong: (column: string) => Fault): Load {
  const number = (column: string, fits: (value: number) => boolean): number | null => {
    const text = (cells.get(column) ?? "").trim();
    if (text === "") return null;
    // A spreadsheet in Spanish writes a comma where there is a point.
    const value = Number(text.replace(/^(\d+),(\d+)$/, "$1.$2"));
    if (!fits(value)) throw wrong(column);
    return value;
  };
  const callsPerHour = number("calls_per_hour", (value) => value >= 0 && Number.isFinite(value));
  if (callsPerHour === null) throw wrong("calls_per_hour");
  const isPositive = (value: number) => value > 0 && Number.isFinite(value);
  return {
    skill: (cells.get("skill") ?? "").trim(),
    weekday: number("weekday", (value) => Number.isInteger(value) && value >= 1 && value <= 7),
    hour: number("hour", (value) => Number.isInteger(value) && value >= 0 && value <= 23),
    callsPerHour,
    ahtS: number("aht_s", isPositive),
    patienceS: number("patience_s", isPositive),
  };
}

function invalid(file: string, place: string): Fault {
  return new Fault("load-file-invalid", { file, place });
}
