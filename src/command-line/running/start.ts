import { type Command, Option } from "commander";
import { readCallLog } from "../../history/call-log.ts";
import { readQueueLog } from "../../history/queue-log/queue-log.ts";
import { isQueueLog } from "../../history/queue-log/queue-log-file.ts";
import { withSkillNames } from "../../history/skill-names.ts";
import type { NodeWanted } from "../../server/nodes/node.ts";
import { type RunningServer, startServer } from "../../server/server.ts";
import { type PlayedDayWanted, startPlayedDay } from "../../server/simulated/played-day.ts";
import { hostAndPort, portNumber, speedNumber } from "../arguments.ts";
import { complain } from "../complaint.ts";
import { type ReadingOptions, readingOf, withReadingOptions } from "../planning/import-options.ts";
import { configOption, dataCommand, print, wrongUse } from "../program.ts";
import { reader, toReader } from "../reader.ts";
import { reloadLines } from "./reload-lines.ts";

export function addStart(program: Command): void {
  const command = dataCommand(
    program,
    "start",
    toReader(
      "arranca el servidor; sin configuración, una demostración",
      "start the server; without a configuration, a demonstration",
    ),
  )
    .addOption(
      new Option("--host <address>", toReader("dirección en la que escucha", "address to listen on"))
        .env("HOST")
        .default(LOOPBACK),
    )
    .addOption(
      new Option("--port <number>", toReader("puerto en el que escucha", "port to listen on"))
        .env("PORT")
        .default(8080)
        .argParser(portNumber),
    )
    .addOption(configOption())
    .option(
      "--node <name>",
      toReader(
        "uno de varios servidores sobre la misma base de datos, con este nombre",
        "one of several servers on the same database, by this name",
      ),
    )
    .option(
      "--node-address <host:port>",
      toReader(
        "dónde lo encuentran los demás nodos, y Asterisk; si no, la primera dirección de la máquina y un puerto libre",
        "where the other nodes, and Asterisk, reach it; else the machine's first address and a free port",
      ),
      hostAndPort,
    )
    .option(
      "--tls-cert <file>",
      toReader(
        "certificado, PEM; con --tls-key atiende por HTTPS",
        "certificate, PEM; with --tls-key: speak https",
      ),
    )
    .option("--tls-key <file>", toReader("su clave, PEM", "its key, PEM"))
    .option(
      "--day <file...>",
      toReader(
        "en vez de eso, revive un día grabado de este registro: un CSV de llamadas, o el queue_log de Asterisk",
        "play a recorded day of this record instead: a CSV of calls, or Asterisk's queue_log",
      ),
    )
    .option("--date <date>", toReader("qué día, AAAA-MM-DD", "which day of it, YYYY-MM-DD"))
    .option(
      "--speed <factor>",
      toReader(
        "cuántas veces más rápido de lo que pasó, hasta 3600",
        "how many times as fast as it happened, at most 3600",
      ),
      speedNumber,
      60,
    )
    .option(
      "--time-zone <zone>",
      toReader("zona IANA de las horas del registro", "IANA zone of the log's times"),
      "America/Bogota",
    );
  withReadingOptions(command).action(async (options: StartOptions) => start(options));
}

interface StartOptions extends ReadingOptions {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly config?: string;
  readonly node?: string;
  readonly nodeAddress?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly day?: readonly string[];
  readonly date?: string;
  readonly speed: number;
  readonly timeZone: string;
}

async function start(options: StartOptions): Promise<void> {
  const { data, host, port, config, node, nodeAddress, tlsCert, tlsKey, day, date, speed, timeZone } =
    options;
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    wrongUse(toReader("diga --tls-cert y --tls-key, los dos", "give both --tls-cert and --tls-key"));
  if (nodeAddress !== undefined && node === undefined)
    wrongUse(toReader("--node-address va con --node", "--node-address goes with --node"));
  if ((day === undefined) !== (date === undefined))
    wrongUse(toReader("diga --day y --date, los dos", "give both --day and --date"));
  const recorded = day === undefined ? null : await recordedCalls(day, options);
  // Asked to end, or to read its configuration again, while it starts, it does so as soon as it has.
  const asked = Promise.withResolvers<void>();
  const starting = Promise.withResolvers<RunningServer>();
  process.on("SIGHUP", () => {
    starting.promise
      .then((server) => server.reload())
      .then(
        (changed) => {
          for (const line of reloadLines(changed, reader)) print(line);
        },
        (error: unknown) => complain(error, reader),
      );
  });
  process.on("SIGINT", () => asked.resolve());
  process.on("SIGTERM", () => asked.resolve());
  const server = await startServer({
    data,
    // An empty variable is one that is not set; an empty address would be all of them.
    host: host.trim() || LOOPBACK,
    port,
    print,
    language: reader,
    stopWanted: () => asked.resolve(),
    logLevel: process.env["ESPERA_LOG"] ?? (process.stderr.isTTY ? "warn" : "info"),
    ...(config === undefined ? {} : { config }),
    ...(node === undefined ? {} : { node: nodeWanted(node, nodeAddress) }),
    ...(tlsCert === undefined || tlsKey === undefined ? {} : { tls: { cert: tlsCert, key: tlsKey } }),
    ...(recorded === null || date === undefined
      ? {}
      : {
          operations: async (base) => [await startPlayedDay(base, { ...recorded, date, timeZone, speed })],
        }),
  });
  starting.resolve(server);
  await asked.promise;
  await server.stop();
  process.exit();
}

function nodeWanted(name: string, address: string | undefined): NodeWanted {
  if (address === undefined) return { name };
  const [host = "", port] = address.split(":");
  return { name, address: { host, port: Number(port) } };
}

/** Files of a queue_log are one record; a CSV is one of its own. */
async function recordedCalls(
  files: readonly string[],
  options: ReadingOptions,
): Promise<Pick<PlayedDayWanted, "file" | "log">> {
  const [file] = files as readonly [string, ...string[]];
  const areQueueLogs = await Promise.all(files.map(isQueueLog));
  if (files.length > 1 && areQueueLogs.includes(false))
    wrongUse(
      toReader(
        "con --day van un CSV de llamadas, o los archivos de un queue_log",
        "--day takes one CSV of calls, or the files of a queue_log",
      ),
    );
  const read = (timeZone: string) =>
    areQueueLogs[0] ? readQueueLog(files, timeZone) : readCallLog(file, timeZone, readingOf(options));
  const { skills } = options;
  return { file, log: (timeZone) => (skills ? withSkillNames(read(timeZone), skills) : read(timeZone)) };
}

const LOOPBACK = "127.0.0.1";
