import { levelColumns } from "../../../src/api/v1/reports/columns/level-columns.ts";
import { skillColumns } from "../../../src/api/v1/reports/columns/report-column.ts";
import { howToRead } from "../../../src/api/v1/reports/how-to-read.ts";
import { Missing } from "../../parts/frame/missing.tsx";
import { ReportTable } from "../../parts/tables/report-table.tsx";
import type { LevelReport, LevelRow } from "../../store/answers.ts";
import { useFetched } from "../../store/fetched.ts";
import { language } from "../../store/language.ts";
import { say } from "../../words/say.ts";
import { queryOf } from "./asked.ts";

/** The three service levels side by side, with what each means, and a warning where they part. */
export function Levels() {
  const fetched = useFetched<LevelReport>(`/v1/reports/service-level?${queryOf("skill")}`).value;
  const { answer } = fetched;
  if (!answer) return <Missing {...fetched} />;
  const apart = answer.rows.filter(({ differ }) => differ).map(({ skill }) => skill.name);
  return (
    <div>
      <h2>{say("levelsTitle")}</h2>
      {apart.length > 0 && <p class="banner warn">{say("levelsDiffer", { skills: apart.join(", ") })}</p>}
      {answer.rows.length === 0 ? (
        <p class="empty">{say("nobodyYet")}</p>
      ) : (
        <ReportTable
          name={say("levelsTitle")}
          columns={[...skillColumns<LevelRow>(), ...levelColumns]}
          rows={answer.rows}
          groupName={(group) => group}
        />
      )}
      <ul class="quiet">
        {howToRead.levels.map((sentence) => (
          <li key={sentence.en}>{sentence[language.value]}</li>
        ))}
      </ul>
    </div>
  );
}
