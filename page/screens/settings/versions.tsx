import { useSignal } from "@preact/signals";
import type { SettingsAnswer } from "../../../src/api/accounts/settings/settings-forms.ts";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { textIn } from "../../parts/text-in.ts";
import { ask } from "../../store/ask.ts";
import { now } from "../../store/clock.ts";
import { say } from "../../words/say.ts";
import { shortMoment } from "../../words/times.ts";

type Version = SettingsAnswer["versions"][number];

/** How the settings came to be what they are: each version with who saved it, why, and what it changed. */
export function Versions({
  settings,
  onSaved,
}: {
  readonly settings: SettingsAnswer;
  readonly onSaved: () => void;
}) {
  const restored = useSignal<Version | null>(null);
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">{say("history")}</h2>
      <ol class="story">
        {settings.versions.map((version) => (
          <li key={version.version}>
            <time dateTime={version.at}>{shortMoment(version.at, now.peek())}</time>
            <div>
              <strong>{say("versionN", { n: version.version })}</strong> ·{" "}
              {version.author ?? say("fromTheFile")}
              {version.why && `: ${version.why}`}
              <ul>
                {version.changes.map(({ skill, setting, from, to }) => (
                  <li key={`${skill} ${setting}`} class="change">
                    {skill}: <code>{setting}</code> {from || "–"} → <strong>{to || "–"}</strong>
                  </li>
                ))}
              </ul>
              {version.changes.length === 0 && <p class="quiet">{say("nothingInSkills")}</p>}
              {settings.mayChange && version.version !== settings.version && (
                <button type="button" onClick={() => (restored.value = version)}>
                  {say("goBackTo", { n: version.version })}
                </button>
              )}
            </div>
          </li>
        ))}
      </ol>
      {restored.value && (
        <FormDialog
          title={say("goBackTo", { n: restored.value.version })}
          confirm={say("save")}
          submit={async (form) => {
            await ask("/v1/settings/restore", {
              method: "POST",
              body: { version: settings.version, to: restored.value!.version, why: textIn(form, "why") },
            });
            onSaved();
            return null;
          }}
          onClose={() => (restored.value = null)}
        >
          <p>{say("goBackHelp")}</p>
          <label>
            {say("orderReason")}
            <input name="why" required maxLength={500} autocomplete="off" />
            <small>{say("orderReasonHelp")}</small>
          </label>
        </FormDialog>
      )}
    </section>
  );
}
