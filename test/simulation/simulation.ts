import { setImmediate } from "node:timers/promises";
import type { Step } from "../../src/journal/port/run.ts";
import type { CallbackRecord, CallbackStory } from "../../src/journal/stories.ts";
import { type VerifyResult, verifyRun } from "../../src/journal/verify/verify.ts";
import { chance } from "../../src/queueing/laws/distributions.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import type { Timer } from "../../src/time/clock.ts";
import { type BootNote, GuardedClock } from "../../src/time/guarded-clock.ts";
import { VirtualMachine } from "../exchange/virtual-machine.ts";
import { Centre } from "./centre.ts";
import type { Chronicle } from "./chronicle.ts";
import { crashOf } from "./crash.ts";
import { type Disk, openDisk } from "./disk.ts";
import type { Mutation } from "./espera-process.ts";
import { HOUR_MS, whole } from "./frame.ts";
import { Reports } from "./reports.ts";
import { type CentrePlan, type Scenario, scenarioOf } from "./scenario.ts";
import type { ClockFault } from "./scenario-faults.ts";
import { Story } from "./story.ts";
import type { CountsOfSkill } from "./tally.ts";

/** What is left of one centre when a story is over, for its judge. */
export interface EndedCentre {
  readonly plan: CentrePlan;
  readonly chronicle: Chronicle;
  /** The journal, read back. */
  readonly steps: readonly Step[];
  readonly verified: VerifyResult;
  /** `diagram_2` as HTTP answers it at the end. */
  readonly answer: readonly CountsOfSkill[];
  /** What `diagram_3` has as `billed_minutes` in all its rows. */
  readonly billedMs: number;
  /** Callbacks as lists show them at the end, and all that is known of some of them. */
  readonly list: readonly CallbackRecord[];
  readonly stories: readonly CallbackStory[];
  /** The numbers that the journal holds in the end. */
  readonly numbers: ReadonlySet<string>;
  /** Calls and callbacks still open, by Espera's own word, long after the last caller phoned. */
  readonly open: readonly string[];
  /** What was wrong around crashes, each a sentence. */
  readonly afterCrashes: readonly string[];
}

/** What is left when a story is over. */
export interface Ended {
  readonly scenario: Scenario;
  readonly story: Story;
  readonly centres: readonly EndedCentre[];
  /** Why Espera's process ended, each time. */
  readonly deaths: readonly string[];
}

/** Longer than any deadline, and than the way to the next opening over a Sunday and a holiday. */
const LONGEST_AFTERMATH_MS = 200 * HOUR_MS;

const SLEW_EVERY_MS = 1_000;

/** More happens in no story at one moment. */
const MOST_AT_ONCE = 20_000;

/** Lives through the story of a seed, on one virtual clock, to the end of its last callback; on a disk of its own unless one is given. */
export async function simulate(seed: number, mutation?: Mutation, disk?: Disk): Promise<Ended> {
  const scenario = scenarioOf(seed);
  const ownDisk = disk ?? (await openDisk(scenario.faults.powerCuts));
  const simulation = new Simulation(scenario, mutation, ownDisk);
  const ended = await simulation.live();
  // What only weak references hold is let go between turns of the event loop, and a story has none of its own.
  await setImmediate();
  return ended;
}

class Simulation {
  readonly #scenario: Scenario;
  readonly #clock: VirtualClock;
  readonly #machine: VirtualMachine;
  readonly #story: Story;
  readonly #disk: Disk;
  readonly #centres: readonly Centre[];
  readonly #deaths: string[] = [];
  readonly #tokens = new Map<number, string>();
  #reports: Reports | null = null;
  #opening: Promise<void> | null = null;
  #opened = 0;
  #watch: Timer | null = null;
  #clockNote: BootNote | null = null;
  #crashesLeft: number;
  #diskRefusesUntil = 0;
  #calm = false;
  #restedAt = 0;
  #atOnce = 0;
  #dying = false;

  constructor(scenario: Scenario, mutation: Mutation | undefined, disk: Disk) {
    this.#scenario = scenario;
    this.#disk = disk;
    this.#clock = new VirtualClock(scenario.from);
    this.#machine = new VirtualMachine(this.#clock, { boot: "one" });
    this.#story = new Story(this.#clock);
    this.#crashesLeft = scenario.faults.crashes;
    const around = {
      diskRefuses: () => this.#clock.now() < this.#diskRefusesUntil,
      calm: () => this.#calm,
      onDeath: (why: string) => this.#died(why),
    };
    this.#centres = scenario.centres.map(
      (plan) =>
        new Centre({ scenario, plan, clock: this.#clock, story: this.#story, disk, mutation, around }),
    );
  }

  async live(): Promise<Ended> {
    const { calmFrom } = this.#scenario;
    this.#planFaults();
    this.#opening = this.#open().finally(() => {
      this.#opening = null;
    });
    await this.#opening;
    await this.#runUntil(calmFrom);
    this.#calm = true;
    // Nobody phones again later than this, and no outage lasts so long.
    await this.#runUntil(calmFrom + HOUR_MS);
    const isOpen = () => this.#centres.some((centre) => centre.openNow().length > 0);
    while (this.#clock.now() < calmFrom + LONGEST_AFTERMATH_MS && isOpen())
      await this.#runUntil(this.#clock.now() + HOUR_MS / 2);

    const centres: EndedCentre[] = [];
    for (const centre of this.#centres) centres.push(await this.#endOf(centre));
    await this.#reports?.close();
    await this.#disk.close();
    return { scenario: this.#scenario, story: this.#story, centres, deaths: this.#deaths };
  }

  async #endOf(centre: Centre): Promise<EndedCentre> {
    const open = centre.openNow();
    await Promise.all(centre.settled());
    const { id } = centre.record;
    const reports = await this.#openReports();
    const answer = await reports.counts(id);
    const billedMs = await reports.billedMs(id);
    const list = await reports.list(id);
    const stories = await reports.stories(id, list);
    if (centre.process?.alive) await centre.process.operation.stop();
    centre.exchange.close();
    const { store } = this.#disk;
    const steps: Step[] = [];
    for await (const chunk of store.steps(centre.run, 0)) steps.push(...chunk);
    const verified = await verifyRun(store, centre.run, { all: true });
    const people = await store.numbers(id, { after: null, limit: Number.MAX_SAFE_INTEGER });
    const numbers = new Set(people.map(({ number }) => number));
    const { plan, chronicle, afterCrashes } = centre;
    return { plan, chronicle, steps, verified, answer, billedMs, list, stories, numbers, open, afterCrashes };
  }

  /** One process opens the operations of all centres; it alone has died, phones, disk and people went on. */
  async #open(): Promise<void> {
    const random = this.#scenario.source.stream("process", this.#opened++);
    const crash = this.#crashesLeft > 0 && !this.#calm ? crashOf(random) : null;
    if (crash) this.#crashesLeft--;
    if (this.#opened > 1) {
      for (const centre of this.#centres) await Promise.all(centre.settled());
      await this.#disk.recover(random);
    }
    const clock = this.#clockOfProcess();
    const unlucky = whole(random, 0, this.#centres.length - 1);
    const deaths = this.#deaths.length;
    for (const [index, centre] of this.#centres.entries()) {
      if (this.#deaths.length > deaths) return;
      await centre.open(index === unlucky ? crash : null, clock);
    }
    // It may have died of its first writes: then nothing of it lives on.
    if (this.#deaths.length > deaths) {
      this.#endAll("with its process");
      return;
    }
    for (const centre of this.#centres) await this.#compareCounts(centre);
    for (const centre of this.#centres) centre.start();
    await this.#settled();
  }

  /** What a process believes of the clock it has noted for the one after it. */
  #clockOfProcess(): GuardedClock {
    this.#watch?.cancel();
    const clock = new GuardedClock(this.#machine);
    // Nothing happens to the clock in most stories, and looking at it is many events.
    if (this.#scenario.faults.clock.length === 0) return clock;
    if (this.#clockNote) clock.remember(this.#clockNote);
    this.#watch = clock.watch(
      ({ what, byMs }) => this.#story.tell("CLOCK", `${what} ${byMs}`),
      () => {
        this.#clockNote = clock.note;
      },
    );
    return clock;
  }

  /** A crash changes no count. */
  async #compareCounts(centre: Centre): Promise<void> {
    const reports = await this.#openReports();
    const answer = JSON.stringify(await reports.counts(centre.record.id));
    const counted = JSON.stringify(centre.tally.counts());
    if (answer !== counted)
      centre.afterCrashes.push(
        `after a restart diagram_2 says ${answer}; the journal's events give ${counted}`,
      );
  }

  /** The reports over the journal as it is found now. */
  async #openReports(): Promise<Reports> {
    const { store } = this.#disk;
    if (this.#reports?.of === store) return this.#reports;
    await this.#reports?.close();
    this.#reports = new Reports(store, () => this.#clock.now(), this.#tokens);
    return this.#reports;
  }

  /** Whatever one operation does, the process dies with all of them. */
  #died(why: string): void {
    if (this.#dying) return;
    this.#deaths.push(why);
    this.#story.tell("FAULT", `Espera died ${why}`);
    this.#endAll(why);
    const random = this.#scenario.source.stream("outage", this.#deaths.length);
    // Often at once, as a supervisor of processes does: what rings then still rings.
    const outageMs = whole(random, 0, chance(random, 0.5) ? 3_000 : 120_000);
    this.#clock.at(this.#clock.now() + outageMs, () => {
      this.#opening = this.#open().finally(() => {
        this.#opening = null;
      });
    });
  }

  #endAll(why: string): void {
    this.#dying = true;
    for (const centre of this.#centres) centre.process?.kill(why);
    this.#dying = false;
  }

  #planFaults(): void {
    const { faults, source, from, to } = this.#scenario;
    const random = source.stream("faults");
    const sometime = () => whole(random, from + 60_000, to + 600_000);
    for (let refusal = 0; refusal < faults.refusals; refusal++) {
      const forMs = whole(random, 1_000, 60_000);
      this.#clock.at(sometime(), () => {
        this.#diskRefusesUntil = this.#clock.now() + forMs;
        this.#story.tell("FAULT", `the disk refuses for ${forMs} ms`);
      });
    }
    for (const fault of faults.clock)
      this.#clock.at(sometime(), () => {
        this.#setClock(fault);
        if (chance(random, 0.5)) this.#kill("with the clock set wrong");
      });
    for (let restart = 0; restart < faults.exchangeRestarts; restart++) {
      const downMs = whole(random, 0, chance(random, 0.5) ? 2_000 : 90_000);
      this.#clock.at(sometime(), () => {
        const centre = this.#centres[whole(random, 0, this.#centres.length - 1)]!;
        this.#story.tell("FAULT", `the phone system of ${centre.plan.name} goes down for ${downMs} ms`);
        centre.exchange.restart(downMs);
      });
    }
  }

  #setClock({ byMs, forMs, slewedMs }: ClockFault): void {
    this.#story.tell("FAULT", `the clock is set by ${byMs} ms: ${JSON.stringify({ forMs, slewedMs })}`);
    const inAll = Math.max(1, Math.ceil(slewedMs / SLEW_EVERY_MS));
    const step = (left: number) => {
      this.#machine.wrongMs += byMs / inAll;
      if (left > 1) this.#clock.at(this.#clock.now() + SLEW_EVERY_MS, () => step(left - 1));
    };
    step(inAll);
    if (forMs === null) return;
    this.#clock.at(this.#clock.now() + forMs, () => {
      this.#machine.wrongMs -= byMs;
      this.#story.tell("FAULT", `the clock is right again, which was set by ${byMs} ms`);
    });
  }

  #kill(why: string): void {
    this.#centres.find((centre) => centre.process?.alive)?.process?.kill(why);
  }

  #runUntil(until: number): Promise<void> {
    return this.#clock.run(until, () => {
      this.#checkRest();
      return this.#opening ?? this.#settled();
    });
  }

  /** Time goes on: what is due at one moment comes to an end. */
  #checkRest(): void {
    const now = this.#clock.now();
    this.#atOnce = now === this.#restedAt ? this.#atOnce + 1 : 0;
    this.#restedAt = now;
    if (this.#atOnce > MOST_AT_ONCE)
      throw new Error(`rule 6: Espera does not come to rest at ${new Date(now).toISOString()}`);
  }

  /** The work under way in all operations, `null` when there is none. */
  #settled(): Promise<void> | null {
    const working = this.#centres.flatMap((centre) => centre.settled());
    return working.length === 0 ? null : Promise.all(working).then(() => undefined);
  }
}
