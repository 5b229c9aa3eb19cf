import { type Command, Option } from "commander";
import { languageOf } from "../reports/language.ts";
import { startPlayedDay } from "../server/played-day.ts";
import { type RunningServer, startServer } from "../server/server.ts";
import { portNumber, speedNumber } from "./arguments.ts";
import { complain } from "./complaint.ts";
import { configOption, dataCommand, print, wrongUse } from "./program.ts";
import { reloadLines } from "./reload-lines.ts";

export function addStart(program: Command): void {
  dataCommand(program, "start", "run the server; without a configuration, a demonstration")
    .addOption(new Option("--host <address>", "address to listen on").env("HOST").default(LOOPBACK))
    .addOption(
      new Option("--port <number>", "port to listen on").env("PORT").default(8080).argParser(portNumber),
    )
    .addOption(configOption())
    .option("--tls-cert <file>", "certificate, PEM; with --tls-key: speak https")
    .option("--tls-key <file>", "its key, PEM")
    .option("--day <file>", "play a recorded day of this call log instead (.csv or .csv.gz)")
    .option("--date <date>", "which day of it, YYYY-MM-DD")
    .option("--speed <factor>", "how many times as fast as it happened, at most 3600", speedNumber, 60)
    .option("--time-zone <zone>", "IANA zone of the log's times", "America/Bogota")
    .action(async (options: StartOptions) => start(options));
}

interface StartOptions {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly config?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly day?: string;
  readonly date?: string;
  readonly speed: number;
  readonly timeZone: string;
}

async function start(options: StartOptions): Promise<void> {
  const { data, host, port, config, tlsCert, tlsKey, day, date, speed, timeZone } = options;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) wrongUse("give both --tls-cert and --tls-key");
  if ((day === undefined) !== (date === undefined)) wrongUse("give both --day and --date");
  const language = languageOf(undefined, process.env);
  // Asked to end, or to read its configuration again, while it starts, it does so as soon as it has.
  const asked = Promise.withResolvers<void>();
  const starting = Promise.withResolvers<RunningServer>();
  process.on("SIGHUP", () => {
    starting.promise
      .then((server) => server.reload())
      .then(
        (changed) => {
          for (const line of reloadLines(changed, language)) print(line);
        },
        (error: unknown) => complain(error, language),
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
    language,
    stopWanted: () => asked.resolve(),
    logLevel: process.env["ESPERA_LOG"] ?? (process.stderr.isTTY ? "warn" : "info"),
    ...(config === undefined ? {} : { config }),
    ...(tlsCert === undefined || tlsKey === undefined ? {} : { tls: { cert: tlsCert, key: tlsKey } }),
    ...(day === undefined || date === undefined
      ? {}
      : {
          operations: async (base) => [
            await startPlayedDay(base, {
              file: day,
              date,
              timeZone,
              speed,
              language,
            }),
          ],
        }),
  });
  starting.resolve(server);
  await asked.promise;
  await server.stop();
  process.exit();
}

const LOOPBACK = "127.0.0.1";
