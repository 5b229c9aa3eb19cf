import type { Command } from "commander";
import { explainCall, listCalls } from "../../api/v1/schema/forms.ts";
import { listLimit } from "../arguments.ts";
import { askAbout, type OfOperation } from "../native-api.ts";
import { operationOfCall, operationOption, operationsWanted } from "../operation-choice.ts";
import { printLists, withFormats } from "../output.ts";
import { dataCommand, print } from "../program.ts";
import { reader, toReader } from "../reader.ts";
import { callStory } from "./call-story.ts";
import { callText, recentCallsTable } from "./call-table.ts";

interface WhyOptions {
  readonly data: string;
  readonly operation?: string;
  readonly skill?: string;
  readonly limit?: number;
  readonly numbers?: true;
  readonly json?: true;
  readonly csv?: true;
}

/** Why a call or a callback was treated as it was. It works without a running server too. */
export function addWhy(program: Command): void {
  const why = dataCommand(
    program,
    "why [call]",
    toReader(
      "por qué a una llamada se le ofreció la devolución o no, y qué fue de ella; sin llamada, las más recientes",
      "why a call was offered a return call or not, and what became of it; without a call, the newest calls",
    ),
  );
  withFormats(
    why,
    toReader("en JSON; las horas son milisegundos desde 1970", "as JSON; times are milliseconds since 1970"),
  )
    .addOption(operationOption("found"))
    .option(
      "--skill <skill>",
      toReader(
        "sin llamada: las de este skill, por su nombre o su número",
        "without a call: those of this skill, by its name or its number",
      ),
    )
    .option("--limit <count>", toReader("sin llamada: cuántas", "without a call: how many"), listLimit)
    .option(
      "--numbers",
      toReader("los teléfonos enteros, no solo su final", "whole telephone numbers, not only their end"),
    )
    .action((call: string | undefined, options: WhyOptions) =>
      call === undefined ? list(options) : explain(call, options),
    );
}

async function list({ data, operation, skill, limit, numbers, ...format }: WhyOptions): Promise<void> {
  const lists: OfOperation<typeof listCalls>[] = [];
  for (const one of await operationsWanted(data, operation))
    lists.push(await askAbout(data, one, listCalls, { numbers, query: { skill, limit } }));
  printLists(format, lists, {
    table: (all) => recentCallsTable(all, reader),
    text: (one) => callText(one, reader),
  });
}

async function explain(call: string, { data, operation, numbers, json }: WhyOptions): Promise<void> {
  const found = await operationOfCall(data, operation, call);
  const answer = await askAbout(data, found, explainCall, { id: call, numbers });
  print(json ? JSON.stringify(answer) : callStory(answer, reader));
}
