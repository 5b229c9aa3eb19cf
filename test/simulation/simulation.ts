import { setImmediate } from "node:timers/promises";
import { pino } from "pino";
import { buildApi } from "../../src/api/server.ts";
import { createToken } from "../../src/api/tokens.ts";
import type { Exchange } from "../../src/exchange/port.ts";
import { SimulatedExchange } from "../../src/exchange/simulated/simulated-exchange.ts";
import type { Run, Step, Store } from "../../src/journal/port.ts";
import { IN_MEMORY } from "../../src/journal/sqlite/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { type VerifyResult, verifyRun } from "../../src/journal/verify.ts";
import { writeCheckpoint } from "../../src/line/checkpoint.ts";
import type { Settings } from "../../src/line/settings.ts";
import { chance } from "../../src/queueing/distributions.ts";
import type { Random } from "../../src/queueing/random.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { Chronicle } from "./chronicle.ts";
import { crashOf, EsperaProcess, type Mutation } from "./espera-process.ts";
import { type Scenario, scenarioOf, timeZone, whole } from "./scenario.ts";
import { Story } from "./story.ts";
import { type CountsOfSkill, Tally } from "./tally.ts";

/** What is left when a story is over, for its judge. */
export interface Ended {
  readonly scenario: Scenario;
  readonly story: Story;
  readonly chronicle: Chronicle;
  /** The journal, read back. */
  readonly steps: readonly Step[];
  readonly verified: VerifyResult;
  /** `diagram_2` as HTTP answers it at the end. */
  readonly answer: readonly CountsOfSkill[];
  /** Calls and callbacks still open, by Espera's own word, long after the last caller phoned. */
  readonly open: readonly string[];
  /** What was wrong around crashes, each a sentence. */
  readonly afterCrashes: readonly string[];
  /** Why Espera's process ended, each time. */
  readonly deaths: readonly string[];
}

const HOUR_MS = 3_600_000;
/** Longer than any deadline: whoever is on the phone for so long is not waited for any more. */
const LONGEST_AFTERMATH_MS = 40 * HOUR_MS;

/** Lives through the story of a seed, on one virtual clock, to the end of its last callback. */
export async function simulate(seed: number, mutation?: Mutation): Promise<Ended> {
  const simulation = await Simulation.prepare(scenarioOf(seed), mutation);
  const ended = await simulation.live();
  // What only weak references hold is let go between turns of the event loop, and a story has none of its own.
  await setImmediate();
  return ended;
}

class Simulation {
  readonly #scenario: Scenario;
  readonly #mutation: Mutation | undefined;
  readonly #clock: VirtualClock;
  readonly #story: Story;
  readonly #chronicle: Chronicle;
  readonly #exchange: SimulatedExchange;
  readonly #store: Store;
  readonly #tally = new Tally();
  readonly #afterCrashes: string[] = [];
  #process: EsperaProcess | null = null;
  #opening: Promise<void> | null = null;
  #opened = 0;
  #persons = 0;
  /** The settings of the last durable step. */
  #adopted = 0;
  #crashesLeft: number;
  readonly #deaths: string[] = [];
  #diskRefusesUntil = 0;
  #calm = false;
  #ask: () => Promise<CountsOfSkill[]> = async () => [];

  static async prepare(scenario: Scenario, mutation: Mutation | undefined): Promise<Simulation> {
    return new Simulation(scenario, mutation, await openSqliteStore({ file: IN_MEMORY }));
  }

  private constructor(scenario: Scenario, mutation: Mutation | undefined, store: Store) {
    this.#scenario = scenario;
    this.#mutation = mutation;
    this.#store = store;
    this.#clock = new VirtualClock(scenario.from);
    this.#story = new Story(this.#clock);
    this.#chronicle = new Chronicle(this.#story, () => this.#clock.now());
    this.#crashesLeft = scenario.faults.crashes;
    this.#exchange = new SimulatedExchange({
      clock: this.#clock,
      traffic: this.#chronicle.noting(scenario.traffic),
      agents: scenario.agents,
      random: scenario.source,
      options: scenario.options,
      observer: this.#chronicle,
    });
  }

  async live(): Promise<Ended> {
    const { from, calmFrom } = this.#scenario;
    const record = await this.#store.openOperation({ name: "simulated", timeZone, simulated: true });
    const run = await this.#store.openRun(record.id, { kind: "live", name: "live" });
    const readModels = this.#store.readModels();
    const api = buildApi({
      store: this.#store,
      readModels,
      now: () => this.#clock.now(),
      log: pino({ enabled: false }),
      live: () => ({ version: "0", operations: [] }),
      readiness: () => [],
    });
    const { token } = await createToken(
      this.#store,
      { operation: record.id, label: "judge", emptyAsSuccess: true },
      from,
    );
    this.#ask = async () => {
      const url = "/api/v2/reports_manager.php?api=diagram_2&date_ini=20261116000000&date_end=20261118235959";
      const answer = await api.inject({ url, headers: { "wolkvox-token": token } });
      return (JSON.parse(answer.body) as { data: Record<string, string>[] }).data.map((row) => ({
        skill: Number(row["skill_id"]),
        treatment: Number(row["treatment"]),
        yes: Number(row["customer_say_yes"]),
        no: Number(row["customer_say_no"]),
        ok: Number(row["recall_ok"]),
        fail: Number(row["recall_fail"]),
      }));
    };
    this.#open = async () => {
      await this.#openOn(run, record);
    };

    this.#planFaults();
    await this.#open();
    await this.#runUntil(calmFrom);
    this.#calm = true;
    // Nobody phones again later than this, and no outage lasts so long.
    await this.#runUntil(calmFrom + HOUR_MS);
    while (this.#clock.now() < calmFrom + LONGEST_AFTERMATH_MS && this.#openNow().length > 0)
      await this.#runUntil(this.#clock.now() + HOUR_MS / 2);

    const open = this.#openNow();
    const answer = await this.#ask();
    await this.#process!.operation.stop();
    this.#exchange.close();
    const steps: Step[] = [];
    for await (const chunk of this.#store.steps(run, 0)) steps.push(...chunk);
    const verified = await verifyRun(this.#store, run, { all: true });
    await api.close();
    await readModels.close();
    await this.#store.close();
    return {
      scenario: this.#scenario,
      story: this.#story,
      chronicle: this.#chronicle,
      steps,
      verified,
      answer,
      open,
      afterCrashes: this.#afterCrashes,
      deaths: this.#deaths,
    };
  }

  #open: () => Promise<void> = async () => undefined;

  /** The process alone dies; phones, disk and people go on. */
  async #openOn(run: Run, record: Parameters<typeof EsperaProcess.open>[0]["record"]): Promise<void> {
    const { source, checkpointEvery, faults } = this.#scenario;
    const random = source.stream("process", this.#opened++);
    const crash = this.#crashesLeft > 0 && !this.#calm ? crashOf(random) : null;
    if (crash) this.#crashesLeft--;
    const before = this.#process?.last ?? null;
    const adopted = this.#adopted;
    const settings = await this.#settingsNow(record.id, random);
    this.#process = await EsperaProcess.open(
      {
        store: this.#store,
        record,
        run,
        settings,
        newPersonId: () => `person-${++this.#persons}`,
        checkpointEvery,
      },
      {
        clock: this.#clock,
        exchange: this.#watched(),
        faults,
        diskRefuses: () => this.#clock.now() < this.#diskRefusesUntil,
        calm: () => this.#calm,
        onDurable: (steps) => {
          this.#chronicle.durable(steps);
          this.#tally.add(steps);
          this.#adopted = steps.at(-1)?.settingsVersion ?? this.#adopted;
        },
        onDeath: (why) => this.#died(why),
      },
      random,
      crash,
      this.#mutation,
    );
    this.#story.tell("espera", `opened, will crash: ${JSON.stringify(crash)}`);
    // Settings that were changed meanwhile are adopted at once: it knows something else then.
    await this.#compareWith(settings.version === adopted ? before : null);
    this.#process.start();
    await this.#process.settled();
  }

  /** Now and then a person has changed them when Espera starts again. */
  async #settingsNow(operation: number, random: Random): Promise<Settings> {
    const known = await this.#store.settings(operation);
    if (known && !chance(random, 0.3)) return known;
    const { settings } = this.#scenario;
    const offerAfterMs = whole(random, 0, 20_000);
    const changed = known
      ? {
          ...settings,
          version: known.version + 1,
          skills: settings.skills.map((skill) => ({ ...skill, offerAfterMs })),
        }
      : settings;
    await this.#store.addSettings(operation, changed, this.#clock.now());
    return changed;
  }

  /** A crash changes no count, and forgets nothing that was durable. */
  async #compareWith(before: EsperaProcess["last"]): Promise<void> {
    const { state, lastSeq } = this.#process!.operation;
    if (before && before.lastSeq === lastSeq && before.state !== writeCheckpoint(state))
      this.#afterCrashes.push(
        `after step ${lastSeq} the process knew something else before its crash than after it`,
      );
    const answer = JSON.stringify(await this.#ask());
    const counted = JSON.stringify(this.#tally.counts());
    if (answer !== counted)
      this.#afterCrashes.push(
        `after a restart diagram_2 says ${answer}; the journal's events give ${counted}`,
      );
  }

  #died(why: string): void {
    this.#deaths.push(why);
    this.#story.tell("FAULT", `Espera died ${why}`);
    const random = this.#scenario.source.stream("outage", this.#deaths.length);
    // Often at once, as a supervisor of processes does: what rings then still rings.
    const outageMs = whole(random, 0, chance(random, 0.5) ? 3_000 : 120_000);
    this.#clock.at(this.#clock.now() + outageMs, () => {
      this.#opening = this.#open().finally(() => {
        this.#opening = null;
      });
    });
  }

  #watched(): Exchange {
    const exchange = this.#exchange;
    return {
      capabilities: exchange.capabilities,
      connect: (receive) => {
        this.#chronicle.connected();
        exchange.connect((report) => {
          this.#chronicle.reported(report);
          receive(report);
        });
      },
      disconnect: () => {
        this.#chronicle.disconnected();
        exchange.disconnect();
      },
      execute: (order) => {
        this.#chronicle.ordered(order);
        exchange.execute(order);
      },
    };
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
    for (const byMs of faults.clockJumps)
      this.#clock.at(sometime(), () => {
        this.#clock.jump(byMs);
        this.#story.tell("FAULT", `the clock jumped by ${byMs} ms`);
        if (chance(random, 0.5)) this.#process?.kill("with the clock set wrong");
      });
  }

  #runUntil(until: number): Promise<void> {
    return this.#clock.run(until, () => this.#opening ?? (this.#process!.settled() as Promise<void> | null));
  }

  #openNow(): string[] {
    const process = this.#process!;
    if (!process.alive) return ["Espera, which is down"];
    const { calls, callbacks } = process.operation.state;
    return [
      ...[...calls.values()].map(({ id, phase }) => `call ${id} (${phase})`),
      ...[...callbacks.values()].map(({ id, phase }) => `callback ${id} (${phase})`),
    ];
  }
}
