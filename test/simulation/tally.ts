import type { Step } from "../../src/journal/port/run.ts";

/** What `diagram_2` says of a skill. */
export interface CountsOfSkill {
  readonly skill: number;
  treatment: number;
  yes: number;
  no: number;
  ok: number;
  fail: number;
}

/** The same counts, from the journal's events alone. */
export class Tally {
  /** Callbacks in the order in which they were registered. */
  readonly registered: string[] = [];
  readonly #skills = new Map<number, CountsOfSkill>();

  add(steps: readonly Step[]): void {
    for (const { events } of steps)
      for (const event of events) {
        if (event.type === "question-began") {
          if (!event.again) this.#of(event.skill).treatment++;
        } else if (event.type === "callback-registered") {
          this.registered.push(event.callback);
          this.#of(event.skill).yes++;
        } else if (event.type === "callback-ended" && event.status === "OK") this.#of(event.skill).ok++;
        else if (event.type === "callback-ended" && event.status !== "STOP NEW") this.#of(event.skill).fail++;
      }
  }

  /** Skills with a treatment, ascending. */
  counts(): CountsOfSkill[] {
    return [...this.#skills.values()]
      .filter(({ treatment }) => treatment > 0)
      .sort((one, other) => one.skill - other.skill)
      .map((counts) => ({ ...counts, no: counts.treatment - counts.yes }));
  }

  #of(skill: number): CountsOfSkill {
    let counts = this.#skills.get(skill);
    if (!counts) {
      counts = { skill, treatment: 0, yes: 0, no: 0, ok: 0, fail: 0 };
      this.#skills.set(skill, counts);
    }
    return counts;
  }
}
