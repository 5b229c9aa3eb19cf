import type { Command } from "commander";
import { type CallDetails, type CallList, callDetails, callList, callQuery } from "../api/control/schemas.ts";
import { languageOf } from "../reports/language.ts";
import { taken } from "./arguments.ts";
import { callStory } from "./call-story.ts";
import { callTable, callText } from "./call-table.ts";
import { ControlClient } from "./control-client.ts";
import { atRest, queryOf } from "./desks-at-rest.ts";
import { operationNames, operationOfCall, operationOption } from "./operation-choice.ts";
import { printLists, withFormats } from "./output.ts";
import { dataCommand, languageOption, print } from "./program.ts";

interface WhyOptions {
  readonly data: string;
  readonly operation?: string;
  readonly skill?: string;
  readonly limit?: number;
  readonly numbers?: true;
  readonly json?: true;
  readonly csv?: true;
  readonly lang?: string;
}

/** Why a call or a callback was treated as it was. It works without a running server too. */
export function addWhy(program: Command): void {
  const why = dataCommand(
    program,
    "why [call]",
    "why a call was offered a return call or not, and what became of it; without a call: the newest ones",
  );
  withFormats(why, "as JSON; times are milliseconds since 1970")
    .addOption(operationOption("found"))
    .option("--skill <skill>", "without a call: those of this skill, by its name or its number")
    .option("--limit <count>", "without a call: so many", (text) => taken(callQuery.shape.limit, text))
    .option("--numbers", "whole telephone numbers, not only their end")
    .addOption(languageOption())
    .action((call: string | undefined, options: WhyOptions) =>
      call === undefined ? list(options) : explain(call, options),
    );
}

async function list({ data, operation, skill, limit, numbers, lang, ...format }: WhyOptions): Promise<void> {
  const lists: CallList[] = [];
  for (const name of await operationNames(data, operation)) {
    const wanted = { operation: name, skill, limit, numbers: String(numbers === true) };
    const answer = await new ControlClient(data).get(`/v1/calls?${queryOf(wanted)}`, callList);
    lists.push(answer ?? (await atRest(data, ({ calls }) => calls.list(callQuery.parse(wanted)))));
  }
  const language = languageOf(lang, process.env);
  printLists(format, lists, {
    table: (all) => callTable(all, language),
    text: (one) => callText(one, language),
  });
}

async function explain(call: string, { data, operation, numbers, json, lang }: WhyOptions): Promise<void> {
  const name = await operationOfCall(data, operation, call);
  const wanted = { operation: name, numbers: numbers === true };
  const path = `/v1/calls/${encodeURIComponent(call)}?${queryOf(wanted)}`;
  const answer: CallDetails =
    (await new ControlClient(data).get(path, callDetails)) ??
    (await atRest(data, ({ calls }) => calls.why(call, wanted)));
  print(json ? JSON.stringify(answer) : callStory(answer, languageOf(lang, process.env)));
}
