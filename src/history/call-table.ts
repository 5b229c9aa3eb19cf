import { Fault } from "../faults/faults.ts";
import { type Header, headerOf, isHeader, whyNoHeader } from "./csv/columns.ts";
import { type CsvRecord, NotCsv } from "./csv/csv.ts";
import { csvTable } from "./csv/csv-table.ts";
import type { Reading } from "./reading.ts";

/** Records of a call log, and where its columns stand in them. */
interface CallRecords {
  readonly header: Header;
  readonly records: readonly CsvRecord[];
}

/** The records after the header, in pieces. Raises `recording-invalid` for what is no table, or not of calls. */
export async function* callTable(
  file: string,
  text: AsyncIterable<string>,
  { columns = {}, separator }: Reading,
): AsyncGenerator<CallRecords> {
  const invalid = (problem: string) => new Fault("recording-invalid", { file, problem });
  const isItsHeader = (fields: readonly string[]) => isHeader(headerOf(fields, columns));
  let header: Header | null = null;
  try {
    for await (const records of csvTable(text, { separator, isHeader: isItsHeader })) {
      const [first] = records;
      if (!first) continue;
      if (header) {
        yield { header, records };
        continue;
      }
      const found = headerOf(first.fields, columns);
      if (!isHeader(found)) throw invalid(whyNoHeader(found, first.fields));
      header = found;
      yield { header, records: records.slice(1) };
    }
  } catch (error) {
    if (!(error instanceof NotCsv)) throw error;
    throw invalid(`line ${error.line}: ${error.message}`);
  }
  if (!header) throw invalid("it is empty");
}
