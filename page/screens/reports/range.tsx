import { type GroupName, groupTitles } from "../../../src/api/v1/reports/columns/report-column.ts";
import { SkillChoice } from "../../parts/skill-choice.tsx";
import { refine } from "../../store/address.ts";
import { language } from "../../store/language.ts";
import { say } from "../../words/say.ts";
import { addDays, asked, PRESETS, type Preset } from "./asked.ts";

/** Of which days and which skill a report is, and by what its rows are counted. */
export function RangeChoice() {
  const { by, preset, from, to, skill } = asked.value;
  return (
    <div class="filters">
      <fieldset class="tabs" aria-label={say("range")}>
        {(Object.keys(PRESETS) as Preset[]).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === preset}
            onClick={() => refine({ range: one, from: null, to: null, group: null })}
          >
            {say(one)}
          </button>
        ))}
      </fieldset>
      <label>
        {say("from")}{" "}
        <input
          type="date"
          value={from}
          max={to}
          onChange={({ currentTarget }) =>
            refine({ from: currentTarget.value, to, range: null, group: null })
          }
        />
      </label>
      <label>
        {say("to")}{" "}
        <input
          type="date"
          value={to}
          min={from}
          max={addDays(from, 30)}
          onChange={({ currentTarget }) =>
            refine({ from, to: currentTarget.value, range: null, group: null })
          }
        />
      </label>
      <label>
        {say("by")}{" "}
        <select
          value={by ?? ""}
          onChange={({ currentTarget: { value } }) =>
            refine({ by: value === "" ? null : value, group: null })
          }
        >
          <option value="">{say("bySkill")}</option>
          {(Object.keys(groupTitles) as GroupName[]).map((one) => (
            <option key={one} value={one}>
              {groupTitles[one][language.value]}
            </option>
          ))}
        </select>
      </label>
      <SkillChoice
        label={say("skill")}
        none={say("filterAnySkill")}
        value={skill ?? ""}
        onChange={({ currentTarget: { value } }) => refine({ skill: value === "" ? null : value })}
      />
    </div>
  );
}
