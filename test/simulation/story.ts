import type { Clock } from "../../src/time/clock.ts";

/** What happened in a simulation, in order, for the person who has to find out why it failed. */
export class Story {
  readonly #clock: Pick<Clock, "now">;
  readonly #lines: { readonly at: number; readonly who: string; readonly what: unknown }[] = [];

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  tell(who: string, what: unknown): void {
    this.#lines.push({ at: this.#clock.now(), who, what });
  }

  /** The last lines, or all that hold one of the words. */
  text({ last = Number.POSITIVE_INFINITY, words = [] as readonly string[] } = {}): string {
    const lines = this.#lines.map(({ at, who, what }) => `${timeOfDay(at)} ${who.padEnd(9)} ${said(what)}`);
    const chosen =
      words.length === 0 ? lines : lines.filter((line) => words.some((word) => line.includes(word)));
    return chosen.slice(-last).join("\n");
  }
}

/** On the clock of Bogotá, where every story plays: always five hours behind UTC. */
function timeOfDay(at: number): string {
  return new Date(at - 5 * 3_600_000).toISOString().slice(8, 23);
}

function said(what: unknown): string {
  return typeof what === "string" ? what : JSON.stringify(what);
}
