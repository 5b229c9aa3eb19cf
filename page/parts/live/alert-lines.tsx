import type { AlertAnswer } from "../../../src/api/v1/schema/alert-answers.ts";
import { loudAlerts, silenceAlert } from "../../store/alerts.ts";
import { now } from "../../store/clock.ts";
import { language } from "../../store/language.ts";
import { callersOf } from "../../store/live.ts";
import { durationText, say } from "../../words/say.ts";
import { epoch, shortMoment } from "../../words/times.ts";
import { longestSince } from "./longest.ts";

/** What needs a supervisor's attention: three lines at most, each with since when and what can be done; a flood is one line. */
export function AlertLines() {
  const all = loudAlerts.value;
  if (all.length === 0) return null;
  const recent = all.filter(({ beganAt }) => now.value - epoch(beganAt) < FLOOD_MS).length;
  const shown = recent > FLOOD ? [] : all.slice(0, MOST);
  return (
    <ul class="alerts" aria-label={say("alerts")}>
      {shown.map((alert) => (
        <li key={alert.id}>
          <AlertText alert={alert} />
          <button type="button" class="plain" onClick={() => silenceAlert(alert.id, true)}>
            {say("silence")}
            <span class="only-heard"> {alert[language.value].what}</span>
          </button>
        </li>
      ))}
      {all.length > shown.length && (
        <li>
          <a href="/alerts" data-inside>
            {shown.length === 0
              ? say("alertFlood", { n: all.length })
              : say("alertsMore", { n: all.length - shown.length })}
          </a>
        </li>
      )}
    </ul>
  );
}

/** What it is, since when, and what can be done. */
export function AlertText({ alert }: { readonly alert: AlertAnswer }) {
  const { what, act } = alert[language.value];
  return (
    <p>
      <span aria-hidden="true">▲ </span>
      <strong>{what}</strong>{" "}
      <span class="digits">
        {say("alertSince", { time: shortMoment(alert.since, now.peek()) })}
        <Waiting alert={alert} />.
      </span>{" "}
      {act}
    </p>
  );
}

/** How many wait in the line that an alert is about, and the longest, while it goes on. */
function Waiting({ alert: { skill, endedAt } }: { readonly alert: AlertAnswer }) {
  if (skill === null || endedAt !== null) return null;
  const callers = callersOf(skill.id).value;
  const longest = longestSince(callers);
  if (longest === null) return null;
  return <>{say("alertWaiting", { n: callers.length, longest: durationText(now.value - longest) })}</>;
}

const MOST = 3;
/** More than so many within ten minutes are a flood. */
const FLOOD = 10;
const FLOOD_MS = 10 * 60_000;
