import {
  groupColumn,
  type ReportColumn,
  skillColumns,
} from "../../../src/api/v1/reports/columns/report-column.ts";
import { funnelColumns, promiseColumns } from "../../../src/api/v1/reports/columns/smart-wait-columns.ts";
import { Missing } from "../../parts/frame/missing.tsx";
import { ReportTable } from "../../parts/tables/report-table.tsx";
import type { SmartWaitReport, SmartWaitRowAnswer } from "../../store/answers.ts";
import { useFetched } from "../../store/fetched.ts";
import { say } from "../../words/say.ts";
import { asked, callsAddress, queryOf } from "./asked.ts";
import { GroupChart } from "./group-chart.tsx";
import { groupName } from "./group-name.ts";
import { Levels } from "./levels.tsx";
import { Lifts } from "./lifts.tsx";

/** The funnel, promises, levels and lift of a range: each figure with its rule, none without its range. */
export function SmartWait() {
  const fetched = useFetched<SmartWaitReport>(`/v1/reports/smart-wait?${queryOf("by", "skill")}`).value;
  const { answer } = fetched;
  return (
    <>
      <Levels />
      <Lifts />
      {answer ? <Funnel rows={answer.rows} /> : <Missing {...fetched} />}
    </>
  );
}

function Funnel({ rows }: { readonly rows: readonly SmartWaitRowAnswer[] }) {
  const { by } = asked.value;
  if (rows.length === 0) return <p class="empty">{say("noRows")}</p>;
  const first: ReportColumn<SmartWaitRowAnswer>[] = [
    ...skillColumns<SmartWaitRowAnswer>(),
    ...(by === null ? [] : [groupColumn<SmartWaitRowAnswer>(by)]),
  ];
  const shown = funnelColumns.filter(({ key }) => ["asked", "yes", "reached"].includes(key));
  // As one table it would be wider than a desk's screen.
  const tables = [
    { title: say("funnelTitle"), columns: funnelColumns },
    { title: say("promisesTitle"), columns: promiseColumns },
  ];
  return (
    <>
      {by !== null && <GroupChart rows={rows} by={by} columns={shown} />}
      {tables.map(({ title, columns }) => (
        <section key={title}>
          <h2>{title}</h2>
          <ReportTable
            name={title}
            columns={[...first, ...columns]}
            rows={rows}
            groupName={(group) => (by === null ? group : groupName(group, by))}
            callsOf={callsAddress}
          />
        </section>
      ))}
    </>
  );
}
