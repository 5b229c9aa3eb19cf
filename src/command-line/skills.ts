import type { Command } from "commander";
import { type SkillList, skillList } from "../api/control/schemas.ts";
import { languageOf } from "../reports/language.ts";
import { ControlClient } from "./control-client.ts";
import { atRest, queryOf } from "./desks-at-rest.ts";
import { operationNames, operationOption } from "./operation-choice.ts";
import { printLists, withFormats } from "./output.ts";
import { dataCommand, languageOption } from "./program.ts";
import { skillTable, skillText } from "./skill-table.ts";

/** What each skill does now. It works without a running server too, which is said. */
export function addSkills(program: Command): void {
  const skills = dataCommand(
    program,
    "skills",
    "each skill: its smart wait, since when and why; who waits, and whom it is to call back",
  );
  withFormats(skills, "as JSON, a line for each operation; times are milliseconds since 1970")
    .addOption(operationOption("all"))
    .addOption(languageOption())
    .action(async ({ data, operation, lang, ...format }) => {
      const lists: SkillList[] = [];
      for (const name of await operationNames(data, operation)) lists.push(await listed(data, name));
      const language = languageOf(lang, process.env);
      printLists(format, lists, {
        table: (all) => skillTable(all, language),
        text: (one) => skillText(one, language),
      });
    });
}

async function listed(data: string, operation: string): Promise<SkillList> {
  const answer = await new ControlClient(data).get(`/v1/skills?${queryOf({ operation })}`, skillList);
  return answer ?? (await atRest(data, ({ skills }) => skills.list({ operation })));
}
