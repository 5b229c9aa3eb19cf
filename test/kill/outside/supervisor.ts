import { ControlClient } from "../../../src/command-line/control-client.ts";
import { erasureAnswer } from "../../../src/desk/schemas.ts";
import { Fault } from "../../../src/faults/faults.ts";
import { exponential, pick } from "../../../src/queueing/laws/distributions.ts";
import { type Random, RandomSource } from "../../../src/queueing/random.ts";
import { OPERATION } from "../story-settings.ts";
import type { World } from "./world.ts";

type Act = "cancel" | "call-now" | "later" | "other-skill";

/** What a supervisor asked of Espera, and heard of it. */
export interface Asked {
  /** By which it is found again: it stands in its reason. */
  readonly name: string;
  readonly act: Act;
  readonly callback: string;
  /** What became of it; `null`: Espera died before it said so. */
  outcome: string | null;
  /** How many orders had come over the wire when it was answered. */
  ordersBefore: number;
}

/** Somebody asked to be erased: asked again until it is answered. */
export interface Erasure {
  readonly callback: string;
  readonly number: string;
  isDone: boolean;
  /** When he was told that no file holds the number any more, epoch ms; `null`: he was not. */
  cleanAt: number | null;
  ordersBefore: number;
}

/** A supervisor who watches the callers that were promised a call, and gives orders about them again and again. */
export class Supervisor {
  readonly asked: Asked[] = [];
  readonly erasures: Erasure[] = [];
  readonly #world: World;
  readonly #control: ControlClient;
  readonly #random: Random;
  #nextAt: number;

  constructor(world: World, directory: string, seed: string) {
    this.#world = world;
    this.#control = new ControlClient(directory);
    this.#random = new RandomSource(seed).stream("supervisor");
    this.#nextAt = world.clock.now() + EVERY_MS;
  }

  /** Whether there is something to order now. */
  get isDue(): boolean {
    return this.#world.clock.now() >= this.#nextAt || this.#unanswered !== undefined;
  }

  get #unanswered(): Erasure | undefined {
    return this.erasures.find(({ isDone }) => !isDone);
  }

  /** Gives the next order, and hears what became of it unless Espera dies. */
  async act(): Promise<void> {
    this.#nextAt = this.#world.clock.now() + exponential(this.#random, EVERY_MS);
    const again = this.#unanswered;
    if (again) return this.#erase(again);
    const promised = this.#world.observer.hearings.filter(({ what }) => what.what === "promise").slice(-LAST);
    const callback = promised[Math.floor(this.#random.uniform() * promised.length)]?.call;
    if (callback === undefined) return;
    const act = pick(this.#random, { cancel: 3, "call-now": 4, later: 2, "other-skill": 2, erase: 1 });
    if (act !== "erase") return this.#order(callback, act);
    const { number } = this.#world.traffic.callers.get(callback)!;
    if (number === null) return;
    const erasure = { callback, number, isDone: false, cleanAt: null, ordersBefore: 0 };
    this.erasures.push(erasure);
    return this.#erase(erasure);
  }

  async #order(callback: string, act: Act): Promise<void> {
    const asked: Asked = { name: `o${this.asked.length}`, act, callback, outcome: null, ordersBefore: 0 };
    this.asked.push(asked);
    const path = `/v1/callbacks/${encodeURIComponent(callback)}/${PATHS[act]}`;
    const body = { operation: OPERATION, author: "Ana", why: asked.name, ...this.#where(act, callback) };
    const answer = await this.#control.order(path, body).catch(unheard);
    if (!answer) return;
    asked.outcome = answer.outcome;
    asked.ordersBefore = this.#world.orders.length;
  }

  async #erase(erasure: Erasure): Promise<void> {
    const body = { operation: OPERATION, number: erasure.number };
    const answer = await this.#control.post("/v1/people/erase", body, erasureAnswer).catch((error) => {
      if (error instanceof Fault && error.code === "person-unknown") return "gone";
      return unheard(error);
    });
    if (answer === null) return;
    erasure.isDone = true;
    if (answer === "gone" || answer.clean) erasure.cleanAt = this.#world.clock.now();
    erasure.ordersBefore = this.#world.orders.length;
  }

  #where(act: Act, callback: string): object {
    if (act === "other-skill") {
      const { skill } = this.#world.traffic.callers.get(callback)!;
      return { skill: String(skill === 1 ? 2 : 1) };
    }
    if (act !== "later") return {};
    const at = new Date(this.#world.clock.now() + LATER_MS - BOGOTA_BEHIND_MS).toISOString();
    return { to: at.slice(0, "2026-11-23T13:00".length) };
  }
}

/** That Espera died, or its operation closed, before it answered is no answer. */
function unheard(error: unknown): null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (UNHEARD.has(code)) return null;
  throw error;
}

const UNHEARD: ReadonlySet<string> = new Set([
  "server-not-running",
  "control-not-understood",
  "operation-closed",
  "EPIPE",
]);
const PATHS: Readonly<Record<Act, string>> = {
  cancel: "cancel",
  "call-now": "call-now",
  later: "move",
  "other-skill": "move",
};
/** Of the story, in the mean. */
const EVERY_MS = 6_000;
/** Orders are about those who were promised a call last. */
const LAST = 12;
const LATER_MS = 120_000;
const BOGOTA_BEHIND_MS = 5 * 3_600_000;
