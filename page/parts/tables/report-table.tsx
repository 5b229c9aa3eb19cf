import type { ColumnKind, ReportColumn } from "../../../src/api/v1/reports/columns/report-column.ts";
import { language } from "../../store/language.ts";
import { durationText, number, percent, signed } from "../../words/say.ts";
import { epoch, hourWithSeconds, shortDate } from "../../words/times.ts";
import { Wide } from "./wide.tsx";

/** A report's rows by its columns; counts that have calls behind them open these. */
export function ReportTable<Row extends { readonly skill: { readonly id: number; readonly name: string } }>({
  name,
  columns,
  rows,
  groupName,
  callsOf,
}: {
  readonly name: string;
  readonly columns: readonly ReportColumn<Row>[];
  readonly rows: readonly Row[];
  readonly groupName: (group: string) => string;
  /** The address of the calls that a count is of. */
  readonly callsOf?: (statuses: string, row: Row) => string;
}) {
  const titles = columns.map(({ title }) => title[language.value]);
  return (
    <Wide name={name}>
      <table class="report">
        <thead>
          <tr>
            {columns.map(({ key, kind }, at) => (
              <th key={key} scope="col" class={isFigure(kind) ? "figures" : ""}>
                {titles[at]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map(({ key, kind, value, calls }, at) => {
                const found = value(row);
                const text = written(found, kind, groupName);
                if (at === 0)
                  return (
                    <th key={key} scope="row">
                      {text}
                    </th>
                  );
                return (
                  <td key={key} class={classes(kind)} data-label={titles[at]}>
                    {calls !== undefined && callsOf && found !== 0 ? (
                      <a href={callsOf(calls, row)} data-inside>
                        {text}
                      </a>
                    ) : (
                      text
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** A moment stays in one piece: broken, it would make its row three lines high. */
function classes(kind: ColumnKind): string {
  return isFigure(kind) ? "figures" : kind === "moment" ? "digits whole" : "";
}

function isFigure(kind: ColumnKind): boolean {
  return kind !== "text" && kind !== "group" && kind !== "moment" && kind !== "phone";
}

function written(
  value: string | number | null,
  kind: ColumnKind,
  groupName: (group: string) => string,
): string {
  if (value === null || value === "") return "–";
  switch (kind) {
    case "count":
      return number(Number(value));
    case "milliseconds":
      return durationText(Number(value));
    case "seconds":
      return durationText(1_000 * Number(value));
    case "share":
      return percent(Number(value));
    case "points":
      return signed(Number(value), 1);
    case "moment":
      return `${shortDate(epoch(value))} ${hourWithSeconds(epoch(value))}`;
    case "group":
      return groupName(String(value));
    case "text":
    case "phone":
      return String(value);
  }
}
