import type { SkillId } from "../../line/ids.ts";
import type { Settings } from "../../line/settings.ts";
import type { DayCalls } from "../centre/day-calls.ts";
import { Tally } from "./tally.ts";

/** By skill. */
export type Tallies = ReadonlyMap<SkillId, Tally>;

/** A day in every course of events: what was recorded, and all runs together without smart wait and for each variant with it. */
export interface LivedDay {
  readonly date: string;
  readonly record: Tallies;
  readonly courses: readonly Tallies[];
  /** Of the answered calls, whose agent the record does not know. */
  readonly unknownAgents: number;
  /** Of the calls, those of customers who were called back. */
  readonly calledBack: number;
}

/** Days that are waited for before they are added up: what was promised on one is kept on the next, or expires. */
const DAYS_OPEN = 3;

interface OpenDay {
  readonly day: Omit<LivedDay, "courses">;
  /** By seed, then by course. */
  readonly lived: (readonly Tallies[])[];
}

/** Gathers what was counted in several courses of events, the first without smart wait, each lived through once for each seed. */
export class Courses {
  readonly days: LivedDay[] = [];
  /** By seed, then by course: all days together. */
  readonly runs: Map<SkillId, Tally>[][];
  readonly #withinMs: ReadonlyMap<SkillId, number>;
  readonly #open: OpenDay[] = [];

  constructor(settings: Settings, variants: number, seeds: number) {
    this.#withinMs = new Map(settings.skills.map(({ id, target }) => [id, target.withinMs]));
    this.runs = Array.from({ length: seeds }, () =>
      Array.from({ length: variants + 1 }, () => new Map<SkillId, Tally>()),
    );
  }

  /** A day begins, as it was recorded. */
  begin({ date, calls }: DayCalls, skillIds: ReadonlyMap<string, SkillId>): void {
    const record = new Map<SkillId, Tally>();
    let [unknownAgents, calledBack] = [0, 0];
    for (const { skill: name, waitMs, outcome, agent, ...call } of calls) {
      const skill = skillIds.get(name)!;
      const tally = tallyOf(record, skill);
      const isInTime = waitMs <= (this.#withinMs.get(skill) ?? 0);
      tally.counts.offered++;
      tally.endedLive(waitMs, outcome === "abandoned" ? "gave-up" : isInTime ? "in-time" : "late");
      if (outcome === "answered" && agent === null) unknownAgents++;
      if (call.calledBack) calledBack++;
    }
    this.#open.push({ day: { date, record, unknownAgents, calledBack }, lived: [] });
    if (this.#open.length > DAYS_OPEN) this.#close(this.#open.shift()!);
  }

  /** It was lived through; what is counted of it may still grow. Courses come in order. */
  lived(seed: number, course: number, tallies: Tallies): void {
    const { lived } = this.#open.at(-1)!;
    lived[seed] = [...(lived[seed] ?? []).slice(0, course), tallies];
  }

  end(): Pick<Courses, "days" | "runs"> {
    for (const day of this.#open.splice(0)) this.#close(day);
    return { days: this.days, runs: this.runs };
  }

  #close({ day, lived }: OpenDay): void {
    const courses = this.runs[0]!.map(() => new Map<SkillId, Tally>());
    for (const [seed, ofSeed] of lived.entries())
      for (const [course, tallies] of ofSeed.entries())
        for (const [skill, tally] of tallies)
          for (const sum of [courses[course]!, this.runs[seed]![course]!]) tallyOf(sum, skill).add(tally);
    this.days.push({ ...day, courses });
  }
}

function tallyOf(tallies: Map<SkillId, Tally>, skill: SkillId): Tally {
  const tally = tallies.get(skill) ?? new Tally();
  tallies.set(skill, tally);
  return tally;
}
