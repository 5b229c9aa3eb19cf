import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { OperationView } from "../../api/live-view.ts";
import type { Exchange } from "../../exchange/port.ts";
import { Fault } from "../../faults/faults.ts";
import type { Journal } from "../../journal/port/journal.ts";
import type { KeptPeople } from "../../journal/port/people.ts";
import type { ReadModels, ServiceLevelCounts } from "../../journal/port/questions.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import { STATE_VERSION } from "../../line/core-version.ts";
import type { SkillId } from "../../line/ids.ts";
import type { Settings } from "../../line/settings.ts";
import type { LevelToday } from "../../operation/now/at-work.ts";
import { ceilingReached } from "../../operation/now/ceiling-reached.ts";
import { lineNow } from "../../operation/now/line-now.ts";
import { isQuiet } from "../../operation/now/quiet.ts";
import { Operation } from "../../operation/operation.ts";
import type { Recordings } from "../../operation/people/recordings.ts";
import type { Tenure } from "../../operation/tenure/tenure.ts";
import type { Clock } from "../../time/clock.ts";
import { localDateOf, localDayRange } from "../../time/local-time.ts";
import { RetentionJob } from "./retention-job.ts";

/** What a live operation lives on. */
interface LiveGiven {
  readonly store: Journal & KeptPeople;
  readonly readModels: ReadModels;
  readonly record: OperationRecord;
  readonly settings: Settings;
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly log: Logger;
  /** By which it is this server's; left out where there is one server only. */
  readonly tenure?: Tenure;
  /** Where recorded names are; left out where none are. */
  readonly recordings?: Recordings;
  /** Steps between two checkpoints; the operation's usual when left out. */
  readonly checkpointEvery?: number;
  /** Nothing is durable before `stopGathering`: for a past that must be written whole or not at all. */
  readonly gathers?: boolean;
}

/**
 * Keeps an operation running: a fault of its journal closes it, and it is reopened from what is durable as soon
 * as that works. Until then its exchange is left alone, and calls go on without Espera. Once another node runs it, it stays closed.
 */
export class LiveOperation {
  readonly #given: LiveGiven;
  #settings: Settings;
  #operation: Operation | null = null;
  #lacking: string | null;
  #counting = false;
  /** The local day whose ceiling was logged as reached. */
  #fullDay = "";
  #today: readonly ServiceLevelCounts[] = [];
  #retry: NodeJS.Timeout | null = null;
  #refresh: NodeJS.Timeout | null = null;
  #retention: RetentionJob | null = null;
  #gathers: boolean;
  #stopped = false;

  constructor(given: LiveGiven) {
    this.#given = given;
    this.#gathers = given.gathers ?? false;
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

  /** Makes durable what was gathered, and everything from now on before anybody learns of it. Faults: `operation-closed`. */
  async stopGathering(): Promise<void> {
    this.#gathers = false;
    await this.#operation?.stopGathering();
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
    return this.#operation && ceilingReached(this.#operation, this.#given.clock.now());
  }

  /** Says once a day that the ceiling is reached: it may be a flood of faked calls, or a day like no other. */
  #noticeCeiling(): void {
    const ceiling = this.#ceilingReached();
    if (ceiling === null) return;
    const { record, clock, log } = this.#given;
    const day = localDateOf(clock.now(), record.timeZone);
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

  /** Whether it runs with nobody on the phone and nobody to be called back. */
  get quiet(): boolean {
    return this.#operation !== null && isQuiet(this.#operation);
  }

  adoptSettings(settings: Settings): void {
    if (settings.version === this.#settings.version) return;
    this.#settings = settings;
    this.#operation?.adoptSettings(settings);
  }

  view(): Omit<OperationView, "generation"> {
    const { id, name, timeZone, simulated } = this.#given.record;
    const now = this.#given.clock.now();
    return {
      id,
      name,
      timeZone,
      simulated,
      skills: this.#settings.skills.map((skill) => ({
        id: skill.id,
        name: skill.name,
        target: skill.target,
        ...lineNow(skill, this.#operation, now),
        today: this.today(skill.id),
      })),
    };
  }

  today(skill: SkillId): LevelToday {
    const counted = this.#today.find((counts) => counts.skill === skill);
    return { answeredWithin: counted?.answeredWithinThreshold ?? 0, offered: counted?.offered ?? 0 };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#retry) clearTimeout(this.#retry);
    if (this.#refresh) clearInterval(this.#refresh);
    // Another may steer the exchange from now on: it is let go of whatever the store is still asked.
    await Promise.all([this.#operation?.stop(), this.#retention?.stop()]);
  }

  async #open(): Promise<void> {
    const { store, record, exchange, clock, log, checkpointEvery, tenure } = this.#given;
    const run = await store.openRun(record.id, { kind: "live", name: "live" });
    this.#operation = await Operation.open({
      store,
      record,
      run,
      tenure,
      exchange,
      clock,
      settings: this.#settings,
      newPersonId: randomUUID,
      checkpointEvery,
      stepsAtOnce: this.#gathers ? Number.POSITIVE_INFINITY : undefined,
      onFault: (fault) => {
        if (tenure && fault instanceof Fault && fault.code === "not-owner") {
          log.warn({ operation: record.name }, "operation is another node's now");
          this.#lacking = `operation ${record.name}: ${fault.message}`;
          tenure.lost();
          return;
        }
        log.error({ err: fault, operation: record.name }, "operation closed by a fault of its journal");
        this.#lacking = `operation ${record.name}: its journal cannot be written (${describe(fault)})`;
        this.#reopenSoon();
      },
    });
    if (this.#stopped) return;
    // The settings may have changed while it was being opened.
    if (this.#operation.settings.version < this.#settings.version)
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
    if (this.#stopped || this.#given.tenure?.holds === false) return;
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
