import { userInfo } from "node:os";
import { type Command, Option } from "commander";
import {
  type CallbackDetails,
  type CallbackList,
  type CallbackQuery,
  callbackDetails,
  callbackList,
  callbackQuery,
  localMinute,
} from "../../desk/schemas.ts";
import { finalStatuses } from "../../journal/definitions.ts";
import { listLimit, taken } from "../arguments.ts";
import { ControlClient } from "../control-client.ts";
import { operationNames, operationOfCallback, operationOption } from "../operation-choice.ts";
import { printLists, withFormats } from "../output.ts";
import { dataCommand, print, wrongUse } from "../program.ts";
import { reader, say } from "../reader.ts";
import { callbackStory } from "./callback-story.ts";
import { callbackTable, callbackText } from "./callback-table.ts";
import { atRest, queryOf } from "./desks-at-rest.ts";

/** What a supervisor does with callbacks from a terminal. Looking works without a running server, ordering does not. */
export function addCallbacks(program: Command): void {
  const callbacks = program
    .command("callbacks")
    .description(say("las devoluciones: verlas y darles órdenes", "look after the callbacks"));
  addList(callbacks);
  addShow(callbacks);
  orderCommand(
    callbacks,
    "cancel <id>",
    say("termina una devolución: ya no se llama a nadie", "end a callback: nobody is called any more"),
  ).action((id: string, options: OrderOptions) => order(id, "cancel", options));
  orderCommand(
    callbacks,
    "move <id>",
    say(
      "la pasa a otra hora, o al final de la fila de otro skill",
      "to another time, or to the end of another skill's line",
    ),
  )
    .option(
      "--to <time>",
      say(
        'hora local de la operación, como "2026-11-23 10:30"',
        'local time of the operation, like "2026-11-23 10:30"',
      ),
      (text) => taken(localMinute, text, "va una hora como 2026-11-23 10:30"),
    )
    .option("--skill <skill>", say("por su nombre o su número", "its name or its number"))
    .action((id: string, { to, skill, ...options }: OrderOptions & { to?: string; skill?: string }) => {
      if (to === undefined && skill === undefined)
        wrongUse(say("diga --to o --skill, o los dos", "give --to or --skill, or both"));
      return order(id, "move", options, { to, skill });
    });
  orderCommand(
    callbacks,
    "call <id>",
    say(
      "llama ya, en cuanto las reglas lo permitan, sin esperar el turno",
      "call now, as soon as the rules allow, whosever turn it is",
    ),
  ).action((id: string, options: OrderOptions) => order(id, "call-now", options));
}

function addList(callbacks: Command): void {
  const list = dataCommand(
    callbacks,
    "list",
    say(
      "las devoluciones; si no se dice otra cosa, las abiertas",
      "callbacks; those that are open when nothing else is said",
    ),
  );
  withFormats(
    list,
    say(
      "en JSON, una línea por operación; las horas son milisegundos desde 1970",
      "as JSON, a line for each operation; times are milliseconds since 1970",
    ),
  )
    .addOption(operationOption("all"))
    .option(
      "--skill <skill>",
      say(
        "las de la fila de este skill, por su nombre o su número",
        "those in the line of this skill, by its name or its number",
      ),
    )
    .addOption(new Option("--open", say("las abiertas", "those that are open")).conflicts(["all", "status"]))
    .addOption(
      new Option("--all", say("también las que terminaron", "those that ended too")).conflicts("status"),
    )
    .addOption(
      new Option("--status <status>", say("las que terminaron así", "those that ended so")).choices(
        finalStatuses(),
      ),
    )
    .option(
      "--limit <count>",
      say("a lo sumo tantas, las más recientes", "at most so many, the newest"),
      listLimit,
    )
    .option(
      "--numbers",
      say("los teléfonos enteros, no solo su final", "whole telephone numbers, not only their end"),
    )
    .action(async ({ data, operation, skill, all, status, limit, numbers, ...format }) => {
      const wanted = {
        skill,
        status: status ?? (all ? "all" : "open"),
        ...(limit === undefined ? {} : { limit }),
        numbers: String(numbers === true),
      };
      const lists: CallbackList[] = [];
      for (const name of await operationNames(data, operation))
        lists.push(await listed(data, callbackQuery.parse({ operation: name, ...wanted })));
      printLists(format, lists, {
        table: (all) => callbackTable(all, reader),
        text: (one) => callbackText(one, reader),
      });
    });
}

function addShow(callbacks: Command): void {
  dataCommand(
    callbacks,
    "show <id>",
    say(
      "la historia completa de una devolución: por qué, cuándo, qué, quién",
      "the whole story of a callback: why, when, what, who",
    ),
  )
    .addOption(operationOption("found"))
    .option(
      "--numbers",
      say("el teléfono entero, no solo su final", "the whole telephone number, not only its end"),
    )
    .option(
      "--json",
      say("en JSON; las horas son milisegundos desde 1970", "as JSON; times are milliseconds since 1970"),
    )
    .action(async (id: string, { data, operation, numbers, json }) => {
      const name = await operationOfCallback(data, operation, id);
      const details = await shown(data, id, { operation: name, numbers: numbers === true });
      print(json ? JSON.stringify(details) : callbackStory(details, reader));
    });
}

interface OrderOptions {
  readonly data: string;
  readonly operation?: string;
  readonly why: string;
  readonly author: string;
}

function orderCommand(callbacks: Command, name: string, description: string): Command {
  return dataCommand(callbacks, name, description)
    .requiredOption(
      "--why <text>",
      say(
        "por qué; se guarda para siempre: sin nombres ni números de clientes",
        "why; kept for ever, so no names and numbers of customers",
      ),
    )
    .option(
      "--author <name>",
      say(
        "quién lo ordena; si no se dice, el usuario de este equipo",
        "who orders it; default: the user of this machine",
      ),
      whoIsThere(),
    )
    .addOption(operationOption("found"));
}

/** Whoever became another user to run this is named, not the user he became. */
function whoIsThere(): string {
  return process.env["SUDO_USER"] || userInfo().username;
}

async function order(
  id: string,
  act: "cancel" | "move" | "call-now",
  { data, operation, author, why }: OrderOptions,
  particulars: object = {},
): Promise<void> {
  if (why.trim() === "") wrongUse(say("diga el motivo con --why", "give --why in words"));
  const path = `/v1/callbacks/${encodeURIComponent(id)}/${act}`;
  const body = { operation: await operationOfCallback(data, operation, id), author, why, ...particulars };
  const answer = await new ControlClient(data).order(path, body);
  const sentence = answer[reader];
  if (answer.outcome === "done") {
    print(sentence);
    return;
  }
  process.stderr.write(`${sentence} [${answer.outcome}]\n`);
  process.exitCode = 1;
}

async function listed(data: string, wanted: CallbackQuery): Promise<CallbackList> {
  const answer = await new ControlClient(data).get(`/v1/callbacks?${queryOf(wanted)}`, callbackList);
  return answer ?? (await atRest(data, ({ callbacks }) => callbacks.list(wanted)));
}

async function shown(
  data: string,
  id: string,
  wanted: { readonly operation: string; readonly numbers: boolean },
): Promise<CallbackDetails> {
  const path = `/v1/callbacks/${encodeURIComponent(id)}?${queryOf(wanted)}`;
  const answer = await new ControlClient(data).get(path, callbackDetails);
  return answer ?? (await atRest(data, ({ callbacks }) => callbacks.show(id, wanted)));
}
