import type { RedialCount } from "../../history/redials.ts";
import type { SkillId } from "../../line/ids.ts";
import type { Tallies } from "./courses.ts";
import { type Differences, differences, type Unit } from "./difference.ts";
import { dayMeasures, type Measures } from "./measures.ts";
import { Tally } from "./tally.ts";
import { FULL_DAY, type ReplayDoubt, replayDoubts } from "./verdict.ts";
import type { WhatIf } from "./what-if.ts";

/** A record, the model of it, and what smart wait would have changed, of one skill or of all. */
export interface Compared {
  readonly record: Measures;
  /** The record lived through as it was, without smart wait: by this it is seen whether the model may be believed. */
  readonly model: Measures;
  readonly without: Measures;
  readonly with: Measures;
  readonly difference: Differences;
  /** Root mean square of what the model misses the level of full days by, in points; `null`: there are none. */
  readonly dailyMissPoints: number | null;
  /** Nothing may be concluded where there are any. */
  readonly doubts: readonly ReplayDoubt[];
}

interface ComparedDay {
  readonly date: string;
  readonly record: Measures;
  readonly model: Measures;
  readonly with: Measures;
}

export interface Comparison extends Compared {
  readonly skills: readonly (Compared & { readonly skillId: SkillId; readonly name: string })[];
  readonly days: readonly ComparedDay[];
  /** Callers of the record who gave up and called again: to the model each call is another caller. */
  readonly redials: RedialCount;
}

/**
 * Compares a variant, counted from 0, with the base: the same days without smart wait, as a rule. `skill`: of this one alone; left out:
 * of all together.
 */
export function compare(found: WhatIf, variant = 0, skill: SkillId | null = null): Comparison {
  const { days, seeds, known } = found;
  const ofAll = (tallies: Tallies) =>
    skill === null ? Tally.of(tallies.values()) : (tallies.get(skill) ?? new Tally());
  return {
    ...compared(found, variant, ofAll),
    skills: Array.from(known.skillIds, ([name, skillId]) => ({
      skillId,
      name,
      ...compared(found, variant, (tallies) => tallies.get(skillId) ?? new Tally()),
    })).filter(({ record }) => record.offered > 0),
    days: days.map(({ date, record, courses }) => ({
      date,
      record: dayMeasures(ofAll(record)),
      model: dayMeasures(ofAll(courses[0]!), seeds),
      with: dayMeasures(ofAll(courses[variant + 1]!), seeds),
    })),
    redials: known.survey.redials,
  };
}

function compared({ days, runs, seeds }: WhatIf, variant: number, of: (tallies: Tallies) => Tally): Compared {
  const unit = (courses: readonly Tallies[]): Unit => ({
    without: of(courses[0]!),
    with: of(courses[variant + 1]!),
  });
  const units = days.map(({ courses }) => unit(courses));
  const record = Tally.of(days.map((day) => of(day.record)));
  const model = dayMeasures(Tally.of(units.map(({ without }) => without)), seeds);
  const recorded = dayMeasures(record);
  const misses = days.flatMap((day, index) => {
    const { offered, strictMet } = of(day.record).counts;
    if (offered < FULL_DAY) return [];
    const { counts } = units[index]!.without;
    return [100 * (counts.strictMet / counts.offered - strictMet / offered)];
  });
  const dailyMissPoints =
    misses.length === 0 ? null : Math.sqrt(misses.reduce((sum, miss) => sum + miss ** 2, 0) / misses.length);
  const calledBack = days.reduce((sum, day) => sum + day.calledBack, 0);
  const offered = days.reduce((sum, { record: all }) => sum + Tally.of(all.values()).counts.offered, 0);
  const unknown = days.reduce((sum, { unknownAgents }) => sum + unknownAgents, 0);
  const answered = days.reduce((sum, { record: all }) => sum + Tally.of(all.values()).counts.answered, 0);
  return {
    record: recorded,
    model,
    without: model,
    with: dayMeasures(Tally.of(units.map((one) => one.with)), seeds),
    // A single day is compared by its runs: they differ by what was drawn alone.
    difference: days.length > 1 ? differences(units, seeds) : differences(runs.map(unit), runs.length),
    dailyMissPoints,
    doubts: replayDoubts({
      record: recorded,
      model,
      dailyMissPoints,
      waited: record.counts.offered - record.counts.strictMet,
      unknownAgents: answered === 0 ? 0 : unknown / answered,
      calledBack: offered === 0 ? 0 : calledBack / offered,
    }),
  };
}
