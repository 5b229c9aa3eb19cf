import { userInfo } from "node:os";
import { type Command, Option } from "commander";
import {
  callNow,
  cancelCallback,
  listCallbacks,
  moveCallback,
  showCallback,
} from "../../api/v1/schema/forms.ts";
import { askedMoment } from "../../api/v1/schema/moments.ts";
import { finalStatuses } from "../../journal/definitions.ts";
import { listLimit, validated } from "../arguments.ts";
import { askAbout, type OfOperation, order } from "../native-api.ts";
import { operationOfCallback, operationOption, operationsWanted } from "../operation-choice.ts";
import { printLists, withFormats } from "../output.ts";
import { dataCommand, print, wrongUse } from "../program.ts";
import { reader, toReader } from "../reader.ts";
import { callbackStoryText } from "./callback-story.ts";
import { callbackTable, callbackText } from "./callback-table.ts";

/** What a supervisor does with callbacks from a terminal. Looking works without a running server, ordering does not. */
export function addCallbacks(program: Command): void {
  const callbacks = program
    .command("callbacks")
    .description(
      toReader("las devoluciones: verlas y darles órdenes", "list callbacks, look at one, and give orders"),
    );
  addList(callbacks);
  addShow(callbacks);
  orderCommand(
    callbacks,
    "cancel <id>",
    toReader("termina una devolución: ya no se llama a nadie", "end a callback; the customer is not called"),
  ).action((id: string, options: OrderOptions) => giveOrder(id, cancelCallback, options));
  orderCommand(
    callbacks,
    "move <id>",
    toReader(
      "la pasa a otra hora, o al final de la fila de otro skill",
      "move a callback to another time, or to the end of another skill's line",
    ),
  )
    .option(
      "--to <time>",
      toReader(
        'hora local de la operación, como "2026-11-23 10:30"',
        'local time of the operation, like "2026-11-23 10:30"',
      ),
      (text) => validated(askedMoment, text, "va una hora como 2026-11-23 10:30"),
    )
    .option("--skill <skill>", toReader("por su nombre o su número", "its name or its number"))
    .action((id: string, { to, skill, ...options }: OrderOptions & { to?: string; skill?: string }) => {
      if (to === undefined && skill === undefined)
        wrongUse(toReader("diga --to o --skill, o los dos", "give --to or --skill, or both"));
      return giveOrder(id, moveCallback, options, { to, skill });
    });
  orderCommand(
    callbacks,
    "call <id>",
    toReader(
      "llama ya, en cuanto las reglas lo permitan, sin esperar el turno",
      "call a customer now, or as soon as the rules allow, without waiting for their turn",
    ),
  ).action((id: string, options: OrderOptions) => giveOrder(id, callNow, options));
}

function addList(callbacks: Command): void {
  const list = dataCommand(
    callbacks,
    "list",
    toReader(
      "las devoluciones; si no se dice otra cosa, las abiertas",
      "list callbacks: the open ones, unless you say otherwise",
    ),
  );
  withFormats(
    list,
    toReader(
      "en JSON, una línea por operación; las horas son milisegundos desde 1970",
      "as JSON, a line for each operation; times are milliseconds since 1970",
    ),
  )
    .addOption(operationOption("all"))
    .option(
      "--skill <skill>",
      toReader(
        "las de la fila de este skill, por su nombre o su número",
        "those in the line of this skill, by its name or its number",
      ),
    )
    .addOption(
      new Option("--open", toReader("las abiertas", "only those that are open (the default)")).conflicts([
        "all",
        "status",
      ]),
    )
    .addOption(
      new Option("--all", toReader("también las que terminaron", "also those that have ended")).conflicts(
        "status",
      ),
    )
    .addOption(
      new Option(
        "--status <status>",
        toReader("las que terminaron así", "only those that ended like this"),
      ).choices(finalStatuses()),
    )
    .option(
      "--limit <count>",
      toReader("a lo sumo tantas, las más recientes", "at most this many, the newest first"),
      listLimit,
    )
    .option(
      "--numbers",
      toReader("los teléfonos enteros, no solo su final", "whole telephone numbers, not only their end"),
    )
    .action(async ({ data, operation, skill, all, status, limit, numbers, ...format }) => {
      const query = { skill, status: status ?? (all ? "all" : "open"), limit };
      const lists: OfOperation<typeof listCallbacks>[] = [];
      for (const one of await operationsWanted(data, operation))
        lists.push(await askAbout(data, one, listCallbacks, { numbers, query }));
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
    toReader(
      "la historia completa de una devolución: por qué, cuándo, qué, quién",
      "the whole story of a callback: why, when, what, who",
    ),
  )
    .addOption(operationOption("found"))
    .option(
      "--numbers",
      toReader("el teléfono entero, no solo su final", "the whole telephone number, not only its end"),
    )
    .option(
      "--json",
      toReader(
        "en JSON; las horas son milisegundos desde 1970",
        "as JSON; times are milliseconds since 1970",
      ),
    )
    .action(async (id: string, { data, operation, numbers, json }) => {
      const found = await operationOfCallback(data, operation, id);
      const details = await askAbout(data, found, showCallback, { id, numbers });
      print(json ? JSON.stringify(details) : callbackStoryText(details, reader));
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
      toReader(
        "por qué; se guarda para siempre: sin nombres ni números de clientes",
        "the reason; it is kept for ever, so leave out names and numbers of customers",
      ),
    )
    .option(
      "--author <name>",
      toReader(
        "quién lo ordena; si no se dice, el usuario de este equipo",
        "who orders it; default: the user of this machine",
      ),
      whoIsThere(),
    )
    .addOption(operationOption("found"));
}

/** A person who became another user to run this is named, not the user they became. */
function whoIsThere(): string {
  return process.env["SUDO_USER"] || userInfo().username;
}

async function giveOrder(
  id: string,
  form: typeof cancelCallback | typeof moveCallback | typeof callNow,
  { data, operation, author, why }: OrderOptions,
  particulars: object = {},
): Promise<void> {
  if (why.trim() === "") wrongUse(toReader("diga el motivo con --why", "give a reason with --why"));
  const { name } = await operationOfCallback(data, operation, id);
  const found = { id, operation: name };
  // Of two who order at once, the second did not know what the first one did.
  const { version } = (await order(data, showCallback, found)).callback;
  const body = { why, version, ...particulars };
  print((await order(data, form, { ...found, author, body }))[reader]);
}
