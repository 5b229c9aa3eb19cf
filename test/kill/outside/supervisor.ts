import { erasePersonForm } from "../../../src/api/v1/schema/administration.ts";
import { callNow, cancelCallback, moveCallback, showCallback } from "../../../src/api/v1/schema/forms.ts";
import { order } from "../../../src/command-line/native-api.ts";
import { askServer, RefusedByServer } from "../../../src/command-line/server-client.ts";
import { exponential, pick } from "../../../src/queueing/laws/distributions.ts";
import { type Random, RandomSource } from "../../../src/queueing/random.ts";
import { orderOutcomes } from "../../../src/words/reasons/order-outcomes.ts";
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
  /** First, epoch ms. */
  readonly askedAt: number;
  isDone: boolean;
  /** When they were told that no file holds the number any more, epoch ms; `null`: they were not. */
  cleanAt: number | null;
  ordersBefore: number;
}

/** A supervisor who watches the callers that were promised a call, and gives orders about them again and again. */
export class Supervisor {
  readonly asked: Asked[] = [];
  readonly erasures: Erasure[] = [];
  readonly #world: World;
  readonly #directory: string;
  readonly #random: Random;
  #nextAt: number;

  constructor(world: World, directory: string, seed: string) {
    this.#world = world;
    this.#directory = directory;
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
    const askedAt = this.#world.clock.now();
    const erasure = { callback, number, askedAt, isDone: false, cleanAt: null, ordersBefore: 0 };
    this.erasures.push(erasure);
    return this.#erase(erasure);
  }

  async #order(callback: string, act: Act): Promise<void> {
    const asked: Asked = { name: `o${this.asked.length}`, act, callback, outcome: null, ordersBefore: 0 };
    this.asked.push(asked);
    const found = { operation: OPERATION, id: callback };
    const ordered = async () => {
      const { version } = (await order(this.#directory, showCallback, found)).callback;
      const body = { why: asked.name, version, ...this.#where(act, callback) };
      return (await order(this.#directory, FORMS[act], { ...found, author: "Ana", body })).outcome;
    };
    const outcome = await ordered().catch((error: unknown) =>
      error instanceof RefusedByServer && error.code in orderOutcomes ? error.code : unheard(error),
    );
    if (outcome === null) return;
    asked.outcome = outcome;
    asked.ordersBefore = this.#world.orders.length;
  }

  async #erase(erasure: Erasure): Promise<void> {
    const wanted = { operation: OPERATION, body: { number: erasure.number } };
    const answer = await askServer(this.#directory, erasePersonForm, wanted).catch((error: unknown) => {
      if (error instanceof RefusedByServer && error.code === "person-unknown") return "gone" as const;
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
  "answer-lost",
  "operation-closed",
  "EPIPE",
]);
const FORMS = {
  cancel: cancelCallback,
  "call-now": callNow,
  later: moveCallback,
  "other-skill": moveCallback,
} as const satisfies Readonly<Record<Act, unknown>>;
/** Of the story, in the mean. */
const EVERY_MS = 6_000;
/** Orders are about those who were promised a call last. */
const LAST = 12;
const LATER_MS = 120_000;
const BOGOTA_BEHIND_MS = 5 * 3_600_000;
