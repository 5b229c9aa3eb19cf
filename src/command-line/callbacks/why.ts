import type { Command } from "commander";
import { type CallDetails, type CallList, callDetails, callList, callQuery } from "../../desk/schemas.ts";
import { listLimit } from "../arguments.ts";
import { ControlClient } from "../control-client.ts";
import { operationNames, operationOfCall, operationOption } from "../operation-choice.ts";
import { printLists, withFormats } from "../output.ts";
import { dataCommand, print } from "../program.ts";
import { reader, say } from "../reader.ts";
import { callStory } from "./call-story.ts";
import { callTable, callText } from "./call-table.ts";
import { atRest, queryOf } from "./desks-at-rest.ts";

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
    say(
      "por qué a una llamada se le ofreció la devolución o no, y qué fue de ella; sin llamada, las más recientes",
      "why a call was offered a return call or not, and what became of it; without a call: the newest ones",
    ),
  );
  withFormats(
    why,
    say("en JSON; las horas son milisegundos desde 1970", "as JSON; times are milliseconds since 1970"),
  )
    .addOption(operationOption("found"))
    .option(
      "--skill <skill>",
      say(
        "sin llamada: las de este skill, por su nombre o su número",
        "without a call: those of this skill, by its name or its number",
      ),
    )
    .option("--limit <count>", say("sin llamada: cuántas", "without a call: so many"), listLimit)
    .option(
      "--numbers",
      say("los teléfonos enteros, no solo su final", "whole telephone numbers, not only their end"),
    )
    .action((call: string | undefined, options: WhyOptions) =>
      call === undefined ? list(options) : explain(call, options),
    );
}

async function list({ data, operation, skill, limit, numbers, ...format }: WhyOptions): Promise<void> {
  const lists: CallList[] = [];
  for (const name of await operationNames(data, operation)) {
    const wanted = { operation: name, skill, limit, numbers: String(numbers === true) };
    const answer = await new ControlClient(data).get(`/v1/calls?${queryOf(wanted)}`, callList);
    lists.push(answer ?? (await atRest(data, ({ calls }) => calls.list(callQuery.parse(wanted)))));
  }
  printLists(format, lists, {
    table: (all) => callTable(all, reader),
    text: (one) => callText(one, reader),
  });
}

async function explain(call: string, { data, operation, numbers, json }: WhyOptions): Promise<void> {
  const name = await operationOfCall(data, operation, call);
  const wanted = { operation: name, numbers: numbers === true };
  const path = `/v1/calls/${encodeURIComponent(call)}?${queryOf(wanted)}`;
  const answer: CallDetails =
    (await new ControlClient(data).get(path, callDetails)) ??
    (await atRest(data, ({ calls }) => calls.why(call, wanted)));
  print(json ? JSON.stringify(answer) : callStory(answer, reader));
}
