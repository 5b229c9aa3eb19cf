import { AlertText } from "../../parts/live/alert-lines.tsx";
import { alerts, isSilenced, openAlerts, silenceAlert } from "../../store/alerts.ts";
import { now } from "../../store/clock.ts";
import { language } from "../../store/language.ts";
import { say } from "../../words/say.ts";
import { shortMoment } from "../../words/times.ts";

/** What needs a supervisor's attention now, what it means, and what lately ended. */
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
      {open.map((alert) => (
        <section key={alert.id} class="sheet alert">
          <AlertText alert={alert} />
          <p class="quiet">{alert[language.value].means}</p>
          <button
            type="button"
            aria-pressed={isSilenced(alert.id)}
            onClick={() => silenceAlert(alert.id, !isSilenced(alert.id))}
          >
            {say(isSilenced(alert.id) ? "silenced" : "silence")}
          </button>
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
