import type { CallbackId, SkillId } from "../../../line/ids.ts";
import type { Timer } from "../../../time/clock.ts";
import type { Switchboard } from "../switchboard.ts";

interface Reservation {
  readonly skill: SkillId;
  readonly place: number;
  readonly lapses: Timer;
}

/**
 * The places at which agents are held for return calls. As a placeholder in app_queue, each keeps one free agent of its queue
 * from everybody behind it, whichever that is, and from no other queue; of what is not said again it lets go by itself.
 */
export class Reservations {
  readonly #switchboard: Switchboard;
  readonly #changed: (skill: SkillId) => void;
  readonly #of = new Map<CallbackId, Reservation>();

  /** `changed` is called with each queue that holds one agent less. */
  constructor(switchboard: Switchboard, changed: (skill: SkillId) => void) {
    this.#switchboard = switchboard;
    this.#changed = changed;
  }

  hold(callback: CallbackId, skill: SkillId, place: number, forMs: number): void {
    const before = this.#of.get(callback);
    before?.lapses.cancel();
    const lapses = this.#switchboard.after(forMs, () => this.letGo(callback));
    this.#of.set(callback, { skill, place, lapses });
    if (before?.skill === skill && before.place === place) return;
    this.#switchboard.observer?.held(callback, skill, place, this.#switchboard.clock.now());
    if (before) this.#changed(before.skill);
  }

  letGo(callback: CallbackId): void {
    const held = this.#of.get(callback);
    if (!held) return;
    held.lapses.cancel();
    this.#of.delete(callback);
    this.#switchboard.observer?.letGo(callback, this.#switchboard.clock.now());
    this.#changed(held.skill);
  }

  /** The phone system went down, and with it all that it held. */
  reset(): void {
    for (const callback of this.#of.keys()) this.letGo(callback);
  }

  /** How many agents a queue keeps from the callers behind this place; one at the same place is not behind. */
  before(skill: SkillId, place = Number.POSITIVE_INFINITY): number {
    let held = 0;
    for (const one of this.#of.values()) if (one.skill === skill && one.place < place) held++;
    return held;
  }
}
