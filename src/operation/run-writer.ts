import type { Journal } from "../journal/port/journal.ts";
import type { Run, Seal, Step } from "../journal/port/run.ts";
import { Changes, project } from "../journal/rows/projection.ts";
import { writeCheckpoint } from "../line/checkpoint.ts";
import { CORE_VERSION } from "../line/core-version.ts";
import { decide } from "../line/decide.ts";
import type { Fact } from "../line/facts.ts";
import type { Judgements } from "../line/judgement/judgements.ts";
import type { Settings } from "../line/settings.ts";
import type { State } from "../line/state.ts";
import { localMonth } from "../time/local-month.ts";
import type { People } from "./people/people.ts";
import { type Origin, type Recovered, recover } from "./recovery.ts";
import { appendDurably } from "./tenure/durable-append.ts";
import type { Tenure } from "./tenure/tenure.ts";

/** What a run is written with. */
export interface RunWriterGiven {
  readonly store: Pick<Journal, "append" | "steps" | "checkpoint">;
  readonly run: Run;
  /** The owner's hold on the operation; left out where there is one server only, and for runs beside the live one. */
  readonly tenure?: Tenure | undefined;
  readonly people: People;
  /** Today's; those of a run that has steps are in its state. */
  readonly settings: Settings;
  readonly judgements?: Judgements | undefined;
  readonly checkpointEvery?: number | undefined;
  /**
   * How many steps are gathered before they become durable together, where nobody waits for a promise. What is gathered
   * is lost when the process dies, and then was never there: a simulated past. Left out: every commit is durable.
   */
  readonly stepsAtOnce?: number | undefined;
}

/**
 * Writes a run: each fact is decided into a step, and the steps become durable together with the rows that they change,
 * the people who were met in them, and now and then a checkpoint.
 */
export class RunWriter {
  readonly #given: RunWriterGiven;
  /** After everything concluded so far; to be read only. */
  readonly state: State;
  /** From what the state was recovered. */
  readonly origin: Origin;
  #stepsAtOnce: number;
  #lastSeq: number;
  #lastAt: number;
  #steps: Step[] = [];
  #changes = new Changes();
  #seals: Seal[] = [];

  /** Recovers the run's state from the journal. Faults: those of the store. */
  static async open(given: RunWriterGiven): Promise<RunWriter> {
    return new RunWriter(given, await recover(given.store, given.run, given.settings));
  }

  private constructor(given: RunWriterGiven, recovered: Recovered) {
    this.#given = given;
    this.#stepsAtOnce = given.stepsAtOnce ?? 1;
    this.state = recovered.state;
    this.origin = recovered.origin;
    this.#lastSeq = recovered.lastSeq;
    this.#lastAt = recovered.lastAt;
  }

  /** The last step that was concluded. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** When the last fact was, epoch ms: no later fact of the run is before it. */
  get lastAt(): number {
    return this.#lastAt;
  }

  /** Decides the next fact; its step becomes durable with a later commit. */
  conclude(fact: Fact): Step {
    this.#sealMonthBefore(fact.at);
    const { events, commands } = decide(this.state, fact, this.#given.judgements);
    const step = {
      seq: ++this.#lastSeq,
      fact,
      events,
      commands,
      coreVersion: CORE_VERSION,
      settingsVersion: this.state.settings.version,
    };
    this.#lastAt = fact.at;
    this.#steps.push(step);
    project(this.#changes, step, events);
    return step;
  }

  /** Makes what was concluded durable, unless more is to be gathered first. Faults: those of the store. */
  async commit(): Promise<void> {
    if (this.#steps.length >= this.#stepsAtOnce) await this.#append({ checkpoint: this.#isCheckpointDue() });
  }

  /** Makes durable what was gathered, and from now on whatever is committed. */
  async stopGathering(): Promise<void> {
    this.#stepsAtOnce = 1;
    await this.commit();
  }

  /** Makes everything durable, with a checkpoint for a quick start. With `completes` the run gets no more steps. */
  async close({ completes }: { readonly completes: boolean }): Promise<void> {
    await this.#append({ checkpoint: true, completes });
  }

  async #append({
    checkpoint,
    completes = false,
  }: {
    checkpoint: boolean;
    completes?: boolean;
  }): Promise<void> {
    const { store, run, tenure, people } = this.#given;
    const [steps, changes, seals] = [this.#steps, this.#changes, this.#seals];
    this.#steps = [];
    this.#changes = new Changes();
    this.#seals = [];
    await appendDurably(
      store,
      { run, tenure, lastSeq: this.#lastSeq },
      {
        steps,
        changes,
        people: people.takeUnsaved(),
        ...(checkpoint ? { checkpoint: writeCheckpoint(this.state) } : {}),
        ...(seals.length === 0 ? {} : { seals }),
        ...(completes ? { completes } : {}),
      },
    );
  }

  /** When a month is over once something happens at `at`, the state at its end is kept for good. */
  #sealMonthBefore(at: number): void {
    if (this.#lastSeq === 0 || this.#given.run.kind !== "live") return;
    const { timeZone } = this.state.settings;
    const month = localMonth(timeZone, this.#lastAt);
    if (month < localMonth(timeZone, at))
      this.#seals.push({ month, seq: this.#lastSeq, state: writeCheckpoint(this.state) });
  }

  #isCheckpointDue(): boolean {
    const { checkpointEvery: every = CHECKPOINT_EVERY } = this.#given;
    const before = this.#lastSeq - this.#steps.length;
    return (
      Math.floor(before / every) < Math.floor(this.#lastSeq / every) ||
      this.#steps.some(({ fact }) => fact.type === "state-adopted")
    );
  }
}

/** A restart replays at most this many steps. */
const CHECKPOINT_EVERY = 10_000;
