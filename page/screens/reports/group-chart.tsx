import type { GroupName, ReportColumn } from "../../../src/api/v1/reports/columns/report-column.ts";
import { Columns } from "../../parts/tables/columns.tsx";
import { language } from "../../store/language.ts";
import { percent, say } from "../../words/say.ts";
import { groupName } from "./group-name.ts";

/** Counts of all skills together by hour, day or weekday: the first is of those who heard the offer, the second of those who accepted. */
export function GroupChart<Row extends { readonly group: string | null }>({
  rows,
  by,
  columns,
}: {
  readonly rows: readonly Row[];
  readonly by: GroupName;
  readonly columns: readonly ReportColumn<Row>[];
}) {
  const sum = (of: readonly Row[], { value }: ReportColumn<Row>) =>
    of.reduce((all, row) => all + Number(value(row)), 0);
  const groups = [...Map.groupBy(rows, ({ group }) => group ?? "")].sort(([a], [b]) => (a < b ? -1 : 1));
  const [heard, accepted] = [sum(rows, columns[0]!), sum(rows, columns[1]!)];
  return (
    <section class="sheet">
      <Columns
        caption={say("chartCaption", { n: heard, share: heard === 0 ? "–" : percent(accepted / heard) })}
        series={columns.map(({ title }) => title[language.value])}
        columns={groups.map(([group, of]) => ({
          name: groupName(group, by),
          values: columns.map((column) => sum(of, column)),
        }))}
      />
    </section>
  );
}
