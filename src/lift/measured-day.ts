import type { RandomSource } from "../queueing/random.ts";
import type { SeenCrew } from "./centre/presence.ts";
import type { Hold } from "./centre/talks.ts";
import { DrawnDay, type DrawnFrom } from "./drawn-day.ts";
import type { AfterWork } from "./laws/after-work.ts";
import { DEFINITIONS, type Definition, type Level, levelsOf, NOT_COUNTED } from "./levels.ts";
import type { LiftDay } from "./lift-call.ts";
import { type Life, LifeAsItWas, LifeWithout } from "./lives.ts";

/** A level for each skill. */
export type LevelBySkill = ReadonlyMap<string, Level>;

/** What happened on a day, by definition and skill. */
export type HappenedDay = Readonly<Record<Definition, LevelBySkill>>;

/** `withinMsOf` gives the time of a skill's target, ms. */
export function happenedIn(calls: LiftDay, withinMsOf: (skill: string) => number): HappenedDay {
  const levels = calls.map((call) => levelsOf(call, withinMsOf(call.skill)));
  return Object.fromEntries(
    DEFINITIONS.map((name) => [name, bySkill(calls, (call) => levels[call]![name])]),
  ) as HappenedDay;
}

/** One day, to be lived again. */
export class MeasuredDay {
  readonly calls: LiftDay;
  readonly #withinMs: Float64Array;
  readonly #drawn: DrawnDay;
  readonly #without: LifeWithout;
  readonly #asItWas: LifeAsItWas;

  constructor(
    calls: LiftDay,
    crew: SeenCrew,
    given: {
      readonly hold: Hold;
      readonly afterWork: AfterWork;
      readonly withinMsOf: (skill: string) => number;
    },
  ) {
    this.calls = calls;
    this.#withinMs = Float64Array.from(calls, ({ skill }) => given.withinMsOf(skill));
    this.#drawn = new DrawnDay(calls, crew, given.afterWork);
    this.#without = new LifeWithout(calls, crew.agents);
    this.#asItWas = new LifeAsItWas(calls, crew.agents, given.hold);
  }

  /** The levels of the day lived once without smart wait. `each` is called with what every call added. */
  withoutSmartWait(
    from: DrawnFrom,
    random: RandomSource,
    each: (call: number, level: Level) => void = () => {},
  ): LevelBySkill {
    this.#live(this.#without, from, random);
    return bySkill(this.calls, (call) => {
      const level = this.#without.levelOf(call, this.#withinMs[call]!);
      each(call, level);
      return level;
    });
  }

  /** The levels by promise of the day lived once as it was: callbacks as they happened, callers on the phone as the model has them. */
  asItWas(from: DrawnFrom, random: RandomSource): LevelBySkill {
    this.#live(this.#asItWas, from, random);
    return bySkill(this.calls, (call) =>
      this.calls[call]!.callback
        ? levelsOf(this.calls[call]!, this.#withinMs[call]!).promise
        : this.#asItWas.levelOf(call, this.#withinMs[call]!),
    );
  }

  #live(life: Life, from: DrawnFrom, random: RandomSource): void {
    this.#drawn.draw(from, random.stream("draws"));
    life.live(this.#drawn);
  }
}

function bySkill(calls: LiftDay, levelOf: (call: number) => Level): LevelBySkill {
  const sums = new Map<string, { met: number; counted: number }>();
  for (const [index, { skill }] of calls.entries()) {
    let sum = sums.get(skill);
    if (!sum) {
      sum = { ...NOT_COUNTED };
      sums.set(skill, sum);
    }
    const { met, counted } = levelOf(index);
    sum.met += met;
    sum.counted += counted;
  }
  return sums;
}
