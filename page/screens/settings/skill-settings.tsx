import { useSignal } from "@preact/signals";
import type { SettingsAnswer } from "../../../src/api/accounts/settings/settings-forms.ts";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { ActionsTitle } from "../../parts/tables/actions-title.tsx";
import { Wide } from "../../parts/tables/wide.tsx";
import { textIn } from "../../parts/text-in.ts";
import { ask } from "../../store/ask.ts";
import { language } from "../../store/language.ts";
import { session } from "../../store/session.ts";
import { say } from "../../words/say.ts";
import { Preview } from "./preview.tsx";
import { yamlOf } from "./yaml.ts";

type Skill = SettingsAnswer["skills"][number];

/** A skill's settings in words, each with its key; changed one at a time, with a reason. */
export function SkillSettingsList({
  settings,
  skill,
  onSaved,
}: {
  readonly settings: SettingsAnswer;
  readonly skill: Skill;
  readonly onSaved: () => void;
}) {
  const changed = useSignal<string | null>(null);
  const shown = settings.keys.filter(({ key }) => Object.hasOwn(skill.values, key));
  return (
    <section>
      <h2>{skill.name}</h2>
      <Wide name={skill.name}>
        <table class="settings">
          <thead>
            <tr>
              <th scope="col">{say("setting")}</th>
              <th scope="col">{say("value")}</th>
              <th scope="col">{say("meaning")}</th>
              <ActionsTitle />
            </tr>
          </thead>
          <tbody>
            {shown.map(({ key, ...words }) => {
              const { byDefault, meaning } = words[language.value];
              const value = skill.values[key]!;
              return (
                <tr key={key}>
                  <th scope="row">
                    <code>{key}</code>
                  </th>
                  <td data-label={say("value")}>
                    {value === "" ? <span class="quiet">{byDefault}</span> : <strong>{value}</strong>}
                  </td>
                  <td data-label={say("meaning")}>{meaning}</td>
                  <td class="row-buttons">
                    <button type="button" onClick={() => (changed.value = key)}>
                      {say(settings.mayChange ? "change" : "howToChange")}
                      <span class="only-heard"> {key}</span>
                    </button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Wide>
      {changed.value !== null && (
        <Change
          settings={settings}
          skill={skill}
          setting={changed.value}
          onClose={() => (changed.value = null)}
          onSaved={onSaved}
        />
      )}
    </section>
  );
}

function Change({
  settings,
  skill,
  setting,
  onClose,
  onSaved,
}: {
  readonly settings: SettingsAnswer;
  readonly skill: Skill;
  readonly setting: string;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}) {
  const value = useSignal(skill.values[setting] ?? "");
  const { written, byDefault, meaning } = settings.keys.find(({ key }) => key === setting)![language.value];
  const values = { ...skill.values, [setting]: value.value };
  const lines = yamlOf(skill, setting, value.value);
  return (
    <FormDialog
      title={`${skill.name} · ${setting}`}
      confirm={settings.mayChange ? say("save") : null}
      submit={async (form) => {
        await ask(`/v1/settings/skills/${skill.id}`, {
          method: "POST",
          body: {
            version: settings.version,
            why: textIn(form, "why"),
            values,
          },
        });
        onSaved();
        return null;
      }}
      onClose={onClose}
    >
      <p>{meaning}</p>
      <label>
        {say("value")}
        <input
          name="value"
          autocomplete="off"
          spellcheck={false}
          value={value.value}
          onInput={({ currentTarget }) => (value.value = currentTarget.value)}
        />
        <small>{say("writtenAs", { written, byDefault })}</small>
      </label>
      {session.value?.role === "administrator" && value.value !== (skill.values[setting] ?? "") && (
        <Preview settings={settings} skill={skill} values={values} />
      )}
      {settings.mayChange ? (
        <label>
          {say("orderReason")}
          <input name="why" required maxLength={500} autocomplete="off" />
          <small>{say("orderReasonHelp")}</small>
        </label>
      ) : (
        <>
          <p>{say(settings.rules === "page" ? "settingsByAdministrators" : "linesToChange")}</p>
          {settings.rules === "file" && <pre>{lines}</pre>}
          {settings.rules === "file" && <p class="quiet">{say("thenReload")}</p>}
        </>
      )}
    </FormDialog>
  );
}
