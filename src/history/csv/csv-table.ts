import { type CsvRecord, CsvSplitter, NotCsv } from "./csv.ts";

/** The separators that are tried, in this order. */
const SEPARATORS = [",", ";", "\t", "|"];
/** The header stands among the first records: some programs put a title above it. */
const RECORDS_LOOKED_AT = 20;
/** So much of the text is looked at to find it. */
const HEAD_CHARS = 16_384;

interface TableWanted {
  /** One character; left out: the one with which a record is the header, and a line `sep=;` that spreadsheets take says it. */
  readonly separator?: string | undefined;
  readonly isHeader: (fields: readonly string[]) => boolean;
}

/**
 * The records of a CSV from its header on, in pieces. Where no record is a header it is all of the file, cut by the
 * separator that the first record has most of. Raises `NotCsv`.
 */
export async function* csvTable(
  text: AsyncIterable<string>,
  wanted: TableWanted,
): AsyncGenerator<readonly CsvRecord[]> {
  const pieces = text[Symbol.asyncIterator]();
  let head = "";
  let ended = false;
  while (!ended && head.length < HEAD_CHARS) {
    const next = await pieces.next();
    if (next.done) ended = true;
    else head += next.value;
  }
  const { separator, headerLine } = layoutOf(head, ended, wanted);
  const splitter = new CsvSplitter(separator);
  const fromHeader = (records: readonly CsvRecord[]) => records.filter(({ line }) => line >= headerLine);
  yield fromHeader(splitter.push(head));
  for (let next = ended ? null : await pieces.next(); next && !next.done; next = await pieces.next())
    yield fromHeader(splitter.push(next.value));
  yield fromHeader(splitter.end());
}

interface Layout {
  readonly separator: string;
  readonly headerLine: number;
}

function layoutOf(head: string, whole: boolean, { separator, isHeader }: TableWanted): Layout {
  const said = /^\ufeff?"?sep=(.)"?\r?[\n\r]/i.exec(head)?.[1];
  const candidates = separator !== undefined ? [separator] : said !== undefined ? [said] : SEPARATORS;
  const layouts = candidates.map((candidate) => ({
    separator: candidate,
    records: firstRecords(head, whole, candidate).slice(said === undefined ? 0 : 1),
  }));
  for (const { separator, records } of layouts) {
    const header = records.find(({ fields }) => isHeader(fields));
    if (header) return { separator, headerLine: header.line };
  }
  const width = ({ records }: (typeof layouts)[number]) => records[0]?.fields.length ?? 0;
  const widest = layouts.reduce((best, one) => (width(one) > width(best) ? one : best));
  return { separator: widest.separator, headerLine: widest.records[0]?.line ?? 1 };
}

function firstRecords(head: string, whole: boolean, separator: string): readonly CsvRecord[] {
  const splitter = new CsvSplitter(separator);
  try {
    return [...splitter.push(head), ...(whole ? splitter.end() : [])].slice(0, RECORDS_LOOKED_AT);
  } catch (error) {
    // Reported where the table is read, with its line.
    if (error instanceof NotCsv) return [];
    throw error;
  }
}
