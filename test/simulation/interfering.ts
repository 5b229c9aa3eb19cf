import { randomUUID } from "node:crypto";
import type { OperationRecord } from "../../src/journal/port/registry.ts";
import type { Store } from "../../src/journal/port/store.ts";
import type { SupervisorAct } from "../../src/line/facts.ts";
import type { Settings } from "../../src/line/settings.ts";
import { hashNumber } from "../../src/operation/people/people.ts";
import type { Clock } from "../../src/time/clock.ts";
import type { Chronicle } from "./chronicle.ts";
import type { EsperaProcess } from "./espera-process.ts";
import { calledNumber, inFull } from "./numbers.ts";
import type { Interference } from "./scenario-people.ts";
import { keepSettings } from "./settings-kept.ts";

/** Where people interfere: what of it changes is asked for when they do. */
interface Workplace {
  readonly clock: Clock;
  readonly chronicle: Chronicle;
  /** Callbacks in the order in which they were registered. */
  readonly registered: readonly string[];
  readonly store: () => Store;
  readonly record: () => OperationRecord;
  /** `null` before Espera was started first. */
  readonly process: () => EsperaProcess | null;
}

/** The supervisors and administrators of a centre, and what they do in the middle of a story. */
export class Interfering {
  readonly #at: Workplace;
  #changing: Promise<void> | null = null;
  readonly #erasing = new Set<Promise<unknown>>();

  constructor(workplace: Workplace, interferences: readonly Interference[]) {
    this.#at = workplace;
    for (const interference of interferences)
      workplace.clock.at(interference.at, () => {
        const process = workplace.process();
        if (process?.alive) this.#interfere(interference, process);
      });
  }

  /** What goes on in the time of the machine, beside everything else; `null` when nothing does. */
  get settled(): Promise<unknown> | null {
    const underWay = this.#changing ? [...this.#erasing, this.#changing] : [...this.#erasing];
    return underWay.length === 0 ? null : Promise.allSettled(underWay);
  }

  #interfere(interference: Interference, process: EsperaProcess): void {
    if (interference.does === "change-settings") {
      void this.#changeSettings(interference.change, process);
      return;
    }
    const { does, nth } = interference;
    const about = does === "erase" && interference.whom === "on-phone" ? this.#onPhone(nth) : this.#nth(nth);
    if (about === undefined) return;
    if (does === "erase") void this.#erase(about, process);
    else void this.#order(about, this.#actOf(interference), process);
  }

  #actOf(interference: Extract<Interference, { does: "cancel" | "call-now" | "move" }>): SupervisorAct {
    if (interference.does !== "move") return { type: interference.does };
    const { byMs, skill } = interference;
    return {
      type: "move",
      ...(byMs === null ? {} : { notBefore: this.#at.clock.now() + byMs }),
      ...(skill === null ? {} : { skill }),
    };
  }

  /** Of the callbacks that were ever registered, also those that ended, or of those that were dialled: the newest first. */
  #nth(nth: number): string | undefined {
    const { chronicle, registered } = this.#at;
    const dialled = chronicle.orders.flatMap(({ order }) => (order.type === "dial" ? [order.callback] : []));
    return nth % 2 === 0 ? registered.at(-1 - nth / 2) : dialled.at(-1 - (nth - 1) / 2);
  }

  /** Of those who are on the phone now, first those who were to be asked a question, the newest first. */
  #onPhone(nth: number): string | undefined {
    const { callers, ends, orders } = this.#at.chronicle;
    const now = this.#at.clock.now();
    const asked = new Set(
      orders.flatMap(({ order }) =>
        order.type === "offer" || order.type === "withdraw" ? [order.call] : [],
      ),
    );
    const onPhone = [...callers.values()].filter(({ call, at }) => at <= now && !ends.has(call));
    const { true: first = [], false: others = [] } = Object.groupBy(
      onPhone,
      ({ call }) => `${asked.has(call)}`,
    );
    return [...others, ...first].at(-1 - nth)?.call;
  }

  async #order(callback: string, act: SupervisorAct, { operation }: EsperaProcess): Promise<void> {
    const { chronicle } = this.#at;
    const given = chronicle.asked(callback, act);
    const why = "the customer wrote from 300 123 4567";
    // It is never answered where the process dies first.
    await operation.order({ order: randomUUID(), callback, act, author: "supervisor", why }).then(
      (outcome) => chronicle.answered(given, outcome),
      () => undefined,
    );
  }

  /** As the people who run the centre do: first what was promised is ended, then the person is taken out. */
  async #erase(call: string, process: EsperaProcess): Promise<void> {
    const { chronicle } = this.#at;
    const [store, record] = [this.#at.store(), this.#at.record()];
    const number = inFull(calledNumber(chronicle, call));
    if (number === null) return;
    const erasure = chronicle.erasing(number);
    try {
      const persons = await store.personsOf(record.id, hashNumber(record, number));
      for (const person of persons) await process.operation.erased(person);
      const erasing = store.erasePeople(record.id, persons);
      this.#erasing.add(erasing);
      await erasing.finally(() => this.#erasing.delete(erasing));
      chronicle.erased(erasure);
    } catch (fault) {
      if (process.alive) throw fault;
    }
  }

  /** One change after another, as people who change them see the newest; to the end of what follows from it at once. */
  async #changeSettings(change: (settings: Settings) => Settings, process: EsperaProcess): Promise<void> {
    const before = this.#changing;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#changing = promise;
    await before;
    const [store, record] = [this.#at.store(), this.#at.record()];
    const known = process.alive ? await store.settings(record.id) : null;
    if (known && process.alive) {
      const at = this.#at.clock.now();
      process.operation.adoptSettings(
        await keepSettings(store, record.id, { known, changed: change(known), at }),
      );
      await process.settled();
    }
    if (this.#changing === promise) this.#changing = null;
    resolve();
  }
}
