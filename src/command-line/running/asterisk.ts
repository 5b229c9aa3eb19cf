import { randomBytes } from "node:crypto";
import { type Command, InvalidArgumentError, Option } from "commander";
import { promptsFolder, trunkChannel, usualAsterisk } from "../../configuration/schema/asterisk-schema.ts";
import { callerClass } from "../../configuration/schema/guards-schema.ts";
import { typedQueue } from "../../configuration/schema/queue-name-schema.ts";
import { extensionOf, type NamedQueue, queueOption } from "../../exchange/asterisk/queues/queue-names.ts";
import { agiSecretToPrint } from "../../server/asterisk/agi-secret.ts";
import { checkConfigured } from "../../server/asterisk/asterisk-check.ts";
import { asteriskExample, asteriskExampleText } from "../../server/asterisk/asterisk-example.ts";
import { callForTest } from "../../server/asterisk/asterisk-test-call.ts";
import { hostAndPort, secondsNumber, validated } from "../arguments.ts";
import { configOption, dataCommand, print } from "../program.ts";
import { reader, toReader } from "../reader.ts";
import { addQueueArguments, queueArgumentsOf } from "./queue-arguments.ts";

export function addAsterisk(program: Command): void {
  const asterisk = program
    .command("asterisk")
    .description(
      toReader(
        "conecta las colas de un Asterisk con Espera, y revisa la conexión",
        "connect the queues of an Asterisk to Espera, and check the connection",
      ),
    );
  addDialplan(asterisk);
  dataCommand(
    asterisk,
    "check",
    toReader(
      "prueba cada parte entre Espera y un Asterisk en marcha; termina con 1 si falta alguna",
      "test each part between Espera and a running Asterisk; exits with 1 when one is missing",
    ),
  )
    .addOption(configOption())
    .option(
      "--call <number>",
      toReader(
        "después hace una llamada real a este número, como una devolución: la troncal, el diálogo, la cola, un agente",
        "then place one real call to this number as a return call: the trunk, the dialogue, the queue, an agent",
      ),
    )
    .option(
      "--queue <name>",
      toReader(
        "con --call: en qué cola termina; si no se dice, en la primera",
        "with --call: the queue that it ends in; default: the first one",
      ),
    )
    .option(
      "--wait <seconds>",
      toReader(
        "cuánto se espera a un servidor que está arrancando",
        "how long to wait for a server that is starting",
      ),
      secondsNumber,
      20,
    )
    .action(async ({ data, config, call, queue, wait }) => {
      const wanted = {
        directory: data,
        ...(config === undefined ? {} : { file: config }),
        language: reader,
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
  const command = dataCommand(
    asterisk,
    "dialplan",
    toReader(
      "imprime el dialplan de unas colas, el usuario del manager y su espera.yaml",
      "print the dialplan of queues, the manager's user and the espera.yaml for them",
    ),
  )
    .addOption(
      new Option(
        "--queue <name...>",
        toReader(
          "colas, como las nombra queues.conf; ALIAS=NOMBRE si el dialplan no admite el nombre",
          "queues, as queues.conf names them; ALIAS=NAME where the dialplan cannot have the name",
        ),
      )
        .makeOptionMandatory()
        .argParser((name, before: NamedQueue[] | undefined) => [
          ...(before ?? []),
          validated(
            typedQueue,
            name,
            "escriba la cola como la nombra queues.conf, o ALIAS=NOMBRE, con un alias de letras, cifras, _ y -",
          ),
        ]),
    )
    .addOption(
      new Option(
        "--agi <host:port>",
        toReader("dónde encuentra Asterisk a Espera", "where Asterisk finds Espera"),
      )
        .default(`${usualAsterisk.agi.host}:${usualAsterisk.agi.port}`)
        .argParser(hostAndPort),
    )
    .addOption(
      new Option(
        "--trunk <channel...>",
        toReader(
          "canal por el que sale una devolución; si no puede, el siguiente",
          "the channel that a return call dials; the next one if that fails",
        ),
      )
        .default(usualTrunks)
        .argParser((text, before: string[] | undefined) => [
          ...(before === usualTrunks ? [] : (before ?? [])),
          validated(
            trunkChannel,
            text,
            "escriba el canal con {number} o {national}, como PJSIP/{number}@troncal",
          ),
        ]),
    )
    .addOption(
      new Option(
        "--prompts <folder>",
        toReader(
          "la carpeta de los mensajes entre los sonidos de Asterisk",
          "the folder of the prompts among Asterisk's sounds",
        ),
      )
        .default(usualAsterisk.prompts)
        .argParser((text) =>
          validated(
            promptsFolder,
            text,
            "escriba una carpeta de letras, cifras, _ . - y /, que termine en /, como espera/es/",
          ),
        ),
    )
    .addOption(
      new Option(
        "--class <name=seconds...>",
        toReader("clases de quienes llaman, con su ventaja", "classes of callers, with their credit"),
      ).argParser((text, before: Record<string, number> | undefined) => ({
        ...before,
        ...classCredit(text),
      })),
    )
    .addOption(
      new Option("--part <part>", toReader("solo esta parte", "only this part")).choices([
        "extensions",
        "manager",
        "configuration",
      ]),
    )
    .action(({ data, queue, part, agi, trunk, prompts, class: classes, ...typed }) => {
      const secret = process.env["ESPERA_AMI_SECRET"];
      const queues = [...new Map((queue as NamedQueue[]).map((one) => [queueOption(one), one])).values()];
      const example = {
        agi,
        // It stands in the dialplan alone: printing another part needs no data directory.
        ...(part === undefined || part === "extensions" ? { agiSecret: agiSecretToPrint(data) } : {}),
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
  const { name: known, creditS } = validated(
    callerClass,
    { name, creditS: Number(seconds) },
    "escríbalo como vip=180, hasta 3600 s",
  );
  if (seconds === "" || creditS === 0)
    throw new InvalidArgumentError(toReader("escríbalo como vip=180", "write it like vip=180"));
  return { [known]: creditS };
}
