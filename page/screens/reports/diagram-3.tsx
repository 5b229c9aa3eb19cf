import { diagram3Columns } from "../../../src/api/v1/reports/columns/diagram-columns.ts";
import { type GroupName, skillColumns } from "../../../src/api/v1/reports/columns/report-column.ts";
import { Missing } from "../../parts/frame/missing.tsx";
import { Columns } from "../../parts/tables/columns.tsx";
import { ReportTable } from "../../parts/tables/report-table.tsx";
import { refine } from "../../store/address.ts";
import type { Diagram3Report, Diagram3Row } from "../../store/answers.ts";
import { useFetched } from "../../store/fetched.ts";
import { say } from "../../words/say.ts";
import { asked, queryOf } from "./asked.ts";
import { groupName } from "./group-name.ts";

/** The calls that heard the offer, one by one, as the compatible API lists them. */
export function Diagram3() {
  const { by, status, group } = asked.value;
  const query = queryOf("by", "group", "skill", "status");
  const fetched = useFetched<Diagram3Report>(`/v1/reports/diagram-3?${query}`).value;
  const { answer } = fetched;
  return (
    <>
      {(status !== null || group !== null) && (
        <p class="chips">
          {status !== null && (
            <button type="button" class="chip" onClick={() => refine({ status: null })}>
              {say("statusIs", { status: status.replaceAll(",", ", ") })} ×
            </button>
          )}
          {by !== null && group !== null && (
            <button type="button" class="chip" onClick={() => refine({ group: null })}>
              {groupName(group, by)} ×
            </button>
          )}
        </p>
      )}
      {answer ? <Calls answer={answer} by={by} /> : <Missing {...fetched} />}
    </>
  );
}

function Calls({ answer, by }: { readonly answer: Diagram3Report; readonly by: GroupName | null }) {
  const { groups, rows, total } = answer;
  if (total === 0) return <p class="empty">{say("noRows")}</p>;
  const statuses = [...new Set(groups.flatMap(({ byStatus }) => Object.keys(byStatus)))].sort();
  return (
    <>
      {by !== null && (
        <section class="sheet">
          <Columns
            caption={say("callsByStatus", { n: total })}
            series={statuses}
            columns={groups.map(({ group, byStatus }) => ({
              name: groupName(group ?? "", by),
              values: statuses.map((status) => byStatus[status] ?? 0),
            }))}
          />
        </section>
      )}
      <p>
        {rows.length < total ? say("callsShown", { n: rows.length, total }) : say("callsAll", { n: total })}
      </p>
      <ReportTable
        name={say("reportDiagram3")}
        columns={[...skillColumns<Diagram3Row>(), ...diagram3Columns]}
        rows={rows}
        groupName={(group) => group}
      />
    </>
  );
}
