import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { ColumnKind } from "./columns/report-column.ts";

/** A table of a workbook, as plain data. */
export interface Sheet {
  readonly name: string;
  readonly columns: readonly { readonly key: string; readonly title: string; readonly kind: ColumnKind }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** What a workbook has: its tables, and a sheet of sentences that say how to read them. */
export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly howToRead: { readonly name: string; readonly sentences: readonly string[] };
}

let before: Promise<unknown> = Promise.resolve();

/** The workbook as an XLSX file, made in a thread of its own, one after the other. */
export function xlsxOf(workbook: Workbook): Promise<Uint8Array> {
  const made = before.then(() => written(workbook));
  before = made.catch(() => {});
  return made;
}

async function written(workbook: Workbook): Promise<Uint8Array> {
  const worker = new Worker(new URL("./workbook-worker.ts", import.meta.url), { workerData: workbook });
  const [file] = (await once(worker, "message")) as [Uint8Array];
  return file;
}
