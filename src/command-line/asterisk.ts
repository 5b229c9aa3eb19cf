import { randomBytes } from "node:crypto";
import { type Command, InvalidArgumentError, Option } from "commander";
import { extensionOf, type NamedQueue, queueOption } from "../exchange/asterisk/queue-names.ts";
import { languageOf } from "../reports/language.ts";
import { checkConfigured } from "../server/asterisk-check.ts";
import { asteriskExample, asteriskExampleText } from "../server/asterisk-example.ts";
import { promptsFolder, trunkChannel, usualAsterisk } from "../server/asterisk-schema.ts";
import { callForTest } from "../server/asterisk-test-call.ts";
import { callerClass } from "../server/guards-schema.ts";
import { typedQueue } from "../server/queue-name-schema.ts";
import { hostAndPort, secondsNumber, taken } from "./arguments.ts";
import { configOption, dataCommand, languageOption, print } from "./program.ts";
import { addQueueArguments, queueArgumentsOf } from "./queue-arguments.ts";

export function addAsterisk(program: Command): void {
  const asterisk = program.command("asterisk").description("bring queues of an Asterisk to Espera");
  addDialplan(asterisk);
  dataCommand(
    asterisk,
    "check",
    "test each part between Espera and a running Asterisk; exits with 1 when one is missing",
  )
    .addOption(configOption())
    .option(
      "--call <number>",
      "then place one real call to this number as a return call: the trunk, the dialogue, the queue, an agent",
    )
    .option("--queue <name>", "with --call: in whose line it ends; default: the first queue")
    .option("--wait <seconds>", "how long a server that is starting is waited for", secondsNumber, 20)
    .addOption(languageOption())
    .action(async ({ data, config, call, queue, wait, lang }) => {
      const wanted = {
        directory: data,
        ...(config === undefined ? {} : { file: config }),
        language: languageOf(lang, process.env),
        print,
      };
      const sound =
        (await checkConfigured({ ...wanted, waitMs: wait * 1000 })) &&
        (call === undefined || (await callForTest({ ...wanted, number: call, queue })));
      if (!sound) process.exitCode = 1;
    });
}

const usualTrunks = ["PJSIP/{number}@trunk"];

function addDialplan(asterisk: Command): void {
  const command = asterisk
    .command("dialplan")
    .description("print the dialplan of queues, the manager's user and the espera.yaml for them")
    .addOption(
      new Option(
        "--queue <name...>",
        "queues, as queues.conf names them; ALIAS=NAME where the dialplan cannot have the name",
      )
        .makeOptionMandatory()
        .argParser((name, before: NamedQueue[] | undefined) => [...(before ?? []), taken(typedQueue, name)]),
    )
    .addOption(
      new Option("--agi <host:port>", "where Asterisk finds Espera")
        .default(`${usualAsterisk.agi.host}:${usualAsterisk.agi.port}`)
        .argParser(hostAndPort),
    )
    .addOption(
      new Option("--trunk <channel...>", "what a return call dials; the next where one cannot place it")
        .default(usualTrunks)
        .argParser((text, before: string[] | undefined) => [
          ...(before === usualTrunks ? [] : (before ?? [])),
          taken(trunkChannel, text),
        ]),
    )
    .addOption(
      new Option("--prompts <folder>", "prompts in Asterisk's sounds")
        .default(usualAsterisk.prompts)
        .argParser((text) => taken(promptsFolder, text)),
    )
    .addOption(
      new Option("--class <name=seconds...>", "classes of callers, with their credit").argParser(
        (text, before: Record<string, number> | undefined) => ({ ...before, ...classCredit(text) }),
      ),
    )
    .addOption(
      new Option("--part <part>", "one part only").choices(["extensions", "manager", "configuration"]),
    )
    .action(({ queue, part, agi, trunk, prompts, class: classes, ...typed }) => {
      const secret = process.env["ESPERA_AMI_SECRET"];
      const queues = [...new Map((queue as NamedQueue[]).map((one) => [queueOption(one), one])).values()];
      const example = {
        agi,
        trunks: trunk,
        prompts,
        queues,
        ...(classes === undefined ? {} : { classes }),
        queueArguments: queueArgumentsOf(queues.map(extensionOf), typed),
        secret: secret || randomBytes(18).toString("base64url"),
        secretInEnvironment: Boolean(secret),
      };
      const text = part
        ? asteriskExample(example)[part as keyof ReturnType<typeof asteriskExample>]
        : asteriskExampleText(example);
      print(text.trimEnd());
    });
  addQueueArguments(command);
}

/** `vip=180`: a class and its credit, s. */
function classCredit(text: string): Record<string, number> {
  const [, name = "", seconds = ""] = /^([^=]*)=(\d+)$/.exec(text) ?? [];
  const { name: known, creditS } = taken(callerClass, { name, creditS: Number(seconds) });
  if (seconds === "" || creditS === 0) throw new InvalidArgumentError("write it like vip=180");
  return { [known]: creditS };
}
