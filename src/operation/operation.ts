import { randomUUID } from "node:crypto";
import type { Exchange, Report } from "../exchange/port.ts";
import { Fault } from "../faults/faults.ts";
import type { OperationRecord, Run, Seal, Step, Store } from "../journal/port.ts";
import { Changes, project } from "../journal/rows/projection.ts";
import { writeCheckpoint } from "../line/checkpoint.ts";
import type { Command } from "../line/commands.ts";
import { CORE_VERSION } from "../line/core-version.ts";
import { decide } from "../line/decide.ts";
import type { OrderOutcome } from "../line/events.ts";
import type { Fact, FactBody, SupervisorOrder } from "../line/facts.ts";
import type { PersonId } from "../line/ids.ts";
import { allJudgements, type Judgements } from "../line/judgement/judgements.ts";
import { type LocalMonth, localMonth } from "../line/local-month.ts";
import { foreseeInterval } from "../line/outlook/foresee-interval.ts";
import { outstanding } from "../line/outstanding.ts";
import type { Settings } from "../line/settings.ts";
import type { State } from "../line/state.ts";
import { nextWake } from "../line/wake.ts";
import type { Clock, Timer } from "../time/clock.ts";
import { factOfReport } from "./facts-of-reports.ts";
import { HeldAgents } from "./held-agents.ts";
import { LastChanges } from "./last-changes.ts";
import { isWanted, numberToDial } from "./last-look.ts";
import { NumberRules } from "./numbers/number-rules.ts";
import { OrderAnswers, type Ordered } from "./order-answers.ts";
import { type Foresee, Outlooks } from "./outlooks.ts";
import { People } from "./people.ts";
import { type Origin, type Recovered, recover } from "./recovery.ts";
import { neededPeople } from "./retention.ts";

/** What an operation needs of the journal. */
export type OperationStore = Pick<
  Store,
  "append" | "steps" | "checkpoint" | "findPerson" | "numberOf" | "diallingsOf"
>;

export interface OperationGiven {
  readonly store: OperationStore;
  readonly record: OperationRecord;
  readonly run: Run;
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly settings: Settings;
  /** A fresh id for somebody who was never met. */
  readonly newPersonId: () => PersonId;
  /**
   * Told once when the journal could not be written. The operation has let go of its exchange by then and does
   * nothing any more: state is ahead of the journal, and only opening it anew makes them equal.
   */
  readonly onFault: (fault: unknown) => void;
  readonly judgements?: Judgements;
  /** What a skill's half hour is expected to come to; left out: as `foreseeInterval` says. */
  readonly foresee?: Foresee;
  readonly checkpointEvery?: number;
}

/** A body of a fact, or a report from which one is made, with its time of reception. */
type Received = { readonly at: number } & (
  | { readonly report: Report }
  | { readonly body: OwnFact; readonly asOf?: number }
);

/** What Espera itself, or a person at it, says. */
type OwnFact =
  | Extract<FactBody, { type: "woke" | "settings-adopted" | "state-adopted" | "outlook" }>
  | Ordered;

/**
 * Runs one operation: reports of its exchange become facts, each fact a step of the core, steps become durable in
 * groups, and only then are their commands sent. One fact after another, in the order of reception.
 *
 * What comes in while a group is being written makes the next group: the slower the disk, the larger the groups.
 */
export class Operation {
  readonly #store: OperationStore;
  readonly #run: Run;
  readonly #exchange: Exchange;
  readonly #clock: Clock;
  readonly #judgements: Judgements;
  readonly #people: People;
  readonly #checkpointEvery: number;
  readonly #onFault: (fault: unknown) => void;
  readonly #state: State;
  #rules: NumberRules;
  #lastSeq: number;
  #lastAt: number;
  #queue: Received[] = [];
  readonly #changes = new LastChanges();
  readonly #answers = new OrderAnswers();
  #working: Promise<void> | null = null;
  #started = false;
  #stopped = false;
  readonly #heldAgents: HeldAgents;
  readonly #outlooks: Outlooks;
  /** From what its state was recovered. */
  readonly origin: Origin;
  #timer: { readonly at: number; readonly timer: Timer } | null = null;

  /** Recovers the run's state from the journal. Faults: those of the store. */
  static async open(given: OperationGiven): Promise<Operation> {
    return new Operation(given, await recover(given.store, given.run, given.settings));
  }

  private constructor(given: OperationGiven, recovered: Recovered) {
    this.#store = given.store;
    this.#run = given.run;
    this.#exchange = given.exchange;
    this.#clock = given.clock;
    this.#judgements = given.judgements ?? allJudgements;
    this.#people = new People(given.store, given.record, given.newPersonId);
    this.#checkpointEvery = given.checkpointEvery ?? CHECKPOINT_EVERY;
    this.#onFault = given.onFault;
    this.#state = recovered.state;
    this.#lastSeq = recovered.lastSeq;
    this.#lastAt = recovered.lastAt;
    this.#clock.goOnFrom?.(this.#lastAt);
    this.#rules = new NumberRules(given.settings);
    const { clock, exchange } = given;
    const isWell = () => this.#working === null && !this.#stopped;
    this.#heldAgents = new HeldAgents({ clock, exchange, state: this.#state, isWell });
    this.#outlooks = new Outlooks({
      clock,
      state: this.#state,
      foresee: given.foresee ?? foreseeInterval,
      isIdle: () => this.#started && isWell(),
      tell: (body) => this.#receive({ at: this.#clock.now(), body }),
    });
    this.origin = recovered.origin;
    if (this.origin.from === "upcast") this.#adoptState();
    if (this.#lastSeq === 0 || given.settings.version !== recovered.state.settings.version)
      this.adoptSettings(given.settings);
  }

  /** The state after everything concluded so far; to be read only. */
  get state(): State {
    return this.#state;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Whether its exchange is seen and steered now. Until it is, calls go on without Espera. */
  get connected(): boolean {
    return this.#exchange.connected ?? true;
  }

  /** Begins to steer the exchange. */
  start(): void {
    this.#started = true;
    this.#exchange.connect((report) => this.#receive({ at: this.#clock.now(), report }));
  }

  /** Notes in the journal what the checkpoint of an older version is taken for: the state follows from the steps for ever. */
  #adoptState(): void {
    const body = { type: "state-adopted", checkpoint: writeCheckpoint(this.#state) } as const;
    this.#receive({ at: this.#clock.now(), body });
  }

  adoptSettings(settings: Settings): void {
    this.#rules = new NumberRules(settings);
    const at = this.#clock.now();
    this.#receive({ at, body: { type: "settings-adopted", settings } });
    // Nobody is dialled by that alone: at a start the snapshot that follows shows first who is there. Now it is known.
    if (this.#started && this.connected) this.#receive({ at, body: { type: "woke" } });
  }

  /**
   * Has a supervisor's order carried out, or refused; what became of it, once it is durable. Rejects with
   * `operation-closed` when the operation ends before. Numbers in the reason are made unreadable: it is kept for ever.
   */
  order(
    wanted: Omit<SupervisorOrder, "order" | "outdated">,
    /** The step as of which the callback was looked at: refused when a later one changed it. */
    asOf?: number,
  ): Promise<OrderOutcome> {
    const why = wanted.why.replace(/\d[\d ().-]{4,}\d/g, "…");
    return this.#ordered({ ...wanted, type: "supervisor-ordered", order: randomUUID(), why }, asOf);
  }

  /**
   * Forgets a person who is erased from the journal, and ends what was promised to him; fulfilled once that is durable.
   * Rejects as `order` does.
   */
  async erased(person: PersonId): Promise<void> {
    this.#people.forget(person);
    // What was judged of his number is kept by the number.
    this.#rules = new NumberRules(this.#state.settings);
    await this.#ordered({ type: "person-erased", person });
  }

  /**
   * Forgets those of these people whom nothing under way needs, so that the journal may take them out, and gives them:
   * not whoever is on the phone, was promised a call, or is named by a fact that is not durable yet.
   */
  letGo(people: readonly PersonId[]): readonly PersonId[] {
    const needed = neededPeople(this.#state);
    const free = people.filter((person) => !needed.has(person) && !this.#people.isMentioned(person));
    this.#people.forget(...free);
    return free;
  }

  async #ordered(body: Ordered, asOf?: number): Promise<OrderOutcome> {
    if (this.#stopped) throw new Fault("operation-closed", {});
    const answer = this.#answers.answerTo(body);
    this.#receive({ at: this.#clock.now(), body, ...(asOf === undefined ? {} : { asOf }) });
    return answer;
  }

  /** The work under way, or `null` when everything received is concluded, durable and sent. */
  settled(): Promise<void> | null {
    return this.#working;
  }

  /**
   * Lets go of the exchange, finishes what was received, and leaves a checkpoint for a quick start. With `completes`
   * the run gets no more steps.
   */
  async stop({ completes = false } = {}): Promise<void> {
    this.#exchange.disconnect();
    this.#outlooks.stop();
    while (this.#working) await this.#working;
    if (!this.#stopped && this.#lastSeq > 0)
      await this.#store.append(this.#run, {
        steps: [],
        changes: new Changes(),
        people: [],
        checkpoint: writeCheckpoint(this.#state),
        ...(completes ? { completes } : {}),
      });
    this.#halt();
  }

  #halt(): void {
    this.#stopped = true;
    this.#queue = [];
    this.#timer?.timer.cancel();
    this.#timer = null;
    this.#heldAgents.stop();
    this.#outlooks.stop();
    this.#answers.fail(new Fault("operation-closed", {}));
  }

  #receive(received: Received): void {
    if (this.#stopped) return;
    this.#queue.push(received);
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    try {
      // Whatever is received in the same breath belongs to the first group.
      await Promise.resolve();
      while (this.#queue.length > 0 && !this.#stopped) {
        await this.#workOnce(this.#takeGroup());
        this.#setTimer();
        if (!this.#stopped) this.#heldAgents.keep();
      }
    } catch (fault) {
      this.#halt();
      this.#exchange.disconnect();
      this.#onFault(fault);
    } finally {
      this.#working = null;
      this.#outlooks.keep();
    }
  }

  /**
   * A snapshot begins a group: what was ordered before it was taken must have gone out before it is concluded from,
   * or it would show as something that the exchange does not have.
   */
  #takeGroup(): Received[] {
    const snapshot = this.#queue.findIndex((one, index) => index > 0 && isSnapshot(one));
    return this.#queue.splice(0, snapshot < 0 ? MAX_GROUP : Math.min(snapshot, MAX_GROUP));
  }

  async #workOnce(group: readonly Received[]): Promise<void> {
    const changes = new Changes();
    const steps: Step[] = [];
    const commands: Command[] = [];
    const seals: Seal[] = [];
    for (const received of group) {
      const before = this.#lastAt;
      const fact = await this.#factOf(received);
      const closed = this.#monthClosed(before, fact.at);
      if (closed !== null)
        seals.push({ month: closed, seq: this.#lastSeq, state: writeCheckpoint(this.#state) });
      const step = this.#conclude(fact);
      project(changes, step, step.events);
      steps.push(step);
      for (const command of step.commands) commands.push(command);
      // A connection that began anew may have swallowed what was sent on the old one.
      if (step.fact.type === "snapshot") commands.push(...outstanding(this.#state));
    }
    const isDue =
      this.#crossesCheckpoint(steps.length) || steps.some(({ fact }) => fact.type === "state-adopted");
    const checkpoint = isDue ? writeCheckpoint(this.#state) : undefined;
    await this.#store.append(this.#run, {
      steps,
      changes,
      people: this.#people.takeUnsaved(),
      ...(checkpoint === undefined ? {} : { checkpoint }),
      ...(seals.length === 0 ? {} : { seals }),
    });
    for (const step of steps) this.#answers.durable(step);
    for (const command of commands) await this.#send(command);
  }

  #conclude(fact: Fact): Step {
    const { events, commands } = decide(this.#state, fact, this.#judgements);
    this.#lastSeq++;
    this.#changes.note(this.#lastSeq, events, this.#state);
    return {
      seq: this.#lastSeq,
      fact,
      events,
      commands,
      coreVersion: CORE_VERSION,
      settingsVersion: this.#state.settings.version,
    };
  }

  /** The month that is over once something happens at `at`: the state at its end is kept for good. */
  #monthClosed(before: number, at: number): LocalMonth | null {
    if (this.#lastSeq === 0 || this.#run.kind !== "live") return null;
    const { timeZone } = this.#state.settings;
    const month = localMonth(timeZone, before);
    return month < localMonth(timeZone, at) ? month : null;
  }

  #crossesCheckpoint(added: number): boolean {
    const before = this.#lastSeq - added;
    return Math.floor(before / this.#checkpointEvery) < Math.floor(this.#lastSeq / this.#checkpointEvery);
  }

  /** Time never steps back in a run, whatever the machine's clock does. */
  async #factOf(received: Received): Promise<Fact> {
    this.#lastAt = Math.max(this.#lastAt, received.at);
    const at = this.#lastAt;
    if ("body" in received) {
      const { body, asOf } = received;
      return { ...body, at, ...(this.#isOutdated(body, asOf) ? { outdated: true as const } : {}) };
    }
    return factOfReport(received.report, at, {
      rules: this.#rules,
      people: this.#people,
      timeZone: this.#state.settings.timeZone,
      canWithdraw: this.#exchange.capabilities.withdraw,
      canReserve: this.#exchange.capabilities.reserve,
      canDial: this.#exchange.capabilities.dial,
    });
  }

  /** In the operation's own turn: between this and what the core concludes from it nothing can change. */
  #isOutdated(body: OwnFact, asOf: number | undefined): boolean {
    if (body.type !== "supervisor-ordered" || asOf === undefined) return false;
    return this.#changes.isSince(body.callback, asOf);
  }

  async #send(command: Command): Promise<void> {
    if (command.type !== "dial") {
      this.#exchange.execute(command);
      return;
    }
    if (!isWanted(this.#state, command)) return;
    const looked = await numberToDial(command, {
      store: this.#store,
      run: this.#run,
      people: this.#people,
      rules: this.#rules,
      state: this.#state,
      now: () => this.#clock.now(),
    });
    if ("number" in looked) this.#exchange.execute({ ...command, number: looked.number });
    else
      this.#receive({
        at: this.#clock.now(),
        report: { type: "attempt-progressed", attempt: command.attempt, progress: looked.refused },
      });
  }

  #setTimer(): void {
    const next = this.#stopped ? null : nextWake(this.#state, this.#lastAt, this.#judgements);
    if (next === this.#timer?.at) return;
    this.#timer?.timer.cancel();
    this.#timer = next === null ? null : { at: next, timer: this.#clock.at(next, () => this.#wake(next)) };
  }

  /** The timer's own time counts, so that a clock that fires a little early does not ask again for nothing. */
  #wake(due: number): void {
    this.#timer = null;
    this.#receive({ at: Math.max(due, this.#clock.now()), body: { type: "woke" } });
  }
}

function isSnapshot(received: Received): boolean {
  return "report" in received && received.report.type === "snapshot";
}

/** A restart replays at most this many steps. */
const CHECKPOINT_EVERY = 10_000;
/** Bounds a transaction; larger groups gain nothing measurable. */
const MAX_GROUP = 1_000;
