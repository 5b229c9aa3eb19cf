import { NoScreen } from "../parts/frame/no-screen.tsx";
import { AgentStates } from "../parts/live/agents.tsx";
import { LevelFigure } from "../parts/live/level.tsx";
import { LineDrawing, MarkShape } from "../parts/live/line-drawing.tsx";
import { kindOf, type Mark, marksInLine, markWords } from "../parts/live/marks.ts";
import { Offer } from "../parts/live/offer.tsx";
import { Recent, useRecent } from "../parts/live/recent.tsx";
import { Steady } from "../parts/live/steady.tsx";
import { DueBy, Elapsed } from "../parts/live/ticking.tsx";
import { Wide } from "../parts/tables/wide.tsx";
import { allCallbacks, callersOf, skills } from "../store/live.ts";
import { durationText, number, percent, say } from "../words/say.ts";
import { hour } from "../words/times.ts";
import { whyOf } from "./callbacks.tsx";

/** One skill's line: who stands in it, in its order, and what is being decided. */
export function OneLine({ id }: { readonly id: number }) {
  const skill = skills.value?.find((one) => one.id === id);
  const recent = useRecent()?.find((one) => one.id === id);
  if (!skill)
    return <NoScreen title={say("line")}>{say(skills.value === null ? "loading" : "pageUnknown")}</NoScreen>;
  const open = allCallbacks().filter((one) => one.skill.id === id && kindOf(one) !== null);
  const marks = marksInLine(callersOf(id).value, open);
  const resting = open.filter((one) => kindOf(one) === "resting").length;
  return (
    <>
      <p>
        <a href="/" data-inside>
          ← {say("now")}
        </a>
      </p>
      <h1>{skill.name}</h1>
      <div class="two">
        <section class="sheet" aria-labelledby="rule">
          <h2 id="rule">{say("ruleAtWork")}</h2>
          <p>
            <Offer skill={skill} />
          </p>
          {skill.holdOut && skill.holdOut.rate > 0 && (
            <p class="quiet">
              {say("holdOutRate", { share: percent(skill.holdOut.rate) })};{" "}
              {say("heldOut", { n: skill.holdOut.heldOut })}
            </p>
          )}
        </section>
        <section class="sheet" aria-labelledby="level">
          <h2 id="level">{say("levelToday")}</h2>
          <p>{skill.today ? <LevelFigure {...skill.today} target={skill.target} /> : "–"}</p>
          {recent && <Recent recent={recent} share={skill.target.share} />}
          <p>
            {say("agents")}: <AgentStates skill={skill} />
          </p>
        </section>
      </div>
      <div>
        <h2>{say("inLine")}</h2>
        {marks.length === 0 ? (
          <p class="empty">{skill.line ? say(resting > 0 ? "nobodyWaits" : "nothingWaits") : "–"}</p>
        ) : (
          <>
            <div class="drawn">
              <LineDrawing marks={marks} />
            </div>
            <Wide name={say("inLine")}>
              <table class="people">
                <thead>
                  <tr>
                    <th scope="col" class="figures">
                      {say("place")}
                    </th>
                    <th scope="col">{say("kind")}</th>
                    <th scope="col">{say("waitsSince")}</th>
                    <th scope="col" class="figures">
                      {say("waited")}
                    </th>
                    <th scope="col" class="figures">
                      {say("predicted")}
                    </th>
                    <th scope="col">{say("promise")}</th>
                    <th scope="col">{say("why")}</th>
                  </tr>
                </thead>
                <tbody>
                  {marks.map((mark, index) => (
                    <PersonRow key={mark.id} mark={mark} rank={index + 1} />
                  ))}
                </tbody>
              </table>
            </Wide>
          </>
        )}
        {resting > 0 && (
          <p>
            <a href={`/callbacks?skill=${id}&show=resting`} data-inside>
              {say("putOffOfSkill", { n: resting })}
            </a>
          </p>
        )}
      </div>
    </>
  );
}

function PersonRow({ mark, rank }: { readonly mark: Mark; readonly rank: number }) {
  const { kind, caller, callback } = mark;
  const arrivedAt = caller?.arrivedAt ?? callback!.arrivedAt;
  return (
    <tr>
      <td class="figures" data-label={say("place")}>
        {number(rank)}
      </td>
      <th scope="row">
        <span class="state">
          <svg width="16" height="28" viewBox="-8 0 16 28" aria-hidden="true">
            <MarkShape kind={kind} />
          </svg>
          {callback ? (
            <a href={`/callbacks/${encodeURIComponent(callback.id)}`} data-inside>
              {say("callbackOf")}, {say(markWords[kind])}
            </a>
          ) : (
            say(markWords[kind])
          )}
        </span>
      </th>
      <td data-label={say("waitsSince")} class="digits">
        {hour(arrivedAt)}
      </td>
      <td data-label={say("waited")} class="figures">
        <Elapsed since={arrivedAt} />
      </td>
      <td data-label={say("predicted")} class="figures">
        {caller?.predictedWaitMs == null ? "–" : durationText(caller.predictedWaitMs)}
      </td>
      <td data-label={say("promise")}>{callback ? <DueBy callback={callback} /> : "–"}</td>
      {callback ? (
        <td class="why">
          <Steady text={whyOf(callback)} label={say("why")} />
        </td>
      ) : (
        <td data-label={say("why")}>–</td>
      )}
    </tr>
  );
}
