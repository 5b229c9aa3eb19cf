import assert from "node:assert/strict";
import type { ReadModels } from "../../src/journal/port/questions.ts";
import type { RowsWanted, RowText, WrittenRows } from "../../src/journal/rows/report-rows.ts";

/** A row as the list of its columns. */
export type Row = readonly (string | number | null)[];

/** Which rows, without how they read. */
type PlainRowsWanted = { readonly from: number; readonly to: number } & (
  | { readonly of: "treated-calls" }
  | { readonly of: "abandoned-calls" | "answered-calls"; readonly skill: number | null }
);

const columns = {
  "treated-calls": [
    "skill",
    "arrivedAt",
    "endedAt",
    "callerNumber",
    "status",
    "attempts",
    "lastDialledAt",
    "numberToCall",
    "connectedMs",
  ],
  "abandoned-calls": ["skill", "id", "arrivedAt", "waitMs", "callerNumber", "agent"],
  "answered-calls": ["skill", "id", "arrivedAt", "waitMs", "callerNumber", "agent"],
} as const;

const texts: ReadonlySet<string> = new Set(["id", "callerNumber", "numberToCall", "status", "agent"]);
const NULL = "null";

/** The same, with every column as it is. */
export function inFull(wanted: PlainRowsWanted): RowsWanted {
  const members = Object.fromEntries(
    columns[wanted.of].map((column) => [column, { text: column, unknown: NULL }]),
  );
  return { ...wanted, format: { timeZone: "UTC", masksNumbers: false, members } } as RowsWanted;
}

export async function rowsOf(models: ReadModels, operation: number, wanted: PlainRowsWanted): Promise<Row[]> {
  const limits = { rows: 1e6, bytes: 1e9 };
  const written = await models.writeRows(operation, inFull(wanted), limits, new AbortController().signal);
  const rows = JSON.parse(`[${textOf(written)}]`) as Record<string, string>[];
  assert.equal(rows.length, requireText(written).rows);
  return rows.map((row) =>
    Object.entries(row).map(([name, value]) => {
      if (value === NULL) return null;
      return texts.has(name) ? value : Number(value);
    }),
  );
}

export function textOf(written: WrittenRows): string {
  return Buffer.concat(requireText(written).chunks).toString();
}

export function requireText(written: WrittenRows): RowText {
  assert.ok(typeof written !== "string", "no limit is exceeded");
  return written;
}
