import type { SkillLine } from "../state.ts";
import { PlaceOrder } from "./place-order.ts";

/**
 * Which lines are to be looked at: where something changed since they last were, or the time came that was set for
 * them. All others are as they were left, so that a fact costs what its own line costs, however many there are.
 * Nothing of it is kept in a checkpoint: every line is new then.
 */
export class Looks {
  readonly #changed = new Set<SkillLine>();
  readonly #times = new Map<SkillLine, number>();
  readonly #lines = new Map<string, SkillLine>();
  readonly #order = new PlaceOrder();

  /** Something changed by which somebody's turn may have come, or come nearer, in this line. */
  note(line: SkillLine): void {
    this.#changed.add(line);
  }

  /** Those that changed, in the order of their skills. */
  changed(): SkillLine[] {
    return inOrder([...this.#changed]);
  }

  /** Those that changed, or whose time has come by `at` (epoch ms), in the order of their skills. */
  due(at: number): SkillLine[] {
    if (this.firstTime() > at) return this.changed();
    const due = new Set(this.#changed);
    for (const { place, id } of this.#order) {
      if (place > at) break;
      due.add(this.#lines.get(id)!);
    }
    return inOrder([...due]);
  }

  /** The same, and what changes in them from now on is new. */
  take(at: number): SkillLine[] {
    const due = this.due(at);
    this.#changed.clear();
    return due;
  }

  /** When a line is to be looked at though nothing changes in it, epoch ms; infinite: never. */
  setTime(line: SkillLine, time: number): void {
    const before = this.#times.get(line) ?? Number.POSITIVE_INFINITY;
    if (time === before) return;
    const id = String(line.id);
    if (before !== Number.POSITIVE_INFINITY) this.#order.delete(before, id);
    if (time !== Number.POSITIVE_INFINITY) this.#order.add(time, id);
    this.#times.set(line, time);
    this.#lines.set(id, line);
  }

  /** The first of the times, epoch ms; infinite: there is none. */
  firstTime(): number {
    return this.#order.first()?.place ?? Number.POSITIVE_INFINITY;
  }
}

function inOrder(lines: SkillLine[]): SkillLine[] {
  return lines.sort((one, other) => one.id - other.id);
}
