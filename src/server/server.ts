import { readFileSync } from "node:fs";
import { pino } from "pino";
import { isLoopback } from "../api/loopback.ts";
import { linkTo } from "../api/sign-in/sessions.ts";
import type { Reloaded } from "../api/v1/schema/administration.ts";
import { type Configuration, readConfiguration } from "../configuration/configuration.ts";
import { storeLocation } from "../configuration/store-location.ts";
import { ownerHere } from "../desk/owner.ts";
import { Fault } from "../faults/faults.ts";
import { openStore } from "../journal/open-store.ts";
import { claimDirectory } from "../journal/sqlite/registry/claim.ts";
import { realClock } from "../time/real-clock.ts";
import type { Language } from "../words/language.ts";
import { ClockWatch } from "./clock-watch.ts";
import { FileInspection } from "./data-folder/file-inspection.ts";
import { openLocalApi } from "./data-folder/local-api.ts";
import { keepToOwner, privateFolderLines } from "./data-folder/private-folder.ts";
import type { ListensOn } from "./front/front.ts";
import { FrontThread } from "./front/front-thread.ts";
import { PublishedTime } from "./front/published-time.ts";
import { greeting } from "./greeting.ts";
import { inTurn, type Undo } from "./in-turn.ts";
import { logOptions } from "./log.ts";
import { joinNodes, type NodeWanted, type RunningNode } from "./nodes/node.ts";
import { soleTenures } from "./nodes/sole-tenure.ts";
import { openSecretLines, openSecrets } from "./open-secrets.ts";
import { atWork } from "./operations/at-work.ts";
import { beginBeside } from "./operations/beside-operation.ts";
import type { OperationBase } from "./operations/operation-base.ts";
import { operationRecord } from "./operations/operation-record.ts";
import type { RunningOperation } from "./operations/running-operation.ts";
import { startOperation } from "./operations/start-operation.ts";
import { promptsPlaceOf } from "./prompts/prompts-place.ts";
import { adoptSaved, type Configured, reload } from "./reload.ts";
import { signInSettings } from "./sign-in-settings.ts";
import { demonstrationLinkKey } from "./simulated/demonstration-link.ts";
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
  /** Runs operations as one of the nodes of its database. Left out: it runs them all alone. */
  readonly node?: NodeWanted;
  /** PEM files: speak TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Prints what goes on, line by line, for the person who started it. */
  readonly print: (line: string) => void;
  /** Of what is printed; Spanish when left out. */
  readonly language?: Language;
  readonly logLevel?: string;
  /** Runs these operations instead of configured ones. */
  readonly operations?: (base: OperationBase) => Promise<readonly RunningOperation[]>;
  /** Somebody ordered it to stop, by the socket of its directory; the process that started it stops it. */
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
 * Starts Espera: claims the data directory, restores every operation's line, opens the API, on the network and on the socket of the directory,
 * and goes on until it is stopped. Faults: those of the claim, the configuration, the journal, `directory-open` and
 * `address-unusable`.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { logLevel = "info" } = options;
  const log = pino(logOptions(logLevel), pino.destination({ fd: 2, sync: false }));
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
    // Only the process with the claim may bring the journal's schema up to date.
    const store = await openStore(storeLocation(options.data), { serves: true });
    undo.unshift(() => store.close());
    const inspection = new FileInspection(store, log);
    const readModels = store.readModels();
    undo.unshift(() => readModels.close());
    const front = new FrontThread(log);
    undo.unshift(() => front.close());
    const base: OperationBase = { store, readModels, log, directory, print, language };
    const licences = new Map<number, number>();
    const { operations, configured, configuration, token, now, node } = await startOperations(
      options,
      base,
      licences,
      undo,
    );

    const owner =
      node?.owner ??
      ownerHere(
        (operation) => atWork(operations, operation),
        (operation) => adoptSaved(operations, configured, operation),
      );
    const live = async () => ({ version, operations: operations.map((operation) => operation.view()) });
    const time = new PublishedTime(now);
    undo.unshift(() => time.close());
    // Before the operations stop: what was asked of them is answered.
    undo.unshift(() => front.close());
    const listensOn = await front.open(
      {
        directory,
        host: options.host,
        port: options.port,
        https,
        configurationFile: configuration?.file ?? null,
        signIn: await signInSettings(configuration?.signIn ?? { passwords: true }),
        licences,
        time: time.memory,
        logLevel,
      },
      {
        owner,
        server: {
          live,
          readiness: async () =>
            [node?.lacking ?? null, ...operations.map(({ lacking }) => lacking)].filter(
              (what) => what !== null,
            ),
          degraded: async () => [
            ...clock.complaints,
            ...inspection.complaints,
            ...(node?.lines ?? []),
            ...operations
              .flatMap(({ degraded, ceilingReached }) => [degraded ?? null, ceilingReached ?? null])
              .filter((what) => what !== null),
          ],
          nodes: async () => (await node?.nodes()) ?? null,
          rulesOf: async (name) => configured.get(name)?.rules ?? "file",
          promptsOf: async (name) => promptsPlaceOf(configured.get(name)),
        },
      },
    );
    const readAgain = async () => {
      if (options.operations) return { operations: [], needRestart: [] };
      const { operations: wanted } = await configurationOf(options);
      const reloaded = await reload(operations, configured, wanted, licences);
      front.adoptLicences(licences);
      return reloaded;
    };
    const server = {
      reload: readAgain,
      acceptClock: () => clock.accept(),
      stop: () => options.stopWanted?.(),
    };
    undo.unshift(await openLocalApi(base, operations, { server, live, now, owner }));
    const url = urlOf(listensOn, options);
    log.info({ url }, "listening");
    await greet(options, base, { url, listensOn, folder, operations, configuration, token, now: now() });
    if (options.operations) for (const operation of operations) operation.fillInThePast();
    else if (!node) for (const operation of operations) undo.unshift(beginBeside(operation, base));
    void inspection.look();
    return { url, reload: readAgain, stop: () => inTurn(undo) };
  } catch (error) {
    await inTurn(undo);
    throw error;
  }
}

/** Says to the person who started it where it is and what is open to others; the log has the latter too. */
async function greet(
  { tls, print }: ServerOptions,
  { store, log, language }: OperationBase,
  {
    listensOn,
    folder,
    ...given
  }: {
    readonly url: string;
    readonly listensOn: ListensOn;
    readonly folder: ReturnType<typeof keepToOwner>;
    readonly operations: readonly RunningOperation[];
    readonly configuration: Configuration | null;
    readonly token: string | null;
    readonly now: number;
  },
): Promise<void> {
  const { url, configuration } = given;
  const secrets = openSecrets(configuration ?? { file: null, operations: [] }, tls?.key);
  if (secrets.length > 0) log.warn({ paths: secrets }, "a secret that everybody on this machine may read");
  const inTheClear = !tls && !isLoopback(listensOn.address);
  if (inTheClear) log.warn({ address: listensOn.address }, "listening on the network without TLS");
  const isDemonstration = configuration === null || configuration.demonstration;
  const link = isDemonstration
    ? linkTo(url, await demonstrationLinkKey(store, language, realClock.now()))
    : null;
  const lines = greeting({
    ...given,
    link,
    hasUsers: (await store.accounts.users()).length > 0,
    inTheClear,
    rights: [...privateFolderLines(folder, language), ...openSecretLines(secrets, language)],
    language,
  });
  for (const line of lines) print(line);
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
    return {
      operations,
      configured: new Map() as Configured,
      configuration: null,
      token: null,
      now,
      node: null,
    };
  }
  const configuration = await configurationOf(options);
  const { operations: wanted, demonstration } = configuration;
  const configured: Configured = new Map(wanted.map((one) => [one.name, one]));
  const operations: RunningOperation[] = [];
  for (const one of wanted) licences.set((await operationRecord(base.store, one)).id, one.licences);
  const ownership = base.store.ownership();
  if (ownership) undo.unshift(() => ownership.close());
  let node: RunningNode | null = null;
  if (options.node) {
    if (!ownership) throw new Fault("store-not-named", { directory: options.data });
    const joined = await joinNodes(base, ownership, {
      wanted: options.node,
      configured,
      operations,
    });
    undo.unshift(() => joined.leave());
    node = joined;
  } else {
    const tenures = ownership && (await soleTenures(ownership));
    for (const one of wanted) {
      const { id } = await operationRecord(base.store, one);
      const tenure = await tenures?.take(id);
      const operation = await startOperation(tenure ? { ...base, tenure } : base, one);
      undo.unshift(() => {
        tenures?.stopping();
        return operation.stop();
      });
      operations.push(operation);
    }
  }
  const first = operations[0];
  const token =
    demonstration && first ? await demonstrationToken(base.store, first.record, realClock.now()) : null;
  return { operations, configured, configuration, token, now: () => realClock.now(), node };
}

function configurationOf({ data, config }: ServerOptions): Promise<Configuration> {
  return readConfiguration({ directory: data, ...(config === undefined ? {} : { file: config }) });
}

function urlOf({ address, port, family }: ListensOn, { tls }: ServerOptions): string {
  const host = family === "IPv6" ? `[${address}]` : address;
  return `${tls ? "https" : "http"}://${host === "0.0.0.0" || host === "[::]" ? "localhost" : host}:${port}`;
}
