import { type AnyCall, type RedialCount, redialsAmong } from "../history/redials.ts";
import { RandomSource } from "../queueing/random.ts";
import { type KnownAgents, knownCrew } from "./centre/known-crew.ts";
import { seenCrew } from "./centre/presence.ts";
import { skillRanks } from "./centre/skill-ranks.ts";
import { holdOf, talksByAgent } from "./centre/talks.ts";
import type { DrawnFrom } from "./drawn-day.ts";
import { type Interval, intervalOf } from "./interval.ts";
import { AfterWork } from "./laws/after-work.ts";
import { type DrawnPatience, leavesAtOnce, neverLeaves } from "./laws/caller-laws.ts";
import { HandleTimes } from "./laws/handle-times.ts";
import { LawsBySkill, type LawsOf } from "./laws/laws-by-skill.ts";
import { RingTimes } from "./laws/ring-times.ts";
import { DEFINITIONS, type Definition, type Level, liftOf, sumOf } from "./levels.ts";
import { gaveUp, type LiftDay } from "./lift-call.ts";
import { type HappenedDay, happenedIn, type LevelBySkill, MeasuredDay } from "./measured-day.ts";

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
  readonly #dayOf: (calls: LiftDay, day: number) => MeasuredDay;
  readonly #happened: readonly HappenedDay[];
  readonly #without: Lives;
  readonly #laws: LawsBySkill;
  readonly #handleTimes: HandleTimes;
  readonly #ringTimes: RingTimes;
  #tests: TestLives | null = null;
  /** By day and call, with `met` and `counted` side by side: what the call adds to the level without smart wait, the mean of all lives. */
  readonly #withoutByCall: readonly Float64Array[];

  /** `withinMsOf` gives the time of a skill's target, ms. Days have a call at least. */
  constructor(
    days: readonly LiftDay[],
    withinMsOf: (skill: string) => number,
    knownAgents: (day: number) => KnownAgents | null = () => null,
  ) {
    const hold = holdOf(days);
    const ranksOf = skillRanks(days, hold);
    const afterWork = new AfterWork(days.flatMap((calls) => talksByAgent(calls, hold)));
    const crewOf = (calls: LiftDay, day: number) => {
      const talks = talksByAgent(calls, hold);
      const known = knownAgents(day);
      return (known && knownCrew(calls, talks, known, ranksOf)) ?? seenCrew(calls, talks, ranksOf);
    };
    this.#calls = days;
    this.#dayOf = (calls, day) => new MeasuredDay(calls, crewOf(calls, day), { hold, afterWork, withinMsOf });
    this.#happened = days.map((calls) => happenedIn(calls, withinMsOf));
    this.#handleTimes = new HandleTimes(days);
    this.#ringTimes = new RingTimes(days);
    this.#laws = new LawsBySkill(days);
    const found = this.#from(this.#laws.found());
    const sums = days.map((calls) => new Float64Array(2 * calls.length));
    const [without] = this.#live([
      {
        name: "without",
        count: IMPUTATIONS,
        live: (day, random, { index }) =>
          day.withoutSmartWait(found, random, (call, { met, counted }) => {
            sums[index]![2 * call]! += met / IMPUTATIONS;
            sums[index]![2 * call + 1]! += counted / IMPUTATIONS;
          }),
      },
    ]);
    this.#without = without!;
    this.#withoutByCall = sums;
  }

  /** What a call of a day adds to the level without smart wait, the mean of all lives. */
  withoutOf(day: number, call: number): Level {
    const sums = this.#withoutByCall[day]!;
    return { met: sums[2 * call]!, counted: sums[2 * call + 1]! };
  }

  /** The level that happened, of all skills and days together. */
  happened(definition: Definition): Level {
    return sumOf(this.#happened.flatMap((day) => [...day[definition].values()]));
  }

  /** The level without smart wait, of all skills and days together: the mean of all lives. */
  withoutSmartWait(): Level {
    return sumOf(this.#calls.flatMap((calls, day) => calls.map((_, call) => this.withoutOf(day, call))));
  }

  /** Of these skills together; left out: of all. */
  estimate(skills?: ReadonlySet<string>): LiftEstimate {
    const isChosen = (skill: string) => skills?.has(skill) ?? true;
    const of = (levels: readonly LevelBySkill[]) =>
      sumOf(levels.flatMap((day) => [...day].filter(([skill]) => isChosen(skill)).map(([, level]) => level)));
    const byDefinition = <T>(find: (happened: Level) => T) =>
      Object.fromEntries(
        DEFINITIONS.map((name) => [name, find(of(this.#happened.map((day) => day[name])))]),
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
        return intervalOf(liftOf(happened, sumOf(without)), {
          found: lifts(without),
          redrawn: lifts(redrawn),
          days: this.#calls.length,
        });
      }),
      bounds: byDefinition((happened) => {
        const ends = [leftAtOnce, stayed].map((lives) => liftOf(happened, together(lives)));
        return { low: Math.min(...ends), high: Math.max(...ends) };
      }),
      validationError: liftOf(byDefinition((happened) => happened).promise, together(asItWas)),
      redials: redialsAmong(chosen.values().flatMap(asAnyCalls)),
    };
  }

  #from(lawsOf: LawsOf): DrawnFrom {
    return { lawsOf, handleTimes: this.#handleTimes, ringTimes: this.#ringTimes };
  }

  #testLives(): TestLives {
    const laws = this.#laws;
    const random = new RandomSource("lift").stream("laws");
    // Days drawn again from a single one say nothing of how far laws err.
    const times = this.#calls.length > 1 ? IMPUTATIONS : 0;
    const resampled = Array.from({ length: times }, () => this.#from(laws.resampled(random)));
    const found = this.#from(laws.found());
    const whereAcceptors = (law: DrawnPatience): WantedLives => {
      const from = this.#from(laws.whereAcceptors(law));
      return { name: "bounds", count: FEW, live: (day, draws) => day.withoutSmartWait(from, draws) };
    };
    const [redrawn, asItWas, leftAtOnce, stayed] = this.#live([
      {
        name: "redrawn",
        count: times,
        live: (day, draws, { nth }) => day.withoutSmartWait(resampled[nth]!, draws),
      },
      { name: "as-it-was", count: FEW, live: (day, draws) => day.asItWas(found, draws) },
      whereAcceptors(leavesAtOnce),
      whereAcceptors(neverLeaves),
    ]);
    return { redrawn: redrawn!, asItWas: asItWas!, leftAtOnce: leftAtOnce!, stayed: stayed! };
  }

  /**
   * Lives each day so often as is wanted, each life of a day with a stream of its own: one day after the other, so that
   * what the lives of a day need is held of one alone.
   */
  #live(wanted: readonly WantedLives[]): Lives[] {
    const lived = wanted.map(({ count }) => Array.from({ length: count }, (): LevelBySkill[] => []));
    for (const [index, calls] of this.#calls.entries()) {
      const day = this.#dayOf(calls, index);
      for (const [which, { name, live }] of wanted.entries())
        for (const [nth, levels] of lived[which]!.entries())
          levels.push(live(day, new RandomSource(`lift/${name}/${nth}/${index}`), { nth, index }));
    }
    return lived;
  }
}

/** One after the other: a copy of all calls would take as much memory as the calls. */
function* asAnyCalls(calls: LiftDay): Generator<AnyCall> {
  for (const call of calls) yield { ...call, gaveUp: gaveUp(call) };
}

interface WantedLives {
  readonly name: string;
  readonly count: number;
  readonly live: (
    day: MeasuredDay,
    random: RandomSource,
    which: { readonly nth: number; readonly index: number },
  ) => LevelBySkill;
}
