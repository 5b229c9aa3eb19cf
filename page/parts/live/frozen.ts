import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";

/**
 * The order of a live table, which holds while a hand is on it: rows that came since are counted, not put in, and rows
 * that went stay where they are, until it is let go.
 */
export class FrozenOrder {
  readonly #wanted: ReadonlySignal<readonly string[]>;
  readonly #held: Signal<readonly string[] | null> = signal(null);
  /** The reader froze the list themselves. */
  readonly paused = signal(false);
  /** The pointer is over it, or something in it has focus. */
  readonly touched = signal(false);

  /** `wanted`: the ids in the order that the data ask for. */
  constructor(wanted: ReadonlySignal<readonly string[]>) {
    this.#wanted = wanted;
  }

  /** What is shown. */
  readonly shown = computed(() => this.#held.value ?? this.#wanted.value);

  /** How many rows would come, go or move if it were let go. */
  readonly waiting = computed(() => {
    const held = this.#held.value;
    if (held === null) return 0;
    const wanted = this.#wanted.value;
    const here = new Set(held);
    const common = wanted.filter((id) => here.has(id));
    const still = new Set(common);
    const left = held.filter((id) => still.has(id));
    const moved = common.filter((id, index) => left[index] !== id).length;
    return wanted.length - common.length + (held.length - left.length) + moved;
  });

  /** A hand came to the table. */
  touch(): void {
    this.touched.value = true;
    this.#hold();
  }

  /** It left. */
  release(): void {
    this.touched.value = false;
    this.#letGo();
  }

  pause(): void {
    this.paused.value = true;
    this.#hold();
  }

  goOn(): void {
    this.paused.value = false;
    this.#letGo();
  }

  /** Takes in what waits, and holds on to that. */
  refresh(): void {
    if (this.#held.peek() !== null) this.#held.value = this.#wanted.peek();
  }

  #hold(): void {
    this.#held.value ??= this.#wanted.peek();
  }

  #letGo(): void {
    if (!this.paused.peek() && !this.touched.peek()) this.#held.value = null;
  }
}
