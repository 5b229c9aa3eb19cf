import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { USUAL_LICENCES } from "../api/limits/gate.ts";
import { isLoopback } from "../api/loopback.ts";
import { buildApi } from "../api/server.ts";
import { newPageKey } from "../api/sign-in/page-key.ts";
import { type Configuration, readConfiguration } from "../configuration/configuration.ts";
import type { Reloaded } from "../desk/schemas.ts";
import { Fault } from "../faults/faults.ts";
import { claimDirectory } from "../journal/sqlite/registry/claim.ts";
import { openSqliteStore } from "../journal/sqlite/store.ts";
import { realClock } from "../time/clock.ts";
import type { Language } from "../words/language.ts";
import { ClockWatch } from "./clock-watch.ts";
import { openControlChannel } from "./control-channel.ts";
import { FileInspection } from "./file-inspection.ts";
import { greeting } from "./greeting.ts";
import { LiftJob } from "./lift-job.ts";
import { logOptions } from "./log.ts";
import { openSecretLines, openSecrets } from "./open-secrets.ts";
import type { OperationBase } from "./operations/operation-base.ts";
import { type RunningOperation, startOperation } from "./operations/running-operation.ts";
import { runningStateOf } from "./operations/running-state.ts";
import { keepToOwner, privateFolderLines } from "./private-folder.ts";
import { type Configured, reload } from "./reload.ts";
import { demonstrationToken } from "./simulated/demonstration-token.ts";
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
  /** Of what is printed; Spanish when left out. */
  readonly language?: Language;
  readonly logLevel?: string;
  /** Runs these operations instead of configured ones. */
  readonly operations?: (base: OperationBase) => Promise<readonly RunningOperation[]>;
  /** Somebody ordered it to stop, by its control channel; whoever started it stops it. */
  readonly stopWanted?: () => void;
}

export interface RunningServer {
  readonly url: string;
  /**
   * Reads the configuration again and lets the operations go on by it. Gives what that changed; nothing of operations that
   * are not configured. Faults: those of the configuration, and of `reload`.
   */
  reload(): Promise<Reloaded>;
  stop(): Promise<void>;
}

/**
 * Starts Espera: claims the data directory, restores every operation's line, opens the API and the control channel,
 * and goes on until it is stopped. Faults: those of the claim, the configuration, the journal, `directory-open` and
 * `address-unusable`.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const log = pino(logOptions(options.logLevel ?? "info"), pino.destination({ fd: 2, sync: false }));
  const { tls } = options;
  // Read first: a file that is not there must not be found out after the past was generated.
  const https = tls ? { cert: readFileSync(tls.cert), key: readFileSync(tls.key) } : null;
  const claim = claimDirectory(options.data);
  const undo: Undo[] = [() => claim.release()];
  try {
    const { language = "es", data: directory, print } = options;
    const folder = keepToOwner(directory);
    if (folder.closed.length > 0) log.warn({ paths: folder.closed }, "open to others, and closed");
    if (folder.open.length > 0) log.warn({ paths: folder.open }, "open to others");
    const clock = new ClockWatch(realClock, options.data, log);
    undo.unshift(() => clock.close());
    // Only who has the claim may bring the journal's schema up to date.
    const store = await openSqliteStore({ directory: options.data, serves: true });
    undo.unshift(() => store.close());
    const inspection = new FileInspection(store, log);
    const readModels = store.readModels();
    undo.unshift(() => readModels.close());
    const base: OperationBase = { store, readModels, log, directory, print, language };
    const licences = new Map<number, number>();
    const { operations, configured, configuration, token, now } = await startOperations(
      options,
      base,
      licences,
      undo,
    );

    const pageKey = newPageKey();
    const api = buildApi({
      store,
      readModels,
      log,
      now,
      pageKey,
      licences: (operation) => licences.get(operation) ?? USUAL_LICENCES,
      live: () => ({ version, operations: operations.map((operation) => operation.view()) }),
      running: (record) => runningStateOf(operations, record),
      readiness: () => operations.map(({ lacking }) => lacking).filter((what) => what !== null),
      degraded: () => [
        ...clock.complaints,
        ...inspection.complaints,
        ...operations
          .flatMap(({ degraded, ceilingReached }) => [degraded ?? null, ceilingReached ?? null])
          .filter((what) => what !== null),
      ],
      ...(https ? { https } : {}),
    });
    undo.unshift(() => api.close());
    await listen(() => api.listen({ host: options.host, port: options.port }), options);
    const readAgain = async () =>
      options.operations
        ? { operations: [], needRestart: [] }
        : reload(operations, configured, (await configurationOf(options)).operations, licences);
    const desk = {
      reload: readAgain,
      acceptClock: () => clock.accept(),
      stop: () => options.stopWanted?.(),
    };
    undo.unshift(await openControlChannel(base, operations, desk));
    const listensOn = api.server.address() as AddressInfo;
    const url = urlOf(listensOn, options);
    log.info({ url }, "listening");
    const secrets = openSecrets(configuration ?? { file: null, operations: [] }, tls?.key);
    if (secrets.length > 0) log.warn({ paths: secrets }, "a secret that everybody on this machine may read");
    const inTheClear = !https && !isLoopback(listensOn.address);
    if (inTheClear) log.warn({ address: listensOn.address }, "listening on the network without TLS");
    for (const line of greeting({
      url,
      pageKey,
      inTheClear,
      rights: [...privateFolderLines(folder, language), ...openSecretLines(secrets, language)],
      operations,
      configuration,
      token,
      now: now(),
      language,
    }))
      options.print(line);
    for (const operation of operations) operation.fillInThePast();
    if (!options.operations)
      for (const operation of operations) {
        const { record } = operation;
        const isReady = () => operation.view().generation === null;
        const lift = new LiftJob({
          directory: options.data,
          record,
          now: () => operation.now(),
          isReady,
          log,
        });
        undo.unshift(() => lift.stop());
      }
    void inspection.look();
    return { url, reload: readAgain, stop: () => inTurn(undo) };
  } catch (error) {
    await inTurn(undo);
    throw error;
  }
}

/** Each operation that runs is in `undo`, also when the one after it fails. */
async function startOperations(
  options: ServerOptions,
  base: OperationBase,
  licences: Map<number, number>,
  undo: Undo[],
) {
  if (options.operations) {
    const operations = await options.operations(base);
    for (const operation of operations) undo.unshift(() => operation.stop());
    const now = () => (operations[0] ?? realClock).now();
    return { operations, configured: new Map() as Configured, configuration: null, token: null, now };
  }
  const configuration = await configurationOf(options);
  const { operations: wanted, demonstration } = configuration;
  const configured: Configured = new Map(wanted.map((one) => [one.name, one]));
  const operations: RunningOperation[] = [];
  for (const one of wanted) {
    const operation = await startOperation(base, one);
    undo.unshift(() => operation.stop());
    operations.push(operation);
    licences.set(operation.record.id, one.licences);
  }
  const first = operations[0];
  const token =
    demonstration && first ? await demonstrationToken(base.store, first.record, realClock.now()) : null;
  return { operations, configured, configuration, token, now: () => realClock.now() };
}

function configurationOf({ data, config }: ServerOptions): Promise<Configuration> {
  return readConfiguration({ directory: data, ...(config === undefined ? {} : { file: config }) });
}

async function listen(open: () => Promise<unknown>, { host, port }: ServerOptions): Promise<void> {
  try {
    await open();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code !== undefined && UNUSABLE.has(code))
      throw new Fault("address-unusable", { host, port, problem: code }, { cause });
    throw cause;
  }
}

/** What listening fails with when the address is to blame. */
const UNUSABLE: ReadonlySet<string> = new Set([
  "EACCES",
  "EADDRINUSE",
  "EADDRNOTAVAIL",
  "EAI_AGAIN",
  "ENOTFOUND",
]);

function urlOf({ address, port, family }: AddressInfo, { tls }: ServerOptions): string {
  const host = family === "IPv6" ? `[${address}]` : address;
  return `${tls ? "https" : "http"}://${host === "0.0.0.0" || host === "[::]" ? "localhost" : host}:${port}`;
}

type Undo = () => Promise<void> | void;

/** Does every one of them, also after one that failed; then throws what failed first. */
async function inTurn(undo: readonly Undo[]): Promise<void> {
  const failed: unknown[] = [];
  for (const one of undo) {
    try {
      await one();
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 0) throw failed[0];
}
