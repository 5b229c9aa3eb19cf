import { createHash } from "node:crypto";
import type { Exchange } from "../../src/exchange/port.ts";
import { SimulatedExchange } from "../../src/exchange/simulated/simulated-exchange.ts";
import type { OperationRecord } from "../../src/journal/port/registry.ts";
import type { Run, Step } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { writeCheckpoint } from "../../src/line/checkpoint.ts";
import type { Settings } from "../../src/line/settings.ts";
import { chance } from "../../src/queueing/laws/distributions.ts";
import { type Random, RandomSource } from "../../src/queueing/random.ts";
import type { VirtualClock } from "../../src/replay/virtual-clock.ts";
import type { Clock } from "../../src/time/clock.ts";
import { Chronicle } from "./chronicle.ts";
import type { Crash } from "./crash.ts";
import type { Disk } from "./disk.ts";
import { EsperaProcess, type Mutation, type Surroundings } from "./espera-process.ts";
import { timeZone, whole } from "./frame.ts";
import { Interfering } from "./interfering.ts";
import type { CentrePlan, Scenario } from "./scenario.ts";
import { keepSettings } from "./settings-kept.ts";
import type { Story } from "./story.ts";
import { Tally } from "./tally.ts";

/** What all centres of a story share. */
interface CentreGiven {
  readonly scenario: Scenario;
  readonly plan: CentrePlan;
  readonly clock: VirtualClock;
  readonly story: Story;
  readonly disk: Disk;
  readonly mutation: Mutation | undefined;
  readonly around: Pick<Surroundings, "diskRefuses" | "calm" | "onDeath">;
}

/** One contact centre in a story: its phones, its people, and the life of Espera's operation for it. */
export class Centre {
  readonly plan: CentrePlan;
  readonly chronicle: Chronicle;
  readonly tally = new Tally();
  readonly exchange: SimulatedExchange;
  /** What was wrong when it was opened again, each a sentence. */
  readonly afterCrashes: string[] = [];
  readonly #given: CentreGiven;
  readonly #people: Interfering;
  #record: OperationRecord | null = null;
  #run: Run | null = null;
  #process: EsperaProcess | null = null;
  #opened = 0;
  #persons = 0;
  /** The settings of the last durable step. */
  #adopted = 0;

  constructor(given: CentreGiven) {
    const { plan, clock, story, scenario } = given;
    this.#given = given;
    this.plan = plan;
    this.chronicle = new Chronicle(plan.name, story, () => clock.now());
    this.exchange = new SimulatedExchange({
      clock,
      traffic: this.chronicle.noting(plan.traffic),
      agents: plan.agents,
      random: new RandomSource(`exchange ${plan.name} ${scenario.seed}`),
      options: plan.options,
      observer: this.chronicle,
    });
    const workplace = {
      clock,
      chronicle: this.chronicle,
      registered: this.tally.registered,
      store: () => given.disk.store,
      record: () => this.record,
      process: () => this.#process,
    };
    this.#people = new Interfering(workplace, plan.interferences);
  }

  get record(): OperationRecord {
    return this.#record!;
  }

  get run(): Run {
    return this.#run!;
  }

  /** `null` before it was opened first. */
  get process(): EsperaProcess | null {
    return this.#process;
  }

  /** The work under way, until it is done or waits for something that only time brings. */
  settled(): Promise<unknown>[] {
    return [this.#process?.settled() ?? [], this.#people.settled ?? []].flat();
  }

  /** Opens its operation, as a process of Espera does that starts; it lives by its own clock. */
  async open(crash: Crash | null, ownClock: Clock): Promise<void> {
    const { clock, scenario, disk, plan, around, mutation, story } = this.#given;
    const { store } = disk;
    // The names by which one database keeps what belongs to each.
    const record = await store.openOperation({ name: plan.name, timeZone, simulated: false });
    // Its own is new in every life of the story, and callers would be drawn otherwise.
    this.#record = {
      ...record,
      personKey: createHash("sha256").update(`${plan.name} ${scenario.seed}`).digest(),
    };
    this.#run = await store.openRun(this.#record.id, { kind: "live", name: "live" });
    await this.#noteWhatIsWritten(store);
    const random = scenario.source.stream("process", plan.name, this.#opened++);
    const before = this.#process?.last ?? null;
    const adopted = this.#adopted;
    const settings = await this.#settingsNow(store, random);
    this.#process = await EsperaProcess.open(
      {
        store,
        record: this.#record,
        run: this.#run,
        settings,
        foresee: plan.foresee,
        newPersonId: () => `person-${++this.#persons}`,
        checkpointEvery: scenario.checkpointEvery,
      },
      {
        ...around,
        clock,
        ownClock,
        exchange: this.#watched(),
        faults: scenario.faults,
        tear: (inner, run, batch) => disk.tear(inner, run, batch),
        onDurable: (steps) => this.#durable(steps),
      },
      random,
      crash,
      mutation,
    );
    story.tell(plan.name, `espera opened, will crash: ${JSON.stringify(crash)}`);
    // Settings that were changed meanwhile are adopted at once: it knows something else then.
    const { coreState: state, lastSeq } = this.#process.operation;
    const comparable = before && settings.version === adopted && before.lastSeq === lastSeq;
    if (comparable && before.state !== writeCheckpoint(state))
      this.afterCrashes.push(
        `after step ${lastSeq} the process knew something else before its crash than after it`,
      );
  }

  start(): void {
    this.#process!.start();
  }

  /** Calls and callbacks still open, by Espera's own word. */
  openNow(): string[] {
    if (!this.#process!.alive) return [`Espera in ${this.plan.name}, which is down`];
    const { calls, callbacks } = this.#process!.operation.coreState;
    return [
      ...[...calls.values()].map(({ id, phase }) => `call ${id} (${phase})`),
      ...[...callbacks.values()].map(({ id, phase }) => `callback ${id} (${phase})`),
    ];
  }

  /** A write of which the process never heard may have been made; and one of which it heard may be gone. */
  async #noteWhatIsWritten(store: Store): Promise<void> {
    const last = this.chronicle.lastDurable;
    if (this.#run!.lastSeq < last)
      this.afterCrashes.push(
        `step ${last} was said to be durable, and after the crash the journal ends with ${this.#run!.lastSeq}`,
      );
    for await (const steps of store.steps(this.#run!, last)) this.#durable(steps);
  }

  #durable(steps: readonly Step[]): void {
    this.chronicle.durable(steps);
    this.tally.add(steps);
    this.#adopted = steps.at(-1)?.settingsVersion ?? this.#adopted;
  }

  /** Now and then a person has changed them when Espera starts again. */
  async #settingsNow(store: Store, random: Random): Promise<Settings> {
    const known = await store.settings(this.record.id);
    if (known && !chance(random, 0.3)) return known;
    if (!known) {
      await store.addSettings(this.record.id, this.plan.settings, this.#given.clock.now());
      return this.plan.settings;
    }
    const offerAfterMs = whole(random, 0, 20_000);
    const changed = { ...known, skills: known.skills.map((skill) => ({ ...skill, offerAfterMs })) };
    return keepSettings(store, this.record.id, { known, changed, at: this.#given.clock.now() });
  }

  #watched(): Exchange {
    const { exchange, chronicle } = this;
    return {
      capabilities: exchange.capabilities,
      connect: (receive) => {
        chronicle.connected();
        exchange.connect((report) => {
          chronicle.reported(report);
          receive(report);
        });
      },
      disconnect: () => {
        chronicle.disconnected();
        exchange.disconnect();
      },
      execute: (order) => {
        chronicle.ordered(order);
        exchange.execute(order);
      },
    };
  }
}
