import { type RedialCount, redialsAmong } from "../history/redials.ts";
import { RandomSource } from "../queueing/random.ts";
import { seenCrew } from "./centre/presence.ts";
import { skillRanks } from "./centre/skill-ranks.ts";
import { holdOf, talksByAgent } from "./centre/talks.ts";
import type { DrawnFrom } from "./drawn-day.ts";
import { type Interval, intervalOf } from "./interval.ts";
import { type DrawnPatience, leavesAtOnce, neverLeaves } from "./laws/caller-laws.ts";
import { HandleTimes } from "./laws/handle-times.ts";
import { LawsBySkill, type LawsOf } from "./laws/laws-by-skill.ts";
import { median } from "./laws/order-statistics.ts";
import { DEFINITIONS, type Definition, type Level, liftOf, sumOf } from "./levels.ts";
import { gaveUp, type LiftDay } from "./lift-call.ts";
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
  readonly redials: RedialCount;
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

/** The lives that tell how far the lift may err. */
interface TestLives {
  /** Without smart wait, their laws estimated from days drawn again. */
  readonly redrawn: Lives;
  readonly asItWas: Lives;
  /** Without smart wait, where callers who accepted would have left at once, and never. */
  readonly leftAtOnce: Lives;
  readonly stayed: Lives;
}

/**
 * By how much the service level rose in these days: each is lived again without smart wait, several times; how far that may err is
 * looked at once it is asked. The same calls give the same figures on any machine.
 */
export class LiftMeasure {
  readonly #calls: readonly LiftDay[];
  readonly #days: readonly MeasuredDay[];
  readonly #without: Lives;
  readonly #laws: LawsBySkill;
  readonly #handleTimes: HandleTimes;
  #tests: TestLives | null = null;
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
    this.#handleTimes = new HandleTimes(days);
    this.#laws = new LawsBySkill(days);
    const found = this.#from(this.#laws.found());
    const sums = days.map((calls) => calls.map(() => ({ met: 0, counted: 0 })));
    this.#without = lives("without", IMPUTATIONS, this.#days, (day, random, _, index) =>
      day.withoutSmartWait(found, random, (call, { met, counted }) => {
        const sum = sums[index]![call]!;
        sum.met += met / IMPUTATIONS;
        sum.counted += counted / IMPUTATIONS;
      }),
    );
    this.withoutByCall = sums;
  }

  /** The level that happened, of all skills and days together. */
  happened(definition: Definition): Level {
    return sumOf(this.#days.flatMap((day) => [...day.happened[definition].values()]));
  }

  /** Of these skills together; left out: of all. */
  estimate(skills?: ReadonlySet<string>): LiftEstimate {
    const isChosen = (skill: string) => skills?.has(skill) ?? true;
    const of = (levels: readonly LevelBySkill[]) =>
      sumOf(levels.flatMap((day) => [...day].filter(([skill]) => isChosen(skill)).map(([, level]) => level)));
    const byDefinition = <T>(find: (happened: Level) => T) =>
      Object.fromEntries(
        DEFINITIONS.map((name) => [name, find(of(this.#days.map((day) => day.happened[name])))]),
      ) as Record<Definition, T>;
    const ofEach = (lives: Lives) => lives.map(of);

    this.#tests ??= this.#testLives();
    const [without, redrawn] = [ofEach(this.#without), ofEach(this.#tests.redrawn)];
    const { asItWas, leftAtOnce, stayed } = this.#tests;
    const together = (lives: Lives) => sumOf(ofEach(lives));
    const chosen = this.#calls.map((calls) => calls.filter(({ skill }) => isChosen(skill)));
    return {
      days: chosen.filter((calls) => calls.some(({ treatment }) => treatment !== "not-eligible")).length,
      heldOut: chosen.flat().filter(({ treatment }) => treatment === "held-out").length,
      lift: byDefinition((happened) => {
        const lifts = (levels: readonly Level[]) => levels.map((level) => liftOf(happened, level));
        return intervalOf(liftOf(happened, sumOf(without)), lifts(without), lifts(redrawn));
      }),
      bounds: byDefinition((happened) => {
        const ends = [leftAtOnce, stayed].map((lives) => liftOf(happened, together(lives)));
        return { low: Math.min(...ends), high: Math.max(...ends) };
      }),
      validationError: liftOf(byDefinition((happened) => happened).promise, together(asItWas)),
      redials: redialsAmong(chosen.flat().map((call) => ({ ...call, gaveUp: gaveUp(call) }))),
    };
  }

  #from(lawsOf: LawsOf): DrawnFrom {
    return { lawsOf, handleTimes: this.#handleTimes };
  }

  #testLives(): TestLives {
    const [days, laws] = [this.#days, this.#laws];
    const random = new RandomSource("lift").stream("laws");
    // Days drawn again from a single one say nothing of how far laws err.
    const redrawn = days.length > 1 ? IMPUTATIONS : 0;
    const resampled = Array.from({ length: redrawn }, () => this.#from(laws.resampled(random)));
    const found = this.#from(laws.found());
    const whereAcceptors = (law: DrawnPatience) => {
      const from = this.#from(laws.whereAcceptors(law));
      return lives("bounds", FEW, days, (day, draws) => day.withoutSmartWait(from, draws));
    };
    return {
      redrawn: lives("redrawn", redrawn, days, (day, draws, nth) =>
        day.withoutSmartWait(resampled[nth]!, draws),
      ),
      asItWas: lives("as-it-was", FEW, days, (day, draws) => day.asItWas(found, draws)),
      leftAtOnce: whereAcceptors(leavesAtOnce),
      stayed: whereAcceptors(neverLeaves),
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
