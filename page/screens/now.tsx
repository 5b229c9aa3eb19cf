import { computed } from "@preact/signals";
import { NoScreen } from "../parts/frame/no-screen.tsx";
import { AgentStates } from "../parts/live/agents.tsx";
import { AlertLines } from "../parts/live/alert-lines.tsx";
import { LevelFigure } from "../parts/live/level.tsx";
import { Legend, LineDrawing } from "../parts/live/line-drawing.tsx";
import { isTooLong, longestSince } from "../parts/live/longest.ts";
import { kindOf, type MarkKind, marksInLine } from "../parts/live/marks.ts";
import { Offer } from "../parts/live/offer.tsx";
import { Recent, useRecent } from "../parts/live/recent.tsx";
import { DueBy, Elapsed, isDueWithin, SOON_MS } from "../parts/live/ticking.tsx";
import { Wide } from "../parts/tables/wide.tsx";
import type { CallbackAnswer, RecentAnswer, V1Skill } from "../store/answers.ts";
import { now } from "../store/clock.ts";
import { allCallbacks, callersOf, connected, skills } from "../store/live.ts";
import { marksInARow } from "../store/window.ts";
import { durationText, number, percent, say } from "../words/say.ts";
import { epoch, hour } from "../words/times.ts";

/** Open callbacks by the skill in whose line they stand. */
const openBySkill = computed(() =>
  Map.groupBy(
    allCallbacks().filter(({ status }) => status === "YES"),
    ({ skill }) => skill.id,
  ),
);

/** Which line is in trouble, whether calls are offered, whether a promise is in danger. */
export function Now() {
  const all = skills.value;
  const recent = useRecent();
  if (all === null)
    return <NoScreen title={say("now")}>{say(connected.value ? "loading" : "connecting")}</NoScreen>;
  if (all.length === 0) return <NoScreen title={say("now")}>{say("noSkills")}</NoScreen>;
  return (
    <>
      <h1 class="only-heard">{say("now")}</h1>
      <AlertLines />
      <Cards skills={all} />
      <Wide name={say("now")}>
        <table class="now">
          <thead>
            <tr>
              <th scope="col">{say("skill")}</th>
              <th scope="col">{say("line")}</th>
              <th scope="col" class="figures">
                {say("onThePhone")}
              </th>
              <th scope="col" class="figures">
                {say("longestWait")}
              </th>
              <th scope="col" class="figures">
                {say("keepingPlace")}
              </th>
              <th scope="col" class="figures">
                {say("beingCalled")}
              </th>
              <th scope="col" class="figures">
                {say("agents")}
              </th>
              <th scope="col">{say("offer")}</th>
              <th scope="col">{say("nextPromise")}</th>
              <th scope="col">{say("levelToday")}</th>
            </tr>
          </thead>
          <tbody>
            {all.map((skill) => (
              <SkillRow key={skill.id} skill={skill} recent={recent?.find(({ id }) => id === skill.id)} />
            ))}
          </tbody>
        </table>
      </Wide>
      <Legend kinds={LEGEND} />
    </>
  );
}

const LEGEND: readonly MarkKind[] = ["phone", "asked", "keeps", "called", "way"];

function SkillRow({
  skill,
  recent,
}: {
  readonly skill: V1Skill;
  readonly recent: RecentAnswer["skills"][number] | undefined;
}) {
  const callers = callersOf(skill.id).value;
  const open = openBySkill.value.get(skill.id) ?? [];
  const marks = marksInLine(callers, open);
  const longest = longestSince(callers);
  const kept = open.filter((one) => kindOf(one) === "keeps").length;
  const called = open.filter((one) => kindOf(one) === "called" || kindOf(one) === "way").length;
  const resting = open.length - kept - called;
  const isLate = isTooLong(longest, skill);
  return (
    <tr class={isLate ? "trouble" : ""}>
      <th scope="row">
        <a href={`/skills/${skill.id}`} data-inside>
          {skill.name}
        </a>
      </th>
      <td class="drawn" data-label={say("line")}>
        {marks.length > 0 ? (
          <LineDrawing marks={marks} perRow={marksInARow.value} />
        ) : (
          <small>{skill.line ? say("lineEmpty") : "–"}</small>
        )}
        <span class="only-heard">
          {marks.length > 0 &&
            say("lineSays", {
              phone: callers.length,
              kept,
              called,
              longest: longest === null ? "–" : durationText(now.value - longest),
            })}
        </span>
      </td>
      <td class="figures" data-label={say("onThePhone")}>
        {skill.line ? number(callers.length) : "–"}
      </td>
      <td class={`figures ${isLate ? "late" : ""}`} data-label={say("longestWait")}>
        {longest === null ? "–" : <Elapsed since={longest} />}
        {isLate && <span aria-hidden="true"> ▲</span>}
      </td>
      <td class="figures" data-label={say("keepingPlace")}>
        <a href={`/callbacks?skill=${skill.id}&show=line`} data-inside>
          {number(kept)}
        </a>
        {resting > 0 && <small> +{say("putOff", { n: resting })}</small>}
      </td>
      <td class="figures" data-label={say("beingCalled")}>
        <a href={`/callbacks?skill=${skill.id}&show=called`} data-inside>
          {number(called)}
        </a>
      </td>
      <td class="figures" data-label={say("agents")}>
        <AgentStates skill={skill} />
      </td>
      <td data-label={say("offer")}>
        <Offer skill={skill} isSteady />
      </td>
      <td data-label={say("nextPromise")}>
        <NextPromise open={open} />
      </td>
      <td data-label={say("levelToday")}>
        {skill.today ? <LevelFigure {...skill.today} target={skill.target} /> : "–"}
        {recent && <Recent recent={recent} share={skill.target.share} />}
      </td>
    </tr>
  );
}

function NextPromise({ open }: { readonly open: readonly CallbackAnswer[] }) {
  const next = firstDue(open.filter((one) => isDueWithin(one, Number.POSITIVE_INFINITY, now.value)));
  return next ? <DueBy callback={next} /> : <>–</>;
}

function firstDue(callbacks: readonly CallbackAnswer[]): CallbackAnswer | null {
  return callbacks.reduce<CallbackAnswer | null>(
    (first, one) => (first === null || epoch(one.promisedUntil) < epoch(first.promisedUntil) ? one : first),
    null,
  );
}

/** Totals of the operation: each leads to its rows. */
function Cards({ skills: all }: { readonly skills: readonly V1Skill[] }) {
  const callers = all.flatMap(({ id }) => callersOf(id).value);
  const longest = longestSince(callers);
  const open = [...openBySkill.value.values()].flat();
  const inDanger = open.filter((one) => isDueWithin(one, SOON_MS, now.value));
  const first = firstDue(inDanger);
  const offered = all.reduce((sum, { today }) => sum + (today?.offered ?? 0), 0);
  const within = all.reduce((sum, { today }) => sum + (today?.answeredWithin ?? 0), 0);
  return (
    <dl class="cards">
      <Card title={say("waiting")} value={all.some(({ line }) => line) ? number(callers.length) : "–"} />
      <Card title={say("longestWait")} value={longest === null ? "–" : <Elapsed since={longest} />} />
      <Card
        title={say("promisesInDanger")}
        value={
          <a href="/callbacks?promise=due" data-inside>
            {number(inDanger.length)}
          </a>
        }
        isBad={inDanger.length > 0}
        more={first && say("firstDue", { time: hour(first.promisedUntil) })}
      />
      <Card
        title={say("openCallbacks")}
        value={
          <a href="/callbacks" data-inside>
            {number(open.length)}
          </a>
        }
      />
      <Card
        title={say("levelToday")}
        value={offered === 0 ? "–" : percent(within / offered)}
        more={
          <a href="/reports/smart-wait" data-inside>
            {say("liftLink")}
          </a>
        }
      />
    </dl>
  );
}

function Card({
  title,
  value,
  isBad = false,
  more,
}: {
  readonly title: string;
  readonly value: string | preact.JSX.Element;
  readonly isBad?: boolean;
  /** Beside the value. */
  readonly more?: string | preact.JSX.Element | null;
}) {
  return (
    <div class={`card ${isBad ? "bad" : ""}`}>
      <dt>{title}</dt>
      <dd class="digits">
        {value}
        {isBad && <span aria-hidden="true"> ▲</span>} {more && <small>{more}</small>}
      </dd>
    </div>
  );
}
