import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate as othersWork, setTimeout as pause } from "node:timers/promises";
import type { Ending } from "./endings.ts";
import { EsperaChild } from "./espera/espera-child.ts";
import { Supervisor } from "./outside/supervisor.ts";
import { World } from "./outside/world.ts";
import { OPERATION } from "./story-settings.ts";

/** Espera under load in another process, ended and restarted again and again; the world goes on. */
export class Story {
  readonly directory = mkdtempSync(join(tmpdir(), "espera-kill-"));
  readonly world: World;
  readonly supervisor: Supervisor;
  readonly #children = new Set<EsperaChild>();

  /** `slowMs`: see `World`. */
  static async begin(seed: string, { slowMs = 0 } = {}): Promise<Story> {
    return new Story(await World.open(seed, slowMs), seed);
  }

  private constructor(world: World, seed: string) {
    this.world = world;
    this.supervisor = new Supervisor(world, this.directory, seed);
  }

  /**
   * One life of Espera, from its start to the ending. `onReady` is called once it answers, if it comes to that, and time
   * stands still until then. Says how the process ended.
   */
  async live(ending: Ending, onReady?: (espera: EsperaChild) => Promise<void>): Promise<string> {
    const espera = this.start(ending);
    if ("startingMs" in ending) {
      await Promise.race([pause(ending.startingMs), espera.ended]);
      espera.kill("SIGKILL");
    } else {
      await Promise.race([espera.ready.catch(() => undefined), espera.ended]);
      if (espera.url !== null) await onReady?.(espera);
      await this.#end(espera, ending);
    }
    const { code, signal } = await espera.ended;
    await this.#nobodyThere();
    // It may have been quicker than the kill.
    const mayEnd = "stop" in ending || "stoppingMs" in ending;
    const expected = (mayEnd && code === 0) || (signal === "SIGKILL" && !("stop" in ending));
    if (!expected) throw new Error(`Espera ended otherwise (${signal ?? code}): ${espera.said}`);
    this.world.pass(ending.awayMs ?? 0);
    return signal ?? `exit code ${code}`;
  }

  start(ending?: Ending): EsperaChild {
    const { port, clock } = this.world;
    const given = { data: this.directory, port, now: clock.now() };
    const child =
      ending && "at" in ending
        ? new EsperaChild(
            given,
            { point: ending.at, n: ending.n, announces: ending.afterUs !== undefined },
            ending.afterUs,
          )
        : new EsperaChild(given);
    this.#children.add(child);
    void child.ended.then(() => this.#children.delete(child));
    return child;
  }

  /** Lets so many more messages go over the wire, unless Espera ends before. */
  async work(espera: EsperaChild, messages: number): Promise<void> {
    const until = this.world.messages + messages;
    await this.#goOn(espera, () => this.world.messages >= until);
  }

  /**
   * The last life: nobody phones any more after a while, and it goes on until everybody was served or gave up and no
   * callback is open. Then everything stands still.
   */
  async comeToRest(onReady?: (espera: EsperaChild) => Promise<void>): Promise<EsperaChild> {
    const espera = this.start();
    await espera.ready;
    await onReady?.(espera);
    await this.work(espera, 10 * A_WHILE);
    this.world.traffic.stop();
    const journal = new DatabaseSync(join(this.directory, "espera.db"), { readOnly: true });
    const open = journal.prepare(
      `WITH own AS (SELECT id FROM operations WHERE name = '${OPERATION}')
       SELECT (SELECT count(*) FROM callbacks WHERE ended_at IS NULL AND operation IN own)
         + (SELECT count(*) FROM calls WHERE ended_at IS NULL AND operation IN own) AS open`,
    );
    const { clock } = this.world;
    const latest = clock.now() + MOST_REST_MS;
    try {
      await this.#goOn(espera, () => {
        if (clock.now() > latest) throw new Error(`the story did not come to rest: ${espera.said}`);
        return this.world.everybodyHungUp && this.world.isSettled && Number(open.get()!["open"]) === 0;
      });
    } finally {
      journal.close();
    }
    if (espera.end) throw new Error(`Espera ended by itself: ${espera.said}`);
    return espera;
  }

  /** Ends what still runs and removes what was written. */
  async close(): Promise<void> {
    for (const child of this.#children) child.kill("SIGKILL");
    await Promise.all([...this.#children].map((child) => child.ended));
    this.world.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  async #end(espera: EsperaChild, ending: Exclude<Ending, { readonly startingMs: number }>): Promise<void> {
    if ("messages" in ending) {
      if (ending.cutMs !== undefined) {
        await this.work(espera, A_WHILE);
        this.world.cut();
        this.world.pass(ending.cutMs);
      }
      await this.work(espera, ending.messages);
      espera.kill("SIGKILL", ending.afterUs);
    } else if ("at" in ending && !ending.whileStopping) {
      const most = this.world.messages + MOST_MESSAGES;
      await this.#goOn(espera, () => {
        if (this.world.messages > most) throw new Error(`${ending.at} was not reached: ${espera.said}`);
        return false;
      });
    } else {
      await this.work(espera, A_WHILE);
      espera.kill("SIGTERM");
      if ("stoppingMs" in ending) {
        await Promise.race([pause(ending.stoppingMs), espera.ended]);
        espera.kill("SIGKILL");
      }
    }
  }

  /** Lets time pass with Espera until it is over, or Espera ended. */
  async #goOn(espera: EsperaChild, isOver: () => boolean): Promise<void> {
    for (let steps = 1; espera.end === null && !isOver(); steps++) {
      if (this.supervisor.isDue && espera.url !== null) {
        await this.supervisor.act();
        // What went out because of it is known before the time goes on.
        this.world.tellTime();
      } else if (!this.world.step()) await Promise.race([this.world.changed, espera.ended]);
      else if (steps % STEPS_AT_A_TIME === 0) await othersWork();
    }
  }

  /** What it said last may come after its end. */
  async #nobodyThere(): Promise<void> {
    while (this.world.isThere) await this.world.changed;
  }
}

/** Messages after which a server is in the middle of its work. */
const A_WHILE = 100;
/** Messages within which every point is reached. */
const MOST_MESSAGES = 20_000;
/** Of the story: every callback ends within much less. */
const MOST_REST_MS = 4 * 3_600_000;
const STEPS_AT_A_TIME = 50;
