import { csvLine } from "../../../reports/table.ts";
import type { Language } from "../../../words/language.ts";
import { type Endpoint, type EndpointRequest, endpoint } from "../schema/endpoint.ts";
import { exportReport } from "../schema/reports/report-forms.ts";
import type { Sources } from "../sources.ts";
import { type AskedRange, askedRange } from "./asked-range.ts";
import { diagram2Columns, diagram3Columns } from "./columns/diagram-columns.ts";
import { levelColumns, liftColumns } from "./columns/level-columns.ts";
import { type GroupName, groupColumn, type ReportColumn, skillColumns } from "./columns/report-column.ts";
import { smartWaitColumns } from "./columns/smart-wait-columns.ts";
import { diagram2Rows } from "./diagram-2.ts";
import { noteNumbersSeen, treatedCalls } from "./diagram-3.ts";
import { howToRead } from "./how-to-read.ts";
import { levelRows } from "./levels.ts";
import { smartWaitReportOf } from "./smart-wait.ts";
import { type Sheet, xlsxOf } from "./workbook.ts";

type ExportAsked = EndpointRequest<typeof exportReport>;

/** A report as a file, with the range, the grouping and the filters of the screen. */
export function exportEndpoint(sources: Sources): Endpoint {
  return endpoint(exportReport, async (asked) => {
    const { operation, rights, parameters, query, reply } = asked;
    const range = await askedRange(sources, { operation, rights }, query);
    const sheets = await sheetsOf(sources, asked, range);
    const name = `espera-${parameters.report}-${query.from.slice(0, 10)}-${query.to.slice(0, 10)}.${query.format}`;
    const [type, file] =
      query.format === "csv"
        ? ["text/csv; charset=utf-8; header=present", csvOf(sheets[0]!)]
        : [
            exportReport.answer.mediaType,
            Buffer.from(await xlsxOf({ sheets, howToRead: notesOf(asked, range) })),
          ];
    void reply
      .headers({
        "content-type": type,
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      })
      .send(file);
    return undefined;
  });
}

async function sheetsOf(sources: Sources, asked: ExportAsked, range: AskedRange): Promise<Sheet[]> {
  const { operation, rights, parameters, query, signal } = asked;
  const { by, language } = query;
  switch (parameters.report) {
    case "smart-wait": {
      const { rows, lift } = await smartWaitReportOf(sources, operation.id, range, { by, signal });
      return [
        sheetOf(word.funnel[language], [...grouped(by), ...smartWaitColumns], rows, language),
        sheetOf(word.levels[language], levelColumns, await levelRows(sources, operation.id, range), language),
        sheetOf(word.lift[language], liftColumns, lift, language),
      ];
    }
    case "diagram-2": {
      const rows = await diagram2Rows(sources, operation.id, range, { by, signal });
      return [sheetOf("diagram_2", [...grouped(by), ...diagram2Columns], rows, language)];
    }
    case "diagram-3": {
      const calls = await treatedCalls(sources, { operation, rights }, range, query, signal);
      const rows = calls.map(({ row }) => row);
      await noteNumbersSeen(asked, rows);
      return [sheetOf("diagram_3", diagram3Columns, rows, language)];
    }
  }
}

function grouped<Row extends { readonly group: string | null }>(
  by: GroupName | undefined,
): ReportColumn<Row>[] {
  return by === undefined ? [] : [groupColumn<Row>(by)];
}

function sheetOf<Row extends { readonly skill: { readonly id: number; readonly name: string } }>(
  name: string,
  own: readonly ReportColumn<Row>[],
  rows: readonly Row[],
  language: Language,
): Sheet {
  const columns = [...skillColumns<Row>(), ...own];
  return {
    name,
    columns: columns.map(({ key, title, kind }) => ({ key, title: title[language], kind })),
    rows: rows.map((row) => columns.map(({ value }) => value(row))),
  };
}

/** UTF-8 with its mark, RFC 4180, for programs: plain values below names that no language changes. */
function csvOf({ columns, rows }: Sheet): string {
  const lines = [columns.map(({ key }) => key), ...rows].map(csvLine);
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

function notesOf(
  { operation, parameters, query: { from, to, language } }: ExportAsked,
  { timeZone }: AskedRange,
): { name: string; sentences: string[] } {
  const isSmartWait = parameters.report === "smart-wait";
  return {
    name: word.howToRead[language],
    sentences: [
      `Espera, ${operation.name}: ${from} – ${to}, ${timeZone}`,
      ...[
        ...howToRead.always,
        ...(isSmartWait ? howToRead.levels : []),
        ...(parameters.report === "diagram-3" ? [] : howToRead.lift),
      ].map((sentence) => sentence[language]),
    ],
  };
}

const word = {
  funnel: { es: "Espera inteligente", en: "Smart wait" },
  levels: { es: "Niveles", en: "Levels" },
  lift: { es: "Mejora", en: "Lift" },
  howToRead: { es: "Cómo leer esto", en: "How to read this" },
} as const;
