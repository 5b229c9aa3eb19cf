import { Missing } from "../../parts/frame/missing.tsx";
import { LiftBounds, LiftCell } from "../../parts/tables/lift-cell.tsx";
import { Wide } from "../../parts/tables/wide.tsx";
import type { LiftReport, LiftRow } from "../../store/answers.ts";
import { useFetched } from "../../store/fetched.ts";
import { language } from "../../store/language.ts";
import { say } from "../../words/say.ts";
import { queryOf } from "./asked.ts";

/** By how much the level rose: the newest measured days together, and what may be concluded, in words. */
export function Lifts() {
  const fetched = useFetched<LiftReport>(`/v1/reports/lift?${queryOf("skill")}`).value;
  const { answer } = fetched;
  if (!answer) return <Missing {...fetched} />;
  const { rows } = answer;
  if (rows.length === 0)
    return (
      <section class="sheet" aria-labelledby="lift">
        <h2 id="lift">{say("liftTitle")}</h2>
        <p>{say("liftNotYet")}</p>
      </section>
    );
  return (
    <div class="sheet">
      <h2>{say("liftTitle")}</h2>
      <p class="quiet">{say("liftDaysTogether")}</p>
      <Wide name={say("liftTitle")} isBare>
        <table>
          <thead>
            <tr>
              <th scope="col">{say("skill")}</th>
              <th scope="col">{say("liftPromise")}</th>
              <th scope="col">{say("liftStrict")}</th>
              <th scope="col">{say("liftLive")}</th>
            </tr>
          </thead>
          {rows.map(({ lift: row, days }) => (
            <tbody key={row.skill.id}>
              <tr class="figures-of">
                <th scope="rowgroup" rowSpan={2}>
                  {row.skill.name}
                </th>
                <td data-label={say("liftPromise")}>
                  <Lift row={row} days={days} of="promise" />
                </td>
                <td data-label={say("liftStrict")}>
                  <Lift row={row} days={days} of="strict" />
                </td>
                <td data-label={say("liftLive")}>
                  <Lift row={row} days={days} of="live" />
                </td>
              </tr>
              <tr>
                <td colSpan={3} data-label={say("liftConclusion")}>
                  {row.conclusion[language.value]}
                  {row.measured && (
                    <small>
                      {" "}
                      {say("liftFrom", {
                        days: row.measured.days,
                        heldOut: row.measured.heldOut,
                        method: row.measured.method,
                      })}
                      <Caveats row={row} />
                    </small>
                  )}
                </td>
              </tr>
            </tbody>
          ))}
        </table>
      </Wide>
      <details>
        <summary>{say("howWeKnow")}</summary>
        <p>{say("howWeKnowText")}</p>
      </details>
    </div>
  );
}

type Day = LiftReport["rows"][number]["days"][number];

function Lift({
  row: { measured, doubts },
  days,
  of,
}: {
  readonly row: LiftRow;
  readonly days: readonly Day[];
  readonly of: "promise" | "strict" | "live";
}) {
  if (!measured) return <>–</>;
  const { value, low, high } = measured.lift[of];
  if (value === null || low === null || high === null) return <LiftBounds {...measured.bounds[of]} />;
  const ofDays = days.map((day) => day[of]).filter((one) => one !== null);
  return <LiftCell value={value} low={low} high={high} days={ofDays} isDoubted={doubts.length > 0} />;
}

/** In a word each, that the range will narrow, and what strict and promise say against each other. */
function Caveats({ row: { measured } }: { readonly row: LiftRow }) {
  if (!measured) return null;
  const { heldOut, lift } = measured;
  const [strict, promise] = [lift.strict.value, lift.promise.value];
  const words = [
    ...(heldOut >= LEAST_HELD_OUT && heldOut < ENOUGH_HELD_OUT ? [say("liftPreliminary")] : []),
    ...(strict !== null && promise !== null && strict < 0 && promise > 0 ? [say("liftLater")] : []),
  ];
  return <> {words.join(" ")}</>;
}

/** Fewer give bounds only; with this many the hold-out goes down to its lasting share. */
const LEAST_HELD_OUT = 100;
const ENOUGH_HELD_OUT = 400;
