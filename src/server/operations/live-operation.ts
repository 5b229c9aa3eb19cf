import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { LiveOperation as OperationView } from "../../api/live-view.ts";
import type { Exchange } from "../../exchange/port.ts";
import type { OperationRecord, ReadModels, ServiceLevelCounts, Store } from "../../journal/port.ts";
import { STATE_VERSION } from "../../line/core-version.ts";
import { localDate } from "../../line/hours/local-date.ts";
import { lineCounts } from "../../line/line-counts.ts";
import { dayCeilingOf } from "../../line/offer/day-ceiling.ts";
import { holdOutRate } from "../../line/offer/hold-out.ts";
import { autoNow } from "../../line/outlook/auto-switch.ts";
import { freshOutlook } from "../../line/outlook/skill-outlook.ts";
import { mayOffer, type Settings } from "../../line/settings.ts";
import { Operation, type OperationStore } from "../../operation/operation.ts";
import type { Recordings } from "../../operation/recordings.ts";
import type { Clock } from "../../time/clock.ts";
import { localDayRange } from "../../time/local-time.ts";
import { RetentionJob } from "./retention-job.ts";

/** What a live operation lives on. */
export interface LiveGiven {
  readonly store: Store;
  /** Where its steps go; the store itself, or something before it while the past is caught up with. */
  readonly journal: OperationStore;
  readonly readModels: ReadModels;
  readonly record: OperationRecord;
  readonly settings: Settings;
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly log: Logger;
  /** Where recorded names are; left out where none are. */
  readonly recordings?: Recordings;
  /** Steps between two checkpoints; the operation's usual when left out. */
  readonly checkpointEvery?: number;
}

/**
 * Keeps an operation running: a fault of its journal closes it, and it is opened anew from what is durable as soon
 * as that works. Until then its exchange is left alone, and calls go on without Espera.
 */
export class LiveOperation {
  readonly #given: LiveGiven;
  #settings: Settings;
  #operation: Operation | null = null;
  #lacking: string | null;
  #counting = false;
  /** The local day of which it was logged that its ceiling was reached. */
  #fullDay = "";
  #today: readonly ServiceLevelCounts[] = [];
  #retry: NodeJS.Timeout | null = null;
  #refresh: NodeJS.Timeout | null = null;
  #retention: RetentionJob | null = null;
  #stopped = false;

  constructor(given: LiveGiven) {
    this.#given = given;
    this.#settings = given.settings;
    this.#lacking = `operation ${given.record.name}: its line is not restored yet`;
  }

  /** Restores the line and begins to steer the exchange. */
  async start(): Promise<void> {
    await this.#open();
    await this.#countToday();
    this.#refresh = setInterval(() => {
      this.#noticeCeiling();
      void this.#countToday();
    }, REFRESH_MS);
    this.#refresh.unref();
    const { store, record, recordings = null, clock, log } = this.#given;
    const now = () => clock.now();
    this.#retention = new RetentionJob({ store, record, running: () => this.running, recordings, now, log });
  }

  /** What it still lacks, a sentence; `null` when it does its work. */
  get lacking(): string | null {
    if (this.#lacking !== null) return this.#lacking;
    const { exchange, record } = this.#given;
    return exchange.lacking ? `operation ${record.name}: ${exchange.lacking}` : null;
  }

  /** The operation while it does its work, or `null`. */
  get running(): Operation | null {
    return this.#lacking === null ? this.#operation : null;
  }

  /** What calls go without although it does its work, a sentence; `null`: nothing. */
  get degraded(): string | null {
    if (this.#operation?.connected ?? true) return null;
    return `operation ${this.#given.record.name}: its exchange is not connected; calls go on without Espera, and return calls wait`;
  }

  /** That the ceiling of a day's callbacks is reached, a sentence; `null`: it is not. */
  get ceilingReached(): string | null {
    const ceiling = this.#ceilingReached();
    return ceiling === null
      ? null
      : `operation ${this.#given.record.name}: its ceiling of callbacks a day, ${ceiling}, is reached; nobody else is offered one today, and those who were promised one are called. See limits.perDay`;
  }

  /** How many callbacks may be registered on a day, when as many are; `null`: there is room. */
  #ceilingReached(): number | null {
    const state = this.#operation?.state;
    if (!state) return null;
    const { registered, atMost } = dayCeilingOf(state, this.#given.clock.now());
    return atMost !== null && registered >= atMost ? atMost : null;
  }

  /** Says once a day that the ceiling is reached: it may be a flood of faked calls, or a day like no other. */
  #noticeCeiling(): void {
    const ceiling = this.#ceilingReached();
    if (ceiling === null) return;
    const { record, clock, log } = this.#given;
    const day = localDate(record.timeZone, clock.now());
    if (day === this.#fullDay) return;
    this.#fullDay = day;
    log.warn(
      { operation: record.name, ceiling },
      "ceiling of callbacks a day reached; nobody else is offered one today",
    );
  }

  /** The work under way, or `null`. */
  settled(): Promise<void> | null {
    return this.#operation?.settled() ?? null;
  }

  /** Whether anybody is on the phone or waits to be called back. */
  get quiet(): boolean {
    const state = this.#operation?.state;
    return state !== undefined && state.calls.size === 0 && state.callbacks.size === 0;
  }

  adoptSettings(settings: Settings): void {
    if (settings.version === this.#settings.version) return;
    this.#settings = settings;
    this.#operation?.adoptSettings(settings);
  }

  view(): Omit<OperationView, "generation"> {
    const { id, name, timeZone, simulated } = this.#given.record;
    const state = this.#operation?.state;
    const now = this.#given.clock.now();
    return {
      id,
      name,
      timeZone,
      simulated,
      skills: this.#settings.skills.map((skill) => {
        const line = state?.skills.get(skill.id);
        const today = this.#today.find((counts) => counts.skill === skill.id);
        return {
          id: skill.id,
          name: skill.name,
          target: skill.target,
          line: state && line ? lineCounts(state, line) : { live: 0, callbacks: 0, returning: 0 },
          freeAgents: line?.freeAgents ?? 0,
          outlook: freshOutlook(line, now),
          auto: state ? autoNow(skill, line, now) : null,
          holdOut: {
            // Where nobody is offered, nothing is withheld.
            rate: mayOffer(skill) ? holdOutRate(skill, { heldOut: line?.heldOut ?? 0 }) : 0,
            heldOut: line?.heldOut ?? 0,
          },
          today: { answeredWithin: today?.answeredWithinThreshold ?? 0, offered: today?.offered ?? 0 },
        };
      }),
    };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#retry) clearTimeout(this.#retry);
    if (this.#refresh) clearInterval(this.#refresh);
    await this.#retention?.stop();
    await this.#operation?.stop();
  }

  async #open(): Promise<void> {
    const { store, journal, record, exchange, clock, log, checkpointEvery } = this.#given;
    const run = await store.openRun(record.id, { kind: "live", name: "live" });
    this.#operation = await Operation.open({
      store: journal,
      record,
      run,
      exchange,
      clock,
      settings: this.#settings,
      newPersonId: randomUUID,
      ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
      onFault: (fault) => {
        log.error({ err: fault, operation: record.name }, "operation closed by a fault of its journal");
        this.#lacking = `operation ${record.name}: its journal cannot be written (${describe(fault)})`;
        this.#reopenSoon();
      },
    });
    if (this.#stopped) return;
    // They may have changed while it was being opened.
    if (this.#operation.state.settings.version < this.#settings.version)
      this.#operation.adoptSettings(this.#settings);
    this.#operation.start();
    this.#lacking = null;
    this.#logOrigin(this.#operation);
    log.info({ operation: record.name, seq: this.#operation.lastSeq }, "operation runs");
  }

  /** An upgrade goes on from what the version before left; what only a replay could bring back is said. */
  #logOrigin({ origin }: Operation): void {
    const { record, log } = this.#given;
    if (origin.from === "checkpoint" || origin.version === null) return;
    const [operation, current] = [record.name, STATE_VERSION];
    const { version } = origin;
    if (origin.from === "upcast")
      log.info({ operation, version, current }, "state of an older version was read");
    else
      log.warn(
        { operation, version, current },
        "state of this version cannot be read; all steps were applied again from the first",
      );
  }

  #reopenSoon(): void {
    if (this.#stopped) return;
    this.#retry = setTimeout(() => {
      this.#open().catch((fault: unknown) => {
        this.#given.log.error({ err: fault, operation: this.#given.record.name }, "operation stays closed");
        this.#reopenSoon();
      });
    }, REOPEN_AFTER_MS);
  }

  /** The level of the day so far, for the page: counted beside the operation, never on its path. */
  async #countToday(): Promise<void> {
    // A count that takes longer than the pause before the next one must not pile up.
    if (this.#counting) return;
    this.#counting = true;
    const { readModels, record, clock, log } = this.#given;
    const today = Temporal.Instant.fromEpochMilliseconds(Math.floor(clock.now()))
      .toZonedDateTimeISO(record.timeZone)
      .toPlainDate()
      .toString();
    const { from, to } = localDayRange(today, today, record.timeZone);
    try {
      const counts: ServiceLevelCounts[] = [];
      for (const withinMs of new Set(this.#settings.skills.map(({ target }) => target.withinMs))) {
        const own = this.#settings.skills.filter(({ target }) => target.withinMs === withinMs);
        const all = await readModels.serviceLevelCounts(record.id, from, to, withinMs);
        counts.push(...all.filter(({ skill }) => own.some(({ id }) => id === skill)));
      }
      this.#today = counts;
    } catch (error) {
      if (!this.#stopped) log.warn({ err: error, operation: record.name }, "level of the day not counted");
    } finally {
      this.#counting = false;
    }
  }
}

function describe(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}

const REFRESH_MS = 5_000;
const REOPEN_AFTER_MS = 2_000;
