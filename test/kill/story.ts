import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { scaledClock } from "../../src/exchange/clock.ts";
import { RecordingObserver } from "../../src/exchange/simulated/observer.ts";
import { roster } from "../../src/exchange/simulated/roster.ts";
import { SimulatedExchange } from "../../src/exchange/simulated/simulated-exchange.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import type { DeadlyPoint } from "./deadly-points.ts";
import { EsperaChild } from "./espera-child.ts";
import { ExchangeHost } from "./exchange-host.ts";
import { type EsperaGiven, STORY_BEGINS, TIME_ZONE } from "./story-settings.ts";
import { WatchedClock } from "./watched-clock.ts";
import { WitnessedTraffic } from "./witnessed-traffic.ts";

/**
 * How one life of Espera ends.
 * `at`: by its own hand, at the n-th time it reaches the point; with `whileStopping` after it was told to end.
 * `messages`: killed from outside when so many more reports and orders went over the wire, wherever that finds it;
 * with `cut` its connection is broken first.
 * `stop`: told to end, and it does.
 */
export type Ending =
  | { readonly at: DeadlyPoint; readonly n: number; readonly whileStopping?: boolean }
  | { readonly messages: number; readonly cut?: boolean }
  | { readonly stop: true };

/**
 * Espera under load in another process, ended again and again and started at once; the phone system, its callers
 * and the observer live here and go on.
 */
export class Story {
  readonly directory = mkdtempSync(join(tmpdir(), "espera-kill-"));
  readonly observer = new RecordingObserver();
  readonly traffic: WitnessedTraffic;
  readonly clock: WatchedClock;
  readonly host: ExchangeHost;
  readonly given: EsperaGiven;
  readonly #exchange: SimulatedExchange;
  readonly #children = new Set<EsperaChild>();

  static async begin(seed: string): Promise<Story> {
    const began = { machine: Date.now(), at: STORY_BEGINS };
    const clock = new WatchedClock(scaledClock({ startAt: STORY_BEGINS, speed: SPEED }));
    const traffic = new WitnessedTraffic(seed);
    const observer = new RecordingObserver();
    const exchange = new SimulatedExchange({
      clock,
      traffic,
      observer,
      agents: roster({ timeZone: TIME_ZONE, groups: AGENTS, from: STORY_BEGINS, to: null }),
      random: new RandomSource(seed),
    });
    const host = await ExchangeHost.open(exchange, clock);
    return new Story({ began, clock, traffic, observer, exchange, host });
  }

  private constructor(given: {
    readonly began: EsperaGiven["time"]["began"];
    readonly clock: WatchedClock;
    readonly traffic: WitnessedTraffic;
    readonly observer: RecordingObserver;
    readonly exchange: SimulatedExchange;
    readonly host: ExchangeHost;
  }) {
    this.clock = given.clock;
    this.traffic = given.traffic;
    this.observer = given.observer;
    this.#exchange = given.exchange;
    this.host = given.host;
    this.given = {
      data: this.directory,
      exchangePort: given.host.port,
      time: { began: given.began, speed: SPEED },
    };
  }

  /** One life of Espera, from its start to the ending. Says how the process ended. */
  async live(ending: Ending): Promise<string> {
    const espera = this.start("at" in ending ? `${ending.at}:${ending.n}` : undefined);
    if ("at" in ending) {
      if (ending.whileStopping) {
        await this.#work(espera, A_WHILE);
        espera.kill("SIGTERM");
      }
    } else {
      if ("stop" in ending) {
        await this.#work(espera, A_WHILE);
        espera.kill("SIGTERM");
      } else {
        if (ending.cut) {
          await this.#work(espera, A_WHILE);
          this.host.cut();
        }
        await this.#work(espera, ending.messages);
        espera.kill("SIGKILL");
      }
    }
    const { code, signal } = await espera.ended;
    const expected = "stop" in ending ? code === 0 : signal === "SIGKILL";
    if (!expected) throw new Error(`Espera ended otherwise (${signal ?? code}): ${espera.said}`);
    return signal ?? `exit code ${code}`;
  }

  start(dieAt?: string): EsperaChild {
    const child = new EsperaChild(this.given, dieAt);
    this.#children.add(child);
    void child.ended.then(() => this.#children.delete(child));
    return child;
  }

  /**
   * The last life: nobody phones any more, and it goes on until everybody was served or gave up and no callback is
   * open. Then the phone system ends.
   */
  async comeToRest(): Promise<EsperaChild> {
    const espera = this.start();
    await this.#work(espera, 10 * A_WHILE);
    this.traffic.stop();
    const journal = new DatabaseSync(join(this.directory, "espera.db"), { readOnly: true });
    const open = journal.prepare(
      "SELECT (SELECT count(*) FROM callbacks WHERE ended_at IS NULL) + (SELECT count(*) FROM calls WHERE ended_at IS NULL) AS open",
    );
    try {
      while (!this.#everybodyHungUp() || Number(open.get()!["open"]) > 0) {
        const ended = await Promise.race([espera.ended, pause(50)]);
        if (ended) throw new Error(`Espera ended by itself (${ended.signal ?? ended.code}): ${espera.said}`);
      }
    } finally {
      journal.close();
    }
    this.#exchange.close();
    return espera;
  }

  /** Ends what still runs and removes what was written. */
  async close(): Promise<void> {
    for (const child of this.#children) child.kill("SIGKILL");
    await Promise.all([...this.#children].map((child) => child.ended));
    this.host.close();
    this.#exchange.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Fulfilled when it answers and so many messages more went over the wire, or when it ended before. */
  async #work(espera: EsperaChild, messages: number): Promise<void> {
    await espera.ready;
    await Promise.race([this.host.after(messages), espera.ended]);
  }

  #everybodyHungUp(): boolean {
    const { ends, rings } = this.observer;
    return (
      rings.every(({ attempt }) => ends.has(attempt)) &&
      [...this.traffic.callers.keys()].every((call) => ends.has(call))
    );
  }
}

/** A minute of the story is two seconds: what a caller in dialogue waits for Espera is a quarter of one. */
const SPEED = 30;
/** Messages after which a server is in the middle of its work. */
const A_WHILE = 100;
/** Too few for all who phone: there is always a line. */
const AGENTS = [[1, 2], [1], [2]].map((skills) => ({
  count: 12,
  skills,
  shift: { fromMinute: 0, toMinute: 1440 },
  wrapUpMs: 5_000,
}));
