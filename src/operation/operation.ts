import type { Report } from "../exchange/port.ts";
import { Fault } from "../faults/faults.ts";
import type { Step } from "../journal/port/run.ts";
import { writeCheckpoint } from "../line/checkpoint.ts";
import type { Command } from "../line/commands.ts";
import type { OrderOutcome } from "../line/events.ts";
import type { Fact, SupervisorOrder } from "../line/facts.ts";
import type { PersonId } from "../line/ids.ts";
import { foreseeInterval } from "../line/outlook/foresee-interval.ts";
import { commandsAfter } from "../line/outstanding.ts";
import type { Settings } from "../line/settings.ts";
import type { State } from "../line/state.ts";
import { nextWake } from "../line/wake.ts";
import { Alarm } from "../time/alarm.ts";
import { Contacts, type FactMaker } from "./contacts.ts";
import { Groups, type OwnFact, type Received } from "./groups.ts";
import { HeldAgents } from "./held-agents.ts";
import type { OperationGiven } from "./operation-given.ts";
import { Orders } from "./orders.ts";
import { Outlooks } from "./outlooks.ts";
import { People } from "./people/people.ts";
import type { Origin } from "./recovery.ts";
import { RunWriter } from "./run-writer.ts";
import { HeldExchange } from "./tenure/held-exchange.ts";
import { withClocks } from "./zone-clocks.ts";

/**
 * Runs one operation: reports of its exchange become facts, each fact a step of the core, steps become durable in
 * groups, and their commands are sent after that. One fact after another, in the order of reception.
 *
 * What comes in while a group is being written makes the next group: the slower the disk, the larger the groups.
 */
export class Operation {
  readonly #given: OperationGiven;
  readonly #writer: RunWriter;
  readonly #orders: Orders;
  readonly #heldAgents: HeldAgents;
  readonly #outlooks: Outlooks;
  readonly #contacts: Contacts;
  readonly #groups: Groups;
  readonly #alarm: Alarm;
  #clocksRead = false;
  #started = false;

  /** Recovers the run's state from the journal. Faults: those of the store. */
  static async open(given: OperationGiven): Promise<Operation> {
    const { store, record, exchange, tenure } = given;
    const people = new People(store, record, given.newPersonId);
    const writer = await RunWriter.open({ ...given, people });
    return new Operation(
      tenure ? { ...given, exchange: new HeldExchange(exchange, tenure) } : given,
      writer,
      people,
    );
  }

  private constructor(given: OperationGiven, writer: RunWriter, people: People) {
    const { clock, exchange, settings } = given;
    const { state, origin } = writer;
    this.#given = given;
    this.#writer = writer;
    clock.goOnFrom?.(writer.lastAt);
    this.#contacts = new Contacts({ ...given, state, people });
    this.#orders = new Orders({
      receive: (order, asOf) => this.#receiveOwn(order, asOf),
      standing: (order) => given.store.orderStanding(given.run, order),
    });
    this.#alarm = new Alarm(clock, (due) => this.#wake(due));
    this.#groups = new Groups({
      work: (group) => this.#work(group),
      onFault: (fault) => {
        this.#halt();
        exchange.disconnect();
        given.onFault(fault);
      },
      onRest: () => this.#outlooks.keep(),
    });
    const isWell = () => this.#groups.underWay === null && !this.#groups.stopped;
    this.#heldAgents = new HeldAgents({ clock, exchange, state, isWell });
    this.#outlooks = new Outlooks({
      clock,
      state,
      foresee: given.foresee ?? foreseeInterval,
      isIdle: () => this.#started && isWell(),
      tell: (outlook) => this.#receiveOwn(outlook),
    });
    // What the checkpoint of an older version is taken for is noted: the state follows from the steps for ever.
    if (origin.from === "upcast")
      this.#receiveOwn({ type: "state-adopted", checkpoint: writeCheckpoint(state) });
    if (writer.lastSeq === 0 || settings.version !== state.settings.version) this.adoptSettings(settings);
  }

  /** The state after everything concluded so far, to be read only: by this room, and by those that live recorded days through. */
  get coreState(): State {
    return this.#writer.state;
  }

  /** The settings that it has adopted. */
  get settings(): Settings {
    return this.coreState.settings;
  }

  get lastSeq(): number {
    return this.#writer.lastSeq;
  }

  /** From what its state was recovered. */
  get origin(): Origin {
    return this.#writer.origin;
  }

  /** Whether its exchange is seen and steered now. Until it is, calls go on without Espera. */
  get connected(): boolean {
    return this.#given.exchange.connected ?? true;
  }

  /** Begins to steer the exchange. */
  start(): void {
    this.#started = true;
    this.#given.exchange.connect((report) => this.#receiveReport(report));
  }

  adoptSettings(settings: Settings): void {
    this.#contacts.adopt(settings);
    this.#receiveOwn({ type: "settings-adopted", settings });
    // Nobody is dialled by that alone: at a start the snapshot that follows shows first who is there. Now it is known.
    if (this.#started && this.connected) this.#receiveOwn({ type: "woke" });
  }

  /**
   * Has a supervisor's order carried out, or refused; what became of it, once it is durable. One that is given again is not carried
   * out again: it gets the answer of the first time. Rejects with `operation-closed` when the operation ends before.
   * Numbers in the reason are made unreadable: it is kept for ever.
   */
  order(
    wanted: Omit<SupervisorOrder, "outdated">,
    /** The step at which the callback was looked at: the order is refused when a later one changed it. */
    asOf?: number,
  ): Promise<OrderOutcome> {
    return this.#orders.order(wanted, asOf);
  }

  /**
   * Forgets a person who is erased from the journal, and ends what was promised to them; fulfilled once that is durable.
   * Rejects as `order` does.
   */
  async erased(person: PersonId): Promise<void> {
    await this.#orders.erased(person);
  }

  /**
   * Forgets those of these people that nothing under way needs, so that the journal may take them out, and gives them:
   * not those who are on the phone, were promised a call, or are named by a fact that is not durable yet.
   */
  letGo(people: readonly PersonId[]): readonly PersonId[] {
    return this.#contacts.letGo(people);
  }

  /** The work under way, or `null` when everything received is concluded, durable and sent. */
  settled(): Promise<void> | null {
    return this.#groups.underWay;
  }

  /**
   * Makes durable what a simulated past gathered, and from now on each group before its commands go out. Faults:
   * `operation-closed` where that fails.
   */
  async stopGathering(): Promise<void> {
    await this.#groups.between(() => this.#writer.stopGathering());
    if (this.#groups.stopped) throw new Fault("operation-closed", {});
  }

  /**
   * Lets go of the exchange, finishes what was received, and leaves a checkpoint for a quick start. With `completes`
   * the run gets no more steps. One that another node may own already leaves nothing.
   */
  async stop({ completes = false } = {}): Promise<void> {
    this.#given.exchange.disconnect();
    this.#outlooks.stop();
    await this.#groups.rest();
    const { stopped } = this.#groups;
    this.#halt();
    const holds = this.#given.tenure?.holds ?? true;
    if (!stopped && holds && this.lastSeq > 0) await this.#writer.close({ completes });
  }

  #halt(): void {
    this.#groups.stop();
    this.#alarm.set(null);
    this.#heldAgents.stop();
    this.#outlooks.stop();
    this.#orders.close();
  }

  #receiveReport(report: Report): void {
    this.#groups.add({ at: this.#given.clock.now(), report });
  }

  #receiveOwn(body: OwnFact, asOf?: number): void {
    this.#groups.add({ at: this.#given.clock.now(), body, asOf });
  }

  async #work(group: readonly Received[]): Promise<void> {
    const steps: Step[] = [];
    const commands: Command[] = [];
    const reports = group.flatMap((received) => ("report" in received ? [received.report] : []));
    const factOfReport = await this.#contacts.lookUp(reports);
    await this.#orders.lookUp(group.flatMap((received) => ("body" in received ? [received.body] : [])));
    for (const received of group) {
      const fact = this.#factOf(received, factOfReport);
      if (!fact) continue;
      const step = this.#writer.conclude(this.#withClocks(fact));
      this.#orders.concluded(step, this.coreState);
      steps.push(step);
      commands.push(...commandsAfter(step, this.coreState));
    }
    await this.#writer.commit();
    for (const step of steps) this.#orders.durable(step);
    for (const command of commands) await this.#send(command);
    this.#alarm.set(nextWake(this.coreState, this.#writer.lastAt, this.#given.judgements));
    this.#heldAgents.keep();
  }

  /** Time never steps back in a run, whatever the machine's clock does. `null`: an order that was carried out before. */
  #factOf(received: Received, factOfReport: FactMaker): Fact | null {
    const at = Math.max(this.#writer.lastAt, received.at);
    if ("report" in received) return factOfReport(received.report, at, this.#given.exchange.capabilities);
    const { body, asOf } = received;
    if (body.type === "person-erased") this.#contacts.forget(body.person);
    if (body.type !== "supervisor-ordered") return { ...body, at };
    // In the operation's own turn: between this and what the core concludes from it nothing can change.
    const order = this.#orders.stillToCarryOut(body, asOf);
    return order && { ...order, at };
  }

  /** With the first fact come those of all zones: since the state was written the zone data may have changed. */
  #withClocks(fact: Fact): Fact {
    // It brings a state with clocks of its own.
    if (fact.type === "state-adopted") return fact;
    const complete = withClocks(this.coreState, fact, !this.#clocksRead);
    this.#clocksRead = true;
    return complete;
  }

  async #send(command: Command): Promise<void> {
    const { exchange, clock } = this.#given;
    if (command.type !== "dial") {
      exchange.execute(command);
      return;
    }
    if (!this.#contacts.isWanted(command)) return;
    const looked = await this.#contacts.numberToDial(command, () => clock.now());
    if ("number" in looked) exchange.execute({ ...command, number: looked.number });
    else
      this.#receiveReport({
        type: "attempt-progressed",
        attempt: command.attempt,
        progress: looked.refused,
      });
  }

  /** The timer's own time counts, so that a clock that fires a little early does not ask again for nothing. */
  #wake(due: number): void {
    this.#groups.add({ at: Math.max(due, this.#given.clock.now()), body: { type: "woke" } });
  }
}
