import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Age, MissingFigures, OperationName } from "../../parts/frame/frame.tsx";
import { LevelFigure } from "../../parts/live/level.tsx";
import { isTooLong, longestSince } from "../../parts/live/longest.ts";
import { kindOf } from "../../parts/live/marks.ts";
import { Offer } from "../../parts/live/offer.tsx";
import { Elapsed } from "../../parts/live/ticking.tsx";
import { address } from "../../store/address.ts";
import { isFlood, loudAlerts, shownAlerts } from "../../store/alerts.ts";
import type { V1Skill } from "../../store/answers.ts";
import { age, heardAt, now } from "../../store/clock.ts";
import { language } from "../../store/language.ts";
import { allCallbacks, callbacksComplete, callersOf, skills } from "../../store/live.ts";
import { isSignedOut } from "../../store/session.ts";
import { number, say } from "../../words/say.ts";
import { hourWithSeconds } from "../../words/times.ts";
import { Pairing } from "./pairing.tsx";

/** Lines for a wall: figures that are read from afar, and how old they are. Many take turns, if the address asks for it. */
export function Wall() {
  const { searchParams } = address.value;
  const theme = searchParams.get("theme");
  useEffect(() => {
    if (theme !== "light" && theme !== "dark") return;
    document.documentElement.style.colorScheme = theme;
  }, [theme]);
  const held = useSignal<number | null>(null);
  if (isSignedOut.value) return <Pairing />;
  const wanted = searchParams.get("skills")?.split(",");
  const all = (skills.value ?? []).filter(({ id }) => wanted?.includes(String(id)) ?? true);
  const turnMs = 1_000 * Number(searchParams.get("rotate"));
  const turns = turnMs < SHORTEST_TURN_MS ? 1 : Math.max(1, Math.ceil(all.length / MOST));
  const turn = (held.value ?? Math.floor(now.value / turnMs)) % turns || 0;
  const atOnce = turns === 1 ? MOST : Math.ceil(all.length / turns);
  const shown = all.slice(turn * atOnce, (turn + 1) * atOnce);
  return (
    <div class="wall">
      <header>
        <h1>
          <OperationName isFixed />
        </h1>
        {turns > 1 ? (
          <p class="quiet">
            {say("wallTurn", { turn: turn + 1, turns })}{" "}
            <button
              type="button"
              class="plain"
              aria-pressed={held.value !== null}
              onClick={() => (held.value = held.peek() === null ? turn : null)}
            >
              {say("wallPause")}
            </button>
          </p>
        ) : (
          all.length > shown.length && (
            <p class="quiet">{say("wallMore", { n: all.length - shown.length })}</p>
          )
        )}
        <Age />
      </header>
      {age.value === "stale" && (
        <p class="banner bad" role="alert">
          {say("lostConnection", { time: hourWithSeconds(heardAt.value) })}
        </p>
      )}
      <MissingFigures />
      {loudAlerts.value.length > 0 && (
        <section aria-label={say("alerts")}>
          {isFlood.value && <p class="banner bad">{say("alertFlood", { n: loudAlerts.value.length })}</p>}
          {shownAlerts.value.slice(0, 2).map((alert) => (
            <p key={alert.id} class="banner bad">
              <span aria-hidden="true">▲ </span>
              {alert[language.value].what}
            </p>
          ))}
        </section>
      )}
      <main class={`tiles ${age.value === "stale" ? "stale" : ""}`}>
        {skills.value === null && <p class="quiet">{say("connecting")}</p>}
        {shown.map((skill) => (
          <Tile key={skill.id} skill={skill} />
        ))}
      </main>
    </div>
  );
}

function Tile({ skill }: { readonly skill: V1Skill }) {
  const callers = callersOf(skill.id).value;
  const longest = longestSince(callers);
  const isLate = isTooLong(longest, skill);
  const kept = allCallbacks().filter((one) => one.skill.id === skill.id && kindOf(one) === "keeps").length;
  return (
    <section class={`tile ${isLate ? "trouble" : ""}`} aria-label={skill.name}>
      <h2>
        {skill.name} {isLate && <span aria-hidden="true">▲</span>}
      </h2>
      <dl>
        <div>
          <dt>{say("onThePhone")}</dt>
          <dd class="digits">{skill.line ? number(callers.length) : "–"}</dd>
        </div>
        <div class={`clock ${isLate ? "late" : ""}`}>
          <dt>{say("longestWait")}</dt>
          <dd class="digits">{longest === null ? "–" : <Elapsed since={longest} />}</dd>
        </div>
        <div>
          <dt>{say("keepingPlace")}</dt>
          <dd class="digits">{callbacksComplete.value ? number(kept) : "–"}</dd>
        </div>
        <div>
          <dt>{say("freeAgents")}</dt>
          <dd class="digits">{skill.agents ? number(skill.agents.free) : "–"}</dd>
        </div>
      </dl>
      <p>{skill.today ? <LevelFigure {...skill.today} target={skill.target} /> : "–"}</p>
      <p>
        <Offer skill={skill} isShort />
      </p>
    </section>
  );
}

/** More are not read from afar. */
const MOST = 8;
/** A quicker one could not be read. */
const SHORTEST_TURN_MS = 5_000;
