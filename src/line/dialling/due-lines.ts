import type { SkillId } from "../ids.ts";
import { PlaceOrder } from "./place-order.ts";

/**
 * The lines that must be looked at, because something changed in them since the last look, or the time set for
 * them has come. All others are as they were left, so that a fact costs what its own line costs, however many lines there are.
 * Nothing of this is kept in a checkpoint: after a restart every line is looked at.
 */
export class DueLines<Line extends { readonly id: SkillId }> {
  readonly #changed = new Set<Line>();
  readonly #times = new Map<Line, number>();
  readonly #lines = new Map<string, Line>();
  readonly #order = new PlaceOrder();

  /** Notes a change that may have brought somebody's turn in this line, or brought it nearer. */
  note(line: Line): void {
    this.#changed.add(line);
  }

  /** Those that changed, in the order of their skills. */
  changed(): Line[] {
    return inOrder([...this.#changed]);
  }

  /** Those that changed, or whose time has come by `at` (epoch ms), in the order of their skills. */
  due(at: number): Line[] {
    if (this.firstTime() > at) return this.changed();
    const due = new Set(this.#changed);
    for (const { place, id } of this.#order) {
      if (place > at) break;
      due.add(this.#lines.get(id)!);
    }
    return inOrder([...due]);
  }

  /** The same lines as `due`, and starts to gather changes afresh. */
  take(at: number): Line[] {
    const due = this.due(at);
    this.#changed.clear();
    return due;
  }

  /** Sets when a line is to be looked at even if nothing changes in it, epoch ms; infinite: never. */
  setTime(line: Line, time: number): void {
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

function inOrder<Line extends { readonly id: SkillId }>(lines: Line[]): Line[] {
  return lines.sort((one, other) => one.id - other.id);
}
