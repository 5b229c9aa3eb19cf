import type { AlertAnswer } from "../../../src/api/v1/schema/alert-answers.ts";
import { AlertSince, AlertText, alertKindName, alertsByKind } from "../../parts/live/alert-lines.tsx";
import { alerts, isSilenced, openAlerts, silenceAlerts } from "../../store/alerts.ts";
import { now } from "../../store/clock.ts";
import { language } from "../../store/language.ts";
import { number, say } from "../../words/say.ts";
import { shortMoment } from "../../words/times.ts";

/** What needs a supervisor's attention now, what it means, and what lately ended. Where there are many, those of a kind stand together. */
export function AlertsScreen() {
  const all = alerts.value;
  const open = openAlerts.value;
  const ended = (all ?? []).filter(({ endedAt }) => endedAt !== null);
  return (
    <>
      <h1>{say("alerts")}</h1>
      <p class="quiet">{say("alertsHelp")}</p>
      {all === null && <p class="quiet">{say("loading")}</p>}
      {all !== null && open.length === 0 && <p class="empty">{say("noAlerts")}</p>}
      {open.length > MOST_ALONE
        ? alertsByKind(open).map(([kind, some]) => <OfKind key={kind} kind={kind} alerts={some} />)
        : open.map((alert) => (
            <section key={alert.id} class="sheet alert">
              <AlertText alert={alert} />
              <p class="quiet">{alert[language.value].means}</p>
              <Silence alerts={[alert]} />
            </section>
          ))}
      {ended.length > 0 && (
        <section aria-labelledby="ended-alerts">
          <h2 id="ended-alerts">{say("endedAlerts")}</h2>
          <ol class="story">
            {ended.map((alert) => (
              <li key={alert.id}>
                <time dateTime={alert.since}>{shortMoment(alert.since, now.peek())}</time>
                <span>
                  {alert[language.value].what}{" "}
                  {say("until", { time: shortMoment(alert.endedAt!, now.peek()) })}
                </span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

/** Alerts of one kind: what they mean and what can be done, said once, then the skills that have one. */
function OfKind({ kind, alerts: some }: { readonly kind: string; readonly alerts: readonly AlertAnswer[] }) {
  const { means, act } = some[0]![language.value];
  return (
    <section class="sheet alert" aria-labelledby={`alerts-${kind}`}>
      <h2 id={`alerts-${kind}`}>
        <span aria-hidden="true">▲ </span>
        {alertKindName(kind)}: {number(some.length)}
      </h2>
      <p>{act}</p>
      <p class="quiet">{means}</p>
      <Silence alerts={some} />
      <ul>
        {some.map((alert) => (
          <li key={alert.id}>
            {alert.skill && <strong>{alert.skill.name}</strong>} <AlertSince alert={alert} />{" "}
            <Silence alerts={[alert]} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Silences them, or lets them be heard again. */
function Silence({ alerts: some }: { readonly alerts: readonly AlertAnswer[] }) {
  const areSilenced = some.every((one) => isSilenced(one));
  return (
    <button type="button" aria-pressed={areSilenced} onClick={() => silenceAlerts(some, !areSilenced)}>
      {some.length > 1
        ? say(areSilenced ? "silencedAll" : "silenceAll")
        : say(areSilenced ? "silenced" : "silence")}
      <span class="only-heard"> {some[0]!.skill?.name}</span>
    </button>
  );
}

/** More than so many are shown by their kinds. */
const MOST_ALONE = 10;
