import { RandomSource } from "../queueing/random.ts";
import { seenCrew } from "./centre/presence.ts";
import { skillRanks } from "./centre/skill-ranks.ts";
import { holdOf, talksByAgent } from "./centre/talks.ts";
import type { DrawnFrom } from "./drawn-day.ts";
import { type ComparedDay, type Interval, intervalOf, pooledLift } from "./interval.ts";
import { leavesAtOnce, neverLeaves } from "./laws/caller-laws.ts";
import { HandleTimes } from "./laws/handle-times.ts";
import { LawsBySkill, type LawsOf } from "./laws/laws-by-skill.ts";
import { median } from "./laws/order-statistics.ts";
import { DEFINITIONS, type Definition, type Level, shareOf, sumOf } from "./levels.ts";
import type { LiftDay } from "./lift-call.ts";
import { type LevelBySkill, MeasuredDay } from "./measured-day.ts";

/** What was found of one skill or several; lifts and errors are percentage points. */
export interface LiftEstimate {
  /** Days with an offer or a held-out caller. */
  readonly days: number;
  readonly heldOut: number;
  readonly lift: Readonly<Record<Definition, Interval>>;
  /** Between what the lift lies, whatever callers who accepted would have done: left at once, or never. */
  readonly bounds: Readonly<Record<Definition, Bounds>>;
  /** The level that happened, by promise, less the one that the model has of the same days. */
  readonly validationError: number;
}

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** How often each day is lived again without smart wait. */
const IMPUTATIONS = 20;
/** Where only a mean over all days is taken. */
const FEW = 5;

/** The levels of each life, by day. */
type Lives = readonly (readonly LevelBySkill[])[];

/**
 * By how much the service level rose in these days: each is lived again without smart wait, several times. The same calls give the
 * same figures on any machine.
 */
export class LiftMeasure {
  readonly #calls: readonly LiftDay[];
  readonly #days: readonly MeasuredDay[];
  readonly #without: Lives;
  readonly #redrawn: Lives;
  readonly #asItWas: Lives;
  readonly #leftAtOnce: Lives;
  readonly #stayed: Lives;
  /** By day and call: what the call adds to the level without smart wait, the mean of all lives. */
  readonly withoutByCall: readonly (readonly Level[])[];

  /** `withinMsOf` gives the time of a skill's target, ms. Days have a call at least. */
  constructor(days: readonly LiftDay[], withinMsOf: (skill: string) => number) {
    const hold = holdOf(days);
    const talks = days.map((calls) => talksByAgent(calls, hold));
    const ranksOf = skillRanks(days, talks);
    const crews = days.map((calls, day) => seenCrew(calls, talks[day]!, ranksOf));
    const afterWork = crews.flatMap((crew) => [...crew.afterWork.values()]);
    const usualAfterWorkMs = afterWork.length > 0 ? median(afterWork) : 0;
    this.#calls = days;
    this.#days = days.map(
      (calls, day) => new MeasuredDay(calls, crews[day]!, { hold, usualAfterWorkMs, withinMsOf }),
    );
    const handleTimes = new HandleTimes(days);
    const laws = new LawsBySkill(days);
    const from = (lawsOf: LawsOf): DrawnFrom => ({ lawsOf, handleTimes });
    const found = from(laws.found());

    const sums = days.map((calls) => calls.map(() => ({ met: 0, counted: 0 })));
    this.#without = lives("without", IMPUTATIONS, this.#days, (day, random, _, index) =>
      day.withoutSmartWait(found, random, (call, { met, counted }) => {
        const sum = sums[index]![call]!;
        sum.met += met / IMPUTATIONS;
        sum.counted += counted / IMPUTATIONS;
      }),
    );
    this.withoutByCall = sums;
    const resample = new RandomSource("lift").stream("laws");
    const resampled = Array.from({ length: IMPUTATIONS }, () => from(laws.resampled(resample)));
    this.#redrawn = lives("redrawn", IMPUTATIONS, this.#days, (day, random, nth) =>
      day.withoutSmartWait(resampled[nth]!, random),
    );
    this.#asItWas = lives("as-it-was", FEW, this.#days, (day, random) => day.asItWas(found, random));
    const [leave, stay] = [leavesAtOnce, neverLeaves].map((law) => from(laws.whereAcceptors(law)));
    this.#leftAtOnce = lives("bounds", FEW, this.#days, (day, random) =>
      day.withoutSmartWait(leave!, random),
    );
    this.#stayed = lives("bounds", FEW, this.#days, (day, random) => day.withoutSmartWait(stay!, random));
  }

  /** The level that happened, of all skills and days together. */
  happened(definition: Definition): Level {
    return sumOf(this.#days.flatMap((day) => [...day.happened[definition].values()]));
  }

  /** Of these skills together; left out: of all. */
  estimate(skills?: ReadonlySet<string>): LiftEstimate {
    const of = (levels: LevelBySkill) =>
      sumOf([...levels].filter(([skill]) => skills?.has(skill) ?? true).map(([, level]) => level));
    const happened = (definition: Definition) => this.#days.map((day) => of(day.happened[definition]));
    const meanOf = (all: Lives) => this.#days.map((_, day) => mean(all.map((levels) => of(levels[day]!))));
    const compared = (definition: Definition, without: readonly Level[]): ComparedDay[] =>
      happened(definition).map((withSmartWait, day) => ({ withSmartWait, without: without[day]! }));
    const byDefinition = <T>(find: (definition: Definition) => T) =>
      Object.fromEntries(DEFINITIONS.map((name) => [name, find(name)])) as Record<Definition, T>;

    const without = meanOf(this.#without);
    const redrawn = this.#redrawn.map((levels) => levels.map(of));
    const [leftAtOnce, stayed] = [meanOf(this.#leftAtOnce), meanOf(this.#stayed)];
    const chosen = this.#calls.map((calls) => calls.filter(({ skill }) => skills?.has(skill) ?? true));
    return {
      days: chosen.filter((calls) => calls.some(({ treatment }) => treatment !== "not-eligible")).length,
      heldOut: chosen.flat().filter(({ treatment }) => treatment === "held-out").length,
      lift: byDefinition((name) =>
        intervalOf(
          compared(name, without),
          redrawn.map((levels) => pooledLift(compared(name, levels))),
        ),
      ),
      bounds: byDefinition((name) => {
        const ends = [leftAtOnce, stayed].map((levels) => pooledLift(compared(name, levels)));
        return { low: Math.min(...ends), high: Math.max(...ends) };
      }),
      validationError: 100 * (shareOf(sumOf(happened("promise"))) - shareOf(sumOf(meanOf(this.#asItWas)))),
    };
  }
}

/** Lives each day so often, each life of a day with a stream of its own. */
function lives(
  name: string,
  count: number,
  days: readonly MeasuredDay[],
  live: (day: MeasuredDay, random: RandomSource, nth: number, index: number) => LevelBySkill,
): Lives {
  return Array.from({ length: count }, (_, nth) =>
    days.map((day, index) => live(day, new RandomSource(`lift/${name}/${nth}/${index}`), nth, index)),
  );
}

function mean(levels: readonly Level[]): Level {
  const { met, counted } = sumOf(levels);
  return { met: met / levels.length, counted: counted / levels.length };
}
