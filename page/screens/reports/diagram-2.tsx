import { diagram2Columns } from "../../../src/api/v1/reports/columns/diagram-columns.ts";
import {
  groupColumn,
  type ReportColumn,
  skillColumns,
} from "../../../src/api/v1/reports/columns/report-column.ts";
import { Missing } from "../../parts/frame/missing.tsx";
import { ReportTable } from "../../parts/tables/report-table.tsx";
import type { Diagram2Report, Diagram2Row } from "../../store/answers.ts";
import { useFetched } from "../../store/fetched.ts";
import { say } from "../../words/say.ts";
import { asked, callsAddress, queryOf } from "./asked.ts";
import { GroupChart } from "./group-chart.tsx";
import { groupName } from "./group-name.ts";

/** The consolidated report of the compatible API, figure by figure. */
export function Diagram2() {
  const { by } = asked.value;
  const fetched = useFetched<Diagram2Report>(`/v1/reports/diagram-2?${queryOf("by", "skill")}`).value;
  const { answer } = fetched;
  if (!answer) return <Missing {...fetched} />;
  if (answer.rows.length === 0) return <p class="empty">{say("noRows")}</p>;
  const columns: ReportColumn<Diagram2Row>[] = [
    ...skillColumns<Diagram2Row>(),
    ...(by === null ? [] : [groupColumn<Diagram2Row>(by)]),
    ...diagram2Columns,
  ];
  const shown = diagram2Columns.filter(({ key }) => /treatment|say_yes|recall_ok/.test(key));
  return (
    <>
      {by !== null && <GroupChart rows={answer.rows} by={by} columns={shown} />}
      <ReportTable
        name={say("reportDiagram2")}
        columns={columns}
        rows={answer.rows}
        groupName={(group) => (by === null ? group : groupName(group, by))}
        callsOf={callsAddress}
      />
    </>
  );
}
