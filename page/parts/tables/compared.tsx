import type { WhatIfResult } from "../../store/answers.ts";
import { language } from "../../store/language.ts";
import { number, percent, say, signed } from "../../words/say.ts";
import { LiftCell } from "./lift-cell.tsx";
import { Wide } from "./wide.tsx";

/** What the two sides of a comparison are, in words. */
interface ComparedWords {
  /** That nothing may be concluded. */
  readonly doubted: string;
  readonly effect: string;
  readonly base: string;
  readonly variant: string;
  readonly assumes: readonly string[];
}

/** How well the model reproduces what happened, then what would change; where it does not, nothing more is said. */
export function ComparedTable({
  result,
  words,
}: {
  readonly result: WhatIfResult;
  readonly words: ComparedWords;
}) {
  const { record, model, doubts, notes, days, difference } = result;
  const better = days.map(
    ({ model: without, with: having }) =>
      100 * ((having.serviceLevelPromise ?? 0) - (without.serviceLevelPromise ?? 0)),
  );
  const count = (is: (points: number) => boolean) => better.filter(is).length;
  const rows = [
    ["serviceLevelPromise", say("liftPromise"), "share"],
    ["serviceLevelStrict", say("liftStrict"), "share"],
    ["serviceLevelLive", say("liftLive"), "share"],
    ["abandonedShare", say("whatIfAbandoned"), "share"],
    ["meanWaitS", say("whatIfMeanWait"), "seconds"],
    ["treatment", say("asked"), "count"],
    ["yes", say("choseYes"), "count"],
    ["recallOk", say("joined"), "count"],
    ["p90TimeToCallbackS", say("whatIfLongest"), "seconds"],
    ["overtakes", say("whatIfOvertakes"), "count"],
    ["agentIdleForCallbacksS", say("whatIfIdle"), "seconds"],
  ] as const;
  const { serviceLevelPromise: up } = difference;
  return (
    <>
      <section class="sheet" aria-labelledby="check">
        <h2 id="check">{say("whatIfCheck")}</h2>
        <p>
          {say("whatIfCheckSays", {
            days: days.length,
            calls: record.offered ?? 0,
            record: share(record.serviceLevelStrict),
            model: share(model.serviceLevelStrict),
          })}
        </p>
        {doubts.length === 0 ? (
          <p class="met">{say("whatIfBelieved")}</p>
        ) : (
          <div class="missed">
            <p>{words.doubted}</p>
            <ul>
              {doubts.map((doubt) => (
                <li key={doubt.en}>{doubt[language.value]}</li>
              ))}
            </ul>
          </div>
        )}
        {notes.map((note) => (
          <p key={note.en} class="quiet">
            {note[language.value]}
          </p>
        ))}
      </section>
      {doubts.length === 0 && (
        <div>
          <h2>{words.effect}</h2>
          {up.value !== null && up.low !== null && up.high !== null && (
            <p>
              {say("liftPromise")}:{" "}
              <LiftCell value={100 * up.value} low={100 * up.low} high={100 * up.high} days={better} />
            </p>
          )}
          {days.length > 1 && (
            <p>
              {say("whatIfDays", {
                better: count((points) => points > SAME_POINTS),
                worse: count((points) => points < -SAME_POINTS),
                same: count((points) => Math.abs(points) <= SAME_POINTS),
              })}
            </p>
          )}
          <Wide name={words.effect}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{say("whatIfMeasure")}</th>
                  <th scope="col" class="figures">
                    {words.base}
                  </th>
                  <th scope="col" class="figures">
                    {words.variant}
                  </th>
                  <th scope="col" class="figures">
                    {say("whatIfDifference")}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map(([name, title, as]) => (
                  <tr key={name}>
                    <th scope="row">{title}</th>
                    <td class="figures" data-label={words.base}>
                      {written(model[name], as)}
                    </td>
                    <td class="figures" data-label={words.variant}>
                      {written(result.with[name], as)}
                    </td>
                    <td class="figures" data-label={say("whatIfDifference")}>
                      {difference[name].value === null ? "–" : between(difference[name], as)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Wide>
          <ul class="quiet">
            {words.assumes.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

type As = "share" | "seconds" | "count";

function written(value: number | null, as: As): string {
  if (value === null) return "–";
  return as === "share" ? percent(value) : as === "seconds" ? `${number(value)} s` : number(value);
}

function share(value: number | null): string {
  return written(value, "share");
}

/** A difference with its range, shares in points. */
function between(
  {
    value,
    low,
    high,
  }: { readonly value: number | null; readonly low: number | null; readonly high: number | null },
  as: As,
): string {
  const of = (one: number) => (as === "share" ? signed(100 * one, 1) : signed(one, 0));
  const range = low === null || high === null ? "" : ` ${say("rangeOf", { low: of(low), high: of(high) })}`;
  return `${of(value ?? 0)}${range}`;
}

/** Days that part by less are the same: that much is chance. */
const SAME_POINTS = 0.5;
