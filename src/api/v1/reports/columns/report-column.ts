import type { Sentence } from "../../../../words/language.ts";

/** What is in a column, by which it is written: on the page, in a workbook, in a CSV. */
export type ColumnKind =
  | "text"
  /** The hour, day or weekday that rows are counted by. */
  | "group"
  | "count"
  | "milliseconds"
  | "seconds"
  /** 0 to 1. */
  | "share"
  /** Percentage points. */
  | "points"
  /** Text with its offset. */
  | "moment"
  /** A telephone number: text, though it looks like a number. */
  | "phone";

/** A column of a report: one description for the page, the workbook and the CSV. */
export interface ReportColumn<Row> {
  /** Its name in a CSV: the same in every language. */
  readonly key: string;
  readonly title: Sentence;
  readonly kind: ColumnKind;
  readonly value: (row: Row) => string | number | null;
  /** Of a count that opens its calls in diagram_3: their statuses, with commas between them; empty: all. */
  readonly calls?: string;
}

/** In every report, the first column; a CSV has the skill's number too. */
export function skillColumns<
  Row extends { readonly skill: { readonly id: number; readonly name: string } },
>(): ReportColumn<Row>[] {
  return [
    { key: "skill", title: { es: "Skill", en: "Skill" }, kind: "text", value: ({ skill }) => skill.name },
  ];
}

/** What rows are counted by, where they are. */
export const groupTitles = {
  hour: { es: "Hora", en: "Hour" },
  day: { es: "Día", en: "Day" },
  weekday: { es: "Día de la semana", en: "Weekday" },
} as const satisfies Record<string, Sentence>;
export type GroupName = keyof typeof groupTitles;

export function groupColumn<Row extends { readonly group: string | null }>(by: GroupName): ReportColumn<Row> {
  return { key: by, title: groupTitles[by], kind: "group", value: ({ group }) => group };
}
