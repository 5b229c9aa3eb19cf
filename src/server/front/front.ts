import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import { USUAL_LICENCES } from "../../api/limits/gate.ts";
import { buildApi } from "../../api/server.ts";
import type { SignInSettings } from "../../api/sign-in/provider/provider-settings.ts";
import { signInWays } from "../../api/sign-in/sign-in-ways.ts";
import { ALERTS_EVERY_MS } from "../../api/v1/alerts/alerts.ts";
import { storeLocation } from "../../configuration/store-location.ts";
import type { Owner } from "../../desk/owner.ts";
import { Fault } from "../../faults/faults.ts";
import { openStore } from "../../journal/open-store.ts";
import { realClock } from "../../time/real-clock.ts";
import { AlertsFile } from "../alerts-file.ts";
import { inTurn, type Undo } from "../in-turn.ts";
import { KeptPrompts } from "../prompts/kept-prompts.ts";
import { KeptSettings } from "../settings/kept-settings.ts";
import { SettingPreviews } from "../settings/setting-previews.ts";
import { WhatIfJobs } from "../what-if/what-if-jobs.ts";
import { publishedNow } from "./published-time.ts";
import type { ServerSide } from "./server-side.ts";

/** How many licences operations have, by id. */
export type Licences = ReadonlyMap<number, number>;

/** What the front is opened with: plain data. */
export interface FrontOptions {
  /** The data directory. */
  readonly directory: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** PEM; `null`: without TLS. */
  readonly https: { readonly cert: string | Uint8Array; readonly key: string | Uint8Array } | null;
  /** The configuration file; `null`: none. */
  readonly configurationFile: string | null;
  /** How people sign in. */
  readonly signIn: SignInSettings;
  readonly licences: Licences;
  /** Where the time of the operations is published. */
  readonly time: SharedArrayBuffer;
  readonly logLevel: string;
}

/** The operations and the server, as the front reaches them. */
export interface FrontDesk {
  readonly owner: Owner;
  readonly server: ServerSide;
}

/** Where the front takes connections. */
export type ListensOn = Pick<AddressInfo, "address" | "family" | "port">;

export interface Front {
  readonly listensOn: ListensOn;
  licences: Licences;
  close(): Promise<void>;
}

/**
 * Opens what people and programs talk to: the HTTP server, on connections of its own to the store. It reaches operations
 * through the desk alone, so that it runs in whatever thread. Faults: those of the store, `address-unusable`.
 */
export async function openFront(options: FrontOptions, desk: FrontDesk, log: Logger): Promise<Front> {
  const { directory, https, configurationFile, time } = options;
  const { owner, server } = desk;
  const undo: Undo[] = [];
  try {
    const store = await openStore(storeLocation(directory));
    undo.unshift(() => store.close());
    const whatIf = await WhatIfJobs.open(directory);
    undo.unshift(() => whatIf.close());
    const readModels = store.readModels();
    undo.unshift(() => readModels.close());
    const settings = new KeptSettings({
      store,
      rulesOf: ({ name }) => server.rulesOf(name),
      file: configurationFile,
      adopt: (operation) => owner.adopt(operation),
      now: () => realClock.now(),
    });
    const now = publishedNow(time);
    const previews = new SettingPreviews({ directory, store, now });
    undo.unshift(() => previews.close());
    let { licences } = options;
    const api = buildApi({
      ...server,
      whatIf,
      store,
      desks: {
        settings,
        previews,
        prompts: new KeptPrompts(({ name }) => server.promptsOf(name)),
        nodes: () => server.nodes(),
      },
      ways: signInWays(options.signIn, log),
      owner,
      readModels,
      log,
      lookForAlertsEveryMs: ALERTS_EVERY_MS,
      keptAlerts: new AlertsFile(directory),
      now,
      licences: (operation) => licences.get(operation) ?? USUAL_LICENCES,
      ...(https ? { https: { cert: Buffer.from(https.cert), key: Buffer.from(https.key) } } : {}),
    });
    undo.unshift(() => api.close());
    await listen(() => api.listen({ host: options.host, port: options.port }), options);
    return {
      listensOn: api.server.address() as AddressInfo,
      get licences() {
        return licences;
      },
      set licences(now) {
        licences = now;
      },
      close: () => inTurn(undo),
    };
  } catch (error) {
    await inTurn(undo);
    throw error;
  }
}

async function listen(
  open: () => Promise<unknown>,
  { host, port }: Pick<FrontOptions, "host" | "port">,
): Promise<void> {
  try {
    await open();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code !== undefined && UNUSABLE.has(code))
      throw new Fault("address-unusable", { host, port, problem: code }, { cause });
    throw cause;
  }
}

/** The errors of listening for which the address is to blame. */
const UNUSABLE: ReadonlySet<string> = new Set([
  "EACCES",
  "EADDRINUSE",
  "EADDRNOTAVAIL",
  "EAI_AGAIN",
  "ENOTFOUND",
]);
