import { randomBytes } from "node:crypto";
import { Command, InvalidArgumentError, Option } from "commander";
import type { ZodType } from "zod";
import { createToken } from "./api/tokens.ts";
import type { OperationRecord, Store } from "./journal/port.ts";
import { openSqliteStore } from "./journal/sqlite/store.ts";
import { verifyRun } from "./journal/verify.ts";
import { Fault } from "./line/faults.ts";
import { importCallLog } from "./operation/import.ts";
import { localDayRange } from "./reports/dates.ts";
import { languageOf } from "./reports/language.ts";
import { serviceLevel } from "./reports/service-level.ts";
import { serviceLevelTable } from "./reports/service-level-table.ts";
import { checkConfigured } from "./server/asterisk-check.ts";
import { asteriskExample, asteriskExampleText } from "./server/asterisk-example.ts";
import { promptsFolder, queueName, trunkChannel, usualAsterisk } from "./server/asterisk-schema.ts";
import { exampleConfiguration } from "./server/configuration.ts";
import { startPlayedDay } from "./server/played-day.ts";
import { type RunningServer, startServer } from "./server/server.ts";
import { version } from "./server/version.ts";

const LOOPBACK = "127.0.0.1";

const print = (line: string) => process.stdout.write(`${line}\n`);

const program = new Command("espera")
  .description(
    "Espera inteligente para centros de contacto. Smart wait for contact centres: return calls that keep the caller's place in line.",
  )
  .version(version);

function command(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .addOption(new Option("--data <directory>", "where the journal is").env("ESPERA_DATA").default("data"));
}

command(program, "start", "run the server; without a configuration, a demonstration")
  .addOption(new Option("--host <address>", "address to listen on").env("HOST").default(LOOPBACK))
  .addOption(
    new Option("--port <number>", "port to listen on").env("PORT").default(8080).argParser(wholeNumber),
  )
  .option("--config <file>", "configuration; default: espera.yaml in the data directory")
  .option("--tls-cert <file>", "certificate, PEM; with --tls-key: speak https")
  .option("--tls-key <file>", "its key, PEM")
  .option("--day <file>", "play a recorded day of this call log instead (.csv or .csv.gz)")
  .option("--date <date>", "which day of it, YYYY-MM-DD")
  .option("--speed <factor>", "how many times as fast as it happened, at most 3600", speedNumber, 60)
  .option("--time-zone <zone>", "IANA zone of the log's times", "America/Bogota")
  .action(async (options: StartOptions) => start(options));

command(program, "import <file...>", "take recorded calls as history")
  .requiredOption("--operation <name>", "whose calls they are; made when there is none")
  .option("--time-zone <zone>", "IANA zone of the file's times; default: the operation's")
  .option("--skip-bad", "leave rows out that cannot be used")
  .action(async (files: string[], { data, operation, timeZone, skipBad }) => {
    await withStore(data, async (store) => {
      for (const file of files) {
        const imported = await importCallLog({ store, operation, file, timeZone, skipBad });
        print(`${file}: ${imported.calls} llamadas / calls → ${operation}`);
        if (imported.leftOut > 0) print(`  ${imported.leftOut} filas omitidas / rows left out`);
      }
    });
  });

const report = program.command("report").description("print a report");
command(report, "service-level", "how many calls were answered in time")
  .requiredOption("--from <date>", "first local day, YYYY-MM-DD")
  .requiredOption("--to <date>", "last local day, inclusive")
  .option("--operation <name>", "default: the only one there is")
  .option("--threshold-s <seconds>", "answered within", positiveNumber, 20)
  .option("--json", "as JSON")
  .addOption(new Option("--lang <language>", "language of the table").choices(["es", "en"]))
  .action(async ({ data, operation, from, to, thresholdS, json, lang }) => {
    await withStore(
      data,
      async (store) => {
        const record = await operationNamed(store, operation);
        const readModels = store.readModels();
        try {
          const range = localDayRange(from, to, record.timeZone);
          const level = await serviceLevel(readModels, record.id, range, thresholdS * 1000);
          print(
            json
              ? JSON.stringify(level)
              : serviceLevelTable(level, thresholdS * 1000, languageOf(lang, process.env)),
          );
        } finally {
          await readModels.close();
        }
      },
      { readOnly: true },
    );
  });

const journal = program.command("journal").description("look after the journal");
command(journal, "verify", "recompute state and reports from the steps, and compare")
  .option("--all", "from the first step; default: from the last checkpoints")
  .action(async ({ data, all }) => {
    const sound = await withStore(data, (store) => verifyEverything(store, all === true), { readOnly: true });
    if (!sound) process.exitCode = 1;
  });

command(program, "backup <file>", "copy the journal while everything goes on").action(
  async (file: string, { data }) => {
    await withStore(data, (store) => store.backup(file), { readOnly: true });
    print(file);
  },
);

const token = program.command("token").description("tokens of the API");
command(token, "create", "make a token; it is shown this once")
  .option("--operation <name>", "default: the only one there is")
  .option("--label <text>", "what it is for", "")
  .option("--code-as-string", 'answer "code" as a string')
  .option("--empty-as-success", "answer an empty range with 200 instead of 404")
  .action(async ({ data, operation, label, codeAsString, emptyAsSuccess }) => {
    await withStore(data, async (store) => {
      const record = await operationNamed(store, operation);
      const wanted = { operation: record.id, label, codeAsString, emptyAsSuccess };
      print((await createToken(store, wanted, Date.now())).token);
    });
  });
command(token, "list", "which tokens there are; never the tokens themselves").action(async ({ data }) => {
  await withStore(
    data,
    async (store) => {
      const names = new Map((await store.operations()).map(({ id, name }) => [id, name]));
      for (const { id, operation, label, createdAt, revokedAt } of await store.tokens())
        print(
          [
            id,
            names.get(operation),
            label || "-",
            iso(createdAt),
            revokedAt ? `revoked ${iso(revokedAt)}` : "valid",
          ].join("  "),
        );
    },
    { readOnly: true },
  );
});
command(token, "revoke <id>", "make a token worthless, at once").action(async (id: string, { data }) => {
  await withStore(data, async (store) => {
    if (!(await store.revokeToken(id, Date.now()))) throw new Fault("token-unknown", { id });
    print(id);
  });
});

program
  .command("config")
  .description("about the configuration")
  .command("example")
  .description("print the demonstration's espera.yaml, to begin your own with")
  .action(() => {
    print(exampleConfiguration());
  });

const asterisk = program.command("asterisk").description("bring queues of an Asterisk to Espera");
asterisk
  .command("dialplan")
  .description("print the dialplan of queues, the manager's user and the espera.yaml for them")
  .addOption(
    new Option("--queue <name...>", "queues, as queues.conf names them")
      .makeOptionMandatory()
      .argParser((name, before: string[] | undefined) => [...(before ?? []), taken(queueName, name)]),
  )
  .addOption(
    new Option("--agi <host:port>", "where Asterisk finds Espera")
      .default(`${usualAsterisk.agi.host}:${usualAsterisk.agi.port}`)
      .argParser(hostAndPort),
  )
  .addOption(
    new Option("--trunk <channel>", "what a return call dials")
      .default("PJSIP/{number}@trunk")
      .argParser((text) => taken(trunkChannel, text)),
  )
  .addOption(
    new Option("--prompts <folder>", "prompts in Asterisk's sounds")
      .default(usualAsterisk.prompts)
      .argParser((text) => taken(promptsFolder, text)),
  )
  .option("--queue-options <letters>", "options of Queue(), like tT", letters)
  .option("--queue-timeout-s <seconds>", "how long Queue() keeps a caller", positiveNumber)
  .addOption(new Option("--part <part>", "one part only").choices(["extensions", "manager", "configuration"]))
  .action(({ queue, part, ...wanted }) => {
    const secret = process.env["ESPERA_AMI_SECRET"];
    const example = {
      ...wanted,
      queues: [...new Set<string>(queue)],
      secret: secret || randomBytes(18).toString("base64url"),
      secretInEnvironment: Boolean(secret),
    };
    const text = part
      ? asteriskExample(example)[part as keyof ReturnType<typeof asteriskExample>]
      : asteriskExampleText(example);
    print(text.trimEnd());
  });
command(
  asterisk,
  "check",
  "test each part between Espera and a running Asterisk; exits with 1 when one is missing",
)
  .option("--config <file>", "configuration; default: espera.yaml in the data directory")
  .addOption(new Option("--lang <language>", "language of what is said").choices(["es", "en"]))
  .action(async ({ data, config, lang }) => {
    const sound = await checkConfigured({
      directory: data,
      ...(config === undefined ? {} : { file: config }),
      language: languageOf(lang, process.env),
      print,
    });
    if (!sound) process.exitCode = 1;
  });

// Whoever reads only the first lines has read enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

program.parseAsync().catch((error: unknown) => {
  complain(error);
  process.exit(1);
});

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
  if ((tlsCert === undefined) !== (tlsKey === undefined)) program.error("give both --tls-cert and --tls-key");
  if ((day === undefined) !== (date === undefined)) program.error("give both --day and --date");
  // Asked to end, or to read its configuration again, while it starts, it does so as soon as it has.
  const asked = Promise.withResolvers<void>();
  const starting = Promise.withResolvers<RunningServer>();
  process.on("SIGHUP", () => {
    starting.promise.then((server) => server.reload()).catch(complain);
  });
  process.on("SIGINT", () => asked.resolve());
  process.on("SIGTERM", () => asked.resolve());
  const server = await startServer({
    data,
    // An empty variable is one that is not set; an empty address would be all of them.
    host: host.trim() || LOOPBACK,
    port,
    print,
    logLevel: process.env["ESPERA_LOG"] ?? (process.stderr.isTTY ? "warn" : "info"),
    ...(config === undefined ? {} : { config }),
    ...(tlsCert === undefined || tlsKey === undefined ? {} : { tls: { cert: tlsCert, key: tlsKey } }),
    ...(day === undefined || date === undefined
      ? {}
      : { operations: async (base) => [await startPlayedDay(base, { file: day, date, timeZone, speed })] }),
  });
  starting.resolve(server);
  await asked.promise;
  await server.stop();
  process.exit();
}

function complain(error: unknown): void {
  const code = (error as { code?: unknown } | null)?.code;
  if (error instanceof Fault) process.stderr.write(`${error.message} [${error.code}]\n`);
  // What the machine refuses (a right, a file, a disk) is no fault of ours: its own sentence says more than a stack.
  else if (error instanceof Error && typeof code === "string")
    process.stderr.write(`${error.message} [${code}]\n`);
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}

async function withStore<T>(
  directory: string,
  use: (store: Store) => Promise<T>,
  { readOnly = false } = {},
): Promise<T> {
  const store = await openSqliteStore({ directory, readOnly });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

async function operationNamed(store: Store, name: string | undefined): Promise<OperationRecord> {
  const all = await store.operations();
  const found = name === undefined && all.length === 1 ? all[0] : all.find((one) => one.name === name);
  if (!found)
    throw new Fault("operation-unknown", {
      name: name ?? "(none given)",
      known: all.map((one) => one.name).join(", ") || "none",
    });
  return found;
}

async function verifyEverything(store: Store, all: boolean): Promise<boolean> {
  let sound = true;
  for (const operation of await store.operations()) {
    for (const run of await store.runs(operation.id)) {
      const result = await verifyRun(store, run, { all });
      const verdict = result.problems.length === 0 ? "ok" : `${result.problems.length} problems`;
      print(
        `${operation.name}  ${run.kind} ${run.name}  ${result.steps} steps, ${result.rows} rows: ${verdict}`,
      );
      for (const problem of result.problems) print(`  ${problem}`);
      sound &&= result.problems.length === 0;
    }
  }
  return sound;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError("a whole number up to 65535 is wanted");
  return Number(text);
}

/** Beyond that the machine's timers are too coarse to keep a day in order. */
function speedNumber(text: string): number {
  const speed = positiveNumber(text);
  if (speed < 0.1 || speed > 3600) throw new InvalidArgumentError("a factor from 0.1 to 3600 is wanted");
  return speed;
}

function positiveNumber(text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number))) throw new InvalidArgumentError("a number above 0 is wanted");
  return number;
}

/** The value by its schema, or what the schema says of it. */
function taken<T>(schema: ZodType<T>, text: string): T {
  const { success, data, error } = schema.safeParse(text);
  if (!success) throw new InvalidArgumentError(error.issues[0]?.message ?? "");
  return data;
}

function hostAndPort(text: string): string {
  if (!/^[A-Za-z0-9._-]+:\d{1,5}$/.test(text)) throw new InvalidArgumentError("write it like 127.0.0.1:4573");
  return text;
}

function letters(text: string): string {
  if (!/^[A-Za-z]+$/.test(text)) throw new InvalidArgumentError("letters are wanted, like tT");
  return text;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
