import type { Command } from "commander";
import { listSkills } from "../../api/v1/schema/forms.ts";
import { askAbout, type OfOperation } from "../native-api.ts";
import { operationOption, operationsWanted } from "../operation-choice.ts";
import { printLists, withFormats } from "../output.ts";
import { dataCommand } from "../program.ts";
import { reader, toReader } from "../reader.ts";
import { skillTable, skillText } from "./skill-table.ts";

/** What each skill does now. It works without a running server too, which is said. */
export function addSkills(program: Command): void {
  const skills = dataCommand(
    program,
    "skills",
    toReader(
      "cada skill: su espera inteligente, desde cuándo y por qué; quiénes esperan y a quiénes hay que llamar",
      "each skill: its smart wait, since when and why; who waits on the phone, and who is to be called back",
    ),
  );
  withFormats(
    skills,
    toReader(
      "en JSON, una línea por operación; las horas son milisegundos desde 1970",
      "as JSON, a line for each operation; times are milliseconds since 1970",
    ),
  )
    .addOption(operationOption("all"))
    .action(async ({ data, operation, ...format }) => {
      const lists: OfOperation<typeof listSkills>[] = [];
      for (const one of await operationsWanted(data, operation))
        lists.push(await askAbout(data, one, listSkills, {}));
      printLists(format, lists, {
        table: (all) => skillTable(all, reader),
        text: (one) => skillText(one, reader),
      });
    });
}
