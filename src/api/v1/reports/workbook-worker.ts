import { parentPort, workerData } from "node:worker_threads";
import writeExcelFile, { type CellObject, type SheetData } from "write-excel-file/node";
import type { ColumnKind } from "./columns/report-column.ts";
import type { Sheet, Workbook } from "./workbook.ts";

// The thread that writes one workbook.
const { sheets, howToRead } = workerData as Workbook;
const file = await writeExcelFile([
  ...sheets.map(({ name, columns, rows }) => ({
    sheet: name,
    stickyRowsCount: 1,
    columns: columns.map(({ title, kind }) => ({
      width: Math.max(title.length + 2, kind === "moment" || kind === "text" ? 20 : 10),
    })),
    data: dataOf({ columns, rows }),
  })),
  {
    sheet: howToRead.name,
    columns: [{ width: 110 }],
    data: howToRead.sentences.map((value): CellObject[] => [{ type: String, value, wrap: true }]),
  },
]).toBuffer();
parentPort!.postMessage(new Uint8Array(file));

function dataOf({ columns, rows }: Pick<Sheet, "columns" | "rows">): SheetData {
  const head = columns.map(({ title }): CellObject => ({ value: title, type: String, fontWeight: "bold" }));
  return [head, ...rows.map((row) => row.map((value, at) => cellOf(value, columns[at]!.kind)))];
}

function cellOf(value: string | number | null, kind: ColumnKind): CellObject | null {
  if (value === null || value === "") return null;
  switch (kind) {
    case "moment":
      // Spreadsheets know no zones: the clock of the operation is what they show.
      return { type: Date, value: new Date(`${String(value).slice(0, 19)}Z`), format: "yyyy-mm-dd hh:mm:ss" };
    case "share":
      return { type: Number, value: Number(value), format: "0.0%" };
    case "milliseconds":
      return { type: Number, value: Number(value) / DAY_MS, format: "[h]:mm:ss" };
    case "seconds":
      return { type: Number, value: (1_000 * Number(value)) / DAY_MS, format: "[h]:mm:ss" };
    case "points":
      return { type: Number, value: Number(value), format: "0.0" };
    case "count":
      return { type: Number, value: Number(value) };
    case "text":
    case "group":
    case "phone":
      return { type: String, value: String(value), format: "@" };
  }
}

const DAY_MS = 86_400_000;
