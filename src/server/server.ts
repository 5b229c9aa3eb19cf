import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { buildApi } from "../api/server.ts";
import { realClock } from "../exchange/clock.ts";
import { claimDirectory } from "../journal/sqlite/claim.ts";
import { openSqliteStore } from "../journal/sqlite/store.ts";
import { Fault } from "../line/faults.ts";
import { type Configuration, readConfiguration } from "./configuration.ts";
import { demonstrationToken } from "./demonstration-token.ts";
import { greeting } from "./greeting.ts";
import { logOptions } from "./log.ts";
import type { OperationBase } from "./operation-base.ts";
import { type RunningOperation, startOperation } from "./running-operation.ts";
import { version } from "./version.ts";

export interface ServerOptions {
  /** Directory of the journal and of `espera.yaml`. */
  readonly data: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Another configuration file than the one in the data directory. */
  readonly config?: string;
  /** PEM files: speak TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Tells whoever started it what goes on, line by line. */
  readonly print: (line: string) => void;
  readonly logLevel?: string;
  /** Runs these operations instead of configured ones. */
  readonly operations?: (base: OperationBase) => Promise<readonly RunningOperation[]>;
}

export interface RunningServer {
  readonly url: string;
  /**
   * Reads the configuration again and lets the operations go on by it; those that came or went are for a restart.
   * Faults: those of the configuration, and then nothing was changed.
   */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts Espera: claims the data directory, restores every operation's line, opens the API, and goes on until it is
 * stopped. Faults: those of the claim, the configuration, the journal, and `address-in-use`.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const log = pino(logOptions(options.logLevel ?? "info"), pino.destination({ fd: 2, sync: false }));
  const store = await openSqliteStore({ directory: options.data });
  const undo: (() => Promise<void> | void)[] = [() => store.close()];
  try {
    const claim = claimDirectory(options.data);
    undo.unshift(() => claim.release());
    const readModels = store.readModels();
    undo.unshift(() => readModels.close());
    const base: OperationBase = { store, readModels, log, directory: options.data, print: options.print };
    const { operations, token, now } = await startOperations(options, base);
    undo.unshift(async () => {
      for (const operation of operations) await operation.stop();
    });

    const api = buildApi({
      store,
      readModels,
      log,
      now,
      live: () => ({ version, operations: operations.map((operation) => operation.view()) }),
      readiness: () => operations.map(({ lacking }) => lacking).filter((what) => what !== null),
      ...(options.tls
        ? { https: { cert: readFileSync(options.tls.cert), key: readFileSync(options.tls.key) } }
        : {}),
    });
    undo.unshift(() => api.close());
    await listen(() => api.listen({ host: options.host, port: options.port }), options);
    const url = urlOf(api.server.address() as AddressInfo, options);
    log.info({ url }, "listening");
    for (const line of greeting({ url, operations, token, now: now() })) options.print(line);
    for (const operation of operations) operation.fillInThePast();
    return { url, reload: () => reload(options, operations), stop: () => inTurn(undo) };
  } catch (error) {
    await inTurn(undo);
    throw error;
  }
}

async function startOperations(options: ServerOptions, base: OperationBase) {
  if (options.operations) {
    const operations = await options.operations(base);
    return { operations, token: null, now: operations[0]?.now ?? realClock.now };
  }
  const { operations: configured, demonstration } = await configurationOf(options);
  const operations: RunningOperation[] = [];
  for (const one of configured) operations.push(await startOperation(base, one));
  const first = operations[0];
  const token =
    demonstration && first ? await demonstrationToken(base.store, first.record, realClock.now()) : null;
  return { operations, token, now: realClock.now };
}

function configurationOf({ data, config }: ServerOptions): Promise<Configuration> {
  return readConfiguration({ directory: data, ...(config === undefined ? {} : { file: config }) });
}

async function reload(options: ServerOptions, operations: readonly RunningOperation[]): Promise<void> {
  if (options.operations) return;
  const { operations: configured } = await configurationOf(options);
  for (const { name, settings } of configured)
    await operations.find(({ record }) => record.name === name)?.adopt(settings);
}

async function listen(open: () => Promise<unknown>, { host, port }: ServerOptions): Promise<void> {
  try {
    await open();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "EADDRINUSE" || code === "EACCES" || code === "EADDRNOTAVAIL")
      throw new Fault("address-unusable", { host, port, problem: code }, { cause });
    throw cause;
  }
}

function urlOf({ address, port, family }: AddressInfo, { tls }: ServerOptions): string {
  const host = family === "IPv6" ? `[${address}]` : address;
  return `${tls ? "https" : "http"}://${host === "0.0.0.0" || host === "[::]" ? "localhost" : host}:${port}`;
}

async function inTurn(undo: readonly (() => Promise<void> | void)[]): Promise<void> {
  for (const one of undo) await one();
}
