import type { AlertAnswer } from "../../../src/api/v1/schema/alert-answers.ts";
import type { AlertKind } from "../../../src/words/alert-sentences.ts";
import { isFlood, loudAlerts, shownAlerts, silenceAlerts } from "../../store/alerts.ts";
import { now } from "../../store/clock.ts";
import { language } from "../../store/language.ts";
import { callersOf } from "../../store/live.ts";
import { durationText, number, say } from "../../words/say.ts";
import { shortMoment } from "../../words/times.ts";
import { longestSince } from "./longest.ts";

/**
 * What needs a supervisor's attention: the most serious, three lines at most, each with since when and what can be done. A flood is one
 * line, with how many there are of each kind.
 */
export function AlertLines() {
  const all = loudAlerts.value;
  if (all.length === 0) return null;
  const shown = shownAlerts.value;
  return (
    <ul class="alerts" aria-label={say("alerts")}>
      {shown.map((alert) => (
        <li key={alert.id}>
          <AlertText alert={alert} />
          <button type="button" class="plain" onClick={() => silenceAlerts([alert], true)}>
            {say("silence")}
            <span class="only-heard"> {alert[language.value].what}</span>
          </button>
        </li>
      ))}
      {isFlood.value ? (
        <li>
          <p>
            <span aria-hidden="true">▲ </span>
            <strong>{say("alertFlood", { n: all.length })}</strong>{" "}
            {alertsByKind(all)
              .map(([kind, { length }]) => `${alertKindName(kind)}: ${number(length)}`)
              .join(" · ")}
          </p>
          <a href="/alerts" data-inside>
            {say("alertsSeeAll")}
          </a>
        </li>
      ) : (
        all.length > shown.length && (
          <li>
            <a href="/alerts" data-inside>
              {say("alertsMore", { n: all.length - shown.length })}
            </a>
          </li>
        )
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
      <strong>{what}</strong> <AlertSince alert={alert} /> {act}
    </p>
  );
}

/** Since when, and how many wait in its line while it goes on. */
export function AlertSince({ alert }: { readonly alert: AlertAnswer }) {
  return (
    <span class="digits">
      {say("alertSince", { time: shortMoment(alert.since, now.peek()) })}
      <Waiting alert={alert} />.
    </span>
  );
}

function Waiting({ alert: { skill, endedAt } }: { readonly alert: AlertAnswer }) {
  if (skill === null || endedAt !== null) return null;
  const callers = callersOf(skill.id).value;
  const longest = longestSince(callers);
  if (longest === null) return null;
  return <>{say("alertWaiting", { n: callers.length, longest: durationText(now.value - longest) })}</>;
}

/** Alerts of one kind together, kinds in the order of their first. */
export function alertsByKind(all: readonly AlertAnswer[]): readonly (readonly [string, AlertAnswer[]])[] {
  return [...Map.groupBy(all, ({ kind }) => kind)];
}

/** A kind of alert in a few words; one that only a newer server knows, by its code. */
export function alertKindName(kind: string): string {
  return Object.hasOwn(KINDS, kind) ? say(KINDS[kind as AlertKind]) : kind;
}

const KINDS = {
  "not-connected": "kindNotConnected",
  "not-answering": "kindNotAnswering",
  "nobody-logged-in": "kindNobody",
  "promise-in-danger": "kindPromise",
  "line-over-bound": "kindLine",
  "offers-stopped": "kindOffers",
  "left-at-closing": "kindClosing",
} as const satisfies Record<AlertKind, string>;
