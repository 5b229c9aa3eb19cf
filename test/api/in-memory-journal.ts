import pino from "pino";
import { type ApiDependencies, buildApi } from "../../src/api/server.ts";
import { createToken, type WantedToken } from "../../src/api/sign-in/tokens.ts";
import type { NewPerson } from "../../src/journal/port/people.ts";
import type { ReadModels } from "../../src/journal/port/questions.ts";
import { tokenScopes } from "../../src/journal/port/registry.ts";
import type { Run } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { changesOf } from "../../src/journal/rows/projection.ts";
import { IN_MEMORY } from "../../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { CORE_VERSION } from "../../src/line/core-version.ts";
import type { Event } from "../../src/line/events.ts";
import { logOptions } from "../../src/server/log.ts";
import { KeptPrompts } from "../../src/server/prompts/kept-prompts.ts";
import { KeptSettings } from "../../src/server/settings/kept-settings.ts";
import { ScriptedPreviews } from "./scripted-previews.ts";

/** One treated call: when it arrived and in which skill; what became of it. */
export interface TreatedCall {
  readonly skill: number;
  readonly at: number;
  readonly yes?: boolean;
  readonly end?: "OK" | "FAIL";
}

/** What was concluded at one moment, epoch ms. */
export interface Concluded {
  readonly at: number;
  readonly events: readonly Event[];
}

/** A journal in memory, with a look at how often it is asked, and a way to hold its answers up. */
class InMemoryJournal {
  readonly store: Store;
  readonly readModels: ReadModels;
  queries = 0;
  /** What the answer to a query waits for, besides. */
  beforeAnswer: () => Promise<void> = async () => {};
  readonly #runs = new Map<number, Run>();
  readonly #written = new Map<number, number>();

  constructor(store: Store) {
    this.store = store;
    const readModels = store.readModels();
    this.readModels = {
      ...readModels,
      smartWaitCounts: async (...asked) => {
        this.queries++;
        const counts = await readModels.smartWaitCounts(...asked);
        await this.beforeAnswer();
        return counts;
      },
    };
  }

  /** Gives the operation's id. */
  async addOperation(name: string, timeZone = "America/Bogota"): Promise<number> {
    const { id } = await this.store.openOperation({ name, timeZone, simulated: true });
    this.#runs.set(id, await this.store.openRun(id, { kind: "live", name: "live" }));
    return id;
  }

  /** Writes the calls as steps of the operation's live run, in one batch. */
  async add(operation: number, ...calls: TreatedCall[]): Promise<void> {
    const before = this.#written.get(operation) ?? 0;
    const concluded = calls.map((call, n) => ({
      at: call.at,
      events: eventsOf(`call-${before + n + 1}`, call),
    }));
    await this.conclude(operation, concluded);
  }

  /** Writes what was concluded as steps of the operation's live run, in one batch. */
  async conclude(
    operation: number,
    concluded: readonly Concluded[],
    people: readonly NewPerson[] = [],
  ): Promise<void> {
    const before = this.#written.get(operation) ?? 0;
    const steps = concluded.map(({ at, events }, n) => ({
      seq: before + n + 1,
      fact: { type: "woke", at } as const,
      events,
      commands: [],
      coreVersion: CORE_VERSION,
      settingsVersion: 1,
    }));
    await this.store.append(this.#runs.get(operation)!, { steps, changes: changesOf(steps), people });
    this.#written.set(operation, before + steps.length);
  }
}

function eventsOf(call: string, { skill, at: arrivedAt, yes, end }: TreatedCall): Event[] {
  const events: Event[] = [
    {
      type: "call-arrived",
      call,
      skill,
      person: null,
      number: "dialable",
      arrivedAt,
      place: arrivedAt,
      announced: true,
    },
    { type: "question-began", call, skill, arrivedAt },
  ];
  if (yes) {
    events.push({
      type: "callback-registered",
      callback: call,
      skill,
      person: "person",
      arrivedAt,
      place: arrivedAt,
      promisedFrom: arrivedAt,
      promisedUntil: arrivedAt,
      expiresAt: arrivedAt,
    });
  }
  if (end) {
    const reason = end === "OK" ? "joined" : "attempts-used-up";
    events.push({ type: "callback-ended", callback: call, skill, arrivedAt, status: end, reason });
  }
  return events;
}

export async function openJournal(): Promise<InMemoryJournal> {
  return new InMemoryJournal(await openSqliteStore({ file: IN_MEMORY }));
}

/** An API over a journal in memory, or in a directory, with one operation, and a token that may do everything in it. */
export async function apiInMemory(
  wanted: Partial<WantedToken> = {},
  dependencies: Partial<ApiDependencies> = {},
  directory?: string,
) {
  const journal =
    directory === undefined ? await openJournal() : new InMemoryJournal(await openSqliteStore({ directory }));
  const operation = await journal.addOperation("prueba");
  const all = { operation, label: "informes", scopes: tokenScopes, ...wanted };
  const { token, record } = await createToken(journal.store, all, 0);
  const logged: string[] = [];
  const api = buildApi({
    store: journal.store,
    desks: {
      settings: new KeptSettings({
        store: journal.store,
        rulesOf: async () => "page",
        file: null,
        adopt: async () => {},
        now: () => 0,
      }),
      previews: new ScriptedPreviews(),
      prompts: new KeptPrompts(async () => ({ kind: "simulated" })),
    },
    readModels: journal.readModels,
    now: () => 0,
    log: pino(logOptions("trace"), { write: (line: string) => void logged.push(line) }),
    live: async () => ({ version: "0.0.0", operations: [] }),
    readiness: () => [],
    ...dependencies,
  });
  return { api, journal, operation, token, tokenId: record.id, logged };
}

/** The path of a `diagram_2` query; `null` leaves a parameter out. */
export function diagram2Path(changed: Record<string, string | null> = {}): string {
  const parameters = {
    api: "diagram_2",
    date_ini: "20260301000000",
    date_end: "20260301235959",
    ...changed,
  };
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null);
  return `/api/v2/reports_manager.php?${new URLSearchParams(given).toString()}`;
}

/** Epoch ms of a time of 1 March 2026 in Bogotá, which is five hours behind UTC all year. */
export function inBogota(time: string, day = "2026-03-01"): number {
  return Date.parse(`${day}T${time}-05:00`);
}
