import type { LiftDay } from "../lift-call.ts";

/** With fewer calls than this, an hour of a skill says little of itself. */
const LEAST_IN_HOUR = 30;
const HOUR_MS = 3_600_000;

/** The handle times of calls, to draw from for those without a known one: of the same skill and hour of the day. */
export class HandleTimes {
  readonly #bySkillAndHour: ReadonlyMap<string, readonly number[]>;
  readonly #bySkill: ReadonlyMap<string, readonly number[]>;
  readonly #all: readonly number[];

  constructor(days: readonly LiftDay[]) {
    const known = days.flatMap((calls) => calls.filter(({ handleMs }) => handleMs !== null));
    const handles = (calls: LiftDay) => calls.map(({ handleMs }) => handleMs!);
    const grouped = (key: (skill: string, arrivedAt: number) => string) =>
      new Map(
        [...Map.groupBy(known, ({ skill, arrivedAt }) => key(skill, arrivedAt))].map(([name, calls]) => [
          name,
          handles(calls),
        ]),
      );
    this.#bySkillAndHour = grouped(hourOf);
    this.#bySkill = grouped((skill) => skill);
    this.#all = handles(known);
  }

  /** Those of calls like one of that skill at that moment; perhaps none. */
  like(skill: string, arrivedAt: number): readonly number[] {
    const ofHour = this.#bySkillAndHour.get(hourOf(skill, arrivedAt)) ?? [];
    if (ofHour.length >= LEAST_IN_HOUR) return ofHour;
    return this.#bySkill.get(skill) ?? this.#all;
  }
}

/** Hours of UTC: those of any zone are the same groups, but for half hours and the change of clocks. */
function hourOf(skill: string, arrivedAt: number): string {
  return `${Math.floor(arrivedAt / HOUR_MS) % 24} ${skill}`;
}
