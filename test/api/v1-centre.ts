import pino from "pino";
import type { PromptsPlace } from "../../src/api/accounts/prompts/prompt-desk.ts";
import type { PreviewDesk } from "../../src/api/accounts/settings/preview-desk.ts";
import { buildApi } from "../../src/api/server.ts";
import type { SignInWays } from "../../src/api/sign-in/sign-in-ways.ts";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import type { WhatIfDesk } from "../../src/api/v1/what-if/what-if-desk.ts";
import type { QueryLimits } from "../../src/api/wolkvox/limits.ts";
import { unreachable } from "../../src/desk/answers.ts";
import { type Owner, ownerHere } from "../../src/desk/owner.ts";
import { tokenScopes } from "../../src/journal/port/registry.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { logOptions } from "../../src/server/log.ts";
import { KeptPrompts } from "../../src/server/prompts/kept-prompts.ts";
import { KeptSettings } from "../../src/server/settings/kept-settings.ts";
import { localDateOf, localDayRange } from "../../src/time/local-time.ts";
import { ScriptedCentre } from "./scripted-centre.ts";

/** The native API over a running operation, and over another one whose token is `otherToken`. */
export async function openV1(
  given: {
    readonly store?: Store;
    readonly licences?: number;
    readonly limits?: Partial<QueryLimits>;
    readonly whatIf?: WhatIfDesk;
    readonly previews?: PreviewDesk;
    readonly ways?: SignInWays;
    readonly prompts?: PromptsPlace;
  } = {},
) {
  const store = given.store ?? (await openSqliteStore({ file: ":memory:" }));
  const centre = await ScriptedCentre.open(store);
  await centre.begin();
  const other = await store.openOperation({ name: "other", timeZone: "Europe/Madrid", simulated: true });
  const wanted = {
    operation: centre.record.id,
    label: "lucía's page",
    scopes: tokenScopes,
    masksNumbers: true,
  };
  const { token, record } = await createToken(store, wanted, 0);
  const { token: otherToken } = await createToken(store, { operation: other.id, scopes: tokenScopes }, 0);
  const { operation } = centre;
  const logged: string[] = [];
  let runs = true;
  let isConnected = true;
  let rules: "file" | "page" = "page";
  const day = localDateOf(centre.clock.now(), centre.record.timeZone);
  const today = localDayRange(day, day, centre.record.timeZone);
  let answers = true;
  const here = ownerHere(({ id }) => {
    if (!answers) throw unreachable("no node has it at the moment");
    return runs && id === centre.record.id
      ? { operation, now: centre.clock.now(), connected: isConnected, lacking: false }
      : null;
  });
  /** Since midnight, by a skill. */
  const levelsToday = async () => {
    const { withinMs } = operation.coreState.settings.skills[0]!.target;
    const { id } = centre.record;
    const counts = await store.readModels().serviceLevelCounts(id, today.from, today.to, withinMs);
    return (skill: number) => {
      const found = counts.find((one) => one.skill === skill);
      return { answeredWithin: found?.answeredWithinThreshold ?? 0, offered: found?.offered ?? 0 };
    };
  };
  const owner: Owner = {
    ...here,
    lines: async (of, skills) => {
      const [lines, todayOf] = [await here.lines(of, skills), await levelsToday()];
      return lines?.map((line) => ({ ...line, today: todayOf(line.skill) })) ?? null;
    },
  };
  const api = buildApi({
    store,
    ...(given.ways ? { ways: given.ways } : {}),
    desks: {
      settings: new KeptSettings({
        store,
        rulesOf: async () => rules,
        file: "/etc/espera.yaml",
        adopt: async ({ id }) => operation.adoptSettings((await store.settings(id))!),
        now: () => centre.clock.now(),
      }),
      ...(given.previews ? { previews: given.previews } : {}),
      prompts: new KeptPrompts(async () => given.prompts ?? { kind: "simulated" }),
    },
    readModels: store.readModels(),
    now: () => centre.clock.now(),
    log: pino(logOptions("trace"), { write: (line: string) => void logged.push(line) }),
    live: async () => {
      const todayOf = await levelsToday();
      return {
        version: "0.0.0",
        operations: [
          {
            id: centre.record.id,
            name: "clinic",
            timeZone: centre.record.timeZone,
            simulated: true,
            generation: null,
            skills: operation.coreState.settings.skills.map(({ id, name, target }) => {
              const line = operation.coreState.skills.get(id);
              return {
                id,
                name,
                target,
                line: { live: line?.live.size ?? 0, callbacks: line?.open ?? 0, returning: 0 },
                freeAgents: line?.freeAgents ?? 0,
                outlook: null,
                auto: null,
                holdOut: { rate: 0, heldOut: line?.heldOut ?? 0 },
                today: todayOf(id),
              };
            }),
          },
        ],
      };
    },
    owner,
    lookForAlertsEveryMs: 200,
    readiness: () => [],
    ...(given.licences === undefined ? {} : { licences: () => given.licences! }),
    ...(given.whatIf === undefined ? {} : { whatIf: given.whatIf }),
    ...(given.limits === undefined ? {} : { limits: given.limits }),
  });
  const ask = async (method: "GET" | "POST", url: string, payload?: object | string, headers: object = {}) =>
    api.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
  return {
    api,
    store,
    centre,
    owner,
    other,
    token,
    tokenId: record.id,
    otherToken,
    logged,
    get: (url: string, headers: object = {}) => ask("GET", url, undefined, headers),
    post: (url: string, payload: object | string, headers: object = {}) => ask("POST", url, payload, headers),
    /** As with `settings: file` in the configuration. */
    ruleByFile: (byFile: boolean) => {
      rules = byFile ? "file" : "page";
    },
    /** As when the line to the exchange is lost. */
    disconnect: () => {
      isConnected = false;
    },
    /** As while another node takes it over, or again after that. */
    answer: (does: boolean) => {
      answers = does;
    },
    /** As while its journal keeps the operation closed. */
    stopRunning: () => {
      runs = false;
    },
    close: async () => {
      await api.close();
      await operation.stop();
      await store.close();
    },
  };
}

export type V1 = Awaited<ReturnType<typeof openV1>>;
