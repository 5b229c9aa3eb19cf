import type { FastifyBaseLogger } from "fastify";
import type { OperationRecord } from "../../../journal/port/registry.ts";
import { type AlertWords, alertSentences } from "../../../words/alert-sentences.ts";
import type { Language } from "../../../words/language.ts";
import { seesSkill } from "../../sign-in/rights.ts";
import { type Endpoint, endpoint } from "../schema/endpoint.ts";
import { listAlerts } from "../schema/forms.ts";
import { knownMomentText, momentText } from "../schema/moments.ts";
import type { Sources } from "../sources.ts";
import { type Alert, AlertWatch } from "./alert-watch.ts";
import { alertReadings } from "./readings.ts";

/** Where alerts outlive the server, by operation. */
export interface KeptAlerts {
  /** Nothing where none were kept, or what was kept can't be read. */
  read(): Promise<ReadonlyMap<number, readonly Alert[]>>;
  write(alerts: ReadonlyMap<number, readonly Alert[]>): Promise<void>;
}

/** The alerts of all operations, as of the last looks. */
export class Alerts {
  readonly #sources: Sources;
  readonly #log: FastifyBaseLogger;
  readonly #kept: KeptAlerts | null;
  /** What was written last, as JSON; `null`: nothing was read yet. */
  #written: string | null = null;
  readonly #watches = new Map<number, AlertWatch>();
  #isLooking = false;
  #timer: NodeJS.Timeout | null = null;

  /** `kept`: left out where they end with the server. */
  constructor(sources: Sources, log: FastifyBaseLogger, kept: KeptAlerts | null = null) {
    this.#sources = sources;
    this.#log = log;
    this.#kept = kept;
  }

  /** Looks every so many ms until `close`. */
  lookEvery(ms: number): void {
    this.#timer = setInterval(() => void this.#lookIfDone(), ms);
    this.#timer.unref();
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  /** Looks at every operation. */
  async look(): Promise<void> {
    await this.#readKept();
    for (const operation of await this.#sources.store.operations()) {
      const readings = await alertReadings(this.#sources, operation);
      const areAll = this.#sources.owner.silentSince(operation) === null;
      this.#watchOf(operation).look(this.#sources.now(), readings, { areAll });
    }
    await this.#keep();
  }

  of(operation: OperationRecord): readonly Alert[] {
    return this.#watchOf(operation).all();
  }

  #watchOf({ id }: OperationRecord): AlertWatch {
    const watch = this.#watches.get(id) ?? new AlertWatch();
    this.#watches.set(id, watch);
    return watch;
  }

  async #readKept(): Promise<void> {
    if (!this.#kept || this.#written !== null) return;
    for (const [operation, alerts] of await this.#kept.read())
      this.#watches.set(operation, new AlertWatch(alerts));
    this.#written = "";
  }

  async #keep(): Promise<void> {
    const all = new Map([...this.#watches].map(([operation, watch]) => [operation, watch.all()]));
    const text = JSON.stringify([...all]);
    if (!this.#kept || text === this.#written) return;
    await this.#kept.write(all);
    this.#written = text;
  }

  async #lookIfDone(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      await this.look();
    } catch (error) {
      this.#log.warn({ err: error }, "alerts not looked for");
    } finally {
      this.#isLooking = false;
    }
  }
}

/** What needs a supervisor's attention, and what lately did. */
export function alertsEndpoint({ store }: Pick<Sources, "store">, alerts: Alerts): Endpoint {
  return endpoint(listAlerts, async ({ operation, rights }) => {
    const skills = (await store.settings(operation.id))?.skills ?? [];
    return {
      alerts: alerts
        .of(operation)
        .filter(({ skill }) => skill === null || seesSkill(rights, skill))
        .map(({ since, beganAt, endedAt, skill, ...alert }) => {
          const name = skills.find(({ id }) => id === skill)?.name ?? "";
          return {
            ...alert,
            skill: skill === null ? null : { id: skill, name },
            since: momentText(since, operation.timeZone),
            beganAt: momentText(beganAt, operation.timeZone),
            endedAt: knownMomentText(endedAt, operation.timeZone),
            es: wordsOf(alert.kind, name, "es"),
            en: wordsOf(alert.kind, name, "en"),
          };
        }),
    };
  });
}

function wordsOf(kind: Alert["kind"], skill: string, language: Language): AlertWords {
  const words: AlertWords = alertSentences[kind][language];
  return { ...words, what: words.what.replace("{skill}", skill) };
}

/** How often a server looks. */
export const ALERTS_EVERY_MS = 5_000;
