import type { Command } from "commander";
import { type SkillList, skillList } from "../../desk/schemas.ts";
import { ControlClient } from "../control-client.ts";
import { operationNames, operationOption } from "../operation-choice.ts";
import { printLists, withFormats } from "../output.ts";
import { dataCommand } from "../program.ts";
import { reader, say } from "../reader.ts";
import { atRest, queryOf } from "./desks-at-rest.ts";
import { skillTable, skillText } from "./skill-table.ts";

/** What each skill does now. It works without a running server too, which is said. */
export function addSkills(program: Command): void {
  const skills = dataCommand(
    program,
    "skills",
    say(
      "cada skill: su espera inteligente, desde cuándo y por qué; quiénes esperan y a quiénes hay que llamar",
      "each skill: its smart wait, since when and why; who waits on the phone, and who is to be called back",
    ),
  );
  withFormats(
    skills,
    say(
      "en JSON, una línea por operación; las horas son milisegundos desde 1970",
      "as JSON, a line for each operation; times are milliseconds since 1970",
    ),
  )
    .addOption(operationOption("all"))
    .action(async ({ data, operation, ...format }) => {
      const lists: SkillList[] = [];
      for (const name of await operationNames(data, operation)) lists.push(await listed(data, name));
      printLists(format, lists, {
        table: (all) => skillTable(all, reader),
        text: (one) => skillText(one, reader),
      });
    });
}

async function listed(data: string, operation: string): Promise<SkillList> {
  const answer = await new ControlClient(data).get(`/v1/skills?${queryOf({ operation })}`, skillList);
  return answer ?? (await atRest(data, ({ skills }) => skills.list({ operation })));
}
