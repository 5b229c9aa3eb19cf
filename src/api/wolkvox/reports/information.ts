import { formatLocal } from "../../../time/dates.ts";
import { answerOf } from "../answer.ts";
import { readOptionalSkill } from "../parameters.ts";
import type { ReportSources, WolkvoxReport } from "../query.ts";
import { skillsOf } from "../skills-of.ts";

/** `skills`: the skills of the operation, or one of them, as its newest settings have them, by ascending id. */
export function skillsInformation({ store, readModels, limits }: ReportSources): WolkvoxReport {
  return ({ operation: { id, timeZone }, token, parameters }) => {
    const asked = readOptionalSkill(parameters);
    if (typeof asked === "string") return asked;
    return async ({ signal }) => {
      const configured = [...(await skillsOf(store, id)).values()]
        .filter((skill) => asked.skill === null || asked.skill === skill.id)
        .sort((one, other) => one.id - other.id);
      const last = await readModels.lastCalls(
        id,
        configured.map((skill) => skill.id),
        signal,
      );
      const rows = configured.map((skill) => {
        const at = last.get(skill.id);
        return {
          skill_id: String(skill.id),
          skill_name: skill.name,
          skill_description: "",
          last_use: at === undefined ? "" : formatLocal(Math.floor(at), timeZone),
        };
      });
      return answerOf(rows, token, limits);
    };
  };
}

/** `token_info`: what is used of the day's requests, this one included, by the token and by all of the operation. */
export function tokenInfo({ limits, quotaOf }: ReportSources): WolkvoxReport {
  return ({ operation, token }) =>
    () => {
      const quota = quotaOf(operation);
      const { used, byToken } = quota.uses(token.id);
      const { limit, remaining } = quota.state();
      const row = {
        description: token.label,
        token_use_today: String(byToken),
        all_token_today: String(used),
        token_limit: String(limit),
        available_consumption_options: String(remaining),
      };
      return answerOf([row], token, limits);
    };
}
