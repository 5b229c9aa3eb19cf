import { useSignal } from "@preact/signals";
import type { SettingsAnswer } from "../../../src/api/accounts/settings/settings-forms.ts";
import { Refused } from "../../parts/refused.tsx";
import { address, refine } from "../../store/address.ts";
import { useFetched } from "../../store/fetched.ts";
import { session } from "../../store/session.ts";
import { say } from "../../words/say.ts";
import { SkillSettingsList } from "./skill-settings.tsx";
import { Versions } from "./versions.tsx";

/** What holds for each skill, how it came to be so, and, where the page rules it, the way to change it. */
export function SettingsScreen() {
  const again = useSignal(0);
  const found = useFetched<SettingsAnswer>("/v1/settings", again.value).value;
  const settings = found.answer;
  const wanted = Number(address.value.searchParams.get("skill"));
  const shown = settings?.skills.find(({ id }) => id === wanted) ?? settings?.skills[0];
  return (
    <>
      <h1>{say("settings")}</h1>
      <Refused error={found.error} />
      {!settings && found.isLoading && <p class="quiet">{say("loading")}</p>}
      {settings && (
        <>
          <p>
            {settings.rules === "page"
              ? say(settings.mayChange ? "settingsHere" : "settingsByAdministrators")
              : settings.file === null
                ? say("settingsOfDemonstration")
                : say("settingsInFile", { file: settings.file })}
          </p>
          {session.value?.role === "administrator" && (
            <p>
              <a href="/settings/prompts" data-inside>
                {say("promptsLink")}
              </a>
            </p>
          )}
          {shown && settings.skills.length > 1 && (
            <fieldset class="tabs" aria-label={say("skill")}>
              {settings.skills.map(({ id, name }) => (
                <button
                  key={id}
                  type="button"
                  aria-pressed={id === shown.id}
                  onClick={() => refine({ skill: String(id) })}
                >
                  {name}
                </button>
              ))}
            </fieldset>
          )}
          {shown && (
            <SkillSettingsList
              key={shown.id}
              settings={settings}
              skill={shown}
              onSaved={() => again.value++}
            />
          )}
          <Versions settings={settings} onSaved={() => again.value++} />
        </>
      )}
    </>
  );
}
